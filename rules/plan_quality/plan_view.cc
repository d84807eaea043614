#include "rules/plan_quality/plan_view.h"

#include <algorithm>
#include <map>

namespace specgate {
namespace {

constexpr std::string_view kItems = "[]";

// Where a schema holds others, and how they hang on it (draft-07, 9 and 10; 2020-12, "applicator"). `map`: by name below
// the keyword; else the keyword's value is one, or a list of them.
struct Keyword {
  std::string_view name;
  PlanRole role;
  bool map = false;
};
constexpr Keyword kKeywords[] = {
    {"properties", PlanRole::kMember, true},
    {"items", PlanRole::kItem},
    {"prefixItems", PlanRole::kItem},
    {"additionalItems", PlanRole::kItem},
    {"allOf", PlanRole::kPart},
    {"anyOf", PlanRole::kChoice},
    {"oneOf", PlanRole::kChoice},
    {"then", PlanRole::kChoice},
    {"else", PlanRole::kChoice},
    {"dependencies", PlanRole::kChoice, true},
    {"dependentSchemas", PlanRole::kChoice, true},
    {"not", PlanRole::kTest},
    {"if", PlanRole::kTest},
    {"contains", PlanRole::kOther},
    {"propertyNames", PlanRole::kOther},
    {"additionalProperties", PlanRole::kOther},
    {"unevaluatedProperties", PlanRole::kOther},
    {"unevaluatedItems", PlanRole::kOther},
    {"patternProperties", PlanRole::kOther, true},
    {"definitions", PlanRole::kOther, true},
    {"$defs", PlanRole::kOther, true},
};

const Keyword* keyword_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                         [&](const Keyword& each) { return each.name == name; });
  return found == std::end(kKeywords) ? nullptr : found;
}

bool keeps_sure(PlanRole role) {
  return role == PlanRole::kMember || role == PlanRole::kItem || role == PlanRole::kPart ||
         role == PlanRole::kCall;
}

}  // namespace

PlanView::PlanView(const TrackingPlan& plan, const Spec& spec) : plan_(plan), spec_(spec) {
  places_.push_back({{}, {}, 0, 0, kRootPath, 0});
  for (const PlanRule& rule : plan.rules) add_rule(rule);
  first_.push_back(static_cast<uint32_t>(nodes_.size()));
  choose_newest();
}

void PlanView::add_rule(const PlanRule& rule) {
  first_.push_back(static_cast<uint32_t>(nodes_.size()));
  names_.push_back(rule.kind == PlanRuleKind::kTrack ? spec_.event_name(rule.key) : EventName{});
  Result<JsonSchema> compiled = JsonSchema::compile(plan_.file, rule.schema);
  gaps_.emplace_back();
  problems_.emplace_back();
  if (compiled) {
    gaps_.back().assign(compiled->gaps().begin(), compiled->gaps().end());
  } else {
    problems_.back() = compiled.problems();
  }
  walk(rule, rule.schema, {first_.back(), 0, PlanRole::kCall, nullptr});
}

void PlanView::walk(const PlanRule& rule, const Json& schema, const Way& way) {
  if (!is_schema(schema)) return;
  const auto index = static_cast<uint32_t>(nodes_.size());
  PlanNode node{&rule, &schema, way.member, way.parent, way.place, way.role, true, false};
  if (way.role != PlanRole::kCall) {
    const PlanNode& above = nodes_[way.parent];
    node.sure = above.sure && keeps_sure(way.role);
    node.asked = above.asked || way.role == PlanRole::kTest;
  }
  nodes_.push_back(node);
  for (const JsonMember& member : schema.members) {
    const Keyword* const keyword = keyword_of(member.key);
    if (keyword == nullptr) continue;
    const Way down{index, way.place, keyword->role, &member};
    keyword->map ? walk_map(rule, member, down) : walk_value(rule, member, down);
  }
}

