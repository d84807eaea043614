#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/near_names.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

bool is_spec_name(const PlanSite& site, const PlanRule& rule) {
  return site.plan.name_of(rule).match.match == Match::kExact;
}

void check(const PlanSite& site, PlanFindings& out) {
  const std::span<const PlanRule* const> events = site.plan.events();
  std::vector<std::string_view> names;
  for (const PlanRule* event : events) names.push_back(event->key);
  NearNames near(NearNames::Domain::kEvents, names);
  for (const NearPair& pair : near.among(names)) {
    const PlanRule &one = *events[pair.name], &other = *events[pair.other];
    if (is_spec_name(site, one) && is_spec_name(site, other)) continue;
    out.add(near_duplicate_events, at(one),
            {quoted_key(one.key), quoted_key(other.key), words_of(pair.how)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "boat_rented", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"boat_rented\"",
     .with = "mixed-event-naming"},
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "Rent Boat", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Rent Boat\""},
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Regatta Finished", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "Regatta Finnished", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Regatta Finnished\""},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "Boat Returned", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule near_duplicate_events = {
    .id = "TPL104",
    .name = "near-duplicate-events",
    .message = "event {0} is nearly {1}, which is planned too ({2})",
    .doc = R"(### What
Two track rules have names that differ in case and separators only, in tense, number or order of
their words, or by a slip of the keyboard, or that become one table of a warehouse.
### Why
Both count as planned, so that half of the team sends one and half the other, and no report adds
them up. Warehouses put `Order Sent` and `order_sent` into one table.
### Fix
Keep one and move its callers. If both are meant, say so with `"x-specgate-ignore"` beside the
schema of either.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
