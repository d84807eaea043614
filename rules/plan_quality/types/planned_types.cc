#include "rules/plan_quality/types/planned_types.h"

#include <algorithm>
#include <map>

#include "rules/plan_quality/schema/schema_parts.h"
#include "rules/privacy/exposed.h"

namespace specgate {
namespace {

constexpr KindMask kNull = mask(Kind::kNull);

constexpr KindMask kAnyButNull = kAnyKind & static_cast<KindMask>(~kNull);

struct Use {
  const PlanNode* node;
  KindMask kinds;
  bool as_spec;  // the Spec has this type for it
};

Use use_of(const PlanView& plan, const PlanNode& node) {
  const KindMask kinds = planned_kinds(node);
  const Constraint* const said = plan.said_of(node);
  return {&node, kinds, said != nullptr && (kinds & ~said->kinds) == 0};
}

// The types of each place, in events' and traits' newest versions; by place, in file order.
std::vector<std::vector<Use>> uses_of(const PlanView& plan) {
  std::vector<std::vector<Use>> out(plan.places().size());
  for (const PlanNode& node : plan.nodes()) {
    if (!node.is_planned() || !plan.in_own(node) || !plan.is_newest(*node.rule)) continue;
    if (plan.place_of(node).level < 2) continue;
    const Use use = use_of(plan, node);
    std::vector<Use>& uses = out[node.place];
    const bool again = !uses.empty() && uses.back().node->rule == node.rule;  // a part of allOf
    if (!again && use.kinds != kAnyButNull && use.kinds != 0) uses.push_back(use);
  }
  return out;
}

// The first of the uses that have the commonest type.
const Use& commonest(const std::vector<Use>& uses, size_t& times) {
  std::map<KindMask, size_t> counts;
  for (const Use& use : uses) ++counts[use.kinds];
  times = 0;
  for (const auto& [kinds, count] : counts) times = std::max(times, count);
  return *std::find_if(uses.begin(), uses.end(),
                       [&](const Use& use) { return counts[use.kinds] == times; });
}

void add_clashes(const PlanView& plan, const std::vector<Use>& uses, std::vector<TypeClash>& out) {
  const bool same = std::all_of(uses.begin(), uses.end(),
                                [&](const Use& use) { return use.kinds == uses[0].kinds; });
  if (same) return;
  size_t times = 0;
  const Use& most = commonest(uses, times);
  const std::string others = kinds_text(most.kinds) +
                             (times == 1 ? " in " : " in " + std::to_string(times) + ", as in ") +
                             title_of(*most.node->rule);
  for (const Use& use : uses) {
    if (use.kinds == most.kinds || (use.as_spec && most.as_spec)) continue;
    const bool comparable = (use.kinds & ~most.kinds) == 0 || (most.kinds & ~use.kinds) == 0;
    out.push_back(
        {use.node, plan.place_of(*use.node).path, kinds_text(use.kinds), others, comparable});
  }
}

bool is_trait_place(std::string_view path) {
  return path.starts_with("traits") || path.starts_with("context.traits");
}

SpecFamily family_of(std::string_view path) {
  if (is_trait_place(path)) return SpecFamily::kTraits;
  return path.starts_with("properties") ? SpecFamily::kProperties : SpecFamily::kRest;
}

}  // namespace

std::vector<TypeClash> type_clashes(const PlanSite& site) {
  std::vector<TypeClash> out;
  for (const std::vector<Use>& uses : uses_of(site.plan)) add_clashes(site.plan, uses, out);
  return out;
}

void report_contradicted(const Rule& rule, SpecFamily family, const PlanSite& site,
                         PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || node.schema->is_false()) continue;
    const Constraint* const said = site.plan.said_of(node);
    if (said == nullptr || family_of(site.plan.place_of(node).path) != family) continue;
    const KindMask kinds = planned_kinds(node);
    if (kinds == 0 || (kinds & said->kinds) != 0) continue;
    const std::string spec(said->words);
    out.add(rule, at(node, "type"),
            {site.plan.place_of(node).path, kinds_text(kinds),
             spec.empty() ? kinds_text(static_cast<KindMask>(said->kinds & ~kNull)) : spec});
  }
}

// What takes fractions takes integers.
KindMask planned_kinds(const PlanNode& node) {
  return static_cast<KindMask>(kinds_of(*node.schema, node.rule->schema) & ~kNull);
}

bool may_tell(const PlanNode& node, const CallPlace& place) {
  const KindMask kinds = planned_kinds(node);
  if (describes(place.key)) return false;
  return kinds != mask(Kind::kBoolean) || is_a_state(place.key);
}

}  // namespace specgate
