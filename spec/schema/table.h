// Names -> numbers, for the members of objects and the words of enums: open addressing over one
// vector that all tables of a schema share. A name of at most 16 bytes is its length with its first
// and last eight bytes, so that nothing else is compared.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace specgate {

inline constexpr uint32_t kNone = 0xffffffff;

struct NameShape {
  uint64_t head = 0, tail = 0;
  uint64_t hash = 0;
};

namespace detail {
template <typename Word>
uint64_t word_at(const char* bytes) {
  Word out;
  std::memcpy(&out, bytes, sizeof out);
  return out;
}
}  // namespace detail

inline NameShape shape_of(std::string_view name) {
  constexpr uint64_t kOne = 0x9e3779b97f4a7c15, kTwo = 0xc2b2ae3d27d4eb4f;
  NameShape out;
  const char* const data = name.data();
  const size_t size = name.size();
  if (size >= 8) {
    out.head = detail::word_at<uint64_t>(data);
    out.tail = detail::word_at<uint64_t>(data + size - 8);
  } else if (size >= 4) {
    out.head = detail::word_at<uint32_t>(data);
    out.tail = detail::word_at<uint32_t>(data + size - 4);
  } else if (size > 0) {
    out.head = static_cast<unsigned char>(data[0]) |
               static_cast<uint64_t>(static_cast<unsigned char>(data[size / 2])) << 8;
    out.tail = static_cast<unsigned char>(data[size - 1]);
  }
  out.hash = (out.head * kOne) ^ ((out.tail + size) * kTwo);
  for (size_t i = 8; i + 8 < size; i += 8)  // what lies between, of long names
    out.hash = (out.hash ^ detail::word_at<uint64_t>(data + i)) * kOne;
  out.hash ^= out.hash >> 32;
  return out;
}

struct NameEntry {
  uint64_t head = 0, tail = 0;
  const char* data = nullptr;
  uint32_t size = kNone;  // kNone: free
  uint32_t value = 0;
};

struct MemberTable {
  uint32_t first = 0;
  uint32_t mask = 0;
  bool any = false;
};

// Of equal names the first stays. The texts must outlive the entries.
MemberTable make_table(std::span<const std::string_view> names, std::vector<NameEntry>& entries);

inline uint32_t find_name(const NameEntry* entries, const MemberTable& table, std::string_view name) {
  constexpr size_t kWhole = 16;
  if (!table.any) return kNone;
  const NameShape shape = shape_of(name);
  for (uint64_t at = shape.hash;; ++at) {
    const NameEntry& entry = entries[table.first + (at & table.mask)];
    if (entry.size == kNone) return kNone;
    if (entry.head != shape.head || entry.tail != shape.tail || entry.size != name.size()) continue;
    if (name.size() <= kWhole || std::memcmp(entry.data, name.data(), name.size()) == 0)
      return entry.value;
  }
}

}  // namespace specgate
