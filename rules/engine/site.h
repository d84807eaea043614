// Questions a check asks of its site. All are views and cost a few loads.
#pragma once

#include <string_view>

#include "rules/config/settings.h"
#include "rules/engine/findings.h"
#include "rules/rule.h"
#include "spec/event/look_alike.h"

namespace specgate {

// The call's own field, or null.
inline const Node* own(const Site& site, Slot slot) {
  return node_in(site.batch, site.event.slots, slot);
}
// The call's own field, else the batch's (context, integrations, writeKey, sentAt), or null.
const Node* field(const Site& site, Slot slot);
// The member of an object by its exact key, or null (also where `object` is no object).
const Node* member(const Site& site, const Node* object, std::string_view key);
// Below the call by a dotted path ("context.integration.name"), the batch's context counting too.
const Node* below(const Site& site, std::string_view path);
inline const Node& parent_of(const Site& site, const Node& node) {
  return site.batch.nodes[node.parent];
}
inline uint32_t index_of(const Site& site, const Node& node) {
  return static_cast<uint32_t>(&node - site.batch.nodes.data());
}
inline const Place& place_of(const Site& site, const Node& node) {
  return site.spec.paths()[node.path];
}

// A string with at least one character that can be seen.
inline bool is_text(const Node* node) {
  if (node == nullptr || !node->is(Kind::kString) || node->text.empty()) return false;
  if (node->text.front() > ' ' && node->text.front() < '\x7f') return true;  // nearly always
  return has_visible(node->text);
}
// The value's text for a message: strings as they are, others as their JSON; cut at 60 bytes.
std::string_view shown(const Site& site, const Node& node, Findings& out);
// The value's bytes as they stand in the body.
std::string_view raw(const Site& site, const Node& node);

// Loops over the direct members or items of an object or array:
//   for (uint32_t i = first(site, node); i != node.next; i = at(site, i).next) ...
inline uint32_t first(const Site& site, const Node& node) { return index_of(site, node) + 1; }
inline const Node& at(const Site& site, uint32_t index) { return site.batch.nodes[index]; }

}  // namespace specgate
