// The linter as a library: judge payloads, get findings.
//
//   auto linter = specgate::Linter::create({.profile = "partner"});
//   if (!linter) { for (const auto& p : linter.problems()) puts(p.text().c_str()); return 2; }
//   for (const auto& finding : linter->lint("orders.jsonl", text).findings) ...
//
// A Linter is immutable and may be used by many threads at once. It never prints, never exits and
// never throws for what a payload holds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lint/report/summary.h"
#include "rules/config/config.h"

namespace specgate {

struct LintOptions {
  std::string profile{};              // empty: the configuration's, else "recommended"
  std::string config{};               // a specgate.yaml; empty: discovered from `folder`
  std::string folder{};               // where discovery starts; empty: the working directory
  bool isolated = false;              // no configuration file at all
  std::vector<std::string> select{};  // only these: "EVT", "NAM103", "event-name-casing", "ALL"
  std::vector<std::string> extend_select{};  // these too
  std::vector<std::string> ignore{};         // but not these
  std::string spec{};                        // a directory in place of the embedded Spec
  std::string plan{};                        // a tracking plan; empty: the configuration's, if any
  PartialPlan partial_plan = PartialPlan::kRefused;  // allowed: here or in the configuration
  bool without_plan = false;  // whatever the configuration says, no tracking plan is in force
  std::string source{};                      // the name of the source the events come from
  int64_t now_ms = -1;  // -1: the clock; for rules about the future and for expiry
};

struct LintReport {
  std::vector<Finding> findings;  // in source order
  Summary summary;
};

class Linter {
 public:
  static Result<Linter> create(const LintOptions& options);

  // Judges a whole text: a call, an array, a batch, a captured request, JSON Lines. Repeated
  // message ids are found within the text.
  LintReport lint(std::string_view name, std::string_view text) const;
  // The text with fixes done.
  std::string fix(std::string_view name, std::string_view text, FixMode mode) const;

  const Config& config() const;
  // The gate for one file: overrides by file glob may differ.
  Result<std::shared_ptr<const Gate>> gate_for(std::string_view file) const;
  const Spec& spec() const;
  // What every body of a file arrives with: the clock and the source.
  Arrival arrival(std::string_view file) const;

 private:
  struct State;
  explicit Linter(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace specgate
