#include "lint/commands/rules_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/commands/command_line.h"
#include "rules/config/config.h"
#include "rules/explained_codes.h"
#include "rules/plan_changes/plan_change_rules.h"
#include "rules/report/escape.h"
#include "rules/report/render.h"
#include "rules/rule.h"

namespace specgate {
namespace {

bool fixable(const Rule& rule) {
  const auto fixes = [](const Example& example) { return !example.fixed.empty(); };
  return std::any_of(rule.examples.begin(), rule.examples.end(), fixes);
}

// The first sentence of the doc, below "### What".
std::string one_line(const Rule& rule) {
  std::string_view doc = rule.doc;
  while (!doc.empty() && (doc.front() == '#' || doc.front() == '\n')) {
    const size_t end = doc.find('\n');
    doc.remove_prefix(end == std::string_view::npos ? doc.size() : end + 1);
  }
  doc = doc.substr(0, std::min(doc.find("\n\n"), doc.find("\n#")));
  size_t stop = 0;
  do {
    stop = doc.find('.', stop + 1);
  } while (stop != std::string_view::npos && stop + 1 < doc.size() && doc[stop + 1] != ' ' &&
           doc[stop + 1] != '\n');
  std::string line(doc.substr(0, stop));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

std::string rules_text() {
  size_t name_width = 0;
  for (const Rule* rule : all_rules()) name_width = std::max(name_width, rule->name.size());
  const auto pad = [](std::string text, size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text + "  ";
  };
  std::string out = pad("id", 7) + pad("name", name_width);
  for (size_t i = 0; i < kProfileCount; ++i)
    out += pad(std::string(name_of(static_cast<Profile>(i))), 11);
  out += pad("consequence", 11) + "fix  what\n";
  for (const Rule* rule : all_rules()) {
    out += pad(std::string(rule->id), 7) + pad(std::string(rule->name), name_width);
    for (size_t i = 0; i < kProfileCount; ++i) {
      const Severity severity = severity_in(static_cast<Profile>(i), *rule);
      out += pad(severity == Severity::kOff ? "-" : std::string(name_of(severity)), 11);
    }
    out += pad(std::string(name_of(rule->consequence)), 11);
    out += (fixable(*rule) ? "fix  " : "-    ") + one_line(*rule) + "\n";
  }
  out += "\nchanges of a tracking plan, told by specgate plan diff and plan breaking\n";
  for (const Rule& rule : plan_change_rules()) {
    out += pad(std::string(rule.id), 7) + pad(std::string(rule.name), name_width) +
           one_line(rule) + "\n";
  }
  return out;
}

void append_member(std::string_view key, std::string_view value, std::string& out) {
  out.append("\"").append(key).append("\":");
  append_json_text(value, out);
}

void append_codes(const Rule& rule, std::string& out) {
  std::string_view separator = ",\"segment_codes\":[";
  each_code(rule, [&](SegmentCode code) {
    append_json_text(name_of(code), out += separator);
    separator = ",";
  });
  if (separator == ",") out += "]";
}

std::string rules_json() {
  std::string out = "[";
  for (const Rule* rule : all_rules()) {
    out += out.size() == 1 ? "\n{" : ",\n{";
    append_member("id", rule->id, out);
    append_member("name", rule->name, out += ",");
    append_member("what", one_line(*rule), out += ",");
    append_member("message", rule->message, out += ",");
    out += ",\"severity\":{";
    for (size_t i = 0; i < kProfileCount; ++i) {
      const auto profile = static_cast<Profile>(i);
      if (i != 0) out += ",";
      append_member(name_of(profile), name_of(severity_in(profile, *rule)), out);
    }
    append_member("consequence", name_of(rule->consequence), out += "},");
    append_codes(*rule, out);
    out += fixable(*rule) ? ",\"fixable\":true" : ",\"fixable\":false";
    if (!rule->page.empty()) append_member("spec_url", spec_url(rule->page), out += ",");
    out += "}";
  }
  return out + "\n]\n";
}

// Those whose findings Segment calls by this code, or that explain it.
std::vector<const Rule*> rules_called(std::string_view code) {
  std::vector<const Rule*> out;
  for (const Rule* rule : all_rules()) {
    each_code(*rule, [&](SegmentCode one) {
      if (name_of(one) == code) out.push_back(rule);
    });
  }
  return out;
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

struct RulesArguments {
  std::string format;  // "text" (default), "json" or "markdown"
};

int rules_command(const RulesArguments& arguments) {
  const std::string& format = arguments.format;
  if (format.empty() || format == "text") {
    print(rules_text());
  } else if (format == "json") {
    print(rules_json());
  } else if (format == "markdown") {
    print(rules_page());
  } else {
    complain(no_such("--format", "format", format, {"text", "json", "markdown"}));
    return kCannot;
  }
  return kClean;
}

// Ids or names.
int explain_command(const std::vector<std::string>& rules) {
  int code = kClean;
  std::string out;
  for (const std::string& wanted : rules) {
    std::vector<const Rule*> meant = rules_meant(wanted);
    if (meant.empty()) meant = rules_called(wanted);
    const Rule* const change = find_plan_change_rule(wanted);
    if (meant.empty() && change != nullptr) meant.push_back(change);
    if (meant.empty()) {
      complain(unknown_rule(wanted, {}));
      code = kCannot;
    }
    for (const Rule* rule : meant) {
      if (!out.empty()) out += "\n";
      out += rule_page(*rule);
    }
  }
  print(out);
  return code;
}

}  // namespace

void add_rules(Command& program) {
  Command& rules = program.command("rules", "List every rule");
  const auto arguments = std::make_shared<RulesArguments>();
  const Option format =
      rules.option("--format,-f", arguments->format, "text (default), json or markdown");
  rules.flag("--markdown", [arguments] { arguments->format = "markdown"; }, "The text of RULES.md")
      .excludes(format);
  rules.run([arguments] { return rules_command(*arguments); });
}

void add_explain(Command& program) {
  Command& explain = program.command("explain", "Explain rules: what, why, how to fix");
  const auto wanted = std::make_shared<std::vector<std::string>>();
  explain.option("RULE", *wanted, "Ids, names or prefixes: NAM103, known-event-alias, NAM").required();
  explain.run([wanted] { return explain_command(*wanted); });
}

}  // namespace specgate
