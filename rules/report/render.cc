#include "rules/report/render.h"

#include <algorithm>
#include <vector>

#include "rules/engine/cut.h"
#include "rules/engine/edit.h"
#include "rules/explained_codes.h"
#include "rules/plan_changes/plan_change_rules.h"

namespace specgate {
namespace {

// "connections/spec/index.md" and "connections/spec.md" are both .../connections/spec.
std::string_view page_path(std::string_view page) {
  page = page.substr(0, page.find(';'));
  constexpr std::string_view kIndex = "/index.md", kMarkdown = ".md";
  if (page.ends_with(kIndex)) return page.substr(0, page.size() - kIndex.size());
  if (page.ends_with(kMarkdown)) return page.substr(0, page.size() - kMarkdown.size());
  return page;
}

bool fixable(const Rule& rule) {
  return std::any_of(rule.examples.begin(), rule.examples.end(),
                     [](const Example& example) { return !example.fixed.empty(); });
}

bool is_of_changes(const Rule& rule) { return find_plan_change_rule(rule.id) != nullptr; }

void append_levels(const Rule& rule, std::string& out) {
  if (is_of_changes(rule)) {
    out += "told by `specgate plan diff` and `specgate plan breaking`";
    return;
  }
  for (size_t i = 0; i < kProfileCount; ++i) {
    const auto profile = static_cast<Profile>(i);
    if (i != 0) out += ", ";
    out.append(name_of(profile)).append(" ").append(name_of(severity_in(profile, rule)));
  }
}

void append_consequence(const Rule& rule, std::string& out) {
  out.append("consequence: ").append(name_of(rule.consequence));
  const std::string codes = segment_codes_text(rule);
  if (!codes.empty()) out.append("; Segment calls it ").append(codes);
}

void append_code(std::string_view title, std::string_view json, std::string& out) {
  if (json.empty()) return;
  out.append("\n").append(title).append("\n\n```json\n").append(json).append("\n```\n");
}

// Its first steps, as far as they fit.
void append_long_pointer(const Batch& batch, uint32_t root, uint32_t node, std::string& out) {
  std::vector<uint32_t> way;
  for (; node != root && batch.nodes[node].parent != node; node = batch.nodes[node].parent) {
    way.push_back(node);
  }
  for (size_t i = way.size(), left = kMostPointer; i-- > 0 && left > 0;) {
    const Node& step = batch.nodes[way[i]];
    const std::string number =
        step.has_key() ? std::string() : std::to_string(item_number(batch, way[i]));
    const std::string_view text = step.has_key() ? step.key : number;
    const std::string_view kept = beginning(text, left);
    append_pointer_step(kept, out);
    left -= std::min(left, text.size() + 1);
  }
}

}  // namespace

void append_message(const Violation& violation, std::string& out) {
  append_message(violation.rule->message, violation.args, out);
}

void append_message(std::string_view message, std::span<const std::string_view> args,
                    std::string& out) {
  for (size_t i = 0; i < message.size(); ++i) {
    const bool slot = message[i] == '{' && i + 2 < message.size() && message[i + 2] == '}' &&
                      message[i + 1] >= '0' && message[i + 1] <= '2';
    if (!slot) {
      out += message[i];
      continue;
    }
    const auto number = static_cast<size_t>(message[i + 1] - '0');
    if (number < args.size()) append_cut(args[number], out);
    i += 2;
  }
}

void append_pointer(const Verdict& verdict, const Violation& violation, std::string& out) {
  const Batch& batch = verdict.batch;
  const uint32_t root = violation.event == kNoEvent ? 0 : batch.events[violation.event].root;
  const bool short_body = batch.source.size() <= kMostPointer;  // nearly always
  const uint64_t bytes = short_body ? 0 : pointer_bytes(batch, root, violation.node);
  if (bytes <= kMostPointer) return append_pointer(batch, root, violation.node, out);
  append_long_pointer(batch, root, violation.node, out);
  out.append("\xE2\x80\xA6 (").append(grouped(bytes)).append(" bytes)");  // an ellipsis
}

uint64_t pointer_bytes(const Batch& batch, uint32_t root, uint32_t node) {
  uint64_t bytes = 0;
  for (; node != root && batch.nodes[node].parent != node; node = batch.nodes[node].parent) {
    bytes += batch.nodes[node].key.size() + 1;
  }
  return bytes;
}

std::string spec_url(std::string_view page) {
  if (page.empty()) return {};
  return std::string(kSegmentDocs) + std::string(page_path(page));
}

std::string segment_codes_text(const Rule& rule) {
  std::string out;
  each_code(rule, [&](SegmentCode code) {
    out += out.empty() ? "`" : ", `";
    out.append(name_of(code)).append("`");
  });
  return out;
}

std::string rule_page(const Rule& rule) {
  std::string out = "## " + std::string(rule.id) + " " + std::string(rule.name) + "\n\n";
  append_levels(rule, out);
  if (fixable(rule)) out += "; has a fix";
  append_consequence(rule, out += "\n\n");
  out.append("\n\n").append(rule.doc);
  if (out.back() != '\n') out += '\n';
  for (const Example& example : rule.examples) {
    append_code("Bad:", example.bad, out);
    append_code("Fixed:", example.fixed, out);
    append_code("Good:", example.good, out);
  }
  if (!rule.page.empty()) out += "\nSpec: <" + spec_url(rule.page) + ">\n";
  return out;
}

std::string rule_what(const Rule& rule) {
  constexpr std::string_view kWhat = "### What", kNext = "\n###";
  std::string_view text = rule.doc;
  if (text.starts_with(kWhat)) text.remove_prefix(kWhat.size());
  text = text.substr(0, text.find(kNext));
  std::string out;
  for (const char c : text) {
    const bool blank = c == '\n' || c == ' ';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out.empty() ? std::string(rule.name) : out;
}

std::string rules_page() {
  std::string out =
      "# Rules\n\n"
      "Made by `specgate rules --markdown` from the rules themselves; do not edit.\n\n"
      "`consequence` is what becomes of an event that breaks the rule: `dropped` (Segment, or the source,\n"
      "throws it away), `altered` (it arrives changed: another time, another user, a part missing), `split`\n"
      "(it arrives beside its like: names, types, columns), `advice` (it arrives as it is).\n\n"
      "| code | name | minimal | recommended | partner | strict | consequence | fix |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Rule* rule : all_rules()) {
    out.append("| ").append(rule->id).append(" | ").append(rule->name).append(" |");
    for (size_t i = 0; i < kProfileCount; ++i) {
      const Severity severity = severity_in(static_cast<Profile>(i), *rule);
      out.append(" ").append(severity == Severity::kOff ? "" : name_of(severity)).append(" |");
    }
    out.append(" ").append(name_of(rule->consequence));
    out.append(fixable(*rule) ? " | yes |\n" : " | |\n");
  }
  out += "\nChanges between two versions of a tracking plan (docs/plan-changes.md):\n\n"
         "| code | name |\n| --- | --- |\n";
  for (const Rule& rule : plan_change_rules()) {
    out.append("| ").append(rule.id).append(" | ").append(rule.name).append(" |\n");
  }
  for (const Rule* rule : all_rules()) out.append("\n").append(rule_page(*rule));
  for (const Rule& rule : plan_change_rules()) out.append("\n").append(rule_page(rule));
  return out;
}

}  // namespace specgate
