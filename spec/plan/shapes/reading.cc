#include "spec/plan/shapes/reading.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "spec/plan/shapes/schema_form.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr size_t kMostProblems = 200;
constexpr size_t kMostRules = 100'000;  // Segment takes 2000

constexpr std::string_view kOneOfTheKinds =
    ", wanted one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, COMMON";

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::vector<std::string_view> kind_names() {
  return {
#define X(id, name, call) name,
      SPECGATE_PLAN_RULE_KINDS(X)
#undef X
  };
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

bool takes_key(PlanRuleKind kind) {
  return kind == PlanRuleKind::kTrack || kind == PlanRuleKind::kPage ||
         kind == PlanRuleKind::kScreen;
}

}  // namespace

std::string_view noun_of(const Json& json) {
  switch (json.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return json.is_true() ? "true" : "false";
    case Kind::kInteger:
    case Kind::kReal:
      return "a number";
    case Kind::kString:
      return "text";
    case Kind::kObject:
      return "an object";
    case Kind::kArray:
      return "a list";
  }
  return {};
}

bool is_zero_time(std::string_view time) { return time.starts_with("0001-01-01"); }

PlanReading::PlanReading(std::string_view file, const Spec* spec, PartialPlan partial)
    : file_(file), spec_(spec), partial_(partial) {
  plan.file = file_;
}

void PlanReading::report(uint32_t line, uint32_t column, std::string message) {
  if (problems_.size() < kMostProblems) {
    problems_.push_back({file_, line, column, std::move(message)});
  } else {
    ++more_problems_;
  }
}

void PlanReading::problem(const Json& at, std::string message) {
  report(at.line, at.column, std::move(message));
}

void PlanReading::note(const Json& at, std::string message) {
  plan.notes.push_back({file_, at.line, at.column, std::move(message)});
}

void PlanReading::part(const Json& at, const std::string& what) {
  plan.partial = true;
  if (partial_ == PartialPlan::kAllowed) {
    return note(at, "this is a part of a plan (" + what +
                        "): events that it does not list are not judged");
  }
  problem(at, "this is a part of a plan (" + what +
                  "), and what is not in it would count as unplanned: put all pages into one list, "
                  "or allow it with --allow-partial-plan or plan: {allow_partial: true}");
}

void PlanReading::unknown_key(const JsonMember& member, const std::vector<std::string_view>& known) {
  const auto [at, fresh] =
      unknown_.try_emplace(member.key, plan.unknown_keys.size(), 0);
  if (!fresh) {
    ++at->second.second;
    return;
  }
  plan.unknown_keys.push_back({file_, member.line, member.column,
                               "unknown key " + quoted(member.key) + " of a plan in the shape " +
                                   std::string(name_of(plan.shape)) + did_you_mean(member.key, known)});
}

std::string PlanReading::text(const Json& object, std::string_view key) {
  const Json* const value = object.find(key);
  if (value == nullptr || value->is(Kind::kNull)) return {};
  if (value->is(Kind::kString)) return value->text;
  problem(*value, quoted(key) + " is " + std::string(noun_of(*value)) + ", wanted text");
  return {};
}

const Json* PlanReading::array(const Json& object, std::string_view key) {
  const Json* const value = object.find(key);
  note_null(object, key);
  if (value == nullptr || value->is(Kind::kNull)) return nullptr;
  if (value->is(Kind::kArray)) return value;
  problem(*value, quoted(key) + " is " + std::string(noun_of(*value)) + ", wanted a list");
  return nullptr;
}

const Json* PlanReading::object(const Json& object, std::string_view key) {
  const Json* const value = object.find(key);
  note_null(object, key);
  if (value == nullptr || value->is(Kind::kNull)) return nullptr;
  if (value->is(Kind::kObject)) return value;
  problem(*value, quoted(key) + " is " + std::string(noun_of(*value)) + ", wanted an object");
  return nullptr;
}

void PlanReading::note_null(const Json& object, std::string_view key) {
  const JsonMember* const member = object.member(key);
  if (member == nullptr || !member->value.is(Kind::kNull)) return;
  plan.notes.push_back({file_, member->line, member->column, quoted(key) + " is null and says nothing"});
  if (key == "events" || key == "rules")
    null_list_ = {file_, member->line, member->column, quoted(key) + " is null, wanted the plan's rules"};
}

int64_t PlanReading::version(const Json& object) {
  const Json* const value = object.find("version");
  if (value == nullptr || value->is(Kind::kNull)) return 1;
  int64_t number = 1;
  // Terraform's state has 1.0; nothing after the point is left of a whole number.
  const std::string_view digits = std::string_view(value->text).substr(0, value->text.find('.'));
  const char* const end = digits.data() + digits.size();
  if (value->is_number() && is_whole(value->text) &&
      std::from_chars(digits.data(), end, number).ptr == end) {
    return number;
  }
  problem(*value, "\"version\" is " +
                      (value->is_number() ? value->text : std::string(noun_of(*value))) +
                      ", wanted a whole number");
  return 1;
}

