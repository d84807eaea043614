#include "rules/engine/dispatch_table.h"

#include <algorithm>
#include <string>

#include "rules/config/scope.h"
#include "rules/engine/read_as.h"
#include "rules/plan/plan_check.h"
#include "rules/rules.h"

namespace specgate {
namespace {

constexpr size_t kUsualSubscriptions = 4;  // of one kind at one place

// The place written so. Undocumented ones ("traits.?") have no key that leads to them.
PathId place_at(const PathTable& paths, std::string_view written) {
  if (const PathId known = paths.find(written); known != kNoPath) return known;
  for (size_t i = kRootPath; i < paths.size(); ++i) {
    if (paths[static_cast<PathId>(i)].path == written) return static_cast<PathId>(i);
  }
  return kNoPath;
}

// Adds the members of `top`, or with `deep` every place below it. Undocumented places lie in their
// family.
void add_members(const PathTable& paths, PathId top, bool deep, std::vector<PathId>& out) {
  const PathId undocumented = paths[top].unplanned;
  std::vector<char> below(paths.size());
  for (size_t i = kRootPath + 1; i < paths.size(); ++i) {  // parents come before their children
    const PathId parent = paths[static_cast<PathId>(i)].parent;
    below[i] = parent == top || i == undocumented || (deep && below[parent] != 0);
    if (below[i] != 0) out.push_back(static_cast<PathId>(i));
  }
}

// Adds the places where `pattern` points: "userId" is exact; "context.**" is every place below
// context; "properties.*" its direct members; "context.campaign.[*]" is the place of members that nobody
// lists, where the Spec takes any name.
void add_places(const PathTable& paths, std::string_view pattern, std::vector<PathId>& out) {
  constexpr std::string_view kAny = ".[*]";
  if (pattern.ends_with(kAny)) {
    const PathId above = paths.find(pattern.substr(0, pattern.size() - kAny.size()));
    if (above != kNoPath && paths[above].any != 0) out.push_back(paths[above].any);
    return;
  }
  const bool deep = pattern.ends_with(".**"), direct = pattern.ends_with(".*");
  const bool exact = !deep && !direct;
  const PathId at =
      exact ? place_at(paths, pattern) : paths.find(pattern.substr(0, pattern.rfind('.')));
  if (at == kNoPath) return;
  exact ? out.push_back(at) : add_members(paths, at, deep, out);
}

// The places where any pattern of `where`, between commas, points: each once.
std::vector<PathId> places_at(const PathTable& paths, std::string_view where) {
  std::vector<PathId> out;
  while (!where.empty()) {
    const size_t comma = std::min(where.find(','), where.size());
    std::string_view one = where.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) add_places(paths, one, out);
    where.remove_prefix(std::min(comma + 1, where.size()));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool is_field_name(std::string_view key) {
  for (size_t i = 0; i < kSlotCount; ++i) {
    if (name_of(static_cast<Slot>(i)) == key) return true;
  }
  return false;
}

// There every parameter is read.
bool is_pixel(const Batch& batch) { return batch.arrival.route.kind == Route::Kind::kPixel; }

// Does the rule say how a key should be called?
bool names_keys(const Rule& rule) {
  constexpr KeyTraits kNames = kKeyVariant | kKeyNear | kKeyOffStyle | kKeyDynamic;
  return (rule.keys & kNames) != 0 || has(rule, kNamesKeys);
}

// Does the rule say what a semantic property or a reserved trait should be?
bool judges_values(const Rule& rule) {
  return rule.on == On::kWrongKind || rule.on == On::kFormat || has(rule, kJudgesValues);
}

}  // namespace

DispatchTable::DispatchTable(const Spec& spec_in_force, const RuleConfig& rule_config)
    : spec(&spec_in_force), config(rule_config) {
  const size_t places = spec->paths().size();
  on_value.resize(places);
  on_time.resize(places);
  on_wrong_kind.resize(places);
  on_format.resize(places);
  on_odd_text.resize(places);
  on_object.resize(places);
  on_key.resize(places);
  choose_levels();
  for (const Rule* rule : all_rules()) {
    if (std::find(rules.begin(), rules.end(), rule) != rules.end()) subscribe(*rule, nullptr);
  }
  for (const auto& custom : config.custom) {
    if (!file_in_scope(custom->scope, config.file)) continue;
    rules.push_back(&custom->rule);
    subscribe(custom->rule, custom.get());
  }
  lay_out_cells();
}

void DispatchTable::choose_levels() {
  for (const Rule* rule : all_rules()) levels.emplace_back(rule, severity_in(config.profile, *rule));
  for (const auto& custom : config.custom) levels.emplace_back(&custom->rule, custom->rule.severity);
  std::sort(levels.begin(), levels.end());
  const auto level_of = [&](const Rule* rule) {
    return std::lower_bound(levels.begin(), levels.end(), std::pair(rule, Severity::kOff));
  };
  for (const auto& [rule, severity] : config.levels) {
    const auto found = level_of(rule);
    if (found != levels.end() && found->first == rule) found->second = severity;
  }
  for (const Rule* rule : all_rules()) {
    bool wanted = rule->insists || base(*rule) != Severity::kOff;
    for (const Override& one : config.overrides) {
      for (const auto& [other, severity] : one.rules) {
        wanted = wanted || (other == rule && severity != Severity::kOff);
      }
    }
    if (wanted) rules.push_back(rule);
  }
}

Severity DispatchTable::base(const Rule& rule) const {
  const auto found =
      std::lower_bound(levels.begin(), levels.end(), std::pair(&rule, Severity::kOff));
  return found != levels.end() && found->first == &rule ? found->second : Severity::kOff;
}

void DispatchTable::subscribe(const Rule& rule, const CustomRule* custom) {
  if (rule.check == nullptr) return;
  switch (rule.on) {
    case On::kPlan:
    case On::kPlanFile:
    case On::kRun:
    case On::kTold: return;
    case On::kBatch:
      (rule.facts == 0 ? on_batch : on_odd_batch).emplace_back(rule, custom);
      return;
    case On::kEvent:
      for (size_t i = 0; i < kCallCount; ++i) {
        if (!contains(rule.calls, static_cast<Call>(i))) continue;
        (rule.facts == 0 ? on_event : on_odd_event)[i].emplace_back(rule, custom);
      }
      return;
    case On::kValue:
    case On::kTime:
    case On::kWrongKind:
    case On::kFormat:
    case On::kOddText:
    case On::kObject:
    case On::kKey: subscribe_places(rule, custom); return;
  }
}

void DispatchTable::subscribe_places(const Rule& rule, const CustomRule* custom) {
  std::vector<Subscriptions>& by_place = rule.on == On::kValue       ? on_value
                                         : rule.on == On::kTime      ? on_time
                                         : rule.on == On::kWrongKind ? on_wrong_kind
                                         : rule.on == On::kFormat    ? on_format
                                         : rule.on == On::kOddText   ? on_odd_text
                                         : rule.on == On::kObject    ? on_object
                                                                     : on_key;
  for (const PathId path : places_at(spec->paths(), rule.where)) {
    Subscriptions& here = by_place[path];
    if (here.empty()) here.reserve(kUsualSubscriptions);
    here.emplace_back(rule, custom);
  }
}

void DispatchTable::lay_out_cells() {
  hot.resize(spec->shape_count() * spec->paths().size());
  for (size_t i = 0; i < kCallCount; ++i) {
    const auto call = static_cast<Call>(i);
    lay_out_shape(spec->shape_of(call), call);
  }
  for (size_t id = 0; id < spec->event_names().size(); ++id) {
    const EventSpec* const event = spec->event(static_cast<NameId>(id));
    if (event != nullptr) lay_out_event(*event);
  }
}

void DispatchTable::lay_out_shape(uint16_t shape, Call call) {
  const size_t places = spec->paths().size();
  for (size_t i = 0; i < places; ++i) {
    hot[shape * places + i] = cell_of(shape, static_cast<PathId>(i), call);
  }
}

// Whatever call it is documented for, a name is asked about in track calls only.
void DispatchTable::lay_out_event(const EventSpec& event) {
  if (event.source->call != Call::kTrack) return lay_out_shape(event.shape, Call::kTrack);
  const size_t places = spec->paths().size();
  PlaceFilter* const out = hot.data() + event.shape * places;
  std::copy_n(cells(spec->shape_of(Call::kTrack)), places, out);
  for (const PathId path : event.said) out[path] = cell_of(event.shape, path, Call::kTrack);
}

PlaceFilter DispatchTable::cell_of(uint16_t shape, PathId path, Call call) const {
  const auto wanted = [&](const Subscriptions& here) {
    return std::any_of(here.begin(), here.end(),
                       [&](const Subscription& one) { return contains(one.calls, call); });
  };
  const Cell& said = spec->cells(shape)[path];
  PlaceFilter cell;
  if (wanted(on_wrong_kind[path])) cell.bits |= PlaceFilter::wrong(kAnyKind & ~said.kinds);
  if (wanted(on_object[path])) cell.bits |= PlaceFilter::kObject | PlaceFilter::wrong(mask(Kind::kObject));
  if (wanted(on_odd_text[path])) cell.bits |= PlaceFilter::kOddText;
  if (wanted(on_value[path])) cell.bits |= PlaceFilter::kValue;
  if (wanted(on_time[path])) cell.bits |= PlaceFilter::kTime;
  if (said.more && wanted(on_format[path])) cell.bits |= PlaceFilter::kFormat;
  const bool listed =
      spec->constraint(shape, path) != nullptr && !spec->paths()[path].path.ends_with('*');
  if (listed) cell.bits |= PlaceFilter::kListed;
  for (const Subscription& one : on_key[path]) {
    if (contains(one.calls, call) && !(listed && one.unlisted)) cell.bits |= one.keys;
  }
  return cell;
}

const EventName& DispatchTable::name_of_event(const Batch& batch, const Event& event,
                                         Scratch& scratch) const {
  if (event.call != Call::kTrack) return kNoEventName;
  const uint32_t index = event.slots[Slot::kEvent];
  if (index == 0 || !batch.nodes[index].is(Kind::kString)) return kNoEventName;
  const std::string_view name = batch.nodes[index].text;
  for (const auto& [from, to] : config.event_renames) {
    if (from != name && to != name) continue;
    // The team has decided: the Spec speaks of it only where it is the Spec's own name.
    const EventName& meant = scratch.names.find(*spec, to);
    return meant.match.match == Match::kExact ? meant : kNoEventName;
  }
  const EventName& meant = scratch.names.find(*spec, name);
  return config.tracking_plan == nullptr || agrees_with_plan(name, meant.match) ? meant : kNoEventName;
}

// The plan comes before the Spec: a planned name is never corrected, and nothing is corrected to a name
// that is not planned, or where the plan has another one of the same letters. PLN101 speaks of those.
bool DispatchTable::agrees_with_plan(std::string_view name, const NameMatch& meant) const {
  const CompiledPlan& plan = *config.tracking_plan;
  if (meant.match == Match::kExact) return true;
  if (plan.plans(name) || plan.partial()) return false;
  if (meant.match == Match::kNone) return true;
  const auto same = plan.alike(name);
  for (size_t i = 0; i < meant.count; ++i) {
    const std::string_view target = spec->event_names().text(meant.targets[i]);
    if (!plan.plans(target) || plan.alike(target).size() != 1) continue;
    if (same.empty() || same.front()->rule.key == target) return true;
  }
  return false;
}

// The planned name that a safe fix gives the event, for the plan speaks of what comes out; empty: it keeps
// the name it has.
std::string_view DispatchTable::renamed(const Batch& batch, const Event& event) const {
  const uint32_t index = event.slots[Slot::kEvent];
  if (event.call != Call::kTrack || index == 0 || !batch.nodes[index].is(Kind::kString)) return {};
  const std::string_view name = batch.nodes[index].text;
  if (config.tracking_plan->plans(name)) return {};
  for (const auto& [from, to] : config.event_renames) {
    if (from == name) return to;
  }
  const NameMatch meant = spec->event_names().find(name);
  const bool safe = meant.match == Match::kVariant && agrees_with_plan(name, meant);
  return safe ? spec->event_names().text(meant.target()) : std::string_view();
}

// A planned name stays as it is, and a value that fits its planned type is right, whatever the Spec
// would have there.
bool DispatchTable::plan_decides(const Question& question) const {
  if (config.tracking_plan == nullptr || question.event == kNoEvent) return false;
  const bool name = names_keys(question.rule);
  const bool value = judges_values(question.rule);
  if (!name && !value) return false;
  const Event& event = question.batch.events[question.event];
  const Listing listing = planned_member(*config.tracking_plan, question.batch, event,
                                         renamed(question.batch, event), question.node);
  if (name || !listing.listed) return listing.listed;
  return listing.kinds != kAnyKind &&
         admits(listing.kinds, question.batch.nodes[question.node].kind);
}

// The plan comes before every fix: a planned member keeps its name, and its value where that fits. What
// the plan's own rules do with it is theirs.
bool DispatchTable::plan_forbids(const Edit& edit, const Batch& batch, uint32_t event) const {
  if (config.tracking_plan == nullptr || event == kNoEvent) return false;
  if (edit.op == Edit::Op::kAdd || edit.op == Edit::Op::kTrim) return false;
  const Event& call = batch.events[event];
  if (edit.node == call.slots[Slot::kEvent] || edit.node == call.slots[Slot::kType]) return false;
  const Node& node = batch.nodes[edit.node];
  if (edit.op == Edit::Op::kRemove && (node.flags & kDuplicateKey) != 0) return false;
  const Listing listing = planned_member(*config.tracking_plan, batch, call, renamed(batch, call), edit.node);
  if (!listing.listed || edit.op != Edit::Op::kReplace) return listing.listed;
  return listing.kinds != kAnyKind && admits(listing.kinds, node.kind);
}

// A rule of the configuration that names a member of this key, or gives it that name.
bool DispatchTable::is_spoken_of(std::string_view key) const {
  return renames_property(config, key) ||
         std::any_of(config.custom.begin(), config.custom.end(), [&](const auto& custom) {
           return std::find(custom->steps.begin(), custom->steps.end(), key) != custom->steps.end();
         });
}

// What another reader may take instead of what was judged: whatever an insisting rule finds, but of
// keys that stand twice only those that are looked at by name, be it an old one.
bool DispatchTable::is_insisted_on(const Question& question) const {
  if (&question.rule != &rules::duplicate_key) return true;  // of the others, each violation
  const Batch& batch = question.batch;
  const Node& node = batch.nodes[question.node];
  const std::string_view place = spec->paths()[node.path].path;
  const bool listed = !place.ends_with('?') && !place.ends_with('*');
  if (listed || is_spoken_of(node.key)) return true;
  const bool whole = question.event == kNoEvent;
  const uint32_t root = whole ? batch.envelope : batch.events[question.event].root;
  if (node.parent == root && (is_field_name(node.key) || is_pixel(batch))) return true;
  Event around;  // of a batch: as of a call that is none
  around.root = root;
  const Event& one = whole ? around : batch.events[question.event];
  if (is_read_as_listed({*spec, config.settings, batch, one, node, kNoEventName}, node)) return true;
  if (whole || config.tracking_plan == nullptr) return false;
  const Event& event = batch.events[question.event];
  return planned_member(*config.tracking_plan, batch, event, renamed(batch, event), question.node).listed;
}

Severity DispatchTable::severity(const Question& question) const {
  if (question.rule.insists && is_insisted_on(question)) return Severity::kError;
  Severity out = base(question.rule);
  if (names_keys(question.rule) &&
      renames_property(config, question.batch.nodes[question.node].key)) {
    return Severity::kOff;  // the configuration has its own word for it
  }
  if (plan_decides(question)) return Severity::kOff;
  if (config.overrides.empty() && config.ignores.empty()) return out;
  const Batch& batch = question.batch;
  const bool whole = question.event == kNoEvent;
  const Whereabouts here{config.file, batch.arrival.source, scope_name(batch, question.event),
                         whole ? Call::kUnknown : batch.events[question.event].call};
  const uint32_t root = whole ? 0 : batch.events[question.event].root;
  for (const Override& one : config.overrides) {
    if (!in_scope(one.scope, here)) continue;
    for (const auto& [rule, severity] : one.rules) {
      if (rule == &question.rule) out = severity;
    }
  }
  for (const Ignore& one : config.ignores) {
    if (out == Severity::kOff) break;
    if (one.rule != &question.rule || expired(one, config.today) || !in_scope(one.scope, here)) {
      continue;
    }
    if (pointer_matches(one.pointer, batch, root, question.node)) out = Severity::kOff;
  }
  return out;
}

}  // namespace specgate
