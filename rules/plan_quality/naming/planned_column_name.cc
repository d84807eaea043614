#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/catalogue/column.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kColumn = "a column that Segment fills itself: warehouses drop it";

// As reserved-event-table says of events.
void check_tables(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    if (!site.plan.name_of(*event).reserved_table) continue;
    const std::string table = column_of(event->key);
    out.add(planned_column_name, at(*event),
            {quoted_key(event->key),
             table.empty() ? "nothing in a warehouse, where no letter of it can stand"
                           : "the table " + quoted_key(table) + " that Segment fills itself: warehouses mix the rows"});
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  check_tables(site, out);
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || site.plan.top_member(node).empty()) continue;
    const CallPlace& place = site.plan.place_of(node);
    if ((place.traits & kKeyReservedColumn) == 0 || site.plan.listed(node) != nullptr) continue;
    out.add(planned_column_name, at(node), {place.path, std::string(kColumn)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("timestamp":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.timestamp"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Identifies", R"("rented_at":{"type":"string"})")),
     .at = "TRACK \"Identifies\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("rented_at":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "", R"("traits":{"properties":{"id":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule planned_column_name = {
    .id = "TPL501",
    .name = "planned-column-name",
    .message = "{0} has the name of {1}",
    .doc = R"(### What
A planned property or trait is named like a column that Segment writes into every warehouse table,
such as `id`, `timestamp`, `event` or `user_id`; or a planned event like a table that Segment fills itself
(`tracks`, `identifies`, `users`, `pages`, `screens`, `groups`, `accounts`, `aliases`), or of letters that no name of
a table keeps.
### Why
The column is taken: Segment's value is stored, and yours is dropped without a word. In a table that is taken
two kinds of rows mix.
### Fix
Say whose it is: `boat_id` instead of `id`, `started_at` instead of `timestamp`, `Track Played` instead of
`Tracks`.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
