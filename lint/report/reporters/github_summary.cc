#include "lint/report/reporters/github_summary.h"

#include "lint/report/reporters/human.h"
#include "rules/report/escape.h"
#include "rules/report/render.h"

namespace specgate {
namespace {

// Text that Markdown or HTML could read in its own way; text is on one line already.
void append_markdown(std::string_view text, std::string& out) {
  constexpr std::string_view kMarks = "\\`*_[]|~$";
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (kMarks.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
}

class GithubSummary : public Reporter {
 public:
  explicit GithubSummary(const ReportOptions& options) : options_(options) {}

  void head(std::string& out) const override { out += "### specgate\n"; }

  void file_head(std::string_view file, const BySeverity&, std::string& out) const override {
    out += "\n#### ";
    std::string name;
    append_plain(report_path(options_.base, file), 0, name);
    append_markdown(name, out);
    out += "\n\n| severity | place | rule | message | call |\n| --- | ---: | --- | --- | --- |\n";
  }

  void findings(std::string_view, std::span<const Finding> findings,
                std::string& out) const override {
    for (const Finding& finding : findings) append(finding, out);
  }

  void cut(uint64_t lines, std::string& out) const override {
    out += "\n**" + count_of(lines, "more finding") +
           "** did not fit into the 1 MiB that GitHub shows of a step's summary.\n";
  }

  void tail(const Summary& summary, std::string& out) const override {
    out += '\n';
    append_markdown(summary_text(summary, {.fixing = options_.fixing}), out);
  }

 private:
  static void append(const Finding& finding, std::string& out) {
    const std::string url = spec_url(finding.rule->page);
    out.append("| ").append(name_of(finding.severity)).append(" | ");
    out.append(std::to_string(finding.line)).append(":");
    out.append(std::to_string(column_of(finding))).append(" | ");
    if (!url.empty()) out += '[';
    append_markdown(finding.rule->id, out);
    if (!url.empty()) out.append("](").append(url).append(")");
    out += ' ';
    append_markdown(finding.rule->name, out);
    out += " | ";
    append_markdown(message_text(finding), out);
    out += " | ";
    if (const std::string place = place_text(finding); !place.empty()) {
      out += "<code>";  // else "#12" would be a link to an issue
      append_markdown(place, out);
      out += "</code>";
    }
    out += " |\n";
  }

  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Reporter> make_github_summary_reporter(const ReportOptions& options) {
  return std::make_unique<GithubSummary>(options);
}

}  // namespace specgate
