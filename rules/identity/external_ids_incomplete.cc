#include <algorithm>

#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kKeys[] = {"id", "type", "collection", "encoding"};

bool is_filled(const Node* node) {
  return node != nullptr && !node->is(Kind::kNull) && !(node->is(Kind::kString) && node->text.empty());
}

void check_keys(const Site& site, const Node& id, Findings& out) {
  std::string_view lacking;
  for (const std::string_view key : kKeys) {
    if (is_filled(member(site, &id, key))) continue;
    lacking = lacking.empty() ? key : out.text({lacking, ", ", key});
  }
  if (lacking.empty()) return;
  out.add(external_ids_incomplete, id, "lacks", lacking, "id, type, collection and encoding");
}

void check_type(const Site& site, const Node& id, Findings& out) {
  const Node* type = member(site, &id, "type");
  if (type == nullptr || !type->is(Kind::kString)) return;
  if (std::none_of(type->text.begin(), type->text.end(),
                   [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return;
  }
  out.add(external_ids_incomplete, *type, "has the type", found(site, type, out), "lower case");
}

void check(const Site& site, Findings& out) {
  const Node& ids = site.node;
  if (!ids.is(Kind::kArray)) return;
  for (uint32_t i = first(site, ids); i != ids.next; i = at(site, i).next) {
    if (!at(site, i).is(Kind::kObject)) continue;  // context-field-type says so
    check_keys(site, at(site, i), out);
    check_type(site, at(site, i), out);
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"externalIds":[{"id":"123","type":"crm_id"}]}})",
     .at = "/context/externalIds/0"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"externalIds":[{"id":"123","type":"CRM_ID","collection":"users","encoding":"none"}]}})",
     .at = "/context/externalIds/0/type"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"externalIds":[{"id":"123","type":"crm_id","collection":"users","encoding":"none"}]}})"},
    {.good = R"({"type":"identify","userId":"u1","context":{"externalIds":[]}})"},
};

}  // namespace

constinit const Rule external_ids_incomplete = {
    .id = "ID111",
    .name = "external-ids-incomplete",
    .message = "the external id {0} {1}; it wants {2}",
    .doc = R"(### What
An entry of `context.externalIds` lacks one of `id`, `type`, `collection` and `encoding`, or its
`type` is not in lower case.
### Why
Unify reads an external id only if all four keys are there, and types are compared exactly.
Otherwise the id is left out of identity resolution and the profiles stay apart.
### Fix
Send all four: `{"id": "123", "type": "crm_id", "collection": "users", "encoding": "none"}`.
)",
    .page = "unify/identity-resolution/externalids.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "context.externalIds",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
