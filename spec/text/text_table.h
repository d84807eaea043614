// Text -> value, flat: one array of slots, one string with all keys. Built once, then only read;
// reading allocates nothing and takes no lock.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/text_hash.h"

namespace specgate {

template <typename Value>
class TextTable {
 public:
  TextTable() : slots_(64) {}

  void reserve(size_t size) {
    entries_.reserve(size);
    if (2 * size > slots_.size()) rehash(std::bit_ceil(2 * size));
  }

  // The value of `key`, made on first use. The reference dies at the next at().
  Value& at(std::string_view key) {
    if (2 * (entries_.size() + 1) > slots_.size()) rehash(slots_.size() * 2);
    const uint64_t hash = hash_of(key);
    uint32_t& slot = slots_[probe(key, hash)];
    if (slot == 0) {
      entries_.push_back({hash, static_cast<uint32_t>(keys_.size()),
                          static_cast<uint32_t>(key.size()), Value{}});
      keys_.append(key);
      slot = static_cast<uint32_t>(entries_.size());
    }
    return entries_[slot - 1].value;
  }

  const Value* find(std::string_view key) const {
    const uint32_t slot = slots_[probe(key, hash_of(key))];
    return slot == 0 ? nullptr : &entries_[slot - 1].value;
  }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    uint64_t hash;
    uint32_t begin, length;  // of the key in keys_
    Value value;
  };

  // The slot that holds `key`, or the free one where it would go.
  size_t probe(std::string_view key, uint64_t hash) const {
    const size_t mask = slots_.size() - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
      if (slots_[at] == 0) return at;
      const Entry& entry = entries_[slots_[at] - 1];
      if (entry.hash == hash && text(entry) == key) return at;
    }
  }

  void rehash(size_t slots) {
    slots_.assign(slots, 0);
    const size_t mask = slots_.size() - 1;
    for (size_t i = 0; i < entries_.size(); ++i) {
      size_t at = entries_[i].hash & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = static_cast<uint32_t>(i + 1);
    }
  }

  std::string_view text(const Entry& entry) const {
    return std::string_view(keys_).substr(entry.begin, entry.length);
  }

  std::string keys_;
  std::vector<Entry> entries_;
  std::vector<uint32_t>
      slots_;  // 1 + index of the entry; 0: free. A power of two, half full at most
};

}  // namespace specgate
