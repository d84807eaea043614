#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/schema_parts.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

bool says_something(const Json& schema) {
  constexpr std::string_view kSaying[] = {"type",  "enum", "const", "$ref",       "allOf", "anyOf",
                                          "oneOf", "not",  "if",    "properties", "items"};
  for (const std::string_view keyword : kSaying) {
    if (schema.find(keyword) != nullptr) return true;
  }
  return false;
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || !site.plan.in_own(node)) continue;
    if (site.plan.place_of(node).level < 2 || node.schema->is_false()) continue;
    if (says_something(*node.schema)) continue;
    out.add(property_without_type, at(node), {site.plan.place_of(node).path});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"description":"How long it is."})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string"})"))},
};

}  // namespace

constinit const Rule property_without_type = {
    .id = "TPL311",
    .name = "property-without-type",
    .message = "{0} has no type",
    .doc = R"(### What
A property whose schema says neither by `type` nor otherwise what it is.
### Why
Everything passes. Generated code takes anything, and a warehouse column gets the type of whatever
comes first.
### Fix
Give it a type; several, as in `["string", "null"]`, where several are meant.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
