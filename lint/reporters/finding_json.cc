#include "lint/reporters/finding_json.h"

#include <charconv>

#include "lint/escape.h"
#include "rules/render.h"

namespace specgate {
namespace {

// Members of an object that is being written: commas are its affair.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  std::string& key(std::string_view name) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_.append(name).append("\":");
    return out_;
  }
  void text(std::string_view name, std::string_view value) { append_json_text(value, key(name)); }
  void text_if(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, uint64_t value) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    key(name).append(digits, end);
  }
  void flag(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }

 private:
  std::string& out_;
  bool first_ = true;
};

void append_event(const Finding& finding, std::string& out) {
  Members event(out);
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
  Members fix(out);
  fix.flag("safe", finding.fix_safe);
  if (finding.replacement) fix.text("replacement", *finding.replacement);
  append_json_value(finding.patch.empty() ? "[]" : finding.patch, fix.key("patch"));
}

}  // namespace

void append_finding(std::string_view file, const Finding& finding, std::string& out) {
  Members object(out);
  object.text("file", file);
  object.number("line", finding.line);
  object.number("column", finding.column);
  object.number("byte", finding.byte);
  object.text("rule", finding.rule->id);
  object.text("name", finding.rule->name);
  object.text("severity", name_of(finding.severity));
  object.text("path", finding.pointer);
  object.text("message", finding.message);
  if (finding.event) append_event(finding, object.key("event"));
  if (!finding.suggestions.empty())
    append_suggestions(finding.suggestions, object.key("suggestion"));
  if (finding.has_fix) append_fix(finding, object.key("fix"));
  if (!finding.rule->page.empty()) object.text("spec_url", spec_url(finding.rule->page));
}

void append_summary(const Summary& summary, std::string& out) {
  Members object(out);
  object.number("files", summary.files);
  object.number("bytes", summary.bytes);
  object.number("payloads", summary.bodies);
  object.number("events", summary.events);
  object.number("problems", summary.problems());
  object.number("errors", summary.errors);
  object.number("warnings", summary.warnings);
  object.number("infos", summary.infos);
  object.number("fixable", summary.fixable);
  object.number("unsafe_fixable", summary.unsafe_fixable);
  object.number("fixed", summary.fixed);
}

void append_statistics(const Summary& summary, std::string& out) {
  Members object(out);
  for (const auto& [rule, times] : summary.by_rule) {
    Members entry(object.key(rule->id));
    entry.text("name", rule->name);
    entry.number("count", times);
  }
}

}  // namespace specgate
