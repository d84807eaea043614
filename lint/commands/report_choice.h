// What --format, --output and the configuration ask for -> the reports of a run, opened.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/report/reports.h"

namespace specgate {

struct ReportRequest {
  std::vector<std::string> formats;  // "stylish", "sarif=out.sarif"; none: "stylish"
  std::string from = "--format";     // who asks, for messages: a place in a file
  std::string output;                // --output; empty or "-": standard output
  bool stdout_taken = false;         // by fixed text or a diff: the report goes to standard error
  Colour colour = Colour::kAuto;
  ReportOptions options{};  // but for colour and base, which are found out here
};

// A format and where it goes. At most one goes to standard output or --output; `github`, which the
// runner reads on either stream, steps aside to standard error.
struct ReportChoice {
  enum class Where : unsigned char { kMain, kError, kFile };
  std::string format, file;
  Where where = Where::kMain;
};

// All that is wrong with the words; nothing is opened.
Result<std::vector<ReportChoice>> choose_reports(const ReportRequest& request);

// Nothing where a file cannot be written: that has been complained about. With `github` the step's
// summary is a report as well, where the environment names its file.
std::optional<Reports> open_reports(const ReportRequest& request,
                                    const std::vector<ReportChoice>& choices);

}  // namespace specgate
