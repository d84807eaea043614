#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/schema_parts.h"
#include "rules/plan_quality/schema/value_text.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const Json* const values = node.schema->find("enum");
    const Json* const type = node.schema->find("type");
    if (values == nullptr || type == nullptr || node.asked) continue;
    const KindMask kinds = kinds_of_type(*type);
    const auto fits = [&](const Json& value) { return (kinds & kinds_of_value(value)) != 0; };
    if (std::none_of(values->items.begin(), values->items.end(), fits)) continue;  // TPL301
    for (const Json& value : values->items) {
      if (fits(value)) continue;
      out.add(enum_value_of_another_type, at(node, value),
              {site.plan.place_of(node).path, value_text(value), kinds_text(kinds)});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":"string","enum":["small","large",null]})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":["string","null"],"enum":["small","large",null]})"))},
};

}  // namespace

constinit const Rule enum_value_of_another_type = {
    .id = "TPL305",
    .name = "enum-value-of-another-type",
    .message = "{1} is in the enum of {0}, whose type is {2}",
    .doc = R"(### What
An enum has a value that is not of the type beside it, while others are.
### Why
Nobody can send the value. Often null is listed where the type does not allow it, or a number stands
in quotes.
### Fix
Correct the value, or add its type.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
