#include <unordered_set>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/value_text.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Equal values have equal texts, but for numbers: those are few, and compared.
void judge(const PlanSite& site, const PlanNode& node, const Json& values, PlanFindings& out) {
  std::unordered_set<std::string> seen;
  for (const Json& value : values.items) {
    std::string text;
    if (value.is_number()) {
      text = number_key(value.text);
    } else {
      append_json(value, JsonLayout::kCompact, text);
    }
    if (seen.insert(std::move(text)).second) continue;
    out.add(enum_value_twice, at(node, value), {site.plan.place_of(node).path, value_text(value)});
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const Json* const values = node.schema->find("enum");
    if (values != nullptr && values->is(Kind::kArray)) judge(site, node, *values, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":"string","enum":["small","large","small"]})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":"string","enum":["small","large","Small"]})"))},
};

}  // namespace

constinit const Rule enum_value_twice = {
    .id = "TPL304",
    .name = "enum-value-twice",
    .message = "the enum of {0} has {1} twice",
    .doc = R"(### What
An enum has the same value twice. 1 and 1.0 are the same.
### Why
The second was meant to be another value, or is left over; draft-07 wants them unique, and
generators of code make two members of one name.
### Fix
Take one away, or correct it.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
