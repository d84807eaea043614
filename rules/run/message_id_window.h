// The messageIds of late, and where each stood first: the memory behind message-id-duplicate.
//
// Bounded: it keeps the last `ids` distinct ids, and none older than `age_ms`; beyond that the
// oldest go first, and are counted. An id is kept as 64 bits of a keyed hash and as many more as there is
// room for (12 where half a million are kept), so memory does not depend on how long ids are, and nobody
// who lacks the key can tell which ids collide. Memory grows with use
// up to most_bytes(). Not thread-safe: one owner, who feeds it in the order of arrival.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace specgate {

// Where a call stands in a run.
struct Sighting {
  uint64_t event = 0;  // its index in the run, from 0; 4 billion at most between two of one id
  uint32_t line = 0;   // in its file, from 1; 0: unknown
};

struct MessageIdLimits {
  size_t ids = size_t{1} << 19;  // 12 MB when full; 4 more where ids age
  int64_t age_ms = 0;            // 0: ids do not age
};

class MessageIdWindow {
 public:
  // A proxy passes random words, for its ids come from strangers; a linter need not.
  struct Key {
    uint64_t low = 0, high = 0;
  };

  explicit MessageIdWindow(const MessageIdLimits& limits = {}) : MessageIdWindow(limits, Key()) {}
  MessageIdWindow(const MessageIdLimits& limits, Key key);

  // Keyed, 128 bits: what stands for an id.
  struct Hash {
    uint64_t low = 0, high = 0;
    bool operator==(const Hash&) const = default;
  };
  static Hash hash_of(std::string_view id, Key key);

  // The first sighting of `id` if the window still holds it; otherwise nothing, and from now on
  // `here` is the first. `now_ms` never goes back; it matters only where ids age.
  std::optional<Sighting> seen_before(std::string_view id, const Sighting& here,
                                      int64_t now_ms = 0) {
    return seen_before(hash_of(id, key_), here, now_ms);
  }
  // The same where the caller has hashed the id, with the window's key.
  std::optional<Sighting> seen_before(const Hash& hash, const Sighting& here, int64_t now_ms = 0);

  // Does the window hold it? Nothing is added.
  bool contains(const Hash& hash, int64_t now_ms = 0) const;

  // Asks the memory for what seen_before() will want: the window is larger than any cache, and a
  // search that waits for memory costs more than all the rest of it.
  void fetch(const Hash& hash) const;

  size_t size() const { return count_; }
  uint64_t forgotten() const { return forgotten_; }  // ids that had to make room for others
  static size_t most_bytes(size_t ids);  // where ids do not age

 private:
  struct Entry {
    uint64_t low = 0;    // of the hash
    uint32_t event = 0;  // the lower half of the first sighting's
    uint32_t line = 0;
  };
  // In the low bits, as many as are needed, 1 + index of the entry, or 0: free. Above it more of the
  // hash: a new id seldom needs to see an entry.
  using Slot = uint32_t;

  size_t slot_of(const Hash& hash) const;  // that holds it, or the free one where it would go
  size_t home_of(uint64_t low) const { return low & (slots_.size() - 1); }
  size_t free_from(size_t home) const;
  size_t number_in(Slot slot) const { return slot & number_mask_; }
  Slot tag_of(const Hash& hash) const { return static_cast<Slot>(hash.high) & ~number_mask_; }
  bool oldest_is_stale(int64_t now_ms) const;
  void forget_oldest();
  void grow();
  void take_slots(size_t count);

  MessageIdLimits limits_;
  Key key_;
  std::vector<Entry> entries_;  // a ring: [oldest_, oldest_ + count_)
  std::vector<int64_t> at_ms_;  // beside the entries, where ids age
  size_t oldest_ = 0, count_ = 0;
  uint64_t forgotten_ = 0;
  Slot number_mask_ = 0;
  std::vector<Slot> slots_;  // a power of two, half full at most
};

}  // namespace specgate
