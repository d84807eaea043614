#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kOwn[] = {"event",   "properties", "traits",
                                     "groupId", "previousId", "name"};

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (node.rule->kind != PlanRuleKind::kCommon || !node.sure || node.place != 0) continue;
    const Json* const required = node.schema->find("required");
    if (required == nullptr) continue;
    for (const Json& name : required->items) {
      if (std::find(std::begin(kOwn), std::end(kOwn), name.text) == std::end(kOwn)) continue;
      out.add(common_requires_own, at(node, name), {quoted_key(name.text)});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"required":["event"]}}]})",
     .at = "COMMON"},
    {.good =
         R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"required":["context","messageId"]}}]})"},
};

}  // namespace

constinit const Rule common_requires_own = {
    .id = "TPL703",
    .name = "common-requires-own",
    .message = "COMMON sees every call, and {0} is only in some",
    .doc = R"(### What
The COMMON rule requires a field that not every kind of call has: `event`, `properties`, `traits`,
`groupId`, `previousId` or `name`.
### Why
COMMON is held against identify, track, page, screen, group and alias calls alike; those without the
field always violate it.
### Fix
Require it in the rules of the kinds that have it, or put the requirement behind an `if` on `type`.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
