// Keys other than the expected, behind blanks or with escapes among them: found by their hash.
//
// Compiled like json_reader.cc.
#include "spec/decode/json_reader.h"

#include <algorithm>

namespace specgate {

// Any key: behind blanks, with escapes, or another than the last two times.
NodeReader::Move NodeReader::unexpected_key(char* at, Node& node, Followers* expected) {
  at = skip_blanks(at);
  if (*at != '"') {
    fail_between_tokens(at, kKeyWanted);
    return {};
  }
  node.flags = 0;
  Text text = text_at(at);
  if (*text.closing != '"') text = read_escaped(text.closing, node, kKeyEscaped);
  if (text.closing == nullptr) return {};
  node.key = {at + 1, static_cast<size_t>(text.end - at - 1)};
  expected = look_up(node, expected);
  at = skip_blanks(text.closing + 1);
  if (*at != ':') {
    fail_between_tokens(at, "expected a colon after the key");
    return {};
  }
  return {at + 1, expected};
}

SPECGATE_INLINE Followers* NodeReader::look_up(Node& node, Followers* expected) {
  const KeyHead head = padded_head_of(node.key);
  const uint64_t hash = hash_of(head, node.key);
  const PathTable::Entry* const entry = paths_.probe(place_, node.key, head, hash);
  if (entry == nullptr) {
    expected->last = &unlisted(node, head, hash);
    return after_met_ + expected->last->slot;
  }
  expected->last = &paths_.written(entry->path);
  return listed(node, entry->path, entry->traits);
}

const WrittenKey& NodeReader::unlisted(Node& node, const KeyHead& head, uint64_t hash) {
  node.path = hops_[place_].unplanned;
  node.traits = state_.memo.find(spec_, node.key, head, hash);
  mark_repeated(node, hash);
  const auto written = [&] { return WrittenKey(place_, node.key, node.path, node.traits); };
  return state_.met.find(place_, hash, written).written;
}

Followers* NodeReader::met_before(Node& node, const WrittenKey& key) {
  node.path = key.path;
  node.traits = key.traits;
  mark_repeated(node, state_.met[key.slot].hash);
  return after_met_ + key.slot;
}

// Keys of objects that are closed: nothing comes behind them any more.
SPECGATE_COLD void NodeReader::forget_closed() {
  std::vector<uint32_t>& open = state_.open;
  open.assign(1, container_);
  while (nodes_[open.back()].parent != open.back()) open.push_back(nodes_[open.back()].parent);
  std::reverse(open.begin(), open.end());
  state_.unlisted.make_room([&](uint32_t key) {
    return !std::binary_search(open.begin(), open.end(), nodes_[key].parent);
  });
}

void NodeReader::mark_repeated(Node& node, uint64_t hash) {
  if (state_.unlisted.full()) [[unlikely]] forget_closed();
  const auto index = static_cast<uint32_t>(&node - nodes_);
  const auto same = [&](uint32_t other) {
    return nodes_[other].parent == container_ && nodes_[other].key == node.key;
  };
  if (!state_.unlisted.repeated(container_, hash, index, same)) return;
  node.flags |= kDuplicateKey;
  note(kDuplicateKey);
}

}  // namespace specgate
