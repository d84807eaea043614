// A text that tells patterns apart: the witness of a pattern that changed.
//
// Tried are texts like the patterns that it must match (text_like), short ones first: as they are; with one
// character in place of another, taken from what the patterns speak of and from a few that people forget; and as
// long as the patterns count to, and by one longer. A search and no proof: none found says nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/schema/containment/schema_context.h"

namespace specgate {

using Patterns = std::vector<std::string>;

// A text that all of `narrow` match and one of `wide` does not, if one is found.
std::optional<std::string> telling_text(const Patterns& narrow, const Patterns& wide, SchemaSpace& space);
// Some texts that all of them match, beside those that text_like spells.
std::vector<std::string> varied_texts(const Patterns& all, SchemaSpace& space);

}  // namespace specgate
