#include "rules/plan_quality/content/versions.h"
#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const Versions& versions : versions_of(site.plan.plan())) {
    if (versions.size() < 2) continue;
    std::string oldest = std::to_string(versions[0]->version);
    if (versions[0]->deprecated()) oldest += ", which is deprecated";
    out.add(oldest_version_decides, at(*versions.back()),
            {quoted_title(*versions[0]), std::to_string(versions.size()), oldest});
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"description":"A."}},)"
         R"({"type":"TRACK","key":"Boat Rented","version":2,"jsonSchema":{"description":"A."}}]})",
     .at = "TRACK \"Boat Rented\" version 2"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule oldest_version_decides = {
    .id = "TPL705",
    .name = "oldest-version-decides",
    .message = "{0} has {1} versions: calls that name none are held against version {2}",
    .doc = R"(### What
A rule has several versions.
### Why
Segment chooses by `context.protocols.event_version`, and where that is missing, unknown or no
integer by the oldest, not the newest: what only the newest describes is then unplanned. (Typewriter
generates from the newest.)
### Fix
Have senders name the version, and delete versions that nobody sends any more.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
