// (parent place, key) -> place: the interned paths that the Spec (and later a plan) speak of.
//
// One flat power-of-two array, linear probing at half load or less. A key nobody documents lands in
// the unplanned place of the object it stands in, and everything below it in that object's deep
// place. Array items step to `[]`. Built once, then immutable and shared by all threads.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/written_key.h"

namespace specgate {

// Which part of a call a place belongs to: it decides which rules look there. A top-level field
// itself is kTop; what lies below context.traits is kTraits.
enum class Family : uint8_t { kTop, kContext, kProperties, kTraits, kIntegrations, kOther };

struct Place {
  std::string path;  // "context.device.id", "properties.products[].price"; "" for the root;
                     // "context.device.?" for what is unplanned there, "context.device.??" below it
  Family family = Family::kTop;
  PathId parent = 0;
  PathId item = 0;           // where the items of an array at this place lie
  PathId unplanned = 0;      // where an undocumented member lies; `any` where there is one
  PathId any = 0;            // where `*` leads ("context.campaign.*"), or 0
  Slot slot = Slot::kCount;  // of a top-level field
  KeyTraits traits = 0;      // of the last key
};

inline constexpr PathId kRootPath = 1;  // a call, a batch item, a batch, a captured request's body
inline constexpr PathId kNoPath = 0;    // not a place: never on a node

struct Step {
  PathId path;
  KeyTraits traits;
  bool known;  // false: path is an unplanned place, and traits are not computed
};

// A key as the tables compare it: its first sixteen bytes, zeros behind a shorter one.
struct KeyHead {
  uint64_t low = 0, high = 0;
};
KeyHead head_of(std::string_view key);
// The same where sixteen bytes from key.data() are readable, whatever its length: the fast way.
inline KeyHead padded_head_of(std::string_view key);
inline uint64_t hash_of(const KeyHead& head, std::string_view key);

class PathTable {
 public:
  // The half of a place that decode() asks for; eight bytes.
  struct Hop {
    PathId item = kNoPath;
    PathId unplanned = kNoPath;
    Slot slot = Slot::kCount;
  };
  struct Entry {
    uint64_t low = 0, high = 0;  // of the KeyHead
    uint64_t meta = 0;           // meta_of()
    PathId path = kNoPath;       // kNoPath: a free entry
    KeyTraits traits = 0;
    const char* key = nullptr;

    static uint64_t meta_of(PathId above, std::string_view name) {
      return uint64_t{above} << 48 | name.size();
    }
    PathId parent() const { return static_cast<PathId>(meta >> 48); }
    size_t size() const { return meta & 0xffffffffffff; }
    bool has_head(const KeyHead& head) const { return low == head.low && high == head.high; }
    bool is(PathId above, std::string_view name, const KeyHead& head) const;
  };

  PathTable();
  PathTable(PathTable&&) noexcept = default;
  PathTable& operator=(PathTable&&) noexcept = default;

  // Adds "a.b[].c" below `from`, and every place on the way; returns its id. Load time only.
  PathId add(std::string_view path, PathId from = kRootPath);
  void set_traits(PathId path, KeyTraits traits);
  void freeze();  // makes the unplanned places; add() is over

  PathId find(std::string_view path) const;  // kNoPath if it was never added
  Step step(PathId parent, std::string_view key) const;
  const Place& operator[](PathId path) const { return places_[path]; }
  size_t size() const { return places_.size(); }

  // The entry of (parent, key), or null: nobody documents it. `head` and `hash` are the key's.
  const Entry* probe(PathId parent, std::string_view key, const KeyHead& head, uint64_t hash) const;
  const WrittenKey& written(PathId path) const { return written_[path]; }  // that of its key
  const Hop* hops() const { return hops_.data(); }  // by PathId, once frozen
  uint64_t serial() const { return serial_; }       // differs for each table frozen in this process

