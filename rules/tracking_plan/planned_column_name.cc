#include "rules/plan_lint.h"
#include "rules/rules.h"
#include "rules/tracking_plan/example.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || site.plan.top_member(node).empty()) continue;
    const CallPlace& place = site.plan.place_of(node);
    if ((place.traits & kKeyReservedColumn) == 0 || site.plan.listed(node) != nullptr) continue;
    out.add(planned_column_name, at(node), {place.path});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("timestamp":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.timestamp"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("rented_at":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "", R"("traits":{"properties":{"id":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule planned_column_name = {
    .id = "TPL501",
    .name = "planned-column-name",
    .message = "{0} has the name of a column that Segment fills itself: warehouses drop it",
    .doc = R"(### What
A planned property or trait is named like a column that Segment writes into every warehouse table,
such as `id`, `timestamp`, `event` or `user_id`.
### Why
The column is taken: Segment's value is stored, and yours is dropped without a word.
### Fix
Say whose it is: `boat_id` instead of `id`, `started_at` instead of `timestamp`.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
