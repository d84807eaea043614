// Workflow commands of GitHub Actions, one a line and a finding:
//
//   ::error file=events/a.jsonl,line=12,col=41,title=ID101 missing-identity::track carries no id
//
// The runner reads them from standard output and standard error alike and undoes %25, %0D, %0A, and
// in properties %3A and %2C: escapeData and escapeProperty in its toolkit, packages/core,
// command.ts.
#include "lint/report/reporters/human.h"
#include "lint/report/reporters/reporters.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

// A step shows so many annotations of each severity (GitHub's documentation, "Problem matchers",
// "Limitations"). One notice is kept for the word about what is not shown.
constexpr BySeverity kMost = [] {
  BySeverity most{};
  most[static_cast<size_t>(Severity::kError)] = 10;
  most[static_cast<size_t>(Severity::kWarning)] = 10;
  most[static_cast<size_t>(Severity::kInfo)] = 9;
  return most;
}();

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
    case Severity::kOff:
      return "notice";
  }
  return "notice";
}

// Data, and with `property` what has a meaning between properties as well.
void append_escaped(std::string_view text, bool property, std::string& out) {
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
}

void append_data(std::string_view text, std::string& out) { append_escaped(text, false, out); }
void append_property(std::string_view text, std::string& out) { append_escaped(text, true, out); }

class Github : public Reporter {
 public:
  explicit Github(const ReportOptions& options) : options_(options) {}

  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    const std::string path = report_path(options_.base, file);
    for (const Finding& finding : findings) {
      if (finding.marks.before < kMost[static_cast<size_t>(finding.severity)]) {
        append(path, finding, out);
      }
    }
  }

  void tail(const Summary& summary, std::string& out) const override {
    append_hidden(summary.told, out);
    if (options_.statistics) out += statistics_text(summary);
    if (!options_.quiet) out += summary_text(summary, options_);
  }

  bool wants_marks() const override { return true; }

 private:
  static void append(std::string_view path, const Finding& finding, std::string& out) {
    out.append("::").append(command_of(finding.severity)).append(" file=");
    append_property(path, out);
    out.append(",line=").append(std::to_string(finding.line));
    out.append(",col=").append(std::to_string(column_of(finding)));
    out += ",title=";
    append_property(finding.rule->id, out);
    out += ' ';
    append_property(finding.rule->name, out);
    out += "::";
    append_data(message_text(finding), out);
    if (const std::string place = place_text(finding); !place.empty()) {
      append_data(" (" + place + ")", out);
    }
    out += '\n';
  }

  void append_hidden(const BySeverity& told, std::string& out) const {
    std::string hidden;
    for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
      const auto at = static_cast<size_t>(severity);
      if (told[at] <= kMost[at]) continue;
      if (!hidden.empty()) hidden += ", ";
      hidden += count_of(told[at] - kMost[at], "more " + std::string(command_of(severity)));
    }
    if (hidden.empty()) return;
    out.append("::notice title=specgate::").append(hidden);
    out += " not shown here, for GitHub shows ten of each in a step";
    if (options_.step_summary) out += "; the summary of the step has all";
    out += '\n';
  }

  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Reporter> make_github_reporter(const ReportOptions& options) {
  return std::make_unique<Github>(options);
}

}  // namespace specgate
