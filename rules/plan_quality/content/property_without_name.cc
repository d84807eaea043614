#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (node.role != PlanRole::kMember || !node.member->key.empty()) continue;
    const PlanNode& parent = site.plan.parent_of(node);
    const std::string& path = site.plan.place_of(parent).path;
    out.add(property_without_name, {node.rule, &node, node.member->line, node.member->column},
            {path.empty() ? "the call" : path});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.\"\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string"})"))},
};

}  // namespace

constinit const Rule property_without_name = {
    .id = "TPL316",
    .name = "property-without-name",
    .message = "a property of {0} has no name",
    .doc = R"(### What
A property's name is empty.
### Why
No library sends such a key on purpose, and no warehouse has a column for it: a line was left blank, or
the name was lost on the way.
### Fix
Give the property its name, or take it out.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
