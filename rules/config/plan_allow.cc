#include "rules/config/plan_allow.h"

#include <algorithm>

#include "rules/plan_changes/plan_change_rules.h"

namespace specgate {
namespace {

constexpr std::string_view kEveryRule = "all";

std::vector<std::string_view> rule_words() {
  std::vector<std::string_view> out{kEveryRule};
  for (const Rule& rule : plan_change_rules()) {
    out.push_back(rule.id);
    out.push_back(rule.name);
  }
  return out;
}

// Empty where all is well.
std::string read_rule(std::string_view word, PlanAllow& out) {
  if (word == kEveryRule) return {};
  out.rule = find_plan_change_rule(word);
  if (out.rule != nullptr) return {};
  return "no rule about changes of a plan is called \"" + std::string(word) + "\"" +
         did_you_mean(word, rule_words());
}

std::string check_place(std::string_view place) {
  if (place.empty() || place.front() == '/') return {};
  return "the place \"" + std::string(place) +
         "\" does not begin with \"/\", wanted one such as /TRACK/Order Completed/properties/total";
}

bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  if (text.size() != kForm.size()) return false;
  return std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
    return form == '-' ? c == '-' : c >= '0' && c <= '9';
  });
}

}  // namespace

std::vector<PlanAllow> read_plan_allow(std::string_view file, const YamlNode& list,
                                       Problems& problems) {
  std::vector<PlanAllow> out;
  for (const YamlNode& item : list.items) {
    if (!item.is_mapping()) {
      problems.push_back({std::string(file), item.line, item.column,
                          "an entry of plan.allow is a mapping of rule, place and reason"});
      continue;
    }
    YamlFields fields(file, item, problems);
    PlanAllow allow;
    allow.file = file;
    allow.line = item.line;
    const auto check = [&](std::string_view key, const std::string& problem) {
      const YamlNode* const at = item.find(key);
      if (!problem.empty() && at != nullptr && at->is_scalar()) fields.problem(*at, problem);
    };
    if (const std::string rule = fields.required_text("rule"); !rule.empty())
      check("rule", read_rule(rule, allow));
    allow.place = fields.required_text("place");
    check("place", check_place(allow.place));
    allow.reason = fields.required_text("reason");
    allow.expires = fields.text("expires");
    if (!allow.expires.empty() && !is_date(allow.expires)) {
      check("expires",
            "\"expires\" is \"" + allow.expires + "\", wanted a date such as 2027-01-31");
    }
    fields.finish();
    out.push_back(std::move(allow));
  }
  return out;
}

Result<PlanAllow> parse_plan_allow(std::string_view text) {
  const size_t colon = text.find(':');
  PlanAllow out;
  out.reason = "--allow";
  if (colon == std::string_view::npos) {
    return Problem{{}, 0, 0, "\"" + std::string(text) + "\" is no RULE:PLACE"};
  }
  out.place = text.substr(colon + 1);
  std::string problem = read_rule(text.substr(0, colon), out);
  if (problem.empty()) problem = check_place(out.place);
  if (!problem.empty()) return Problem{{}, 0, 0, std::move(problem)};
  return out;
}

bool expired(const PlanAllow& allow, std::string_view today) {
  return !today.empty() && !allow.expires.empty() && today >= allow.expires;
}

bool allows(const PlanAllow& allow, const PlanChange& change, std::string_view today) {
  if (expired(allow, today)) return false;
  if (allow.rule != nullptr && allow.rule != &rule_of(change.kind)) return false;
  std::string_view above = allow.place;
  if (!above.empty() && above.back() == '/') above.remove_suffix(1);
  const std::string_view place = change.place;
  if (place.substr(0, above.size()) != above) return false;
  return place.size() == above.size() || place[above.size()] == '/' || place[above.size()] == '@';
}

}  // namespace specgate
