// What a run's coverage is told as: a table, a JSON object, and the terms that were not met.
#include <algorithm>
#include <cstdio>

#include "lint/plan/coverage.h"
#include "lint/report/reporters/human.h"
#include "rules/report/escape.h"
#include "rules/report/json_members.h"
#include "spec/plan/compiled_plan.h"

namespace specgate {
namespace {

constexpr size_t kMostNameBytes = 80;
constexpr Kind kKinds[] = {Kind::kNull,   Kind::kBoolean, Kind::kInteger, Kind::kReal,
                           Kind::kString, Kind::kObject,  Kind::kArray};

// Deprecated rules are allowed to die out.
bool counts(const PlannedRule& planned) {
  return planned.rule.kind != PlanRuleKind::kCommon && !planned.rule.deprecated();
}

std::string plain(std::string_view text) {
  std::string out;
  append_plain(text, kMostNameBytes, out);
  return out;
}

std::string per_cent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", share);
  return text;
}

// Every property the schema lists, whether it came or not: "products[].sku".
void list_members(const Json& schema, const std::string& prefix, std::vector<std::string>& out) {
  if (const Json* members = schema.find("properties"); members != nullptr) {
    for (const JsonMember& member : members->members) {
      const std::string path = prefix.empty() ? member.key : prefix + '.' + member.key;
      out.push_back(path);
      list_members(member.value, path, out);
    }
  }
  const Json* const items = schema.find("items");
  if (items != nullptr && items->is(Kind::kObject)) list_members(*items, prefix + "[]", out);
}

std::vector<std::string> members_of(const PlannedRule& planned) {
  std::vector<std::string> out;
  if (const Json* own = own_schema(planned.rule)) list_members(*own, {}, out);
  return out;
}

// Switched off, as its schema cannot be used: nobody looked for what it lists.
bool is_off(const PlannedRule& planned, const RuleCoverage* rule) {
  const bool looked = rule != nullptr && !rule->members.empty();
  return !looked && !JsonSchema::compile({}, planned.rule.schema);
}

std::string kinds_text(const MemberCoverage& member) {
  std::string out;
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if (member.kinds[i] == 0) continue;
    if (!out.empty()) out += ", ";
    out.append(name_of(kKinds[i])).append(" ").append(std::to_string(member.kinds[i]));
  }
  return out;
}

// What is notable of a property: that it was missing, or came in several types.
void append_member(const std::string& path, const RuleCoverage& rule, std::string& out) {
  const auto found = rule.members.find(path);
  if (found == rule.members.end()) {
    out += "    " + plain(path) + ": never\n";
    return;
  }
  const MemberCoverage& member = found->second;
  const auto kinds = std::count_if(std::begin(member.kinds), std::end(member.kinds),
                                   [](uint64_t count) { return count != 0; });
  if (member.seen == rule.calls && kinds == 1) return;
  const double share = 100.0 * static_cast<double>(member.seen) / static_cast<double>(rule.calls);
  out += "    " + plain(path) + ": in " + per_cent(share) + " %, " + kinds_text(member) + '\n';
}

void append_rule(const PlannedRule& planned, const RuleCoverage* rule, std::string& out) {
  out += "  " + plain(title_of(planned.rule)) + ": ";
  if (rule == nullptr) {
    out += "never seen\n";
    return;
  }
  out += std::to_string(rule->calls) + (rule->calls == 1 ? " call" : " calls");
  if (is_off(planned, rule)) {
    out += ", not looked at: the schema cannot be used\n";
    return;
  }
  out += '\n';
  for (const std::string& path : members_of(planned)) append_member(path, *rule, out);
}

void append_member_json(const MemberCoverage& member, std::string& out) {
  JsonMembers object(out);
  object.number("seen", member.seen);
  JsonMembers types(object.key("types"));
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if (member.kinds[i] != 0) types.number(name_of(kKinds[i]), member.kinds[i]);
  }
}

void append_rule_json(const PlannedRule& planned, const RuleCoverage* rule, std::string& out) {
  JsonMembers object(out);
  object.text("type", name_of(planned.rule.kind));
  object.text_if("key", planned.rule.key);
  object.number("version", static_cast<uint64_t>(std::max<int64_t>(planned.rule.version, 0)));
  object.flag("deprecated", planned.rule.deprecated());
  object.number("calls", rule == nullptr ? 0 : rule->calls);
  const bool off = is_off(planned, rule);
  if (off) object.flag("off", true);
  std::string& list = object.key("properties") += '{';
  const char* separator = "";
  for (const std::string& path : off ? std::vector<std::string>() : members_of(planned)) {
    append_json_text(path, list += separator);
    list += ':';
    const bool seen = rule != nullptr && rule->members.contains(path);
    append_member_json(seen ? rule->members.find(path)->second : MemberCoverage(), list);
    separator = ",";
  }
  list += '}';
}

}  // namespace

double share_seen(const Coverage& coverage, const CompiledPlan& plan) {
  uint64_t all = 0, seen = 0;
  for (const PlannedRule& planned : plan.rules()) {
    if (!counts(planned)) continue;
    ++all;
    if (coverage.of(planned) != nullptr) ++seen;
  }
  return all == 0 ? 100.0 : 100.0 * static_cast<double>(seen) / static_cast<double>(all);
}

std::vector<std::string> unmet(const Coverage& coverage, const CompiledPlan* plan,
                               const CoverageTerms& terms) {
  std::vector<std::string> out;
  for (const std::string& name : terms.required_events) {
    if (!coverage.saw(name))
      out.push_back("no event \"" + plain(name) + "\" was seen (--require-event)");
  }
  if (coverage.events() < terms.least_events) {
    const uint64_t events = coverage.events();
    out.push_back(count_of(events, "event") + (events == 1 ? " is" : " are") + " fewer than --min-events " +
                  std::to_string(terms.least_events));
  }
  if (plan == nullptr) return out;
  const double share = share_seen(coverage, *plan);
  if (share < terms.least_share) {
    out.push_back(per_cent(share) + " % of the plan was seen, less than --fail-on-coverage-below " +
                  per_cent(terms.least_share));
  }
  return out;
}

std::string coverage_text(const Coverage& coverage, const CompiledPlan& plan) {
  std::string out = "Coverage of " + plain(plan.file()) + ": " +
                    per_cent(share_seen(coverage, plan)) + " % of its events seen in " +
                    count_of(coverage.events(), "call") + "\n";
  for (const PlannedRule& planned : plan.rules()) {
    if (planned.rule.kind != PlanRuleKind::kCommon) append_rule(planned, coverage.of(planned), out);
  }
  return out;
}

std::string coverage_json(const Coverage& coverage, const CompiledPlan& plan) {
  std::string out;
  {
    JsonMembers object(out);
    object.text("plan", plan.file());
    object.number("calls", coverage.events());
    object.key("share") += per_cent(share_seen(coverage, plan));
    std::string& rules = object.key("rules") += '[';
    const char* separator = "";
    for (const PlannedRule& planned : plan.rules()) {
      if (planned.rule.kind == PlanRuleKind::kCommon) continue;
      append_rule_json(planned, coverage.of(planned), rules += separator);
      separator = ",";
    }
    rules += ']';
  }
  return out + '\n';
}

}  // namespace specgate
