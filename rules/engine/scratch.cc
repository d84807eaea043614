#include "rules/engine/scratch.h"

#include <algorithm>
#include <cstring>

#include "spec/text/give_back.h"

namespace specgate {
namespace {

template <typename Items>
void empty(Items& items) {
  constexpr size_t kKept = size_t{1} << 20;  // bytes
  items.clear();
  if (items.capacity() * sizeof(items[0]) > kKept) give_back(items);
}

}  // namespace

void Scratch::next_body() {
  ++judged;
  text.clear();
  empty(violations);
  empty(merged);
  empty(edits);
  empty(suggestions);
  empty(plan_places);
  near_planned.next_body();
  stopped.reset();
}

char* TextArena::take(size_t bytes) {
  while (block_ < blocks_.size() && used_ + bytes > blocks_[block_].size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const size_t size = std::max(bytes, kBlock);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  }
  char* out = blocks_[block_].bytes.get() + used_;
  used_ += bytes;
  return out;
}

void TextArena::clear() {
  constexpr size_t kKept = 64;  // blocks
  if (blocks_.size() > kKept) blocks_.resize(kKept);
  block_ = 0;
  used_ = 0;
}

const EventName& EventNameMemo::find(const Spec& spec, std::string_view name) {
  if (spec_ != spec.paths().serial()) {
    entries_.assign(kSlots, {});
    spec_ = spec.paths().serial();
  }
  if (name.size() > kLongest || name.empty()) {
    uncached_ = spec.event_name(name);
    return uncached_;
  }
  Entry& entry = entries_[hash_bytes(name) % kSlots];
  if (entry.length != name.size() || std::memcmp(entry.text, name.data(), name.size()) != 0) {
    entry.value = spec.event_name(name);
    entry.length = static_cast<uint8_t>(name.size());
    std::memcpy(entry.text, name.data(), name.size());
  }
  return entry.value;
}

}  // namespace specgate
