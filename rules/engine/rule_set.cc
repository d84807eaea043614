#include "rules/engine/rule_set.h"

#include <algorithm>

#include "rules/engine/custom_rule.h"
#include "rules/engine/dispatch_table.h"
#include "rules/engine/site.h"
#include "rules/plan/plan_check.h"
#include "rules/time/moment.h"

namespace specgate {
namespace {

// 10.0 and 1e2 are integers to Segment's validator; only their spelling is a real's.
bool has_zero_fraction(std::string_view number) {
  if (number.find_first_of("eE") != std::string_view::npos) {
    return number.find('-', 1) == std::string_view::npos &&
           number.find('.') == std::string_view::npos;
  }
  const size_t dot = number.find('.');
  return dot != std::string_view::npos &&
         number.find_first_not_of('0', dot + 1) == std::string_view::npos;
}

// One walk over one call, or over the envelope of a batch.
class Walk {
 public:
  Walk(const DispatchTable& plan, const Batch& batch, const Event& event, const EventName& name,
       Findings& findings)
      : plan_(plan),
        batch_(batch),
        event_(event),
        name_(name),
        findings_(findings),
        call_(only(event.call)) {
    shape_ = name.semantic != nullptr ? name.semantic->shape : plan.spec->shape_of(event.call);
    cells_ = plan.cells(shape_);
  }

  void run(uint32_t first, uint32_t last) {
    const PlaceFilter* const cells = cells_;  // in a register: a check might change any member
    for (const Node& node : batch_.nodes.subspan(first, last - first)) {
      const uint32_t asked = cells[node.path].bits & PlaceFilter::all_about(node);
      if (asked == 0) [[likely]]
        continue;
      judge(asked, node);
      if (findings_.full()) return;
    }
  }

  void body_rules(Facts facts) {
    Site site = site_of(batch_.nodes[event_.root]);
    all(plan_.on_batch, site);
    those_about(facts, plan_.on_odd_batch, site);
  }

  void event_rules() {
    const auto call = static_cast<size_t>(event_.call);
    Site site = site_of(batch_.nodes[event_.root]);
    all(plan_.on_event[call], site);
    if (const Facts facts = facts_of_call(site)) those_about(facts, plan_.on_odd_event[call], site);
  }

  void plan_rules(Scratch& scratch) {
    const RuleConfig& config = plan_.config;
    check_plan({*config.tracking_plan, config.plan_policy}, site_of(batch_.nodes[event_.root]),
               scratch, findings_);
  }

 private:
  Site site_of(const Node& node, const Constraint* constraint = nullptr) const {
    return {*plan_.spec, plan_.config.settings, batch_, event_, node, name_, constraint};
  }

  void ask(const Subscription& one, Site& site) {
    site.custom = one.custom;
    one.check(site, findings_);
  }

  void all(const Subscriptions& subscriptions, Site& site) {
    for (const Subscription& one : subscriptions) ask(one, site);
  }

  void those_about(Facts facts, const Subscriptions& subscriptions, Site& site) {
    for (const Subscription& one : subscriptions) {
      if ((one.facts & facts) != 0 && (one.calls & call_) != 0) ask(one, site);
    }
  }

  void judge(uint32_t asked, const Node& node) {
    if ((asked & PlaceFilter::kWrong) != 0) kind(node);
    if ((asked & PlaceFilter::kValue) != 0) each(plan_.on_value, node, nullptr);
    if ((asked & PlaceFilter::kTime) != 0) time(node);
    if ((asked & PlaceFilter::kFormat) != 0) format(node);
    if ((asked & PlaceFilter::kOddText) != 0) each(plan_.on_odd_text, node, nullptr);
    if ((asked & PlaceFilter::kKeys) != 0) key(node);
  }

  void each(const std::vector<Subscriptions>& by_path, const Node& node,
            const Constraint* constraint) {
    Site site = site_of(node, constraint);
    for (const Subscription& one : by_path[node.path]) {
      if ((one.calls & call_) != 0) ask(one, site);
    }
  }

  // A kind that somebody minds, or an object that somebody asks about.
  void kind(const Node& node) {
    const bool asked = (cells_[node.path].bits & PlaceFilter::kObject) != 0 && node.is(Kind::kObject);
    if (asked) each(plan_.on_object, node, nullptr);
    const Constraint* constraint = plan_.spec->constraint(shape_, node.path);
    if (constraint == nullptr || admits(constraint->kinds, node.kind)) return;
    if (node.is(Kind::kReal) && admits(constraint->kinds, Kind::kInteger) &&
        has_zero_fraction(node.text)) {
      return;
    }
    each(plan_.on_wrong_kind, node, constraint);
  }

  void time(const Node& node) {
    if (!is_time_of_call(batch_, event_, node) && !is_clock(node)) return;
    Site site = site_of(node);
    if (const Facts facts = facts_of_time(site)) {
      those_about(facts, plan_.on_time[node.path], site);
    }
  }

  void format(const Node& node) {
    if (node.is(Kind::kNull)) return;
    const Constraint* constraint = plan_.spec->constraint(shape_, node.path);
    if (constraint != nullptr && admits(constraint->kinds, node.kind)) {
      each(plan_.on_format, node, constraint);
    }
  }

