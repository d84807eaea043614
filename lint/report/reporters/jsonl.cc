// One JSON object a line and a finding; the last line is {"summary": …}.
#include "lint/report/reporters/reporters.h"
#include "lint/report/summary.h"
#include "rules/report/finding_json.h"

namespace specgate {
namespace {

class JsonLines : public Reporter {
 public:
  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    for (const Finding& finding : findings) {
      append_finding(file, finding, out);
      out += '\n';
    }
  }

  void tail(const Summary& summary, std::string& out) const override {
    out += "{\"summary\":";
    append_summary(summary, out);
    out += "}\n";
  }
};

}  // namespace

std::unique_ptr<Reporter> make_jsonl_reporter(const ReportOptions&) {
  return std::make_unique<JsonLines>();
}

}  // namespace specgate
