#include "rules/plan/plan_check.h"

#include <algorithm>
#include <charconv>

#include "rules/engine/scratch.h"
#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/report/reported.h"
#include "rules/rules.h"
#include "spec/json/json_quote.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

// Bounds what a look for a near name costs; nobody plans longer ones.
constexpr size_t kLongestPlannedName = 1024;  // bytes
constexpr size_t kMostAlike = 4;  // names that are told
constexpr std::string_view kLookedNoFurther =
    ", near names are looked for no further: the body has too many others";

std::string_view name_of_call(const Batch& batch, const Event& event) {
  return text_in(batch, event.slots, event.call == Call::kTrack ? Slot::kEvent : Slot::kName);
}

const PlanTerms& terms_of(const PlanPolicy& policy, Call call) {
  if (call == Call::kIdentify) return policy.identify;
  return call == Call::kGroup ? policy.group : policy.track;
}

const Rule& rule_of(SchemaKeyword keyword) {
  switch (keyword) {
    case SchemaKeyword::kRequired:
      return rules::plan_required_missing;
    case SchemaKeyword::kType:
      return rules::plan_wrong_type;
    case SchemaKeyword::kEnum:
    case SchemaKeyword::kConst:
      return rules::plan_value_not_listed;
    case SchemaKeyword::kPattern:
      return rules::plan_pattern_mismatch;
    case SchemaKeyword::kAdditionalProperties:
    case SchemaKeyword::kUnevaluatedProperties:
      return rules::plan_unplanned_property;
    case SchemaKeyword::kFalse:
    case SchemaKeyword::kPropertyNames:
    case SchemaKeyword::kMinProperties:
    case SchemaKeyword::kMaxProperties:
    case SchemaKeyword::kDependencies:
    case SchemaKeyword::kDependentRequired:
    case SchemaKeyword::kUnevaluatedItems:
    case SchemaKeyword::kMinContains:
    case SchemaKeyword::kMaxContains:
    case SchemaKeyword::kAdditionalItems:
    case SchemaKeyword::kMinItems:
    case SchemaKeyword::kMaxItems:
    case SchemaKeyword::kUniqueItems:
    case SchemaKeyword::kContains:
    case SchemaKeyword::kMinLength:
    case SchemaKeyword::kMaxLength:
    case SchemaKeyword::kFormat:
    case SchemaKeyword::kMultipleOf:
    case SchemaKeyword::kMinimum:
    case SchemaKeyword::kExclusiveMinimum:
    case SchemaKeyword::kMaximum:
    case SchemaKeyword::kExclusiveMaximum:
    case SchemaKeyword::kAnyOf:
    case SchemaKeyword::kOneOf:
    case SchemaKeyword::kNot:
    case SchemaKeyword::kThen:
    case SchemaKeyword::kElse:
    case SchemaKeyword::kTooCostly:
      return rules::plan_violation;
  }
  return rules::plan_violation;
}

bool has_key(const Json& json, std::string_view key) {
  return std::any_of(json.items.begin(), json.items.end(),
                     [&](const Json& item) { return has_key(item, key); }) ||
         std::any_of(json.members.begin(), json.members.end(), [&](const JsonMember& member) {
           return member.key == key || has_key(member.value, key);
         });
}

// The pointers of the schemas whose additionalProperties stands at the failure's place.
void find_closed(const Json& json, const SchemaFailure& failure, const std::string& pointer,
                 std::vector<std::string>& out) {
  const Json* const rest = json.find("additionalProperties");
  const bool here = rest != nullptr && rest->line == failure.line && rest->column == failure.column;
  if (here) out.push_back(pointer);
  for (size_t i = 0; i < json.items.size(); ++i)
    find_closed(json.items[i], failure, pointer + "/" + std::to_string(i), out);
  for (const JsonMember& member : json.members) {
    std::string below = pointer;
    append_pointer_step(member.key, below);
    find_closed(member.value, failure, below, out);
  }
}

// "#/$defs/Common"; the line where several stand at one place, as schemas in a text do.
std::string place_within(const Json& schema, const SchemaFailure& failure) {
  std::vector<std::string> found;
  find_closed(schema, failure, "#", found);
  return found.size() == 1 ? found[0] : "line " + std::to_string(failure.line);
}

// One call on its way through the plan.
class PlanCheck {
 public:
  PlanCheck(const PlanInForce& in_force, const Site& site, Scratch& scratch, Findings& out)
      : plan_(in_force.plan),
        terms_(terms_of(in_force.policy, site.event.call)),
        site_(site),
        scratch_(scratch),
        out_(out) {
    scratch_.unplanned.clear();
    scratch_.forbidden.clear();
    scratch_.omitted.clear();
  }

