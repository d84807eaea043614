// Members of one object that a warehouse puts into one column (spec/catalogue/column.h): whichever comes last is
// stored, the others are gone.
#pragma once

#include "rules/engine/site.h"

namespace specgate {

// Objects with more members are not looked through: each key is held against all others.
inline constexpr uint32_t kMostColumns = 256;

bool has_many_members(const Site& site, const Node& object);  // more than these

// The first other member of the object around `node` whose column is that of `name`, or null; of those
// behind `after`, where that is one.
const Node* member_in_column(const Site& site, const Node& node, std::string_view name,
                             const Node* after = nullptr);

// The column of a name, for a message; `nothing at all` where nothing is left of it.
std::string_view column_words(std::string_view name, Findings& out);

// Does the member become a column of its own, that is, lies it in no array?
bool is_column(const Site& site, const Node& node);

}  // namespace specgate
