#include "rules/naming/columns.h"

#include <array>

#include "spec/catalogue/column.h"

namespace specgate {

bool has_many_members(const Site& site, const Node& object) {
  const uint32_t begin = first(site, object);
  if (object.next - begin <= kMostColumns) return false;  // nodes, of which a member is one at least
  uint32_t members = 0;
  for (uint32_t i = begin; i != object.next; i = at(site, i).next) {
    if (++members > kMostColumns) return true;
  }
  return false;
}

const Node* member_in_column(const Site& site, const Node& node, std::string_view name,
                             const Node* after) {
  const Node& object = parent_of(site, node);
  if (has_many_members(site, object)) return nullptr;
  for (uint32_t i = after == nullptr ? first(site, object) : after->next; i != object.next; i = at(site, i).next) {
    const Node& other = at(site, i);
    if (!may_share_column(other.key, name)) continue;  // nearly all
    if (&other == &node || (other.flags & kDuplicateKey) != 0) continue;
    if (same_column(other.key, name)) return &other;
  }
  return nullptr;
}

std::string_view column_words(std::string_view name, Findings& out) {
  if (name.size() > kMostColumnName || is_own_column(name)) return name;
  std::array<char, column_bound(kMostColumnName)> column;
  const size_t size = write_column(name, column.data());
  return size == 0 ? "nothing at all" : out.text({{column.data(), size}});
}

bool is_column(const Site& site, const Node& node) {
  const Node* above = &node;
  while (above->has_key() && above != &parent_of(site, *above)) above = &parent_of(site, *above);
  return index_of(site, *above) == site.event.root;
}

}  // namespace specgate
