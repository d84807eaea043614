#include "spec/key_memo.h"

#include "spec/spec.h"

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

void SeenKeys::grow() {
  std::vector<Entry> old(2 * entries_.size());
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.stamp != stamp_) continue;
    size_t at = entry.tag & (entries_.size() - 1);
    while (entries_[at].stamp == stamp_) at = (at + 1) & (entries_.size() - 1);
    entries_[at] = entry;
  }
}

}  // namespace specgate
