// What changed between two plans, for people, as JSON, and as findings for every other format.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/plan/replay.h"
#include "lint/report/summary.h"
#include "spec/plan/diff/plan_change.h"

namespace specgate {

// Whose verdicts count.
#define SPECGATE_PLAN_SIDES(X) X(kSenders, "senders") X(kReaders, "readers") X(kBoth, "both")

enum class PlanSide : uint8_t {
#define X(id, name) id,
  SPECGATE_PLAN_SIDES(X)
#undef X
};
std::string_view name_of(PlanSide side);

// A change, and the reason where someone has allowed it.
struct ToldChange {
  PlanChange change;
  std::string allowed;
};

struct PlanReport {
  std::string before, after;  // the files, as they were named
  PlanSide side = PlanSide::kBoth;
  std::vector<ToldChange> changes;
  std::optional<Replay> traffic;
};

// The worse of what counts; what is allowed is compatible.
PlanVerdict verdict_of(const ToldChange& told, PlanSide side);
PlanVerdict verdict_of(const PlanReport& report);

// 12:5: PLB303 type-changed: ...
std::string plan_report_text(const PlanReport& report);
// "3 changes, none breaking", "1 change, breaking for senders, compatible for readers"
std::string closing_words(const PlanReport& report);
// {"schema_version":1,"before":...,"after":...,"changes":[...],"summary":{...},"traffic":{...}}
std::string plan_report_json(const PlanReport& report);

// The findings of one of the two files, all of them of the new one, which is what a pull request shows: what is
// gone stands where the new plan has what held it, and its message says where it stood. Breaking is an error,
// what may break a warning, everything else an info.
std::vector<Finding> findings_of(const PlanReport& report, const std::string& file);

}  // namespace specgate
