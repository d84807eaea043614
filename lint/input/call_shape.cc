#include "lint/input/call_shape.h"

#include <algorithm>

#include "spec/text/ascii.h"


namespace specgate {

uint32_t CallShape::member(uint32_t object, Names names) const {
  for (const std::string_view name : names) {
    const Node* const found = member_of(batch_, &batch_.nodes[object], name);
    if (found != nullptr) return static_cast<uint32_t>(found - batch_.nodes.data());
  }
  return 0;
}

bool CallShape::has_type_of_call(uint32_t object) const {
  const std::string_view type = text_of(member_of(batch_, &batch_.nodes[object], "type"));
  for (size_t index = 0; index < kCallCount; ++index) {
    const auto call = static_cast<Call>(index);
    if (call != Call::kUnknown && equal_but_for_case(name_of(call), type)) return true;
  }
  return false;
}

bool CallShape::is_call(uint32_t object) const {
  const auto has = [&](Names names) { return member(object, names) != 0; };
  if (has({"body", "Body"})) return false;  // a message may have a type
  if (has_type_of_call(object)) {
    return has({"userId", "anonymousId", "messageId", "event", "properties", "traits", "context",
                "groupId", "previousId"});
  }
  const uint32_t event = member(object, {"event"});
  return event != 0 && batch_.nodes[event].is(Kind::kString) &&
         has({"properties", "userId", "anonymousId", "messageId"});
}

bool CallShape::is_surely_call(uint32_t object) const {
  return is_call(object) &&
         (has_type_of_call(object) ||
          member(object, {"userId", "anonymousId", "messageId", "user_id", "anonymous_id", "message_id"}) != 0);
}

bool CallShape::has_sure_item(uint32_t array) const {
  bool found = false;
  each(array, [&](uint32_t item) {
    found |= batch_.nodes[item].is(Kind::kObject) && is_surely_call(item);
  });
  return found;
}

bool CallShape::is_surely_batch(uint32_t object) const {
  return is_batch(object) &&
         (member(object, {"writeKey"}) != 0 || has_sure_item(member(object, {"batch"})));
}

bool CallShape::holds_surely(uint32_t value) const {
  const Node& node = batch_.nodes[value];
  if (node.is(Kind::kObject)) return is_surely_call(value) || is_surely_batch(value);
  return node.is(Kind::kArray) && has_sure_item(value);
}

bool CallShape::is_batch(uint32_t object) const {
  const uint32_t batch = member(object, {"batch"});
  if (batch == 0 || !batch_.nodes[batch].is(Kind::kArray)) return false;
  return batch + 1 == batch_.nodes[batch].next || batch_.nodes[batch + 1].is(Kind::kObject);
}

bool CallShape::lists_calls(uint32_t array) const {
  constexpr std::string_view kLists[] = {"events", "calls", "batch"};
  const std::string_view key = batch_.nodes[array].key;
  if (std::find(std::begin(kLists), std::end(kLists), key) == std::end(kLists)) return false;
  bool found = false;
  each(array, [&](uint32_t item) {
    found |= batch_.nodes[item].is(Kind::kObject) && has_type_of_call(item) &&
             member(item, {"key", "jsonSchema", "rules"}) == 0;  // a rule of a plan has a type, too
  });
  return found;
}

}  // namespace specgate
