#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// spec/common.md; but for names that are everyday words (type, event, name, version, channel).
constexpr std::string_view kFields[] = {
    "userId", "anonymousId", "groupId",           "previousId", "messageId",
    "sentAt", "receivedAt",  "originalTimestamp", "context",    "integrations",
    "traits", "properties",  "writeKey"};

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const std::string_view key = site.plan.top_member(node);
    if (!node.is_planned() || key.empty() || site.plan.listed(node) != nullptr) continue;
    if (std::find(std::begin(kFields), std::end(kFields), key) == std::end(kFields)) continue;
    out.add(call_field_among_properties, at(node), {quoted_key(key), own_object(node.rule->kind)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("anonymousId":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.anonymousId",
     .with = "planned-column-name"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("skipper_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule call_field_among_properties = {
    .id = "TPL502",
    .name = "call-field-among-properties",
    .message = "{0} is a field of the call, here it is planned as one of its {1}",
    .doc = R"(### What
A field that the Spec has at the top of every call, such as `userId`, `anonymousId` or `context`, is
planned among the properties or traits.
### Why
Segment reads it at the top only. Among the properties it is sent, paid for and never used; and
often the real one is then missing.
### Fix
Leave it to the call. A COMMON rule can require it there.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
