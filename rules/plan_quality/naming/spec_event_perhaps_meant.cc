#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/meant_event.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    if (is_vague(site, *event)) report_event(spec_event_perhaps_meant, site, *event, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("share", R"("network":{"type":"string"})")),
     .at = "TRACK \"share\""},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("User Signed Up", R"("plan":{"type":"string"})")),
     .at = "TRACK \"User Signed Up\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Signed Up", R"("plan":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Report Shared", R"("network":{"type":"string"})"))},
};

}  // namespace

constinit const Rule spec_event_perhaps_meant = {
    .id = "TPL103",
    .name = "spec-event-perhaps-meant",
    .message = "event {0} may stand for the Spec's {1}",
    .doc = R"(### What
A track rule has a name that covers several of the Spec's events (`share`), an everyday word that
the Spec uses for AI copilots alone, or a form that the Spec permits beside its own (`User Signed
Up`).
### Why
If the Spec's event is meant, its own name is read by every destination; if not, there is nothing to
mend.
### Fix
Plan the one of the listed names that says what happens, or leave yours as it is.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
