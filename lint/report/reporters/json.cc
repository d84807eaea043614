// One document: {"schema_version":1,"tool":{…},"findings":[…],"summary":{…},"statistics":{…}}
#include "lint/report/reporters/reporters.h"
#include "lint/report/summary.h"
#include "rules/report/finding_json.h"

namespace specgate {
namespace {

class JsonReport : public Reporter {
 public:
  void head(std::string& out) const override {
    out += "{\"schema_version\":1,\"tool\":{\"name\":\"specgate\",\"version\":\"" SPECGATE_VERSION
           "\"},\"findings\":[";
  }

  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    bool first = true;
    for (const Finding& finding : findings) {
      if (!first) out += between();
      first = false;
      out += '\n';
      append_finding(file, finding, out);
    }
  }

  std::string_view between() const override { return ","; }

  void tail(const Summary& summary, std::string& out) const override {
    out += "\n],\"summary\":";
    append_summary(summary, out);
    out += ",\"statistics\":";
    append_statistics(summary, out);
    out += "}\n";
  }
};

}  // namespace

std::unique_ptr<Reporter> make_json_reporter(const ReportOptions&) {
  return std::make_unique<JsonReport>();
}

}  // namespace specgate
