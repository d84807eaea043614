// Findings -> a report. The one seam of the linter: a format is a Reporter.
//
// A reporter only makes text, so that workers render in parallel and someone else puts the pieces
// in file order. It escapes every byte of the payload for its own format: text in an event can
// neither break a line nor move a terminal's cursor. Immutable; all members may be called from any
// thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/summary.h"

namespace specgate {

struct ReportOptions {
  bool colour = false;
  bool quiet = false;       // findings only, no summary
  bool statistics = false;  // a table of counts by rule; JSON has it anyway
  bool fixing = false;      // --fix was on: what is left cannot be fixed by it
};

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void head(std::string& /*out*/) const {}
  // Before the first finding of a file.
  virtual void file_head(std::string_view /*file*/, std::string& /*out*/) const {}
  // Some findings of one file, in order; called for a file as often as it has runs of findings.
  virtual void findings(std::string_view file, std::span<const Finding> findings,
                        std::string& out) const = 0;
  // What stands between two runs.
  virtual std::string_view between() const { return {}; }
  virtual void tail(const Summary& summary, std::string& out) const = 0;
};

// One of report_formats(); null for anything else.
std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options);
std::vector<std::string_view> report_formats();

}  // namespace specgate
