#include "rules/report/finding_json.h"

#include "rules/report/json_members.h"
#include "rules/report/render.h"

namespace specgate {
namespace {

static_assert(kMostPatch == 64 * 1024);
constexpr std::string_view kOmittedPatch = "the patch is longer than 64 KiB; fixing does it all the same";

void append_event(const Finding& finding, std::string& out) {
  JsonMembers event(out);
  event.number("index", *finding.event);
  event.text_if("type", finding.type);
  event.text_if("name", finding.event_name);
  event.text_if("messageId", finding.message_id);
}

void append_suggestions(const std::vector<std::string>& texts, std::string& out) {
  if (texts.size() == 1) {
    append_json_text(texts[0], out);
    return;
  }
  char separator = '[';
  for (const std::string& text : texts) {
    out += separator;
    append_json_text(text, out);
    separator = ',';
  }
  out += ']';
}

void append_fix(const Finding& finding, std::string& out) {
  JsonMembers fix(out);
  fix.flag("safe", finding.fix_safe);
  if (finding.replacement) fix.text("replacement", *finding.replacement);
  if (finding.patch_too_long) {
    fix.text("omitted", kOmittedPatch);
    return;
  }
  append_json_value(finding.patch.empty() ? "[]" : finding.patch, fix.key("patch"));
}

void append_plan(const FindingPlan& plan, std::string& out) {
  JsonMembers place(out);
  place.text("file", plan.file);
  if (plan.line == 0) return;
  place.number("line", plan.line);
  place.number("column", plan.column);
}

void append_compat(const FindingPlan& plan, std::string& out) {
  JsonMembers context(out);
  JsonMembers compat(context.key("compat"));
  compat.text("segment", plan.segment);
  compat.text("rudderstack", plan.rudderstack);
}

// What a finding says wherever it is told: all but its place in a file.
void append_facts(const Finding& finding, JsonMembers& object) {
  object.text("rule", finding.rule->id);
  object.text("name", finding.rule->name);
  object.text("severity", name_of(finding.severity));
  object.text("consequence", name_of(finding.rule->consequence));
  object.text_if("segment_code", name_of(finding.segment_code));
  object.text("path", finding.pointer);
  object.text("message", finding.message);
  if (finding.event) append_event(finding, object.key("event"));
  if (!finding.suggestions.empty())
    append_suggestions(finding.suggestions, object.key("suggestion"));
  if (finding.has_fix) append_fix(finding, object.key("fix"));
  if (finding.plan) append_plan(*finding.plan, object.key("plan"));
  if (finding.plan) append_compat(*finding.plan, object.key("context"));
  if (!finding.rule->page.empty()) object.text("spec_url", spec_url(finding.rule->page));
}

}  // namespace

void append_finding(std::string_view file, const Finding& finding, std::string& out) {
  JsonMembers object(out);
  object.text("file", file);
  object.number("line", finding.line);
  object.number("column", finding.column);
  object.number("byte", finding.byte);
  append_facts(finding, object);
}

void append_finding(const Finding& finding, std::string& out) {
  JsonMembers object(out);
  append_facts(finding, object);
}

}  // namespace specgate
