#include "spec/plan/diff/plan_diff.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "spec/json/json_quote.h"
#include "spec/plan/diff/align.h"
#include "spec/plan/diff/plan_side.h"
#include "spec/plan/diff/renames.h"
#include "spec/plan/diff/schema_diff.h"
#include "spec/schema/json_schema.h"

namespace specgate {
namespace {

using enum PlanChangeKind;

constexpr std::string_view kPageViewed = "Page Viewed", kScreenViewed = "Screen Viewed";

std::string rule_place(const PlanRule& rule) {
  std::string out = "/" + std::string(name_of(rule.kind));
  std::string name = rule.key;
  if (rule.version != 1) name += "@" + std::to_string(rule.version);
  if (!name.empty()) append_pointer_step(name, out);
  return out;
}

std::string rule_pointer(const TrackingPlan& plan, const PlanRule& rule) {
  return "/rules/" + std::to_string(&rule - plan.rules.data());
}

ChangePlace place_in(const TrackingPlan& plan, const PlanRule* rule) {
  if (rule == nullptr) return {};
  const bool named = rule->key_line != 0;
  return {rule_pointer(plan, *rule), named ? rule->key_line : rule->line,
          named ? rule->key_column : rule->column};
}

using Labels = std::vector<std::pair<std::string, std::string>>;

bool same_labels(Labels a, Labels b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

// The schemas of two rules, made ready.
struct Prepared {
  SchemaRef before, after;
};

class PlanDiff {
 public:
  PlanDiff(Side before, Side after, const SpecData& data, std::vector<PlanChange>& out)
      : before_(std::move(before)), after_(std::move(after)), data_(data), out_(out), space_(after_.plan.formats) {
    one_shape_ = before_.plan.shape == after_.plan.shape;
    nothing_.schema = Json::object();
    const RuleId common(PlanRuleKind::kCommon, "");
    if (const Versions* rules = before_.find(common)) common_before_ = context(*rules->front());
    if (const Versions* rules = after_.find(common)) common_after_ = context(*rules->front());
  }

  void run() {
    pair_renamed();
    for (const RuleId& id : after_.order) {
      const Versions &now = *after_.find(id), *was = before_.find(id);
      if (was != nullptr) {
        compare_versions(*was, now);
      } else if (const auto from = renamed_.find(id); from != renamed_.end()) {
        tell_renamed(*before_.find(from->second), now);
      } else {
        tell_added(now);
      }
    }
    for (const RuleId& id : before_.order) {
      if (after_.find(id) == nullptr && !left_.contains(id)) tell_removed(*before_.find(id));
    }
  }

 private:
  Conjunction context(const PlanRule& rule) {
    return {space_.made(flattened(as_call(held(rule), Json::object()), space_))};
  }

  // As it is named, or by the letter of draft-04, whose open bounds many plans have under any name.
  static bool usable(const Json& schema) {
    if (JsonSchema::compile({}, schema) || !schema.is(Kind::kObject)) return !schema.is(Kind::kNull);
    Json other = schema;
    other.set("$schema", Json::string("http://json-schema.org/draft-04/schema#"));
    return static_cast<bool>(JsonSchema::compile({}, other));
  }

  // A rule whose schema cannot be compiled is switched off (spec/plan/compiled_plan.h): it asks for nothing.
  const Json& held(const PlanRule& rule) {
    static const Json kNothing = Json::object();
    const auto [at, fresh] = usable_.try_emplace(&rule.schema);
    if (fresh) at->second = usable(rule.schema);
    return at->second ? rule.schema : kNothing;
  }

  // A new schema is compared as it is written: whoever mends it means what it says.
  static const Json& written(const PlanRule& rule) {
    static const Json kNothing = Json::object();
    return rule.schema.is(Kind::kNull) ? kNothing : rule.schema;
  }

  // Shapes other than the API's own tell nothing of whether the own object itself is required.
  void drop_outer_required(PlanRuleKind kind, Json& schema) const {
    Json* const required = schema.find("required");
    if (one_shape_ || required == nullptr) return;
    std::erase_if(required->items, [&](const Json& name) { return name.text == own_object(kind); });
  }

  Prepared prepare(const PlanRule& before, const PlanRule& after) {
    const bool both_off = &held(before) != &before.schema && &held(after) != &after.schema;
    const Json& old_schema = both_off ? written(before) : held(before);
    Json old_one = as_call(old_schema, written(after));
    Json new_one = as_call(written(after), old_schema);
    drop_outer_required(before.kind, old_one);
    drop_outer_required(after.kind, new_one);
    const SchemaRef now = space_.made(flattened(*space_.made(std::move(new_one)).schema, space_));
    const SchemaRef was = space_.made(flattened(*space_.made(std::move(old_one)).schema, space_));
    // What a schema lists that cannot be used is not new, and let everything pass.
    if (&held(before) != &before.schema) return {was, now};
    return {space_.made(granted(*was.schema, *now.schema, facts_of(before, after), space_)), now};
  }

  // Of the calls that one rule answered to and the other does.
  CallFacts facts_of(const PlanRule& before, const PlanRule& after) {
    // Typewriter's shape has no place for what stands around the properties.
    if (!one_shape_ && before_.plan.shape == PlanShape::kTypewriter) return {};
    const Call call = call_of(before.kind);
    const auto [at, fresh] = carried_.try_emplace(before.kind);
    if (fresh) at->second = carried_by(call, data_);
    CallFacts out{&at->second, {{"type", {}}}};
    std::vector<std::string_view>& types = out.settled[0].values;
    for (size_t i = 0; i + 1 < kCallCount; ++i) {
      const auto one = static_cast<Call>(i);
      if (call == one || call == Call::kUnknown) types.push_back(name_of(one));
    }
    const PlanRule& named = before.key.empty() ? after : before;
    if (!named.key.empty() && !answers_to_views(named))
      out.settled.push_back({before.kind == PlanRuleKind::kTrack ? "event" : "name", {named.key}});
    return out;
  }

  PlanChange& tell(PlanChangeKind kind, const PlanRule* before, const PlanRule* after,
                   std::string message) {
    PlanChange change;
    change.kind = kind;
    change.place = rule_place(before != nullptr ? *before : *after);
    change.before = place_in(before_.plan, before);
    change.after = place_in(after_.plan, after);
    change.message = std::move(message);
    out_.push_back(std::move(change));
    return out_.back();
  }

  bool same_rules(const Versions& before, const Versions& after) {
    return before.size() == after.size() &&
           std::equal(before.begin(), before.end(), after.begin(),
                      [&](const PlanRule* a, const PlanRule* b) {
                        const Prepared ready = prepare(*a, *b);
                        return a->version == b->version && space_.same(ready.before, ready.after);
                      });
  }

  // Track rules of one side that the other has not.
  static std::vector<const RuleId*> unmatched(const Side& side, const Side& other) {
    std::vector<const RuleId*> out;
    for (const RuleId& id : side.order) {
      if (id.first == PlanRuleKind::kTrack && other.find(id) == nullptr) out.push_back(&id);
    }
    return out;
  }

  static std::vector<std::string_view> keys_of(const std::vector<const RuleId*>& rules) {
    std::vector<std::string_view> out;
    for (const RuleId* rule : rules) out.push_back(rule->second);
    return out;
  }

  void pair_renamed() {
    const std::vector<const RuleId*> gone = unmatched(before_, after_), fresh = unmatched(after_, before_);
    const Renames renames = find_renames(keys_of(gone), keys_of(fresh), [&](uint32_t from, uint32_t to) {
      return same_rules(*before_.find(*gone[from]), *after_.find(*fresh[to]));
    });
    for (const auto& [from, to] : renames.pairs) {
      renamed_.emplace(*fresh[to], *gone[from]);
      left_.insert(*gone[from]);
    }
    renames_cut_ = renames.cut;
  }

  void tell_renamed(const Versions& before, const Versions& after) {
    const PlanRule &was = *before.front(), &now = *after.front();
    PlanChange& change =
        tell(kEventRenamed, &was, &now, title_of(was) + " is called \"" + now.key + "\" now");
    change.senders = {PlanVerdict::kBreaking, "calls by the old name are unplanned"};
    change.readers = {PlanVerdict::kBreaking, "nothing comes under the old name any more"};
    compare_about(was, now);
  }

  void tell_removed(const Versions& versions) {
    const PlanRule& rule = *versions.front();
    const bool event = rule.kind == PlanRuleKind::kTrack;
    PlanChange& change =
        tell(event ? kEventRemoved : kRuleRemoved, &rule, nullptr, title_of(rule) + " is gone");
    if (event && renames_cut_) change.message += kRenamesCut;
    if (event) change.senders = {PlanVerdict::kBreaking, "calls of it are unplanned"};
    if (const PlanRule* other = event ? nullptr : stand_in(after_, rule)) {
      const Prepared ready = prepare(rule, *other);
      change.senders = judgement_of(contained({ready.before}, {ready.after}, space_));
      change.readers = judgement_of(contained({ready.after}, {ready.before}, space_));
      change.message += ", its calls are held against ";
      change.message += other->key.empty() ? "the rule without a name" : title_of(*other);
      return;
    }
    if (event || !accepts_all(rule.schema))
      change.readers = {PlanVerdict::kBreaking, "nothing is promised of it any more"};
  }

  void tell_added(const Versions& versions) {
    const PlanRule& rule = *versions.front();
    const bool event = rule.kind == PlanRuleKind::kTrack;
    PlanChange& change = tell(event ? kEventAdded : kRuleAdded, nullptr, &rule,
                              title_of(rule) + (event ? " is new" : " has a rule now"));
    if (event && !answers_to_views(rule)) return;
    // Such calls were held against nothing before, or against other rules.
    nothing_.kind = rule.kind;
    const PlanRule* const before = event ? nullptr : stand_in(before_, rule);
    change.senders = senders_of(together(before != nullptr ? *before : nothing_, viewed(before_, rule)), rule);
    if (event) change.message += ", and page and screen calls answer to it";
    const bool all = rule.kind == PlanRuleKind::kCommon;
    if (all || event) hold_against(rule, nullptr, change);
  }

  // What else holds of the rule's calls.
  Conjunction besides(const Side& side, const PlanRule& rule, Conjunction common) {
    if (const PlanRule* const event = viewed(side, rule)) {
      const Conjunction more = context(*event);
      common.insert(common.end(), more.begin(), more.end());
    }
    return common;
  }

  Judgement senders_of(const PlanRule& before, const PlanRule& after) {
    const Prepared ready = prepare(before, after);
    Conjunction was{ready.before};
    if (after.kind != PlanRuleKind::kCommon) was.insert(was.end(), common_before_.begin(), common_before_.end());
    return judgement_of(contained(was, {ready.after}, space_));
  }

  // Calls of other rules answer to this one, too: those that it would stop though their own let them pass.
  void hold_against(const PlanRule& rule, const PlanRule* before, PlanChange& change) {
    if (change.senders.verdict == PlanVerdict::kBreaking) return;
    for (const PlanRule& other : before_.plan.rules) {
      if (!answers_to_both(other, rule)) continue;
      Judgement senders = senders_of(together(other, before), rule);
      if (senders.verdict != PlanVerdict::kBreaking) continue;
      senders.why = title_of(other) + " lets pass what this does not, " + senders.why;
      change.senders = std::move(senders);
      return;
    }
  }

  static bool answers_to_both(const PlanRule& other, const PlanRule& rule) {
    if (rule.kind == PlanRuleKind::kCommon) return other.kind != PlanRuleKind::kCommon;
    return other.kind == (rule.key == kPageViewed ? PlanRuleKind::kPage : PlanRuleKind::kScreen);
  }

  // One rule that asks what both ask.
  const PlanRule& together(const PlanRule& rule, const PlanRule* other) {
    if (other == nullptr) return rule;
    PlanRule& out = together_.emplace_back(rule);
    out.schema = Json::object();
    Json& all = out.schema.set("allOf", Json::array());
    for (const PlanRule* const one : {&rule, other}) {
      const Json& schema = held(*one);
      all.items.push_back(refers(schema) ? space_.stand_in({&schema, &schema}) : schema);
    }
    usable_[&out.schema] = true;
    return out;
  }

  static bool is_of_views(const PlanRule& rule) {
    return rule.kind == PlanRuleKind::kPage || rule.kind == PlanRuleKind::kScreen;
  }

  // What answers to calls of a page or screen where its rule is not there (CompiledPlan::answer): the rule
  // without a name, or else that of its kind for all views; null: nothing does.
  static const PlanRule* stand_in(const Side& side, const PlanRule& rule) {
    if (!is_of_views(rule)) return nullptr;
    const std::string_view views = rule.kind == PlanRuleKind::kPage ? kPageViewed : kScreenViewed;
    for (const std::string_view key : {std::string_view(), views}) {
      if (key == rule.key) continue;
      const Versions* const versions = side.find({rule.kind, std::string(key)});
      if (versions != nullptr) return versions->front();
    }
    return nullptr;
  }

  // The event that all calls of a page or screen answer to besides; null: there is none.
  static const PlanRule* viewed(const Side& side, const PlanRule& rule) {
    if (!is_of_views(rule)) return nullptr;
    const std::string_view key = rule.kind == PlanRuleKind::kPage ? kPageViewed : kScreenViewed;
    const Versions* const versions = side.find({PlanRuleKind::kTrack, std::string(key)});
    return versions == nullptr ? nullptr : versions->front();
  }

  static bool answers_to_views(const PlanRule& rule) {
    return rule.key == kPageViewed || rule.key == kScreenViewed;
  }

  void compare_versions(const Versions& before, const Versions& after) {
    if (before.size() == 1 && after.size() == 1) {
      compare_rules(*before[0], *after[0]);
      const bool renumbered = before[0]->version != after[0]->version && one_shape_;
      if (renumbered) {
        tell(kVersionRenumbered, before[0], after[0],
             title_of(*before[0]) + " is version " + std::to_string(after[0]->version) + " now");
      }
      return;
    }
    const auto with_version = [](const Versions& all, int64_t version) -> const PlanRule* {
      const auto at = std::find_if(all.begin(), all.end(),
                                   [&](const PlanRule* rule) { return rule->version == version; });
      return at == all.end() ? nullptr : *at;
    };
    for (const PlanRule* now : after) {
      if (const PlanRule* was = with_version(before, now->version)) {
        compare_rules(*was, *now);
      } else {
        tell(kVersionAdded, nullptr, now,
             title_of(*now) + " is new, as version " + std::to_string(now->version));
      }
    }
    for (const PlanRule* was : before) {
      if (with_version(after, was->version) == nullptr) tell_version_gone(*was, *after[0]);
    }
    if (before[0]->version != after[0]->version) compare_fallback(*before[0], *after[0]);
  }

  // Calls of a version that is not planned are held against the oldest one.
  void tell_version_gone(const PlanRule& was, const PlanRule& oldest) {
    const Prepared ready = prepare(was, oldest);
    const Judgement senders = judgement_of(contained({ready.before}, {ready.after}, space_));
    const bool same = space_.same(ready.before, ready.after);
    PlanChange& change =
        tell(kVersionRemoved, &was, nullptr,
             title_of(was) + ": version " + std::to_string(was.version) +
                 " is gone, its calls are held against version " + std::to_string(oldest.version));
    change.around = {{}, oldest.line, oldest.column};
    change.senders = senders;
    if (!same) change.readers = {PlanVerdict::kBreaking, "the version is not planned any more"};
  }

  void compare_fallback(const PlanRule& was, const PlanRule& now) {
    const Prepared ready = prepare(was, now);
    PlanChange& change =
        tell(kFallbackChanged, &was, &now,
             title_of(was) + ": calls that name no version are held against version " +
                 std::to_string(now.version) + " now, not " + std::to_string(was.version));
    change.senders = judgement_of(contained({ready.before}, {ready.after}, space_));
    change.readers = judgement_of(contained({ready.after}, {ready.before}, space_));
  }

  void compare_rules(const PlanRule& was, const PlanRule& now) {
    compare_about(was, now);
    const Prepared ready = prepare(was, now);
    const bool common = was.kind == PlanRuleKind::kCommon;
    const size_t first = out_.size();
    SchemaDiff diff({title_of(was), own_object(was.kind), common ? Conjunction{} : besides(before_, was, common_before_),
                     common ? Conjunction{} : besides(after_, now, common_after_)},
                    space_, out_);
    diff.compare({ready.before, ready.after, rule_place(was),
                  rule_pointer(before_.plan, was) + "/jsonSchema",
                  rule_pointer(after_.plan, now) + "/jsonSchema", ""});
    drop_outer_echo(rule_place(was) + "/" + std::string(own_object(was.kind)), first);
    const bool for_others = common || (was.kind == PlanRuleKind::kTrack && answers_to_views(was));
    if (for_others && !(was.schema == now.schema)) compare_for_others(was, now, first);
  }

  // A rule to which calls of others answer, too, may stop what those let pass, though its changes hurt nobody by
  // themselves.
  void compare_for_others(const PlanRule& was, const PlanRule& now, size_t first) {
    const bool told = std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
                                  [](const PlanChange& one) { return one.senders.verdict == PlanVerdict::kBreaking; });
    PlanChange change;
    if (!told) hold_against(now, &was, change);
    if (change.senders.verdict != PlanVerdict::kBreaking) return;
    tell(kConstraintNarrowed, &was, &now, title_of(was) + ": what it asks changed").senders =
        std::move(change.senders);
  }

  // Where members of the own object are required for the first time, so is the object, and the
  // other way round: one change, not two.
  void drop_outer_echo(const std::string& own, size_t first) {
    const auto there = [&](std::initializer_list<PlanChangeKind> kinds) {
      return std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
                         [&](const PlanChange& change) {
                           return change.place != own &&
                                  std::find(kinds.begin(), kinds.end(), change.kind) != kinds.end();
                         });
    };
    const bool comes = there({kRequiredAdded, kMadeRequired});
    const bool goes = there({kMadeOptional, kPropertyRemoved});
    const auto echo = [&](const PlanChange& change) {
      return change.place == own &&
             ((change.kind == kMadeRequired && comes) || (change.kind == kMadeOptional && goes));
    };
    out_.erase(std::remove_if(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(), echo),
               out_.end());
  }

