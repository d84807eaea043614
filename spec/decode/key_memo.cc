#include "spec/decode/key_memo.h"

#include <algorithm>

#include "spec/catalogue/spec.h"
#include "spec/text/give_back.h"

namespace specgate {

void KeyMemo::clear() {
  for (Entry& entry : entries_) entry.size = kFree;
}

KeyTraits KeyMemo::classify(const Spec& spec, std::string_view key) { return spec.key_traits(key); }

void SeenKeys::next_body() {
  used_ = 0;
  crowded_ = false;
  if (++stamp_ != 0) return;
  for (Entry& entry : entries_) entry.stamp = 0;  // once in 2^32 bodies
  stamp_ = 1;
}

void SeenKeys::end_body() {
  if (entries_.size() <= kKept) return;
  std::vector<Entry>(kFirst).swap(entries_);
  give_back(stay_);
}

// Those that stay fill a quarter at most, so that the next time is far.
void SeenKeys::refill() {
  const size_t size = entries_.size();
  used_ = stay_.size();
  if (4 * used_ > size) {
    give_back(entries_);  // before there is a larger one
    entries_.resize(2 * size);
  } else {
    std::fill(entries_.begin(), entries_.end(), Entry());
  }
  for (const Entry& entry : stay_) {
    size_t at = entry.tag & (entries_.size() - 1);
    while (entries_[at].stamp == stamp_) at = (at + 1) & (entries_.size() - 1);
    entries_[at] = entry;
  }
}

}  // namespace specgate