void PlanView::walk_map(const PlanRule& rule, const JsonMember& keyword, const Way& way) {
  for (const JsonMember& member : keyword.value.members) {
    Way down = way;
    down.member = &member;
    if (way.role == PlanRole::kMember) down.place = step(way.place, member.key, false);
    if (way.role == PlanRole::kOther) {
      down.place = step(step(way.place, keyword.key, false), member.key, false);
    }
    walk(rule, member.value, down);
  }
}

void PlanView::walk_value(const PlanRule& rule, const JsonMember& keyword, const Way& way) {
  Way down = way;
  if (way.role == PlanRole::kItem) down.place = step(way.place, kItems, true);
  if (way.role == PlanRole::kOther) down.place = step(way.place, keyword.key, false);
  if (!keyword.value.is(Kind::kArray)) return walk(rule, keyword.value, down);
  down.member = nullptr;
  for (const Json& item : keyword.value.items) walk(rule, item, down);
}

uint32_t PlanView::step(uint32_t place, std::string_view key, bool item) {
  const auto [entry, fresh] =
      steps_.try_emplace({place, key}, static_cast<uint32_t>(places_.size()));
  if (!fresh) return entry->second;
  CallPlace made;
  const std::string& above = places_[place].path;
  made.path = above;
  if (!item && !above.empty()) made.path += '.';
  made.path += key.empty() ? "\"\"" : key;
  if (!item) made.key = key;
  made.parent = place;
  made.level = places_[place].level + 1;
  // A key with a dot in it is another place than the one its path spells.
  const bool plain = item || key.find_first_of(".[") == std::string_view::npos;
  if (plain && places_[place].spec != kNoPath) made.spec = spec_.paths().find(made.path);
  if (!item) made.traits = spec_.key_traits(key);
  places_.push_back(std::move(made));
  return entry->second;
}

void PlanView::choose_newest() {
  std::map<std::pair<PlanRuleKind, std::string_view>, size_t> newest;
  for (size_t i = 0; i < plan_.rules.size(); ++i) {
    const PlanRule& rule = plan_.rules[i];
    const auto [entry, fresh] = newest.try_emplace({rule.kind, rule.key}, i);
    if (!fresh && plan_.rules[entry->second].version < rule.version) entry->second = i;
  }
  newest_.resize(plan_.rules.size());
  for (const auto& [key, index] : newest) newest_[index] = true;
  for (const PlanRule& rule : plan_.rules) {
    if (rule.kind == PlanRuleKind::kTrack && is_newest(rule)) events_.push_back(&rule);
  }
}

std::span<const PlanNode> PlanView::nodes_of(const PlanRule& rule) const {
  const size_t i = number_of(rule);
  return std::span(nodes_).subspan(first_[i], first_[i + 1] - first_[i]);
}

std::string_view PlanView::top_member(const PlanNode& node) const {
  const CallPlace& place = place_of(node);
  if (place.level != 2 || places_[place.parent].key != own_object(node.rule->kind)) return {};
  return place.key;
}

bool PlanView::in_own(const PlanNode& node) const {
  const std::string_view own = own_object(node.rule->kind);
  uint32_t at = node.place;
  while (places_[at].level > 1) at = places_[at].parent;
  return !own.empty() && places_[at].key == own;
}

const Constraint* PlanView::said_of(const PlanNode& node) const {
  const PathId path = place_of(node).spec;
  if (path == kNoPath) return nullptr;
  const EventSpec* const semantic = name_of(*node.rule).semantic;
  const uint16_t shape =
      semantic != nullptr ? semantic->shape : spec_.shape_of(call_of(node.rule->kind));
  return spec_.constraint(shape, path);
}

const Constraint* PlanView::listed(const PlanNode& node) const {
  const PathId path = place_of(node).spec;
  if (path == kNoPath || spec_.paths()[path].path.ends_with('*')) return nullptr;
  return said_of(node);
}

}  // namespace specgate
