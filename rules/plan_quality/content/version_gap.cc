#include "rules/plan_quality/content/versions.h"
#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const Versions& versions : versions_of(site.plan.plan())) {
    int64_t before = 0;
    for (const PlanRule* rule : versions) {
      if (rule->version > before + 1) {
        out.add(version_gap, at(*rule),
                {quoted_title(*rule), std::to_string(rule->version),
                 before == 0 ? "none" : std::to_string(before)});
      }
      before = rule->version;
    }
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"description":"A."}},)"
         R"({"type":"TRACK","key":"Boat Rented","version":3,"jsonSchema":{"description":"A."}}]})",
     .at = "TRACK \"Boat Rented\" version 3",
     .with = "oldest-version-decides"},
    {.good =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"description":"A."}},)"
         R"({"type":"TRACK","key":"Boat Rented","version":2,"jsonSchema":{"description":"A."}}]})"},
};

}  // namespace

constinit const Rule version_gap = {
    .id = "TPL704",
    .name = "version-gap",
    .message = "{0} has version {1}, and before it {2}",
    .doc = R"(### What
The versions of a rule do not follow one another from 1: some number is left out.
### Why
Events that name the missing version in `context.protocols.event_version` are held against the
oldest. It may have been deleted on purpose, or lost.
### Fix
If senders of the version are left, bring it back; else leave the gap.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
