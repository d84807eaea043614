#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!site.node.is(Kind::kString) || !site.node.text.empty()) return;  // blanks: placeholder-id
  out.add(empty_context_group_id, site.node).remove(site.node, kSafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","userId":"u1","context":{"groupId":""}})",
     .at = "/context/groupId",
     .fixed = R"({"type":"track","event":"Signed Up","userId":"u1","context":{}})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","context":{"groupId":"g1"}})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1"})"},
};

}  // namespace

constinit const Rule empty_context_group_id = {
    .id = "ID107",
    .name = "empty-context-group-id",
    .message = "context.groupId is empty, leave it out where there is no group",
    .doc = R"(### What
`context.groupId` is there, with nothing in it.
### Why
Unify drops the whole event for it. An event without the field is fine.
### Fix
Leave the field out for users who belong to no group, as the fix does.
)",
    .page = "unify/product-limits.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "context.groupId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
