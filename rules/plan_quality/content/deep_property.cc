#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr uint32_t kMostLevels = 4;  // protocols/transform/index.md

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || node.role != PlanRole::kMember || !site.plan.in_own(node)) continue;
    uint32_t levels = 0;
    for (uint32_t i = node.place; site.plan.places()[i].level > 1;
         i = site.plan.places()[i].parent) {
      levels += site.plan.places()[i].key.empty() ? 0 : 1;
    }
    if (levels != kMostLevels + 1) continue;  // told once, not again for all below
    out.add(deep_property, at(node),
            {site.plan.place_of(node).path, std::to_string(levels), std::to_string(kMostLevels)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented",
         R"("a":{"type":"object","properties":{"b":{"type":"object","properties":{"c":{"type":"object","properties":{"d":{"type":"object","properties":{"e":{"type":"string"}}}}}}}}})")),
     .at = "TRACK \"Boat Rented\" properties.a.b.c.d.e"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("a":{"type":"object","properties":{"b":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule deep_property = {
    .id = "TPL605",
    .name = "deep-property",
    .message = "{0} lies {1} levels deep, transformations reach {2}",
    .doc = R"(### What
A property is planned more than four levels below the properties or traits.
### Why
Segment's transformations cannot reach it, and many destinations flatten or drop what is nested.
### Fix
Bring it nearer to the top.
)",
    .page = "protocols/transform/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
