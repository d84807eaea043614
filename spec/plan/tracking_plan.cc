#include "spec/plan/tracking_plan.h"

namespace specgate {

std::string_view name_of(PlanRuleKind kind) {
  constexpr std::string_view kNames[] = {
#define X(id, name, call) name,
      SPECGATE_PLAN_RULE_KINDS(X)
#undef X
  };
  return kNames[static_cast<size_t>(kind)];
}

Call call_of(PlanRuleKind kind) {
  constexpr Call kCalls[] = {
#define X(id, name, call) call,
      SPECGATE_PLAN_RULE_KINDS(X)
#undef X
  };
  return kCalls[static_cast<size_t>(kind)];
}

std::optional<PlanRuleKind> kind_of(Call call) {
  switch (call) {
#define X(id, name, of)  \
  case of:               \
    if (of == Call::kUnknown) return std::nullopt; \
    return PlanRuleKind::id;
    SPECGATE_PLAN_RULE_KINDS(X)
#undef X
    case Call::kAlias: return std::nullopt;
  }
  return std::nullopt;
}

std::string_view name_of(PlanShape shape) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_PLAN_SHAPES(X)
#undef X
  };
  return kNames[static_cast<size_t>(shape)];
}

std::string_view own_object(PlanRuleKind kind) {
  switch (kind) {
    case PlanRuleKind::kTrack:
    case PlanRuleKind::kPage:
    case PlanRuleKind::kScreen: return "properties";
    case PlanRuleKind::kIdentify:
    case PlanRuleKind::kGroup: return "traits";
    case PlanRuleKind::kCommon: return {};
  }
  return {};
}

const Json* own_schema(const PlanRule& rule) {
  const Json* const places = rule.schema.find("properties");
  return places == nullptr ? nullptr : places->find(own_object(rule.kind));
}

const Json* own_property(const PlanRule& rule, std::string_view name) {
  const Json* const object = own_schema(rule);
  const Json* const members = object == nullptr ? nullptr : object->find("properties");
  return members == nullptr ? nullptr : members->find(name);
}

std::unordered_set<std::string_view> required_names(const Json& schema) {
  std::unordered_set<std::string_view> out;
  const Json* const required = schema.find("required");
  if (required == nullptr) return out;
  for (const Json& name : required->items) {
    if (name.is(Kind::kString)) out.insert(name.text);
  }
  return out;
}

std::string title_of(const PlanRule& rule) {
  std::string out(name_of(rule.kind));
  if (!rule.key.empty()) out += " \"" + rule.key + '"';
  if (rule.version != 1) out += " version " + std::to_string(rule.version);
  return out;
}

}  // namespace specgate
