// Findings -> a report. The one seam of the linter: a format is a Reporter.
//
// A reporter only makes text, so that workers render in parallel and someone else (lint/report/reports.h)
// puts the pieces in file order. It escapes every byte of the payload for its own format: text in
// an event can neither break a line nor move a terminal's cursor. Immutable; all members may be
// called from any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/report/report_path.h"
#include "lint/report/summary.h"

namespace specgate {

struct ReportOptions {
  bool colour = false;
  size_t width = 0;                     // of the terminal that it goes to, in columns; 0: none, or unknown
  bool quiet = false;                   // findings only, no summary
  bool statistics = false;              // a table of counts by rule; JSON has it anyway
  bool fixing = false;                  // --fix was on: what is left cannot be fixed by it
  Severity fail_on = Severity::kError;  // what makes the run fail; kOff: nothing does
  bool step_summary = false;            // `github`: the step's summary is written as well
  ReportBase base{};                    // what files of a report for other machines are relative to
  std::string command = "lint";         // whose report it is: "plan-lint", "plan-breaking"
};

// What a file without any event is: one that was asked for, so that the run fails, or one of a folder's.
enum class Without : unsigned char { kFailure, kSkipped };

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void head(std::string& /*out*/) const {}
  // Before the first finding of a file. `told` counts the findings that follow, where by_file().
  virtual void file_head(std::string_view /*file*/, const BySeverity& /*told*/,
                         std::string& /*out*/) const {}
  // Some findings of one file, in order; called for a file as often as it has runs of findings.
  virtual void findings(std::string_view file, std::span<const Finding> findings,
                        std::string& out) const = 0;
  // What stands between two runs.
  virtual std::string_view between() const { return {}; }
  // After the last finding of a file, where by_file().
  virtual void file_tail(std::string& /*out*/) const {}
  // In place of head and tail, where by_file(): of a file without any event, and without a finding.
  virtual void file_without_events(std::string_view /*file*/, Without /*is*/, std::string& /*out*/) const {}
  virtual void tail(const Summary& summary, std::string& out) const = 0;
  // What to say where the rest did not fit: so many lines of findings were left out.
  virtual void cut(uint64_t /*lines*/, std::string& /*out*/) const {}

  // Whether Finding::marks and Summary::rules are wanted: they cost a walk over the text.
  virtual bool wants_marks() const { return false; }
  // Whether every file has a head and a tail, also one without a finding, and its findings are held
  // back until their number is known.
  virtual bool by_file() const { return false; }
};

// One of report_formats(); null for anything else.
std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options);
std::vector<std::string_view> report_formats();
std::string report_formats_text();  // a line each, with what it is for

}  // namespace specgate
