#include "spec/event/body_index.h"

#include <algorithm>
#include <iterator>

namespace specgate {
namespace {

// A walk over a few siblings costs less than an index of them all.
constexpr uint32_t kFewItems = 32;

std::string_view value_of(const Batch& batch, const Node& node) {
  return batch.source.substr(node.begin, node.end - node.begin);
}

}  // namespace

void BodyIndex::next_body() {
  numbered_ = false;
  made_.clear();
  objects_.clear();
  members_.clear();
}

uint32_t BodyIndex::item_number(const Batch& batch, uint32_t node) {
  if (!numbered_) number_items(batch);
  return numbers_[node];
}

// One pass in document order: a node tells its first child's number and that of the sibling after.
void BodyIndex::number_items(const Batch& batch) {
  const std::span<const Node> nodes = batch.nodes;
  numbers_.resize(std::max(numbers_.size(), nodes.size()));
  numbers_[0] = 0;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    const uint32_t next = nodes[i].next;
    if (i + 1 < next) numbers_[i + 1] = 0;
    const bool sibling = next < nodes.size() && nodes[next].parent == nodes[i].parent;
    if (sibling) numbers_[next] = numbers_[i] + 1;
  }
  numbered_ = true;
}

BodyIndex::Object BodyIndex::sorted(const Batch& batch, uint32_t object) {
  const std::span<const Node> nodes = batch.nodes;
  if (made_.empty()) made_.assign(nodes.size(), 0);
  if (made_[object] != 0) return objects_[made_[object] - 1];
  const auto begin = static_cast<uint32_t>(members_.size());
  for (uint32_t i = object + 1; i < nodes[object].next; i = nodes[i].next) {
    members_.push_back({i, i});
  }
  std::sort(members_.begin() + begin, members_.end(), [&](const Member& a, const Member& b) {
    if (const int order = nodes[a.node].key.compare(nodes[b.node].key); order != 0) return order < 0;
    const int order = value_of(batch, nodes[a.node]).compare(value_of(batch, nodes[b.node]));
    return order != 0 ? order < 0 : a.node < b.node;
  });
  uint32_t group = begin;
  for (uint32_t i = begin; i < members_.size(); ++i) {
    if (nodes[members_[i].node].key != nodes[members_[group].node].key) group = i;
    members_[group].first = std::min(members_[group].first, members_[i].node);
  }
  objects_.push_back({begin, static_cast<uint32_t>(members_.size())});
  made_[object] = static_cast<uint32_t>(objects_.size());
  return objects_.back();
}

uint32_t BodyIndex::member(const Batch& batch, uint32_t object, std::string_view key) {
  const Object all = sorted(batch, object);
  const auto found = std::lower_bound(
      members_.begin() + all.begin, members_.begin() + all.end, key,
      [&](const Member& one, std::string_view wanted) { return batch.nodes[one.node].key < wanted; });
  const bool there =
      found != members_.begin() + all.end && batch.nodes[found->node].key == key;
  return there ? found->first : 0;
}

bool BodyIndex::has_one_value(const Batch& batch, uint32_t node) {
  const std::span<const Node> nodes = batch.nodes;
  const Object all = sorted(batch, nodes[node].parent);
  const auto begin = members_.begin() + all.begin, end = members_.begin() + all.end;
  const std::string_view key = nodes[node].key;
  const auto first = std::lower_bound(
      begin, end, key, [&](const Member& one, std::string_view wanted) { return nodes[one.node].key < wanted; });
  const auto behind = std::upper_bound(
      first, end, key, [&](std::string_view wanted, const Member& one) { return wanted < nodes[one.node].key; });
  // In the order of their values: where the ends are equal, all are.
  return value_of(batch, nodes[first->node]) == value_of(batch, nodes[std::prev(behind)->node]);
}

uint32_t item_number(const Batch& batch, uint32_t node) {
  uint32_t number = 0;
  for (uint32_t i = batch.nodes[node].parent + 1; i != node; i = batch.nodes[i].next) {
    if (++number > kFewItems && batch.index != nullptr) return batch.index->item_number(batch, node);
  }
  return number;
}

bool has_one_value(const Batch& batch, uint32_t node) {
  if (batch.index != nullptr) return batch.index->has_one_value(batch, node);
  const Node& it = batch.nodes[node];
  for (uint32_t i = it.parent + 1; i != batch.nodes[it.parent].next; i = batch.nodes[i].next) {
    const Node& other = batch.nodes[i];
    if (other.key == it.key && value_of(batch, other) != value_of(batch, it)) return false;
  }
  return true;
}

const Node* member_in_many(const Batch& batch, const Node& object, std::string_view key) {
  const auto index = static_cast<uint32_t>(&object - batch.nodes.data());
  if (batch.index != nullptr) {
    const uint32_t found = batch.index->member(batch, index, key);
    return found == 0 ? nullptr : &batch.nodes[found];
  }
  for (uint32_t i = index + 1; i != object.next; i = batch.nodes[i].next) {
    if (batch.nodes[i].key == key) return &batch.nodes[i];
  }
  return nullptr;
}

uint32_t event_around(const Batch& batch, uint32_t node) {
  const auto after =
      std::upper_bound(batch.events.begin(), batch.events.end(), node,
                       [](uint32_t at, const Event& event) { return at < event.root; });
  if (after == batch.events.begin()) return kNoEvent;
  const Event& event = *(after - 1);
  if (node >= batch.nodes[event.root].next) return kNoEvent;
  return static_cast<uint32_t>(after - 1 - batch.events.begin());
}

}  // namespace specgate
