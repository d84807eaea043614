// What decode() remembers of keys that no table lists: their traits, how they are written, and
// whether a key stood in its object before. Fixed or slowly growing memory of one worker.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "spec/catalogue/path_table.h"

namespace specgate {

class Spec;

// key -> traits: direct-mapped, so a key met later may take another's slot; to be emptied
// when the Spec changes. Longer keys are classified each time: they are rare, and nobody documents
// them.
class KeyMemo {
 public:
  KeyMemo() : entries_(kSlots) {}

  // `head` and `hash` are the key's.
  KeyTraits find(const Spec& spec, std::string_view key, const KeyHead& head, uint64_t hash) {
    if (key.size() > kLongest) return classify(spec, key);
    Entry& entry = entries_[hash >> kShift];
    if (!entry.is(key, head)) {
      entry.traits = classify(spec, key);
      entry.size = static_cast<uint8_t>(key.size());
      entry.head = head;
      if (key.size() > kHead) std::memcpy(entry.tail, key.data() + kHead, key.size() - kHead);
    }
    return entry.traits;
  }

  void clear();

 private:
  static constexpr unsigned kShift = 64 - 10;
  static constexpr size_t kSlots = 1024;
  static constexpr size_t kHead = 16, kLongest = 61;
  static constexpr uint8_t kFree = 0xff;
  struct Entry {
    KeyHead head;
    KeyTraits traits = 0;
    uint8_t size = kFree;
    char tail[kLongest - kHead];

    bool is(std::string_view key, const KeyHead& other) const {
      return head.low == other.low && head.high == other.high && size == key.size() &&
             (size <= kHead || std::memcmp(tail, key.data() + kHead, size - kHead) == 0);
    }
  };
  static KeyTraits classify(const Spec& spec, std::string_view key);

  std::vector<Entry> entries_;
};

// Unlisted keys by the place they were met at, to be expected there again: direct-mapped, so a key
// met later may take another's slot; what the slot says is then true of the later one.
class MetKeys {
 public:
  struct Entry {
    WrittenKey written;
    uint64_t hash = 0;  // of the key
  };
  static constexpr size_t kSlots = 1024;

  MetKeys() : entries_(kSlots) {}

  const Entry& operator[](uint16_t slot) const { return entries_[slot]; }

  // The entry for a key of this hash at `place`; `make` writes it where it is new.
  template <typename Make>
  const Entry& find(PathId place, uint64_t hash, const Make& make) {
    const auto slot = static_cast<uint16_t>((hash ^ place * key_hash::kParent) >> kShift);
    Entry& entry = entries_[slot];
    if (entry.hash == hash && entry.written.parent == place) return entry;
    entry = {make(), hash};
    entry.written.slot = slot;
    return entry;
  }

 private:
  static constexpr unsigned kShift = 64 - 10;

  std::vector<Entry> entries_;
};

// (object, key) seen in this body: open addressing, emptied by a new stamp. Probing is bounded, so
// that keys made to collide cost no more than others; then it is crowded, and whoever wants to know of
// every duplicate has to look for them otherwise.
class SeenKeys {
 public:
  SeenKeys() : entries_(kFirst) {}

  void next_body();
  void end_body();  // gives back what a long one needed

  // Where it is full, make_room() comes before the next key: it forgets those that are over, and nothing
  // will ask for any more. `is_over` is asked of the node of each.
  bool full() const { return 2 * (used_ + 1) > entries_.size(); }
  template <typename IsOver>
  void make_room(const IsOver& is_over) {
    stay_.clear();
    for (const Entry& entry : entries_) {
      if (entry.stamp == stamp_ && !is_over(entry.node)) stay_.push_back(entry);
    }
    refill();
  }

  // Whether there is a node of this object with this hash that `same` accepts; else notes `node`.
  template <typename Same>
  bool repeated(uint32_t object, uint64_t hash, uint32_t node, const Same& same) {
    hash ^= object * kMix;  // whose upper bits are the good ones
    const auto tag = static_cast<uint32_t>(((hash ^ hash >> 32) * kMix) >> 32);
    for (size_t i = 0; i < kMostProbes; ++i) {
      Entry& entry = entries_[(tag + i) & (entries_.size() - 1)];
      if (entry.stamp != stamp_) {
        entry = {stamp_, tag, node};
        ++used_;
        return false;
      }
      if (entry.tag == tag && same(entry.node)) return true;
    }
    crowded_ = true;
    return false;
  }
  // Some key of this body was not noted.
  bool crowded() const { return crowded_; }

 private:
  static constexpr size_t kFirst = 256, kKept = 16'384;
  static constexpr size_t kMostProbes = 64;
  static constexpr uint64_t kMix = 0xd6e8feb86659fd93;
  struct Entry {
    uint32_t stamp = 0, tag = 0, node = 0;
  };
  void refill();

  std::vector<Entry> entries_, stay_;
  size_t used_ = 0;
  uint32_t stamp_ = 0;
  bool crowded_ = false;
};

}  // namespace specgate