std::optional<PlanRuleKind> PlanReading::kind(const Json& object, std::string_view key) {
  const Json* const value = object.find(key);
  if (value == nullptr) {
    problem(object, "the rule has no " + quoted(key) + std::string(kOneOfTheKinds));
    return std::nullopt;
  }
  if (!value->is(Kind::kString)) {
    problem(*value, quoted(key) + " is " + std::string(noun_of(*value)) + ", wanted text");
    return std::nullopt;
  }
  const std::vector<std::string_view> names = kind_names();
  const auto found = std::find(names.begin(), names.end(), upper(value->text));
  if (found != names.end()) return static_cast<PlanRuleKind>(found - names.begin());
  problem(*value, quoted(key) + " is " + quoted(value->text) + std::string(kOneOfTheKinds) +
                      did_you_mean(upper(value->text), names));
  return std::nullopt;
}

Json PlanReading::schema(const Json& object, std::string_view key) {
  const Json* const value = object.find(key);
  if (value == nullptr) {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : object.members) keys.push_back(member.key);
    const std::string_view near = nearest(key, keys);
    return no_schema(object, "the rule has no " + quoted(key) +
                                 (near.empty() ? "" : " (is it " + quoted(near) + "?)"));
  }
  if (value->is(Kind::kObject) || value->is(Kind::kBoolean) || value->is(Kind::kNull)) return *value;
  if (value->is(Kind::kString)) return schema_in_text(*value);
  return no_schema(*value, quoted(key) + " is " + std::string(noun_of(*value)) +
                               ", wanted a JSON Schema: an object, true or false");
}

// The rule is without one; the others of the plan stay what they are. The text of this null is what compiling
// it says, once, to all who ask.
Json PlanReading::no_schema(const Json& at, std::string why) {
  Json none;
  none.text = std::move(why);
  move_to(at.line, at.column, none);
  return none;
}

std::optional<Json> PlanReading::json_in_text(std::string_view text, const Json& at) {
  assert(spec_ != nullptr);
  Result<Json> parsed = parse_json(file_, text, *spec_);
  if (!parsed) {
    for (const Problem& inner : parsed.problems()) {
      problem(at, "the JSON text in this string, line " + std::to_string(inner.line) + ", column " +
                      std::to_string(inner.column) + ": " + inner.message);
    }
    return std::nullopt;
  }
  move_to(at.line, at.column, *parsed);
  return *std::move(parsed);
}

Json PlanReading::schema_in_text(const Json& at) {
  assert(spec_ != nullptr);
  Result<Json> parsed = parse_json(file_, at.text, *spec_);
  if (!parsed) {
    const Problem& first = parsed.problems().front();
    return no_schema(at, "the JSON text in this string, line " + std::to_string(first.line) + ", column " +
                             std::to_string(first.column) + ": " + first.message);
  }
  move_to(at.line, at.column, *parsed);
  if (parsed->is(Kind::kObject) || parsed->is(Kind::kBoolean) || parsed->is(Kind::kNull)) return *std::move(parsed);
  return no_schema(at, "the JSON text in this string is " + std::string(noun_of(*parsed)) +
                           ", wanted a JSON Schema: an object, true or false");
}

void PlanReading::labels(const Json& object, PlanRule& rule) {
  const Json* const value = object.find("labels");
  if (value == nullptr || value->is(Kind::kNull)) return;
  if (value->is(Kind::kObject)) return read_labels(*value, rule);
  note(*value, "\"labels\" is " + std::string(noun_of(*value)) + ", wanted an object of texts; it is not read");
}

std::string PlanReading::time(const Json& object, std::string_view key) {
  std::string out = text(object, key);
  return is_zero_time(out) ? std::string() : out;
}

void PlanReading::add(PlanRule rule) {
  if (plan.rules.size() == kMostRules) return;
  take_noise(rule);
  Json at;
  at.line = rule.line;
  at.column = rule.column;
  if (!takes_key(rule.kind)) rule.key.clear();
  if (rule.kind == PlanRuleKind::kTrack && rule.key.empty()) {
    return problem(at, "a TRACK rule names no event");
  }
  const std::string identity = std::to_string(static_cast<int>(rule.kind)) + ' ' +
                               std::to_string(rule.version) + ' ' + rule.key;
  const auto [first, fresh] = seen_.emplace(identity, plan.rules.size());
  if (!fresh) {
    const PlanRule& other = plan.rules[first->second];
    return problem(at, title_of(rule) + " has a rule already, in line " +
                           std::to_string(other.line) + ": wanted one for each name and version");
  }
  plan.rules.push_back(std::move(rule));
  if (plan.rules.size() == kMostRules) problem(at, "more than 100000 rules");
}

Result<TrackingPlan> PlanReading::take() {
  for (const auto& [key, counts] : unknown_) {
    const auto [index, more] = counts;
    if (more == 0) continue;
    plan.unknown_keys[index].message +=
        " (and in " + std::to_string(more) + (more == 1 ? " more place)" : " more places)");
  }
  if (null_list_ && plan.rules.empty()) problems_.push_back(*null_list_);
  if (problems_.empty()) return std::move(plan);
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  if (more_problems_ != 0) {
    problems_.push_back({file_, 0, 0, "and " + std::to_string(more_problems_) + " more problems"});
  }
  return std::move(problems_);
}

}  // namespace specgate
