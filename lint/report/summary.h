// What a run came to: how much was read, and how many findings of which kind.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rules/report/finding.h"

namespace specgate {

// A number for each Severity.
using BySeverity = std::array<uint64_t, kSeverityCount>;

#define X(id, name) +1
inline constexpr size_t kConsequenceCount = 0 SPECGATE_CONSEQUENCES(X);
#undef X
// A number for each Consequence.
using ByConsequence = std::array<uint64_t, kConsequenceCount>;

// Names of a run that are held against one another, each of kMostColumnName bytes at most: 4 MB.
inline constexpr size_t kMostEventNames = 8192;

// What the run was too long to hold against all the rest of it.
struct Unheld {
  uint64_t ids = 0;          // messageIds that no later ones were compared with
  bool event_names = false;  // some names that were compared with none
};

struct Summary {
  uint64_t files = 0, events = 0, bodies = 0, bytes = 0;
  uint64_t errors = 0, warnings = 0, infos = 0;
  uint64_t fixable = 0, unsafe_fixable = 0;  // with --fix; with --unsafe-fixes on top
  uint64_t fixed = 0;                        // findings that --fix made go away
  uint64_t left_alone = 0;                   // events that --fix left as they came (rules/engine/gate.h)
  double seconds = 0;
  bool failed = false;                       // the job could not be done, or its terms were not met
  std::vector<std::pair<const Rule*, uint64_t>> by_rule;  // worst consequence, then most, first, once sorted
  std::string_view unit = "event";                        // what `events` counts
  std::string closing;  // what human readers get in place of numbers of problems: "3 changes, none breaking"

  struct Skipped {
    std::string path, why;
  };
  std::vector<Skipped> skipped;  // files and folders below those that were named
  // A setting that would let --fix do what a rule found lacking, said once a run; null: none.
  struct WantedSetting {
    const Rule* rule;
    std::string_view key, example;  // in specgate.yaml
  };
  const WantedSetting* wanted_setting = nullptr;
  Unheld unheld;

  // From Reports, for the tail of a report.
  std::vector<const Rule*> rules;     // by Marks::rule
  BySeverity told{};                  // findings that the report holds; others were filtered out

  uint64_t problems() const { return errors + warnings + infos; }
  uint64_t at_least(Severity severity) const;  // kOff: none
  // too-many-findings stands for others, which count; itself it does not.
  void count(const Finding& finding);
  void count(const Verdict& verdict, const Violation& violation, bool fixable_here);
  void add(const Summary& other);  // everything but seconds
  void sort();
  ByConsequence by_consequence() const;
  // CTX101's, where it found something.
  void want_integration();

 private:
  struct Facts {
    const Rule* rule;
    Severity severity;
    bool has_fix, fix_safe;
  };
  void count(const Facts& facts);
};

// {"files":…,"events":…,"errors":…,"warnings":…,"infos":…,…}, and "failed":true where not all was done
void append_summary(const Summary& summary, std::string& out);
// {"NAM103":{"name":…,"count":…},…}
void append_statistics(const Summary& summary, std::string& out);

}  // namespace specgate
