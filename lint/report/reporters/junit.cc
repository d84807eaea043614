// JUnit's XML, as Jenkins and GitLab read it and as ESLint and pytest write it: a testsuite a file,
// a testcase a finding, one that passes for a file without any.
//
//   <testsuite name="a.jsonl" tests="2" failures="1" errors="0" skipped="0" time="0">
//   <testcase classname="a.jsonl" name="12:41 ID101 missing-identity" file="a.jsonl" line="12"
//   time="0"> <failure type="error" message="track carries no id">...</failure></testcase>
//
// What makes the run fail is a failure, the rest passes and says why in its system-out; so a build
// is red here exactly where it is red by the exit status.
#include "lint/report/reporters/human.h"
#include "lint/report/reporters/reporters.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

// UTF-8 of U+FFFE and U+FFFF: valid text, but not valid XML 1.0 ("2.2 Characters").
bool is_no_xml(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

// `plain` is valid UTF-8 without controls: see append_plain.
void append_xml(std::string_view plain, std::string& out) {
  for (size_t at = 0; at < plain.size(); ++at) {
    switch (plain[at]) {
      case '&':
        out += "&amp;";
        continue;
      case '<':
        out += "&lt;";
        continue;
      case '>':
        out += "&gt;";
        continue;
      case '"':
        out += "&quot;";
        continue;
    }
    if (is_no_xml(plain.substr(at))) {
      out += "\xEF\xBF\xBD";
      at += 2;
    } else {
      out += plain[at];
    }
  }
}

void append_attribute(std::string_view name, std::string_view plain, std::string& out) {
  out.append(" ").append(name).append("=\"");
  append_xml(plain, out);
  out += '"';
}

void append_attribute(std::string_view name, uint64_t number, std::string& out) {
  append_attribute(name, std::to_string(number), out);
}

class Junit : public Reporter {
 public:
  explicit Junit(const ReportOptions& options) : options_(options) {}

  void head(std::string& out) const override {
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"specgate\">\n";
  }

  void file_head(std::string_view file, const BySeverity& told, std::string& out) const override {
    uint64_t tests = 0, failures = 0;
    for (size_t i = 0; i < told.size(); ++i) {
      tests += told[i];
      if (fails(static_cast<Severity>(i))) failures += told[i];
    }
    const std::string path = path_of(file);
    out += "<testsuite";
    append_attribute("name", path, out);
    append_attribute("tests", tests == 0 ? 1 : tests, out);
    append_attribute("failures", failures, out);
    out += " errors=\"0\" skipped=\"0\" time=\"0\">\n";
    if (tests != 0) return;
    append_case(path, "no problems", 0, out);
    out += "/>\n";
  }

  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    const std::string path = path_of(file);
    for (const Finding& finding : findings) append(path, finding, out);
  }

  void file_tail(std::string& out) const override { out += "</testsuite>\n"; }

  void file_without_events(std::string_view file, Without is, std::string& out) const override {
    const bool error = is == Without::kFailure;
    append_undone(path_of(file), error ? "error" : "skipped", "no event was read", out);
  }

  // What could not be done has no file of its own here: standard error says what it was.
  void tail(const Summary& summary, std::string& out) const override {
    if (summary.failed) append_undone("specgate", "error", "not all was done: see standard error", out);
    out += "</testsuites>\n";
  }

  bool by_file() const override { return true; }

 private:
  bool fails(Severity severity) const {
    return options_.fail_on != Severity::kOff && severity >= options_.fail_on;
  }

  std::string path_of(std::string_view file) const {
    std::string path;
    append_plain(report_path(options_.base, file), 0, path);
    return path;
  }

  // A suite of one case, in which nothing was judged. `element`: "error" or "skipped".
  static void append_undone(std::string_view suite, std::string_view element, std::string_view why,
                            std::string& out) {
    const uint64_t error = element == "error" ? 1 : 0;
    out += "<testsuite";
    append_attribute("name", suite, out);
    append_attribute("tests", uint64_t{1}, out);
    append_attribute("failures", uint64_t{0}, out);
    append_attribute("errors", error, out);
    append_attribute("skipped", uint64_t{1} - error, out);
    out += " time=\"0\">\n<testcase";
    append_attribute("classname", suite, out);
    append_attribute("name", "judged", out);
    out.append(" time=\"0\"><").append(element);
    append_attribute("message", why, out);
    out += "/></testcase>\n</testsuite>\n";
  }

  static void append_case(std::string_view path, std::string_view name, uint32_t line,
                          std::string& out) {
    out += "<testcase";
    append_attribute("classname", path, out);
    append_attribute("name", name, out);
    append_attribute("file", path, out);
    if (line != 0) append_attribute("line", line, out);
    out += " time=\"0\"";
  }

  void append(std::string_view path, const Finding& finding, std::string& out) const {
    const std::string at = std::to_string(finding.line) + ":" + std::to_string(finding.column);
    const std::string rule = std::string(finding.rule->id) + " " + std::string(finding.rule->name);
    const std::string place = place_text(finding);
    const std::string message = message_text(finding);
    std::string text(path);  // "a.jsonl:12:41: error ID101 ... (track #12 /event)"
    text.append(":").append(at).append(": ").append(name_of(finding.severity));
    text.append(" ").append(rule).append(": ").append(message);
    if (!place.empty()) text.append(" (").append(place).append(")");
    append_case(path, at + " " + rule + (place.empty() ? "" : " " + place), finding.line, out);
    out += ">\n";
    const bool failure = fails(finding.severity);
    out += failure ? "<failure" : "<system-out";
    if (failure) append_attribute("type", name_of(finding.severity), out);
    if (failure) append_attribute("message", message, out);
    out += '>';
    append_xml(text, out);
    out += failure ? "</failure></testcase>\n" : "</system-out></testcase>\n";
  }

  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Reporter> make_junit_reporter(const ReportOptions& options) {
  return std::make_unique<Junit>(options);
}

}  // namespace specgate