  void run() {
    const PlanAnswer answer = plan_answer(plan_, site_.batch, site_.event);
    if (answer.unplanned) unplanned_event(answer);
    for (const PlannedRule* planned : {answer.own, answer.viewed}) {
      if (planned != nullptr) own_rule(*planned);
    }
    std::sort(scratch_.forbidden.begin(), scratch_.forbidden.end());
    unplanned_members(answer);
    if (answer.common != nullptr) common_rule(*answer.common);
  }

 private:
  uint32_t root() const { return site_.event.root; }
  const Node& at(uint32_t index) const { return site_.batch.nodes[index]; }

  void unplanned_event(const PlanAnswer& answer) {
    const Node* const name = own(site_, Slot::kEvent);
    if (!is_text(name)) return;  // missing-event-name speaks of it
    const PlannedRule* const near = scratch_.near_planned.event(plan_, site_.spec, name->text);
    auto alike = near == nullptr ? std::span<const PlannedRule* const>() : plan_.alike(near->rule.key);
    alike = alike.first(std::min(alike.size(), kMostAlike));
    out_.add(rules::plan_unplanned_event, *name, found(site_, name, out_), did_you_mean(alike));
    out_.called(code_of_unplanned(answer));
    for (const PlannedRule* const one : alike) out_.suggest(one->rule.key);
    PlanPlace place{plan_.file(), 0, 0, "Unplanned Event", "Unplanned-Event"};
    if (near != nullptr) {
      place.line = near->rule.key_line;
      place.column = near->rule.key_column;
    }
    out_.planned_at(place);
    weigh(PlanClass::kUnplannedEvents);
  }

  // Of an event that has no rule the common one is the only schema that it can break.
  SegmentCode code_of_unplanned(const PlanAnswer& answer) {
    const bool keeps = answer.common == nullptr || terms_.at(PlanClass::kCommon) == PlanAction::kAllow ||
                       answer.common->schema.valid(site_.batch, root(), scratch_.schema);
    return keeps ? SegmentCode::kUnplanned : SegmentCode::kUnplannedAndSchemaViolation;
  }

  void own_rule(const PlannedRule& planned) {
    if (planned.schema.valid(site_.batch, root(), scratch_.schema)) return;
    scratch_.failures.clear();
    planned.schema.explain(site_.batch, root(), scratch_.schema, scratch_.failures);
    for (const SchemaFailure& failure : scratch_.failures) {
      if (out_.full()) return;
      violation(planned, failure);
    }
  }

  void violation(const PlannedRule& planned, const SchemaFailure& failure) {
    const Node& node = at(failure.node);
    if (&rule_of(failure.keyword) == &rules::plan_unplanned_property) {
      scratch_.forbidden.push_back(failure.node);
      forbidden_member(planned, failure);
      out_.planned_at(place_of_failure(failure)).raise();
    } else {
      add_failure(rule_of(failure.keyword), failure);
    }
    if (weigh(PlanClass::kViolations) == PlanAction::kOmit) omit(planned, failure, node);
  }

  void add_failure(const Rule& rule, const SchemaFailure& failure) {
    const Node& node = at(failure.node);
    const std::string_view name =
        failure.node == root() ? std::string_view("the call") : named(site_, node, out_);
    if (failure.keyword == SchemaKeyword::kPropertyNames) {
      out_.add(rule, node, out_.text({"the name of ", name}), out_.text({"\"", node.key, "\""}), failure.wanted);
    } else if (failure.missing.empty()) {
      out_.add(rule, node, name, found(site_, &node, out_), failure.wanted);
    } else if (&rule == &rules::plan_required_missing) {
      out_.add(rule, node, name, failure.missing);
    } else {
      out_.add(rule, node, name, out_.text({"without ", failure.missing}), "it");
    }
    out_.planned_at(place_of_failure(failure));
  }

  PlanPlace place_of_failure(const SchemaFailure& failure) const {
    return {plan_.file(), failure.line, failure.column, segment_type(failure.keyword),
            rudderstack_type(failure.keyword)};
  }

