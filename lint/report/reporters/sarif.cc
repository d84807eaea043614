// SARIF 2.1.0 (OASIS, errata 01): one run. Results come first, for they are written as they are
// found; the tool with the rules that they refer to comes last.
//
// No `fixes`: a finding knows its fix as a JSON patch, not as regions of the text; --fix does them.
#include "lint/report/fingerprint.h"
#include "lint/report/reporters/human.h"
#include "lint/report/reporters/reporters.h"
#include "rules/report/json_members.h"
#include "rules/report/render.h"

namespace specgate {
namespace {

constexpr std::string_view kHead =
    R"({"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",)"
    R"("version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","automationDetails":)";

// 3.17.3: what stands before the last slash is the category, one a command; behind it there is no run's
// own id. Of two uploads of one category, code scanning keeps the later.
void append_automation(std::string_view command, std::string& out) {
  std::string id = "specgate/";
  id.append(command) += '/';
  JsonMembers details(out);
  details.text("id", id);
}

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "note";
    case Severity::kOff:
      return "none";
  }
  return "none";
}

// 3.11.5: braces are doubled, for "{0}" is a place for an argument; 3.11.6: "[text](target)" is a
// link, which no payload may make.
std::string message_string(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    out += c;
    if (c == '{' || c == '}') out += c;
    if (c == ']' && text.substr(at + 1).starts_with('(')) out += ' ';
  }
  return out;
}

void append_message(std::string_view text, std::string& out) {
  JsonMembers message(out);
  message.text("text", text);
}

void append_region(const Finding& finding, std::string& out) {
  JsonMembers region(out);
  region.number("startLine", finding.line);
  if (finding.marks.character != 0) region.number("startColumn", finding.marks.character);
}

void append_physical(std::string_view path, const Finding& finding, std::string& out) {
  JsonMembers physical(out);
  {
    JsonMembers artifact(physical.key("artifactLocation"));
    artifact.text("uri", report_uri(path));
    if (!path.starts_with('/')) artifact.text("uriBaseId", "%SRCROOT%");
  }
  append_region(finding, physical.key("region"));
}

// "/properties/total": a property; "/properties/products/0": a value.
void append_logical(std::string_view pointer, std::string& out) {
  const std::string_view name = pointer.substr(pointer.rfind('/') + 1);
  const bool element =
      !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
  JsonMembers logical(out);
  logical.text("name", name);
  logical.text("fullyQualifiedName", pointer);
  logical.text("kind", element ? "value" : "property");
}

void append_location(std::string_view path, const Finding& finding, std::string& out) {
  JsonMembers location(out);
  append_physical(path, finding, location.key("physicalLocation"));
  if (finding.pointer.empty()) return;
  location.key("logicalLocations") += '[';
  append_logical(finding.pointer, out);
  out += ']';
}

void append_properties(const Finding& finding, std::string& out) {
  JsonMembers properties(out);
  properties.text("consequence", name_of(finding.rule->consequence));
  properties.text_if("segment_code", name_of(finding.segment_code));
  if (!finding.event) return;
  JsonMembers event(properties.key("event"));
  event.number("index", *finding.event);
  event.text_if("type", finding.type);
  event.text_if("name", finding.event_name);
}

void append_result(std::string_view path, const Finding& finding, std::string& out) {
  JsonMembers result(out);
  result.text("ruleId", finding.rule->id);
  result.number("ruleIndex", finding.marks.rule);
  result.text("level", level_of(finding.severity));
  append_message(message_string(message_text(finding)), result.key("message"));
  result.key("locations") += '[';
  append_location(path, finding, out);
  out += ']';
  {
    JsonMembers fingerprints(result.key("partialFingerprints"));
    fingerprints.text("specgate/v1", fingerprint_text(finding.marks.fingerprint));
  }
  append_properties(finding, result.key("properties"));
}

void append_rule(const Rule& rule, std::string& out) {
  const std::string what = rule_what(rule);
  JsonMembers object(out);
  object.text("id", rule.id);
  object.text("name", rule.name);
  append_message(what.substr(0, what.find(". ")), object.key("shortDescription"));
  append_message(what, object.key("fullDescription"));
  {
    JsonMembers help(object.key("help"));
    help.text("text", what);
    help.text_if("markdown", rule.doc);
  }
  object.text_if("helpUri", spec_url(rule.page));
  {
    JsonMembers configuration(object.key("defaultConfiguration"));
    configuration.text("level", level_of(rule.severity));
  }
  JsonMembers properties(object.key("properties"));
  properties.text("consequence", name_of(rule.consequence));
}

class Sarif : public Reporter {
 public:
  explicit Sarif(const ReportOptions& options)
      : base_(options.base), command_(options.command) {}

  void head(std::string& out) const override {
    out += kHead;
    append_automation(command_, out);
    out += ",\"results\":[";
  }

  void findings(std::string_view file, std::span<const Finding> findings,
                std::string& out) const override {
    const std::string path = report_path(base_, file);
    bool first = true;
    for (const Finding& finding : findings) {
      if (!first) out += between();
      first = false;
      out += '\n';
      append_result(path, finding, out);
    }
  }

  std::string_view between() const override { return ","; }

  void tail(const Summary& summary, std::string& out) const override {
    out += "\n]";
    if (summary.failed) out += ",\"invocations\":[{\"executionSuccessful\":false}]";
    out += ",\"tool\":{\"driver\":";
    {
      JsonMembers driver(out);
      driver.text("name", "specgate");
      driver.text("fullName", "specgate " SPECGATE_VERSION);
      driver.text("version", SPECGATE_VERSION);
      driver.text("semanticVersion", SPECGATE_VERSION);
      driver.key("rules") += '[';
      std::string_view separator = "\n";
      for (const Rule* rule : summary.rules) {
        out += separator;
        append_rule(*rule, out);
        separator = ",\n";
      }
      out += "\n]";
    }
    out += "}}]}\n";
  }

  bool wants_marks() const override { return true; }

 private:
  ReportBase base_;
  std::string command_;
};

}  // namespace

std::unique_ptr<Reporter> make_sarif_reporter(const ReportOptions& options) {
  return std::make_unique<Sarif>(options);
}

}  // namespace specgate
