#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/value_text.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const Json* const values = node.schema->find("enum");
    if (values == nullptr || !node.is_planned()) continue;
    const Json* only = nullptr;
    size_t count = 0;
    for (const Json& value : values->items) {
      if (value.is(Kind::kNull)) continue;
      only = &value;
      ++count;
    }
    if (count != 1) continue;
    out.add(enum_with_one_value, at(node, *values),
            {site.plan.place_of(node).path, value_text(*only)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string","enum":["small"]})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string","enum":["small","large"]})"))},
};

}  // namespace

constinit const Rule enum_with_one_value = {
    .id = "TPL303",
    .name = "enum-with-one-value",
    .message = "the enum of {0} has one value, {1}",
    .doc = R"(### What
A property's enum has a single value (null aside).
### Why
A property that is always the same tells nothing, and often the list was never finished.
### Fix
Add the other values, or drop the property. If the one value is meant, `const` says so.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
