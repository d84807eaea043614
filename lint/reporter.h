// Findings -> a report. The one seam of the linter: a format is a Reporter.
//
// Called from one thread, in file order. A reporter writes to the stream it was made with and escapes
// every byte of the payload for its own format: text in an event can neither break a line nor move a
// terminal's cursor.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lint/finding.h"

namespace specgate {

struct ReportOptions {
  bool colour = false;
  bool quiet = false;       // findings only, no summary
  bool statistics = false;  // a table of counts by rule
};

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void begin_file(std::string_view name) = 0;
  virtual void report(std::string_view file, const Finding& finding) = 0;
  virtual void end_file(std::string_view name) = 0;
  virtual void finish(const Summary& summary) = 0;
};

// "stylish", "text", "json", "jsonl"; null for anything else.
std::unique_ptr<Reporter> make_reporter(std::string_view format, std::FILE* out,
                                        const ReportOptions& options);
std::vector<std::string_view> report_formats();

}  // namespace specgate
