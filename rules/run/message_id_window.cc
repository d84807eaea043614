#include "rules/run/message_id_window.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace specgate {
namespace {

constexpr size_t kFirstIds = 64;
constexpr size_t kMostIds = std::numeric_limits<uint32_t>::max() - 1;  // slots count from 1

size_t slots_for(size_t ids) { return std::bit_ceil(2 * std::max(ids, kFirstIds)); }

// SipHash-2-4 with 128 bits out (Aumasson, Bernstein 2012): short inputs, keyed, no collisions to
// be found from outside.
class SipHash {
 public:
  SipHash(uint64_t low, uint64_t high)
      : v0_(low ^ 0x736f6d6570736575),
        v1_(high ^ 0x646f72616e646f6d ^ 0xee),
        v2_(low ^ 0x6c7967656e657261),
        v3_(high ^ 0x7465646279746573) {}

  void take(std::string_view text) {
    const uint64_t size = text.size();
    for (; text.size() >= 8; text.remove_prefix(8)) word(load_eight(text.data()));
    word(load(text) | size << 56);
  }

  uint64_t low() {
    v2_ ^= 0xee;
    return finish();
  }
  uint64_t high() {  // after low()
    v1_ ^= 0xdd;
    return finish();
  }

 private:
  static uint64_t load_eight(const char* bytes) {
    if constexpr (std::endian::native != std::endian::little) return load({bytes, 8});
    uint64_t out = 0;
    std::memcpy(&out, bytes, sizeof out);
    return out;
  }
  static uint64_t load(std::string_view bytes) {
    uint64_t out = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      out |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return out;
  }

  void word(uint64_t value) {
    v3_ ^= value;
    rounds(2);
    v0_ ^= value;
  }

  uint64_t finish() {
    rounds(4);
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

  void rounds(int times) {
    for (int i = 0; i < times; ++i) {
      v0_ += v1_, v1_ = std::rotl(v1_, 13) ^ v0_, v0_ = std::rotl(v0_, 32);
      v2_ += v3_, v3_ = std::rotl(v3_, 16) ^ v2_;
      v0_ += v3_, v3_ = std::rotl(v3_, 21) ^ v0_;
      v2_ += v1_, v1_ = std::rotl(v1_, 17) ^ v2_, v2_ = std::rotl(v2_, 32);
    }
  }

  uint64_t v0_, v1_, v2_, v3_;
};

}  // namespace

MessageIdWindow::MessageIdWindow(const MessageIdLimits& limits, Key key)
    : limits_(limits), key_(key) {
  limits_.ids = std::min(limits_.ids, kMostIds);
}

size_t MessageIdWindow::most_bytes(size_t ids) {
  return ids * sizeof(Entry) + slots_for(ids) * sizeof(Slot);
}

MessageIdWindow::Hash MessageIdWindow::hash_of(std::string_view id, Key key) {
  SipHash hash(key.low, key.high);
  hash.take(id);
  const uint64_t low = hash.low();
  return {low, hash.high()};
}

std::optional<Sighting> MessageIdWindow::seen_before(const Hash& hash, const Sighting& here,
                                                     int64_t now_ms) {
  if (limits_.ids == 0) return std::nullopt;
  while (oldest_is_stale(now_ms)) forget_oldest();
  if (count_ > 0) {
    const Slot found = slots_[slot_of(hash)];
    if (found.number != 0) return entries_[found.number - 1].first;
  }
  if (count_ == limits_.ids) forget_oldest();
  if (count_ == entries_.size()) grow();
  const size_t index = (oldest_ + count_) % entries_.size();
  entries_[index] = {hash, here};
  if (limits_.age_ms > 0) at_ms_[index] = now_ms;
  ++count_;
  slots_[slot_of(hash)] = {tag_of(hash), static_cast<uint32_t>(index + 1)};
  return std::nullopt;
}

bool MessageIdWindow::contains(const Hash& hash, int64_t now_ms) const {
  if (count_ == 0) return false;
  const Slot found = slots_[slot_of(hash)];
  if (found.number == 0) return false;
  return limits_.age_ms == 0 || now_ms - at_ms_[found.number - 1] <= limits_.age_ms;
}

void MessageIdWindow::fetch([[maybe_unused]] const Hash& hash) const {
#if defined(__GNUC__)
  if (count_ > 0) __builtin_prefetch(&slots_[home_of(hash)]);
#endif
}

size_t MessageIdWindow::slot_of(const Hash& hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t at = home_of(hash);; at = (at + 1) & mask) {
    const Slot slot = slots_[at];
    if (slot.number == 0) return at;
    if (slot.tag == tag_of(hash) && entries_[slot.number - 1].hash == hash) return at;
  }
}

bool MessageIdWindow::oldest_is_stale(int64_t now_ms) const {
  return limits_.age_ms > 0 && count_ > 0 && now_ms - at_ms_[oldest_] > limits_.age_ms;
}

// Those behind the freed slot close up, so that no search stops short of them.
void MessageIdWindow::forget_oldest() {
  const size_t mask = slots_.size() - 1;
  size_t free = slot_of(entries_[oldest_].hash);
  for (size_t at = (free + 1) & mask; slots_[at].number != 0; at = (at + 1) & mask) {
    const size_t home = home_of(entries_[slots_[at].number - 1].hash);
    if (((at - home) & mask) < ((at - free) & mask)) continue;  // its home lies behind the gap
    slots_[free] = slots_[at];
    free = at;
  }
  slots_[free] = {};
  oldest_ = (oldest_ + 1) % entries_.size();
  --count_;
}

// The oldest goes first again, so that the ring may be longer.
void MessageIdWindow::grow() {
  const auto first = static_cast<std::ptrdiff_t>(oldest_);
  const size_t size = std::min(limits_.ids, std::max(kFirstIds, 2 * entries_.size()));
  const auto lengthen = [&](auto& ring) {
    std::rotate(ring.begin(), ring.begin() + first, ring.end());
    ring.reserve(size);
    ring.resize(size);
  };
  lengthen(entries_);
  if (limits_.age_ms > 0) lengthen(at_ms_);
  oldest_ = 0;
  slots_.assign(slots_for(size), {});
  for (size_t i = 0; i < count_; ++i) {
    slots_[slot_of(entries_[i].hash)] = {tag_of(entries_[i].hash), static_cast<uint32_t>(i + 1)};
  }
}

}  // namespace specgate
