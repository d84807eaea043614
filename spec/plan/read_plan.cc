#include "spec/plan/read_plan.h"

#include <algorithm>

#include "spec/event/call.h"
#include "spec/plan/json_of_yaml.h"
#include "spec/plan/shapes/csv_columns.h"
#include "spec/plan/shapes/known_keys.h"
#include "spec/plan/shapes/shapes.h"

namespace specgate {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kMostYaml = size_t{8} << 20;
// yaml-cpp looks for the end of a line before it gives anything away, 250 bytes for each byte of
// it.
constexpr size_t kLongestLine = size_t{256} << 10;

constexpr std::string_view kWanted =
    "wanted a plan of Segment's Public API (rules[] with type, key and jsonSchema), of its Config "
    "API "
    "(rules.events[]), Typewriter's plan.json, Segment's CSV, Terraform's segment_tracking_plan as "
    "JSON, RudderStack's events[], or specgate's YAML (events: ...)";

Problem whole_file(std::string_view file, std::string message) {
  return {std::string(file), 1, 1, std::move(message)};
}

// A track call, or what a library sends: it has a type and what only an event has.
bool is_event(const Json& node) {
  if (!node.is(Kind::kObject)) return false;
  const bool typed = call_of(node.text_of("type")) != Call::kUnknown;
  return (typed && node.find("jsonSchema") == nullptr) || node.find("messageId") != nullptr ||
         (node.find("event") != nullptr && node.find("properties") != nullptr);
}

bool is_list_of_events(const Json& node) {
  return node.is(Kind::kArray) && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(), is_event);
}

// What it is instead of a plan.
std::string what_it_is(const Json& root) {
  if (is_list_of_events(root)) return "a list of events";
  if (const Json* batch = root.find("batch"); batch != nullptr && batch->is(Kind::kArray)) {
    return "a batch of events";
  }
  if (is_event(root)) return "an event";
  if (const Json* events = root.find("events"); events != nullptr && is_list_of_events(*events)) {
    return "a list of events";
  }
  if (root.find("$schema") != nullptr) return "one JSON Schema";
  return std::string(noun_of(root));
}

void refuse(const Json& root, PlanReading& reading) {
  reading.problem(root,
                  "this is " + what_it_is(root) + ", not a tracking plan; " + std::string(kWanted));
}

// What stands where the rules of a plan do, and is null.
const JsonMember* null_rules(const Json& node, size_t levels) {
  if (levels == 0) return nullptr;
  for (const std::string_view key : {"rules", "events"}) {
    const JsonMember* const member = node.member(key);
    if (member != nullptr && member->value.is(Kind::kNull)) return member;
  }
  for (const std::string_view key : {"data", "trackingPlan", "tracking_plan", "plan"}) {
    const Json* const inner = node.find(key);
    const JsonMember* const found = inner == nullptr ? nullptr : null_rules(*inner, levels - 1);
    if (found != nullptr) return found;
  }
  return nullptr;
}

// A list called `events` that is nobody's: RudderStack's have marks, ours are by name.
void refuse_list(const Json& events, PlanReading& reading) {
  reading.problem(events,
                  "\"events\" is a list, but nothing in it is RudderStack's (eventType, rules, "
                  "identitySection, an id \"ev_...\"); specgate's YAML has events by their names "
                  "(events: {Order Completed: {properties: ...}})");
}

bool has_events_of_calls(const PlanParts& parts) {
  const Json* const events = parts.events == nullptr ? nullptr : parts.events->find("events");
  return events != nullptr && is_list_of_events(*events);
}

void read_tree(const Json& root, PlanReading& reading) {
  PlanParts parts;
  if (const std::optional<Json> terraform = terraform_plan(root, reading)) {
    parts.about = &*terraform;
    reading.plan.shape = PlanShape::kTerraform;
    note_unknown_keys(*terraform, KeysOf::kTerraformPlan, reading);
    if (const Json* rules = reading.array(*terraform, "rules")) parts.rules.push_back(rules);
    read_rule_lists(parts, reading);
    reading.plan.shape = PlanShape::kTerraform;
    return;
  }
  parts = plan_parts(root, reading);
  constexpr size_t kMostEnvelopes = 6;
  if (const JsonMember* empty = parts.none() ? null_rules(root, kMostEnvelopes) : nullptr) {
    Json at;
    at.line = empty->line;  // an empty value of YAML has no place of its own
    at.column = empty->column;
    return reading.problem(at, "\"" + empty->key + "\" is null, wanted the plan's rules");
  }
  if (parts.none() && parts.about != nullptr && root.find("data") != nullptr) {
    return reading.problem(root,
                           "this tells of a plan but holds none of its rules: they are at "
                           "/tracking-plans/{id}/rules");
  }
  if (parts.none() || is_list_of_events(root) || has_events_of_calls(parts)) {
    return refuse(root, reading);
  }
  if (!parts.rules.empty()) return read_rule_lists(parts, reading);
  if (is_rudderstack(parts)) return read_rudderstack(parts, reading);
  if (parts.config != nullptr) return read_config_api(parts, reading);
  const Json* const events = parts.events->find("events");
  if (events != nullptr && events->is(Kind::kArray)) return refuse_list(*events, reading);
  read_short(parts, reading);
}

