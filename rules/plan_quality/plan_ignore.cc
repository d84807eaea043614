#include "rules/plan_quality/plan_ignore.h"

#include <algorithm>

#include "rules/config/config.h"

namespace specgate {
namespace {

constexpr std::string_view kKeyword = "x-specgate-ignore";

struct Selector {
  std::string_view text;
  const Json* value;
};

void read(const Json& value, std::vector<Selector>& out);

// {"rule": …, "reason": …}, or rules as keys and reasons as values.
void read_object(const Json& object, std::vector<Selector>& out) {
  if (const Json* const rule = object.find("rule"); rule != nullptr) return read(*rule, out);
  for (const JsonMember& member : object.members) out.push_back({member.key, &member.value});
}

void read(const Json& value, std::vector<Selector>& out) {
  switch (value.kind) {
    case Kind::kString:
      out.push_back({value.text, &value});
      return;
    case Kind::kObject:
      read_object(value, out);
      return;
    case Kind::kArray:
      for (const Json& item : value.items) {
        item.is(Kind::kArray) ? out.push_back({{}, &item}) : read(item, out);
      }
      return;
    case Kind::kNull:
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kReal:
      out.push_back({{}, &value});
      return;
  }
}

std::vector<Selector> selectors_of(const PlanNode& node) {
  std::vector<Selector> out;
  if (const Json* const value = node.schema->find(kKeyword)) read(*value, out);
  return out;
}

}  // namespace

std::vector<IgnoreSlip> ignore_slips(const PlanView& plan) {
  std::vector<IgnoreSlip> out;
  for (const PlanNode& node : plan.nodes()) {
    for (const Selector& selector : selectors_of(node)) {
      if (selector.text.empty() || rules_meant(selector.text).empty()) {
        out.push_back({&node, selector.value, selector.text});
      }
    }
  }
  return out;
}

PlanIgnores::PlanIgnores(const PlanView& plan) : plan_(plan) {
  for (const PlanNode& node : plan.nodes()) {
    for (const Selector& selector : selectors_of(node)) {
      if (selector.text.empty()) continue;
      const std::vector<const Rule*> rules = rules_meant(selector.text);
      auto& here = by_node_[&node];
      here.insert(here.end(), rules.begin(), rules.end());
    }
  }
}

bool PlanIgnores::says(const Rule& rule, const PlanNode& node) const {
  const auto found = by_node_.find(&node);
  return found != by_node_.end() &&
         std::find(found->second.begin(), found->second.end(), &rule) != found->second.end();
}

bool PlanIgnores::covers(const Rule& rule, const PlanNode& node) const {
  if (by_node_.empty()) return false;
  for (const PlanNode* at = &node;; at = &plan_.parent_of(*at)) {
    if (says(rule, *at)) return true;
    if (at->role == PlanRole::kCall) return false;
  }
}

bool PlanIgnores::covers(const Rule& rule, const PlanRule& whole) const {
  if (by_node_.empty()) return false;
  for (const PlanNode& node : plan_.nodes_of(whole)) {
    const CallPlace& place = plan_.place_of(node);
    const bool root = node.role == PlanRole::kCall;
    const bool own =
        place.level == 1 && node.role == PlanRole::kMember && place.key == own_object(whole.kind);
    if ((root || own) && says(rule, node)) return true;
  }
  return false;
}

}  // namespace specgate
