#include "rules/run/message_id_window.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

namespace specgate {
namespace {

constexpr size_t kFirstIds = 64;
constexpr size_t kMostIds = std::numeric_limits<uint32_t>::max() - 1;  // slots count from 1

size_t slots_for(size_t ids) { return std::bit_ceil(2 * std::max(ids, kFirstIds)); }

// Words of the id are hidden behind the key and all that came before, and multiplied: the product
// of 128 bits is the next to hide behind. Nobody without the key knows what is multiplied, so
// nobody can aim at the same product. (Wang Yi's wyhash, with both halves kept.) The last two
// products make each half of the hash depend on every bit.
class IdHash {
 public:
  explicit IdHash(MessageIdWindow::Key key) : low_(key.low ^ kLow), high_(key.high ^ kHigh) {}

  void take(std::string_view id) {
    const char* at = id.data();
    const char* const end = at + id.size();
    for (; static_cast<size_t>(end - at) > kBlock; at += kBlock) add(load(at), load(at + kWord));
    if (id.size() >= kBlock) {  // the last block may have bytes of the one before
      add(load(end - kBlock), load(end - kWord));
    } else {
      char rest[kBlock] = {};
      if (!id.empty()) std::memcpy(rest, at, id.size());
      add(load(rest), load(rest + kWord));
    }
    low_ ^= id.size();
  }

  MessageIdWindow::Hash done() const {
    const Wide low = multiply(low_ ^ kLow, high_), high = multiply(low_, high_ ^ kHigh);
    return {low.low ^ low.high, high.low ^ high.high};
  }

 private:
  static constexpr size_t kWord = sizeof(uint64_t), kBlock = 2 * kWord;
  static constexpr uint64_t kLow = 0x9e3779b97f4a7c15;   // the golden ratio
  static constexpr uint64_t kHigh = 0x243f6a8885a308d3;  // pi

  struct Wide {
    uint64_t low, high;
  };
  static Wide multiply(uint64_t a, uint64_t b) {
    __extension__ using Product = unsigned __int128;
    const Product product = Product{a} * b;
    return {static_cast<uint64_t>(product), static_cast<uint64_t>(product >> 64)};
  }

  static uint64_t load(const char* bytes) {
    uint64_t out = 0;
    std::memcpy(&out, bytes, sizeof out);
    return out;
  }

  void add(uint64_t a, uint64_t b) {
    const Wide product = multiply(a ^ low_, b ^ high_);
    low_ += product.high;
    high_ += product.low;
  }

  uint64_t low_, high_;
};

}  // namespace

MessageIdWindow::MessageIdWindow(const MessageIdLimits& limits, Key key)
    : limits_(limits), key_(key) {
  limits_.ids = std::min(limits_.ids, kMostIds);
  number_mask_ = static_cast<Slot>((uint64_t{1} << std::bit_width(limits_.ids)) - 1);
}

size_t MessageIdWindow::most_bytes(size_t ids) {
  return ids * sizeof(Entry) + slots_for(ids) * sizeof(Slot);
}

MessageIdWindow::Hash MessageIdWindow::hash_of(std::string_view id, Key key) {
  IdHash hash(key);
  hash.take(id);
  return hash.done();
}

std::optional<Sighting> MessageIdWindow::seen_before(const Hash& hash, const Sighting& here,
                                                     int64_t now_ms) {
  if (limits_.ids == 0) return std::nullopt;
  while (oldest_is_stale(now_ms)) forget_oldest();
  if (count_ > 0) {
    const size_t found = number_in(slots_[slot_of(hash)]);
    if (found != 0) {
      const Entry& entry = entries_[found - 1];
      const uint32_t since = static_cast<uint32_t>(here.event) - entry.event;
      return Sighting{here.event - since, entry.line};
    }
  }
  if (count_ == limits_.ids) {
    forget_oldest();
    ++forgotten_;
  }
  if (count_ == entries_.size()) grow();
  const size_t index = (oldest_ + count_) % entries_.size();
  entries_[index] = {hash.low, static_cast<uint32_t>(here.event), here.line};
  if (limits_.age_ms > 0) at_ms_[index] = now_ms;
  ++count_;
  slots_[slot_of(hash)] = tag_of(hash) | static_cast<Slot>(index + 1);
  return std::nullopt;
}

bool MessageIdWindow::contains(const Hash& hash, int64_t now_ms) const {
  if (count_ == 0) return false;
  const size_t found = number_in(slots_[slot_of(hash)]);
  if (found == 0) return false;
  return limits_.age_ms == 0 || now_ms - at_ms_[found - 1] <= limits_.age_ms;
}

void MessageIdWindow::fetch([[maybe_unused]] const Hash& hash) const {
#if defined(__GNUC__)
  if (count_ > 0) __builtin_prefetch(&slots_[home_of(hash.low)]);
#endif
}

size_t MessageIdWindow::slot_of(const Hash& hash) const {
  const size_t mask = slots_.size() - 1;
  const Slot tag = tag_of(hash);
  for (size_t at = home_of(hash.low);; at = (at + 1) & mask) {
    const Slot slot = slots_[at];
    const size_t number = number_in(slot);
    if (number == 0) return at;
    if ((slot ^ number) == tag && entries_[number - 1].low == hash.low) return at;
  }
}

bool MessageIdWindow::oldest_is_stale(int64_t now_ms) const {
  return limits_.age_ms > 0 && count_ > 0 && now_ms - at_ms_[oldest_] > limits_.age_ms;
}

// Those behind the freed slot close up, so that no search stops short of them.
void MessageIdWindow::forget_oldest() {
  const size_t mask = slots_.size() - 1;
  size_t free = home_of(entries_[oldest_].low);
  while (number_in(slots_[free]) != oldest_ + 1) free = (free + 1) & mask;
  for (size_t at = (free + 1) & mask; slots_[at] != 0; at = (at + 1) & mask) {
    const size_t home = home_of(entries_[number_in(slots_[at]) - 1].low);
    if (((at - home) & mask) < ((at - free) & mask)) continue;  // its home lies behind the gap
    slots_[free] = slots_[at];
    free = at;
  }
  slots_[free] = {};
  oldest_ = (oldest_ + 1) % entries_.size();
  --count_;
}

// The oldest goes first again, so that the ring may be longer. Room for all is asked for at once, and
// becomes memory as it is used: no growing copies what is there.
void MessageIdWindow::grow() {
  const size_t begin = oldest_, before = entries_.size();
  const size_t size = std::min(limits_.ids, std::max(kFirstIds, before + before / 4));
  const auto lengthen = [&](auto& ring) {
    std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(begin), ring.end());
    ring.reserve(limits_.ids);
    ring.resize(size);
  };
  lengthen(entries_);
  if (limits_.age_ms > 0) lengthen(at_ms_);
  oldest_ = 0;
  for (Slot& slot : slots_) {
    const size_t number = number_in(slot);
    if (number == 0) continue;
    const size_t moved = (number - 1 + before - begin) % before;
    slot = (slot & ~number_mask_) | static_cast<Slot>(moved + 1);
  }
  if (slots_.size() < slots_for(size)) take_slots(slots_for(size));
}

void MessageIdWindow::take_slots(size_t count) {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(count));
  for (const Slot slot : old) {
    if (slot != 0) slots_[free_from(home_of(entries_[number_in(slot) - 1].low))] = slot;
  }
}

size_t MessageIdWindow::free_from(size_t home) const {
  while (slots_[home] != 0) home = (home + 1) & (slots_.size() - 1);
  return home;
}

}  // namespace specgate