// What is read, and how.
struct PlanText {
  std::string_view file, text;
  const Spec& spec;
  PlanReadTerms terms;
};

Result<TrackingPlan> plan_of(const Result<Json>& root, const PlanText& from) {
  if (!root) return Problems(root.problems());
  PlanReading reading(from.file, &from.spec, from.terms.partial);
  read_tree(*root, reading);
  return reading.take();
}

// The number of the first line that is too long, or 0.
uint32_t long_line(std::string_view text) {
  for (uint32_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end > kLongestLine) return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}

Result<Json> json_in_yaml(std::string_view file, std::string_view text) {
  if (text.size() > kMostYaml) {
    return whole_file(
        file, std::to_string(text.size()) + " bytes of YAML are more than the 8 MB that are read");
  }
  if (const uint32_t line = long_line(text); line != 0) {
    return Problem{std::string(file), line, 1,
                   "a line of YAML has more than the 256 KB that are read"};
  }
  const Result<YamlNode> root = parse_yaml(file, text);
  if (!root) return Problems(root.problems());
  return json_of(*root);
}

// resource "segment_tracking_plan" "shop" {
bool is_hcl(std::string_view body) {
  for (const std::string_view word : {"resource \"", "data \"", "import {", "terraform {"}) {
    if (body.starts_with(word)) return true;
  }
  return body.substr(0, 4096).find("resource \"segment_tracking_plan\"") != std::string_view::npos;
}

// After a byte order mark and blanks.
std::string_view body_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

// What is said of bytes in any file, in the words of those who save tables.
Problem of_table(Problem bad) {
  constexpr std::string_view kHints[] = {"save it as UTF-8", "wanted UTF-8"};
  for (const std::string_view hint : kHints) {
    const size_t at = bad.message.find(hint);
    if (at == std::string::npos) continue;
    bad.message.replace(at, hint.size(), "save the table as CSV UTF-8");
    break;
  }
  return bad;
}

// By its name: its columns are none that are known, so that it would be taken for YAML.
Problem other_table(std::string_view file) {
  return whole_file(file,
                    "the first line of this CSV names fewer than two columns of a tracking plan, wanted "
                    "\"" + std::string(name_of(PlanColumn::kKey)) + "\", \"" +
                        std::string(name_of(PlanColumn::kProperty)) + "\" and their like");
}

Result<TrackingPlan> parse_any(const PlanText& from) {
  const auto [file, text, spec, terms] = from;
  const std::string_view body = body_of(text);
  if (body.empty()) return whole_file(file, "the file is empty; " + std::string(kWanted));
  if (body[0] == '{' || body[0] == '[') return plan_of(parse_json(file, text, spec), from);
  if (is_hcl(body)) {
    return whole_file(
        file,
        "this is Terraform's own language, wanted JSON: that of \"terraform show -json\", "
        "of terraform.tfstate, or a .tf.json file");
  }
  if (is_plan_csv(text)) {
    if (std::optional<Problem> bad = utf8_problem(file, text)) {
      return of_table(*std::move(bad));
    }
    PlanReading reading(file, &spec);
    read_csv(text, reading);
    return reading.take();
  }
  if (file.ends_with(".csv") || file.ends_with(".CSV")) {
    if (std::optional<Problem> bad = utf8_problem(file, text)) return of_table(*std::move(bad));
    return other_table(file);
  }
  return plan_of(json_in_yaml(file, text), from);
}

}  // namespace

Result<std::string> read_plan_file(const std::string& path, Streams streams) {
  const FileTerms terms{kMostBytes, streams};
  std::string text;
  std::string wrong =
      path == "-" ? read_standard_input(terms, text) : read_file(path, terms, text);
  if (!wrong.empty()) return Problem{path == "-" ? "<stdin>" : path, 0, 0, std::move(wrong)};
  return text;
}

Result<TrackingPlan> parse_plan(std::string_view file, std::string_view text, const Spec& spec,
                                PlanReadTerms terms) {
  if (text.size() > kMostBytes) {
    return whole_file(file,
                      std::to_string(text.size()) + " bytes are more than the 64 MB that are read");
  }
  Result<TrackingPlan> plan = parse_any({file, text, spec, terms});
  if (plan) plan->bytes = text.size();
  return plan;
}

Result<TrackingPlan> open_plan(const std::string& path, const Spec& spec, PlanReadTerms terms) {
  const Result<std::string> text = read_plan_file(path, terms.streams);
  if (!text) return Problems(text.problems());
  return parse_plan(path == "-" ? "<stdin>" : path, *text, spec, terms);
}

}  // namespace specgate
