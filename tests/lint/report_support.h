// Made-up findings for the tests of reports, and what reads reports back.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>
#include <vector>

#include "lint/report/marker.h"
#include "lint/report/reporter.h"
#include "rules/rules.h"

namespace specgate {

inline rapidjson::Document parsed(const std::string& json) {
  constexpr auto kStrictJson =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
  rapidjson::Document document;
  document.Parse<kStrictJson>(json.data(), json.size());
  EXPECT_FALSE(document.HasParseError()) << json;
  return document;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Everything a hostile payload may hold: line breaks, ANSI, C1, direction marks, broken UTF-8, NUL.
inline const std::string kHostile =
    std::string("a\nb\r\x1b[31mred\xC2\x9b") +
    "\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8 \xFF\xC3 \xED\xA0\x80 \"q\" \\ " + std::string(1, '\0') +
    "end";

// What means something to Markdown, XML, SARIF's messages or a workflow command.
inline const std::string kMarkup =
    "::error::100%25, `x` | <b>&amp;</b> ]]> {0} [here](https://example.com) *_~$ '\xEF\xBF\xBE";

inline Finding finding_of(std::string message, std::string pointer) {
  Finding finding;
  finding.rule = &rules::missing_identity;
  finding.severity = Severity::kError;
  finding.byte = 40;
  finding.line = 12;
  finding.column = 41;
  finding.event = 11;
  finding.type = "track";
  finding.event_name = "Purchase";
  finding.message_id = "m1";
  finding.message = std::move(message);
  finding.pointer = std::move(pointer);
  return finding;
}

inline Finding with_fix() {
  Finding finding = finding_of("\"Purchase\" means \"Order Completed\"", "/event");
  finding.severity = Severity::kWarning;
  finding.line = 3;
  finding.column = 5;
  finding.suggestions = {"Order Completed"};
  finding.has_fix = finding.fix_safe = true;
  finding.replacement = "Order Completed";
  finding.patch = R"([{"op":"replace","path":"/event","value":"Order Completed"}])";
  return finding;
}

inline Finding hostile(const std::string& text = kHostile) {
  Finding finding = finding_of(text, "/properties/" + text);
  finding.type = finding.event_name = finding.message_id = text;
  finding.suggestions = {text, "other"};
  finding.has_fix = true;
  finding.replacement = text;
  std::string patch = "[{\"value\":";
  finding.patch = patch + "\"\xFF\xE2\x80\xAE\",\n\"x\":1}]";
  return finding;
}

// As a finding about a plan file is: no event.
inline Finding in_plan(std::string message) {
  Finding finding;
  finding.rule = &rules::known_event_alias;
  finding.line = 7;
  finding.column = 9;
  finding.pointer = "/rules/0/key";
  finding.message = std::move(message);
  return finding;
}

inline Summary summary_of(const std::vector<Finding>& findings) {
  Summary summary;
  summary.files = 1;
  summary.events = 1200;
  for (const Finding& finding : findings) {
    summary.count(finding);
    ++summary.told[static_cast<size_t>(finding.severity)];
  }
  summary.sort();
  return summary;
}

// A whole report about one file, the findings in runs of one.
inline std::string report(std::string_view format, const ReportOptions& options,
                          std::vector<Finding> findings, std::string_view file = "dir/a.jsonl") {
  const auto reporter = make_reporter(format, options);
  Summary summary = summary_of(findings);
  if (reporter->wants_marks()) {
    Marker marker;
    marker.mark(file, findings);
    summary.rules = marker.rules();
  }
  std::string out;
  reporter->head(out);
  if (!findings.empty() || reporter->by_file()) reporter->file_head(file, summary.told, out);
  for (size_t i = 0; i < findings.size(); ++i) {
    if (i != 0) out += reporter->between();
    reporter->findings(file, {&findings[i], 1}, out);
  }
  if (reporter->by_file()) reporter->file_tail(out);
  reporter->tail(summary, out);
  return out;
}

}  // namespace specgate