  // Of a page that answers to two rules, what neither has.
  void unplanned_members(const PlanAnswer& answer) {
    const PlannedRule* const planned = answer.own != nullptr ? answer.own : answer.viewed;
    if (planned == nullptr) return;
    const Node* const object = own(site_, own_slot(*planned));
    if (object == nullptr) return;
    planned->schema.unplanned(site_.batch, root(), scratch_.schema, scratch_.unplanned);
    const uint32_t first = index_of(site_, *object);
    for (const uint32_t member : scratch_.unplanned) {
      if (out_.full()) return;
      const bool inside = member > first && member < object->next;
      if (!inside || is_forbidden(member) || (planned != answer.viewed && viewed(answer, member))) {
        continue;
      }
      unplanned_member(*planned, member, nearest_member(*planned, member));
      out_.called(SegmentCode::kNone).planned_at({plan_.file(), planned->rule.key_line, planned->rule.key_column,
                       "Unplanned Property", "Additional-Properties"});
      if (weigh(PlanClass::kUnplannedMembers) == PlanAction::kOmit) remove(member);
    }
  }

  bool viewed(const PlanAnswer& answer, uint32_t member) {
    return answer.viewed != nullptr &&
           answer.viewed->schema.listing(site_.batch, root(), member, scratch_.schema).listed;
  }

  static Slot own_slot(const PlannedRule& planned) {
    return own_object(planned.rule.kind) == "traits" ? Slot::kTraits : Slot::kProperties;
  }

  bool is_forbidden(uint32_t member) const {
    return std::binary_search(scratch_.forbidden.begin(), scratch_.forbidden.end(), member);
  }

  void unplanned_member(const PlannedRule& planned, uint32_t member, std::string_view near) {
    const Node& node = at(member);
    out_.add(rules::plan_unplanned_property, node, named(site_, node, out_), title(planned),
             did_you_mean(near))
        .at_key();
    if (!near.empty()) out_.suggest(near);
  }

  // What one part of the schema lists, another may shut out: no other name was meant then.
  void forbidden_member(const PlannedRule& planned, const SchemaFailure& failure) {
    const Node& node = at(failure.node);
    const std::string_view near = nearest_member(planned, failure.node);
    if (near.empty() || near != node.key) return unplanned_member(planned, failure.node, near);
    const std::string_view name = named(site_, node, out_);
    if (failure.keyword == SchemaKeyword::kUnevaluatedProperties) {
      out_.add(rules::plan_unplanned_property, node, name, title(planned),
               ", but in a branch that does not hold here")
          .at_key();
      return;
    }
    const std::string where = place_within(planned.rule.schema, failure);
    const bool parts = has_key(planned.rule.schema, "allOf");
    out_.add(rules::plan_unplanned_property, node, name,
             out_.text({where, parts ? ", a part of allOf" : ", a part of the schema",
                        " that is closed (additionalProperties is false)"}),
             ", though another part lists it")
        .at_key();
  }

  std::string_view title(const PlannedRule& planned) {
    if (planned.rule.key.empty()) return name_of(planned.rule.kind);
    return out_.quoted(planned.rule.key);
  }

  std::string_view did_you_mean(std::string_view name) {
    if (name.empty()) return scratch_.near_planned.is_spent() ? kLookedNoFurther : std::string_view();
    return out_.text({", did you mean ", out_.quoted(name), "?"});
  }

  // Names of the same letters are all told: nobody knows which one it was.
  std::string_view did_you_mean(std::span<const PlannedRule* const> alike) {
    if (alike.size() <= 1) return did_you_mean(alike.empty() ? std::string_view() : alike[0]->rule.key);
    std::string_view list = out_.quoted(alike[0]->rule.key);
    for (size_t i = 1; i < alike.size(); ++i) {
      list = out_.text({list, i + 1 == alike.size() ? " or " : ", ", out_.quoted(alike[i]->rule.key)});
    }
    return out_.text({", did you mean ", list, "?"});
  }

  // The planned name that the key of `member` was meant to be.
  std::string_view nearest_member(const PlannedRule& planned, uint32_t member) {
    const std::pair here(&planned, at(member).parent);
    if (names_ == nullptr || here != named_) names_ = names_beside(planned, member);
    named_ = here;
    return names_ == nullptr ? std::string_view()
                             : scratch_.near_planned.member(*names_, at(member).key);
  }

  const PlanNames* names_beside(const PlannedRule& planned, uint32_t member) {
    std::vector<std::string_view> path;  // "products[]" is an item of products
    std::string_view brackets;
    for (uint32_t i = at(member).parent; i != root(); i = at(i).parent) {
      if (at(i).key.size() > kLongestPlannedName) return nullptr;
      if (at(i).has_key()) path.push_back(out_.text({at(i).key, brackets}));
      brackets = at(i).has_key() ? std::string_view() : out_.text({"[]", brackets});
    }
    std::reverse(path.begin(), path.end());
    std::string place;
    for (const std::string_view step : path) {
      place.append(std::to_string(step.size())).append(":").append(step);
    }
    return &scratch_.near_planned.names(planned, place, [&] { return planned.schema.names_at(path); });
  }