  // Words, labels, deprecation.
  void compare_about(const PlanRule& was, const PlanRule& now) {
    const std::string title = title_of(was);
    if (was.description != now.description)
      tell(kWordsChanged, &was, &now, title + ": description changed");
    // Not every shape has labels.
    const bool told = one_shape_ || (!was.labels.empty() && !now.labels.empty());
    if (told && !same_labels(was.labels, now.labels))
      tell(kLabelsChanged, &was, &now, title + ": labels changed");
    if (was.deprecated() == now.deprecated()) return;
    const bool ends = now.deprecated();
    tell(ends ? kDeprecated : kUndeprecated, &was, &now,
         title + (ends ? " is deprecated" : " is deprecated no more"));
  }

  Side before_, after_;
  PlanRule nothing_;  // asks for nothing
  std::deque<PlanRule> together_;  // made of two
  const SpecData& data_;
  std::vector<PlanChange>& out_;
  bool one_shape_ = true;
  SchemaSpace space_;
  Conjunction common_before_, common_after_;
  std::map<PlanRuleKind, CarriedPlace> carried_;
  std::unordered_map<const Json*, bool> usable_;
  std::map<RuleId, RuleId> renamed_;  // by the new name
  bool renames_cut_ = false;
  std::set<RuleId> left_;             // old names of those
};

}  // namespace

std::vector<PlanChange> diff_plans(const TrackingPlan& before, const TrackingPlan& after,
                                   const Spec& spec) {
  std::vector<PlanChange> out;
  Side from = side_of(before), to = side_of(after);
  if (before.shape != after.shape) {
    if (before.shape == PlanShape::kTypewriter) keep_what_typewriter_has(from, to);
    if (after.shape == PlanShape::kTypewriter) keep_what_typewriter_has(to, from);
  }
  PlanDiff(std::move(from), std::move(to), spec.data(), out).run();
  return out;
}

}  // namespace specgate
