#include "rules/engine/fields.h"

#include <algorithm>

namespace specgate {
namespace {

const Node& root_of(const Site& site) { return site.batch.nodes[site.event.root]; }

bool on_alias(const Site& site, const Node&) { return site.event.call == Call::kAlias; }

bool is_object(const Site&, const Node& node) { return node.is(Kind::kObject); }

// `action` is a common word: it is the old `type` only where it names a call, and neither type nor path
// objects.
bool is_old_type(const Site& site, const Node& node) {
  if (site.event.type_from == TypeFrom::kAction) return true;
  if (!node.is(Kind::kString) || call_of(node.text) == Call::kUnknown) return false;
  if (site.event.type_from == TypeFrom::kPath && call_of(node.text) != site.event.call) return false;
  const Node* type = own(site, Slot::kType);
  return type == nullptr || (type->is(Kind::kString) && type->text == node.text);
}

// Beside another id a `sessionId` of today's messages is a session, and no person; in a message of
// the old format, or alone, it is what the migration guide says.
bool is_old_anonymous_id(const Site& site, const Node&) {
  if (own(site, Slot::kAnonymousId) != nullptr) return false;
  const Node& root = root_of(site);
  return !is_id(own(site, Slot::kUserId)) || site.event.type_from == TypeFrom::kAction ||
         member(site, &root, "options") != nullptr;
}

// Old names that are also words with a life of their own.
constexpr struct {
  std::string_view key;
  bool (*stands)(const Site&, const Node&);
} kDoubtful[] = {
    {"action", is_old_type}, {"from", on_alias},
    {"options", is_object},  {"sessionId", is_old_anonymous_id},
    {"to", on_alias},
};

}  // namespace

std::string_view legacy_target(const Site& site, const Node& node) {
  if (is_field(site, site.event.call, node)) return {};
  const Alias* alias = site.spec.alias(AliasKind::kField, node.key);
  if (alias == nullptr) return {};
  const auto* doubt = std::find_if(std::begin(kDoubtful), std::end(kDoubtful),
                                   [&](const auto& one) { return one.key == node.key; });
  if (doubt != std::end(kDoubtful) && !doubt->stands(site, node)) return {};
  return alias->to;
}

bool is_one_of(const Site& site, std::initializer_list<Slot> fields) {
  if (site.node.parent != site.event.root || is_field(site, site.event.call, site.node)) return true;
  const std::string_view field = legacy_target(site, site.node);
  return std::any_of(fields.begin(), fields.end(), [&](Slot slot) { return name_of(slot) == field; });
}

const Node* legacy_id(const Site& site, std::string_view field) {
  const Node& root = root_of(site);
  if (member(site, &root, field) != nullptr) return nullptr;
  for (uint32_t i = first(site, root); i != root.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    if (is_id(&node) && legacy_target(site, node) == field) return &node;
  }
  return nullptr;
}

bool has_anonymous_id(const Site& site) {
  return is_id(own(site, Slot::kAnonymousId)) ||
         legacy_id(site, name_of(Slot::kAnonymousId)) != nullptr;
}

}  // namespace specgate
