// Planned names that nearly are the Spec's: shared by the rules on them, so that of each event at
// most one speaks.
#pragma once

#include "rules/plan_quality/plan_lint.h"

namespace specgate {

// Perhaps the Spec's event, perhaps not: several are meant by the name, or it is an everyday word,
// or a form that the Spec permits.
bool is_vague(const PlanSite& site, const PlanRule& event);

// {0} the planned name, {1} the Spec's, {2} how the one was found from the other.
void report_event(const Rule& rule, const PlanSite& site, const PlanRule& event, PlanFindings& out);

}  // namespace specgate