  // Omission removes what fails, where it is a member of the properties or traits; what is missing
  // cannot be removed.
  void omit(const PlannedRule& planned, const SchemaFailure& failure, const Node& node) {
    if (!failure.missing.empty()) return;
    const Node* const object = own(site_, own_slot(planned));
    if (object == nullptr || failure.node <= index_of(site_, *object) ||
        failure.node >= object->next) {
      return;
    }
    remove(index_of(site_, node));
  }

  void remove(uint32_t member) {
    scratch_.omitted.push_back(member);
    out_.remove(at(member), kSafe);
  }

  // After the rest: what has been omitted is no longer there.
  void common_rule(const PlannedRule& planned) {
    if (planned.schema.valid(site_.batch, root(), scratch_.schema)) return;
    scratch_.failures.clear();
    planned.schema.explain(site_.batch, root(), scratch_.schema, scratch_.failures);
    keep_outermost_omitted();
    for (const SchemaFailure& failure : scratch_.failures) {
      if (out_.full()) return;
      if (is_omitted(failure.node)) continue;
      add_failure(rules::plan_common_violation, failure);
      if (weigh(PlanClass::kCommon) == PlanAction::kOmit) omit(planned, failure, at(failure.node));
    }
  }

  // In order, and none within another.
  void keep_outermost_omitted() {
    auto& all = scratch_.omitted;
    std::sort(all.begin(), all.end());
    size_t kept = 0;
    for (const uint32_t member : all) {
      if (kept == 0 || member >= at(all[kept - 1]).next) all[kept++] = member;
    }
    all.resize(kept);
    omitted_before_ = kept;
  }

  // The failures of the common rule come in order, so of what it omits itself only the last may
  // hold the next of them.
  bool is_omitted(uint32_t node) const {
    const auto& all = scratch_.omitted;
    const auto holds = [&](uint32_t member) { return node >= member && node < at(member).next; };
    if (all.size() > omitted_before_ && holds(all.back())) return true;
    const auto end = all.begin() + static_cast<ptrdiff_t>(omitted_before_);
    const auto after = std::upper_bound(all.begin(), end, node);
    return after != all.begin() && holds(*(after - 1));
  }

  std::optional<PlanAction> weigh(PlanClass which) {
    const std::optional<PlanAction> action = terms_.at(which);
    if (action) out_.weigh(*action == PlanAction::kBlock ? Severity::kError : Severity::kWarning);
    return action;
  }

  const CompiledPlan& plan_;
  const PlanTerms& terms_;
  const Site& site_;
  Scratch& scratch_;
  Findings& out_;
  size_t omitted_before_ = 0;  // of scratch_.omitted: before the common rule
  std::pair<const PlannedRule*, uint32_t> named_;  // whose names names_ are, at which object
  const PlanNames* names_ = nullptr;
};

}  // namespace

std::optional<int64_t> event_version(const Batch& batch, const Event& event) {
  const Node* const protocols = member_of(batch, context_of(batch, event), "protocols");
  const Node* const version = member_of(batch, protocols, "event_version");
  if (version == nullptr || !admits(kNumber, version->kind) || !is_whole(version->text)) return {};
  int64_t value = 0;
  const std::string_view digits = version->text;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return end.ec == std::errc() ? std::optional(value) : std::nullopt;
}

namespace {

PlanAnswer answer_by(const CompiledPlan& plan, const Batch& batch, const Event& event,
                     std::string_view name) {
  const std::optional<int64_t> version =
      plan.has_versions() ? event_version(batch, event) : std::nullopt;
  return plan.answer(event.call, name, version);
}

}  // namespace

PlanAnswer plan_answer(const CompiledPlan& plan, const Batch& batch, const Event& event) {
  return answer_by(plan, batch, event, name_of_call(batch, event));
}

void check_plan(const PlanInForce& in_force, const Site& site, Scratch& scratch, Findings& out) {
  PlanCheck(in_force, site, scratch, out).run();
}

Listing planned_member(const CompiledPlan& plan, const Batch& batch, const Event& event,
                       std::string_view renamed, uint32_t node) {
  SchemaScratch scratch;
  const std::string_view name = renamed.empty() ? name_of_call(batch, event) : renamed;
  const PlanAnswer answer = answer_by(plan, batch, event, name);
  for (const PlannedRule* planned : {answer.own, answer.viewed, answer.common}) {
    if (planned == nullptr) continue;
    const Listing listing = planned->schema.listing(batch, event.root, node, scratch);
    if (listing.listed) return listing;
  }
  return {};
}

}  // namespace specgate
