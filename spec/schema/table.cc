#include "spec/schema/table.h"

#include <bit>

namespace specgate {

MemberTable make_table(std::span<const std::string_view> names, std::vector<NameEntry>& entries) {
  MemberTable table;
  if (names.empty()) return table;
  const size_t size = std::bit_ceil(2 * names.size());
  table.first = static_cast<uint32_t>(entries.size());
  table.mask = static_cast<uint32_t>(size - 1);
  table.any = true;
  entries.resize(entries.size() + size);
  for (size_t i = 0; i < names.size(); ++i) {
    if (find_name(entries.data(), table, names[i]) != kNone) continue;
    const NameShape shape = shape_of(names[i]);
    uint64_t at = shape.hash;
    while (entries[table.first + (at & table.mask)].size != kNone) ++at;
    entries[table.first + (at & table.mask)] = {shape.head, shape.tail, names[i].data(),
                                                static_cast<uint32_t>(names[i].size()),
                                                static_cast<uint32_t>(i)};
  }
  return table;
}

}  // namespace specgate
