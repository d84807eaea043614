// One line a finding, for editors: path:line:col: severity ID message
#include "lint/report/reporters/human.h"
#include "lint/report/reporters/reporters.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

class Text : public Reporter {
 public:
  explicit Text(const ReportOptions& options) : options_(options) {}

  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    std::string name;
    append_plain(file, 0, name);
    for (const Finding& finding : findings) {
      out.append(name).append(":").append(std::to_string(finding.line)).append(":");
      out.append(std::to_string(finding.column)).append(": ");
      append_tinted(name_of(finding.severity), tint_of(finding.severity), options_.colour, out);
      out.append(" ")
          .append(finding.rule->id)
          .append(" ")
          .append(message_text(finding))
          .append("\n");
    }
  }

  void tail(const Summary& summary, std::string& out) const override {
    if (options_.statistics) out += statistics_text(summary);
    if (!options_.quiet) out += summary_text(summary, options_);
  }

 private:
  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Reporter> make_text_reporter(const ReportOptions& options) {
  return std::make_unique<Text>(options);
}

}  // namespace specgate
