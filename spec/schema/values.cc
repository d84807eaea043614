#include "spec/schema/values.h"

#include <functional>

#include "spec/json/decimal.h"

namespace specgate {
namespace {

constexpr uint64_t kOdd =
    0x9e3779b97f4a7c15;  // 2^64 by the golden ratio: spreads what it multiplies
constexpr size_t kBytesPerStep = 16;

constexpr uint64_t mix(uint64_t value) {
  value *= kOdd;
  return value ^ (value >> 29);
}

uint64_t hash_of_text(std::string_view text) { return std::hash<std::string_view>()(text); }

uint64_t hash_of_items(const Values& values, uint32_t index, Steps& steps) {
  uint64_t out = 7;
  for (uint32_t i = index + 1; i < values.nodes[index].next; i = values.nodes[i].next)
    out = mix(out + hash_of(values, i, steps));
  return out;
}

uint64_t hash_of_members(const Values& values, uint32_t index, Steps& steps) {
  uint64_t out = 11;
  for (uint32_t i = index + 1; i < values.nodes[index].next; i = values.nodes[i].next) {
    const Node& member = values.nodes[i];
    if ((member.flags & kDuplicateKey) != 0) continue;
    out += mix(hash_of_text(member.key) + mix(hash_of(values, i, steps)));  // in any order
  }
  return out;
}

// The member `key` of an object, tried first at `guess`, or 0.
uint32_t member_of(Value object, std::string_view key, uint32_t guess) {
  const auto& nodes = object.values.nodes;
  const uint32_t end = nodes[object.index].next;
  if (guess < end && nodes[guess].key == key) return guess;
  for (uint32_t i = object.index + 1; i < end; i = nodes[i].next) {
    if (nodes[i].key == key) return i;
  }
  return 0;
}

uint32_t members_in(Value object) {
  uint32_t count = 0;
  const auto& nodes = object.values.nodes;
  for (uint32_t i = object.index + 1; i < nodes[object.index].next; i = nodes[i].next)
    count += (nodes[i].flags & kDuplicateKey) == 0 ? 1 : 0;
  return count;
}

bool same_members(Value a, Value b, Steps& steps) {
  const uint32_t count = members_in(b);
  if (members_in(a) != count) return false;
  uint32_t guess = b.index + 1;
  const auto& nodes = a.values.nodes;
  for (uint32_t i = a.index + 1; i < nodes[a.index].next; i = nodes[i].next) {
    if ((nodes[i].flags & kDuplicateKey) != 0) continue;
    const uint32_t other = member_of(b, nodes[i].key, guess);
    if (other != guess && !steps.take(count)) return false;
    if (other == 0 || !same({a.values, i}, {b.values, other}, steps)) return false;
    guess = b.values.nodes[other].next;
  }
  return true;
}

bool same_items(Value a, Value b, Steps& steps) {
  uint32_t i = a.index + 1, j = b.index + 1;
  const uint32_t i_end = a.values.nodes[a.index].next, j_end = b.values.nodes[b.index].next;
  for (; i < i_end && j < j_end; i = a.values.nodes[i].next, j = b.values.nodes[j].next) {
    if (!same({a.values, i}, {b.values, j}, steps)) return false;
  }
  return i == i_end && j == j_end;
}

}  // namespace

uint64_t hash_of(const Values& values, uint32_t index, Steps& steps) {
  const Node& node = values.nodes[index];
  if (!steps.take(1 + node.text.size() / kBytesPerStep)) return 0;
  switch (node.kind) {
    case Kind::kNull:
      return 1;
    case Kind::kBoolean:
      return values.truth(index) ? 2 : 3;
    case Kind::kInteger:
    case Kind::kReal:
      return mix(hash_of(decimal_of(node.text)));
    case Kind::kString:
      return hash_of_text(node.text);
    case Kind::kObject:
      return hash_of_members(values, index, steps);
    case Kind::kArray:
      return hash_of_items(values, index, steps);
  }
  return 0;
}

bool same(Value a, Value b, Steps& steps) {
  const Node& left = a.values.nodes[a.index];
  const Node& right = b.values.nodes[b.index];
  if (!steps.take(1 + left.text.size() / kBytesPerStep)) return false;
  if (admits(kNumber, left.kind) && admits(kNumber, right.kind))
    return left.text == right.text || compare(decimal_of(left.text), decimal_of(right.text)) == 0;
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case Kind::kNull:
    case Kind::kInteger:
    case Kind::kReal:
      return true;
    case Kind::kBoolean:
      return a.values.truth(a.index) == b.values.truth(b.index);
    case Kind::kString:
      return left.text == right.text;
    case Kind::kObject:
      return same_members(a, b, steps);
    case Kind::kArray:
      return same_items(a, b, steps);
  }
  return false;
}

}  // namespace specgate