  void key(const Node& node) {
    const bool listed = (cells_[node.path].bits & PlaceFilter::kListed) != 0;
    Site site = site_of(node);
    for (const Subscription& one : plan_.on_key[node.path]) {
      const bool asked = (node.traits & one.keys) != 0 && !(listed && one.unlisted);
      if (asked && (one.calls & call_) != 0) ask(one, site);
    }
  }

  const DispatchTable& plan_;
  const Batch& batch_;
  const Event& event_;
  const EventName& name_;
  Findings& findings_;
  const CallSet call_;  // the event's only
  uint16_t shape_ = 0;
  const PlaceFilter* cells_ = nullptr;
};

// What there is to say of the body as a whole, and of a batch's envelope: of most, nothing.
void judge_body(const DispatchTable& plan, const Batch& batch, Findings& findings) {
  if (batch.nodes.empty()) return;
  const Facts facts = facts_of_body(batch);
  if (facts == 0 && plan.on_batch.empty()) return;
  Event envelope;
  envelope.root = batch.envelope;
  envelope.slots = batch.slots;
  findings.begin(batch, kNoEvent);
  Walk walk(plan, batch, envelope, kNoEventName, findings);
  walk.body_rules(facts);
  if (batch.form != Form::kBatch) return;
  const Node& root = batch.nodes[batch.envelope];
  const uint32_t items = batch.slots[Slot::kBatch];
  walk.run(batch.envelope, items == 0 ? root.next : items);
  if (items != 0) walk.run(batch.nodes[items].next, root.next);
}

bool stands_before(const Violation& a, const Violation& b) {
  if (a.offset != b.offset) return a.offset < b.offset;
  if (a.rule != b.rule) return a.rule->id < b.rule->id;
  return a.edits.first < b.edits.first;
}

using Violations = std::vector<Violation>;

// Merges [first, middle) and [middle, last), each in order. Only the shorter needs room elsewhere.
void merge(Violations::iterator first, Violations::iterator middle, Violations::iterator last,
           Violations& room) {
  if (middle - first <= last - middle) {
    room.assign(first, middle);
    for (auto mine = room.begin(); mine != room.end(); ++first) {
      const bool other = middle != last && stands_before(*middle, *mine);
      *first = other ? *middle++ : *mine++;
    }
    return;
  }
  room.assign(middle, last);
  for (auto mine = room.end(); mine != room.begin();) {
    const bool other = middle != first && stands_before(*(mine - 1), *(middle - 1));
    *--last = other ? *--middle : *--mine;
  }
}

// Puts those from `begin` on in source order; ties in the order of the rules' codes. They come in few
// runs that are in order, one of each pass, so that this takes little more than their number.
void sort_by_place(size_t begin, Scratch& scratch) {
  Violations& all = scratch.violations;
  for (size_t runs = 2; runs > 1;) {
    runs = 0;
    for (auto first = all.begin() + static_cast<std::ptrdiff_t>(begin); first != all.end(); ++runs) {
      const auto middle = std::is_sorted_until(first, all.end(), stands_before);
      const auto last = std::is_sorted_until(middle, all.end(), stands_before);
      if (middle != last) merge(first, middle, last, scratch.merged);
      first = last;
    }
  }
}

}  // namespace

RuleSet::RuleSet(std::unique_ptr<const DispatchTable> plan) : plan_(std::move(plan)) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

const Spec& RuleSet::spec() const { return *plan_->spec; }
const Settings& RuleSet::settings() const { return plan_->config.settings; }

const CompiledPlan* RuleSet::tracking_plan() const { return plan_->config.tracking_plan.get(); }

Result<RuleSet> RuleSet::compile(const Spec& spec, const RuleConfig& config) {
  return RuleSet(std::make_unique<const DispatchTable>(spec, config));
}

void RuleSet::check(const Batch& batch, Scratch& scratch) const {
  const DispatchTable& plan = *plan_;
  Findings findings(scratch, *this);
  judge_body(plan, batch, findings);
  for (uint32_t i = 0; i < batch.events.size() && !findings.full(); ++i) {
    const Event& event = batch.events[i];
    if (!batch.nodes[event.root].is(Kind::kObject)) continue;  // invalid-json has said so
    const EventName& name = plan.name_of_event(batch, event, scratch);
    findings.begin(batch, i);
    const size_t mark = scratch.violations.size();
    Walk walk(plan, batch, event, name, findings);
    walk.event_rules();
    if (plan.config.tracking_plan != nullptr) walk.plan_rules(scratch);
    walk.run(event.root, batch.nodes[event.root].next);
    sort_by_place(mark, scratch);
    if (findings.full()) scratch.stopped = batch.nodes[event.root].begin;
  }
  if (findings.full() && !scratch.stopped) scratch.stopped = 0;  // by what the body as a whole has
  sort_by_place(0, scratch);  // of calls and of the body together: nearly so already
}

bool RuleSet::plan_forbids(const Edit& edit, const Batch& batch, uint32_t event) const {
  return plan_->plan_forbids(edit, batch, event);
}

Severity RuleSet::severity(const Rule& rule, const Batch& batch, uint32_t event,
                           uint32_t node) const {
  return plan_->severity({rule, batch, event, node});
}

size_t RuleSet::most_findings() const {
  const uint32_t most = plan_->config.most_findings;
  return most == 0 ? SIZE_MAX : most;
}

std::vector<const Rule*> RuleSet::rules() const { return plan_->rules; }

}  // namespace specgate