 private:
  PathId child(PathId parent, std::string_view key);
  PathId item(PathId parent);
  PathId any(PathId parent);
  PathId make(PathId parent, std::string path, Family family);
  const Entry* look_up(PathId parent, std::string_view key) const;
  void list(PathId parent, std::string_view key, PathId path);
  void insert(const Entry& entry);
  void grow();
  uint64_t home(PathId parent, uint64_t hash) const;
  std::vector<bool> places_with_members() const;
  PathId open_up(PathId path);
  void lead(PathId path, PathId unplanned, PathId item);

  std::vector<Place> places_;
  std::deque<std::string> keys_;  // what entries point at
  std::vector<Entry> entries_;
  std::vector<Hop> hops_;
  std::vector<WrittenKey> written_;  // by PathId, once frozen
  size_t longest_key_ = 0;  // bytes, of those in entries_
  unsigned shift_ = 0;  // 64 - log2(entries_.size())
  uint64_t serial_ = 0;
};

// A fast hash of a key's bytes; not for untrusted growth, the table is fixed.
uint64_t hash_bytes(std::string_view bytes);

// Below: what decode() needs inlined.

namespace key_hash {

inline constexpr uint64_t kLow = 0x9e3779b97f4a7c15;  // odd, bits well mixed: the golden ratio
inline constexpr uint64_t kHigh = 0xd6e8feb86659fd93;
inline constexpr uint64_t kSize = 0xa0761d6478bd642f;
inline constexpr uint64_t kParent = 0xe7037ed1a0b428db;

uint64_t add_tail(uint64_t hash, std::string_view tail);

inline uint64_t hash(uint64_t low, uint64_t high, uint64_t size) {
  return low * kLow + std::rotl(high * kHigh, 31) + size * kSize;
}

inline uint64_t load(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Keeps the first `size` bytes of two little-endian words: looked up, as key lengths are no pattern
// that a branch could learn.
struct Mask {
  uint64_t low = 0, high = 0;
};
inline constexpr auto kMasks = [] {
  std::array<Mask, 17> masks{};
  for (size_t size = 0; size <= 16; ++size) {
    masks[size].low = size >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * size)) - 1;
    if (size >= 16) masks[size].high = ~uint64_t{0};
    if (size > 8 && size < 16) masks[size].high = (uint64_t{1} << (8 * (size - 8))) - 1;
  }
  return masks;
}();

}  // namespace key_hash

inline KeyHead padded_head_of(std::string_view key) {
  if constexpr (std::endian::native != std::endian::little) return head_of(key);
  const key_hash::Mask& mask = key_hash::kMasks[std::min<size_t>(key.size(), 16)];
  return {key_hash::load(key.data()) & mask.low, key_hash::load(key.data() + 8) & mask.high};
}

inline uint64_t hash_of(const KeyHead& head, std::string_view key) {
  const uint64_t hash = key_hash::hash(head.low, head.high, key.size());
  return key.size() <= 16 ? hash : key_hash::add_tail(hash, key.substr(16));
}

inline uint64_t PathTable::home(PathId parent, uint64_t hash) const {
  return (hash ^ parent * key_hash::kParent) >> shift_;
}

inline bool PathTable::Entry::is(PathId above, std::string_view name, const KeyHead& head) const {
  return has_head(head) && meta == meta_of(above, name) &&
         (name.size() <= 16 || std::memcmp(key + 16, name.data() + 16, name.size() - 16) == 0);
}

inline const PathTable::Entry* PathTable::probe(PathId parent, std::string_view key,
                                                const KeyHead& head, uint64_t hash) const {
  const Entry* const entries = entries_.data();
  const uint64_t last = ~uint64_t{0} >> shift_;
  for (uint64_t at = home(parent, hash);; at = (at + 1) & last) {
    const Entry& entry = entries[at];
    if (entry.path == kNoPath) return nullptr;
    if (entry.is(parent, key, head)) return &entry;
  }
}

}  // namespace specgate
