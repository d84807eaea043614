#include "spec/catalogue/spec_builder.h"

#include <algorithm>

#include "spec/catalogue/api_root.h"
#include "spec/catalogue/key_traits.h"

namespace specgate {
namespace {

// Of the folders below which calls are posted, the one that the path lies in; empty: none.
std::string_view root_of(std::string_view path) {
  if (path.starts_with(kSegmentsRoot)) return kSegmentsRoot;
  const auto found = std::find_if(std::begin(kVendorRoots), std::end(kVendorRoots),
                                  [path](std::string_view root) { return path.starts_with(root); });
  return found == std::end(kVendorRoots) ? std::string_view() : *found;
}

// "ai_copilot" and "ai-copilot" are one vertical.
std::string plain(std::string_view vertical) {
  std::string out(vertical);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

// The eight verticals a user chooses among; what Segment itself emits is always known.
constexpr std::string_view kVerticals[] = {"ecommerce", "b2b-saas",  "mobile",     "video",
                                           "email",     "live-chat", "ab-testing", "ai-copilot"};
constexpr std::string_view kGeneric = "ai-copilot";  // its names are everybody's words
constexpr std::string_view kConsent = "consent";
constexpr std::string_view kVersion1 = "ecommerce-v1";
constexpr std::string_view kLabels = "schema-view";  // names of calls in the app, not events to send

Constraint constraint_of(const Type& type, std::string_view page) {
  Constraint out;
  out.kinds = static_cast<KindMask>(type.kinds | mask(Kind::kNull));
  out.items = static_cast<KindMask>(type.items | mask(Kind::kNull));
  out.format = type.format;
  out.words = type.words;
  out.page = page;
  return out;
}

// "0..100" and "seconds, >= 0" are the two ways the docs give a range.
void read_range(std::string_view allowed, Constraint& out) {
  if (allowed == "0..100") {
    out.ranged = true;
    out.most = 100;
  } else if (allowed == "seconds, >= 0") {
    out.ranged = true;
    out.most = 1e18;
  }
}

// The calls that a row about `call` speaks of. A body as a whole (Call::kUnknown) is read by the
// fields that all calls share.
CallSet calls_like(std::string_view call) {
  const Call named = call_of(call);
  if (named == Call::kUnknown) return 0;  // about a batch or an import
  const CallSet body = named == Call::kTrack ? only(Call::kUnknown) : CallSet{0};
  return static_cast<CallSet>(only(named) | body);
}

std::string_view last_key(std::string_view path) {
  while (path.ends_with("[]")) path.remove_suffix(2);
  const size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

SpecBuilder::SpecBuilder(SpecData data, Words words, const SpecOptions& options)
    : words_(std::move(words)) {
  spec_.data_ = std::make_unique<const SpecData>(std::move(data));
  spec_.property_style_ = options.property_style;
  for (const std::string& vertical : options.verticals) chosen_.push_back(plain(vertical));
}

Result<Spec> SpecBuilder::build() {
  if (Problems problems = check_verticals(); !problems.empty()) return problems;
  intern_places();
  index_events();
  index_properties();
  classify_keys();
  lay_out_calls();
  lay_out_events();
  index_aliases();
  index_routes();
  return std::move(spec_);
}

Problems SpecBuilder::check_verticals() const {
  Problems problems;
  const std::vector<std::string_view> known(std::begin(kVerticals), std::end(kVerticals));
  for (const std::string& vertical : chosen_) {
    if (std::find(known.begin(), known.end(), vertical) != known.end()) continue;
    problems.push_back(
        {{}, 0, 0, "unknown vertical \"" + vertical + "\"" + did_you_mean(vertical, known)});
  }
  return problems;
}

bool SpecBuilder::in_force(std::string_view vertical) const {
  if (vertical == "ecommerce-v1") vertical = "ecommerce";
  if (std::find(std::begin(kVerticals), std::end(kVerticals), vertical) == std::end(kVerticals)) {
    return true;
  }
  if (chosen_.empty()) return vertical != kGeneric;
  return std::find(chosen_.begin(), chosen_.end(), vertical) != chosen_.end();
}

bool SpecBuilder::named(std::string_view vertical) const {
  return in_force(vertical) || (chosen_.empty() && vertical == kGeneric);
}

// The trait's own, and those that Segment's pages take as well: what holds of one holds of all.
template <typename Use>
void SpecBuilder::each_spelling(const ReservedTrait& trait, const Use& use) const {
  use(trait.trait);
  for (const Alias& alias : data().aliases) {
    if (alias.kind == AliasKind::kTrait && alias.permitted && alias.to == trait.trait) use(alias.from);
  }
}

void SpecBuilder::intern_places() {
  PathTable& paths = spec_.paths_;
  for (const CallField& row : data().call_fields) {
    if (call_of(row.call) != Call::kUnknown) paths.add(row.field);
  }
  for (const ContextField& row : data().context_fields) paths.add(row.path);
  for (const ReservedTrait& row : data().traits) {
    each_spelling(row, [&](const std::string& trait) {
      paths.add("traits." + trait);
      if (row.call == "identify") paths.add("context.traits." + trait);
    });
  }
  const PathId properties = paths.add("properties");
  for (const SemanticEvent& event : data().events) {
    std::vector<PathId>& places = places_of_rows_.emplace_back();
    for (const SemanticProperty& row : event.properties) {
      places.push_back(paths.add(row.name, row.root == "properties" ? properties : kRootPath));
    }
  }
  paths.freeze();
}

void SpecBuilder::index_events() {
  std::vector<Name> names;
  std::vector<NameAlias> aliases;
  std::set<std::string_view> known;
  for (const SemanticEvent& event : data().events) {
    if (event.legacy || !named(event.vertical) || !known.insert(event.name).second) continue;
    Name name{.text = event.name};
    // What bears the name of consent is dropped without it.
    name.suggest_only = event.vertical == kGeneric || event.vertical == kConsent;
    name.exact_only = event.vertical == kLabels;
    names.push_back(std::move(name));
    events_.push_back(&event);
  }
  // One that is another name for a Spec's event stays that: a form beside it.
  const auto stands_for_another = [&](const std::string& name) {
    return std::any_of(data().aliases.begin(), data().aliases.end(), [&](const Alias& alias) {
      return alias.kind == AliasKind::kEvent && alias.from == name && known.contains(alias.to);
    });
  };
  for (const std::string& name : data().reserved_events) {
    if (known.contains(name) || stands_for_another(name)) continue;
    names.push_back({.text = name, .reserved = true});
  }
  for (const Alias& alias : data().aliases) {
    if (alias.kind != AliasKind::kEvent || !known.contains(alias.to)) continue;
    aliases.push_back({alias.from, alias.to, alias.v1});
  }
  spec_.event_names_ =
      NameIndex::compile(NameIndex::Domain::kEvents, std::move(names), aliases, words_);
}

void SpecBuilder::index_properties() {
  std::vector<Name> names;
  std::unordered_map<std::string_view, NameId>& known = property_ids_;
  for (const SemanticEvent* event : events_) {
    if (!in_force(event->vertical)) continue;
    for (const SemanticProperty& row : event->properties) {
      if (row.root != "properties") continue;
      const std::string_view key = last_key(row.name);
      const bool is_new = known.try_emplace(key, static_cast<NameId>(names.size())).second;
      if (is_new) names.push_back({.text = std::string(key)});
    }
  }
  std::vector<NameAlias> aliases;
  for (const Alias& alias : data().aliases) {
    if (alias.kind != AliasKind::kProperty || !known.contains(last_key(alias.to))) continue;
    if (known.contains(last_key(alias.from))) continue;  // listed somewhere: the docs have it both ways
    aliases.push_back({std::string(last_key(alias.from)), std::string(last_key(alias.to)),
                       alias.basis == AliasBasis::kStated});
  }
  spec_.property_names_ =
      NameIndex::compile(NameIndex::Domain::kProperties, std::move(names), aliases, words_);
}

void SpecBuilder::classify_keys() {
  for (const std::string& code : data().privacy.currencies) spec_.currencies_.insert(code);
  spec_.keys_ = std::make_unique<const KeyClassifier>(data().privacy);
  std::unordered_map<std::string_view, KeyTraits> known;  // "id" and "name" stand nearly everywhere
  for (size_t i = 0; i < spec_.paths_.size(); ++i) {
    const auto path = static_cast<PathId>(i);
    const std::string_view key = last_key(spec_.paths_[path].path);
    if (key.empty()) continue;
    const auto [at, is_new] = known.try_emplace(key);
    if (is_new) at->second = spec_.key_traits(key);
    spec_.paths_.set_traits(path, at->second);
  }
}

size_t SpecBuilder::shapes_in_force() const {
  const auto judged = [&](const SemanticEvent* event) { return in_force(event->vertical); };
  const auto events = std::count_if(events_.begin(), events_.end(), judged);
  return kCallCount + static_cast<size_t>(events);
}

// One for nothing said, and one for each row: of a trait also as context.traits.
size_t SpecBuilder::most_constraints() const {
  size_t traits = 0;
  for (const ReservedTrait& row : data().traits) {
    each_spelling(row, [&](const std::string&) { ++traits; });
  }
  size_t rows = data().call_fields.size() + data().context_fields.size() + 2 * traits;
  for (const SemanticEvent* event : events_) rows += event->properties.size();
  return 1 + rows;
}

// A new shape that says nothing, or what `like` says.
uint16_t SpecBuilder::add_shape(std::optional<uint16_t> like) {
  const size_t places = spec_.paths_.size();
  const auto shape = static_cast<uint16_t>(spec_.shape_count());
  spec_.cells_.resize(spec_.cells_.size() + places, Cell{});
  spec_.said_.resize(spec_.cells_.size());
  if (like) {
    std::copy_n(&spec_.cells_[*like * places], places, &spec_.cells_[shape * places]);
    std::copy_n(&spec_.said_[*like * places], places, &spec_.said_[shape * places]);
  }
  return shape;
}

uint16_t SpecBuilder::keep(Constraint constraint) {
  spec_.constraints_.push_back(std::move(constraint));
  return static_cast<uint16_t>(spec_.constraints_.size() - 1);
}

void SpecBuilder::say(uint16_t shape, PathId path, uint16_t constraint) {
  const size_t at = shape * spec_.paths_.size() + path;
  const Constraint& said = spec_.constraints_[constraint];
  spec_.cells_[at] = {said.kinds, said.format != Format::kNone || !said.values.empty() ||
                                      said.ranged || said.items != kAnyKind};
  spec_.said_[at] = constraint;
}

// The first row about a place counts: "all sources" stands before "partner sources".
void SpecBuilder::say_once(CallSet calls, std::string_view place, const Type& type,
                           std::string_view page) {
  if (calls == 0) return;
  const PathId path = spec_.paths_.find(place);
  const uint16_t constraint = keep(constraint_of(type, page));
  for (size_t i = 0; i < kCallCount; ++i) {
    const auto call = static_cast<Call>(i);
    const uint16_t shape = spec_.shape_of(call);
    if (!contains(calls, call) || spec_.constraint(shape, path) != nullptr) continue;
    say(shape, path, constraint);
  }
}

void SpecBuilder::lay_out_calls() {
  const size_t cells = shapes_in_force() * spec_.paths_.size();
  spec_.cells_.reserve(cells);
  spec_.said_.reserve(cells);
  spec_.constraints_.reserve(most_constraints());
  keep({});
  for (size_t i = 0; i < kCallCount; ++i) add_shape({});
  for (const CallField& row : data().call_fields) {
    say_once(calls_like(row.call), row.field, row.type, row.page);
  }
  for (const ContextField& row : data().context_fields) {
    say_once(kAllCalls, row.path, row.type, row.page);
  }
  for (const ReservedTrait& row : data().traits) {
    each_spelling(row, [&](const std::string& trait) {
      say_once(calls_like(row.call), "traits." + trait, row.type, row.page);
      if (row.call == "identify") {
        say_once(kAllCalls, "context.traits." + trait, row.type, row.page);
      }
    });
  }
}

void SpecBuilder::say_property(const EventSpec& event, PathId path, const SemanticProperty& row) {
  Constraint constraint = constraint_of(row.type, event.source->page);
  constraint.recommended = row.required == "recommended";
  constraint.values = row.values;
  read_range(row.allowed, constraint);
  const Constraint* common = spec_.constraint(event.shape, path);
  if (row.root != "properties" && common != nullptr) {
    constraint.kinds |= common->kinds;  // a common field: what either page admits is admitted
  }
  say(event.shape, path, keep(std::move(constraint)));
}

bool SpecBuilder::was_in_v1(std::string_view name) const {
  const auto renamed = [&](const Alias& alias) { return alias.v1 && alias.kind == AliasKind::kEvent && alias.to == name; };
  const auto kept = [&](const SemanticEvent& event) { return event.vertical == kVersion1 && event.name == name; };
  return std::any_of(data().aliases.begin(), data().aliases.end(), renamed) ||
         std::any_of(data().events.begin(), data().events.end(), kept);
}

void SpecBuilder::lay_out_events() {
  const auto id_of = [&](std::string_view name) { return property_ids_.at(last_key(name)); };
  spec_.events_.resize(spec_.event_names_.size());
  for (size_t i = 0; i < events_.size(); ++i) {
    const SemanticEvent& event = *events_[i];
    if (!in_force(event.vertical)) continue;
    EventSpec& out = spec_.events_[i];
    out.source = &event;
    out.was_in_v1 = was_in_v1(event.name);
    out.shape = add_shape(spec_.shape_of(event.call));
    out.said = places_of_rows_[static_cast<size_t>(&event - data().events.data())];
    out.paths.reserve(out.said.size());
    out.top.reserve(out.said.size());
    for (size_t at = 0; at < event.properties.size(); ++at) {
      const SemanticProperty& row = event.properties[at];
      const PathId path = out.said[at];
      say_property(out, path, row);
      if (row.root != "properties") continue;
      out.paths.push_back(path);
      const bool top = row.name.find('.') == std::string::npos;
      if (top) out.top.push_back(id_of(row.name));
      const bool item = row.name.starts_with("products[].");
      if (item) out.items.push_back(id_of(row.name));
      if (item && row.required == "recommended") out.recommended_items.push_back(path);
      if (top && row.required == "recommended") out.recommended.push_back(path);
    }
  }
}

void SpecBuilder::index_aliases() {
  for (const Alias& alias : data().aliases) {
    spec_.aliases_.push_back(&alias);
    spec_.aliased_.set(Spec::alias_bit(alias.from));
  }
  std::stable_sort(spec_.aliases_.begin(), spec_.aliases_.end(),
                   [](const Alias* a, const Alias* b) { return std::tie(a->kind, a->from) < std::tie(b->kind, b->from); });
}

void SpecBuilder::index_routes() {
  constexpr std::string_view kPixel = "pixel/", kType = "{type}";
  std::map<std::string, Route> routes;
  for (const Endpoint& row : data().endpoints) {
    const std::string_view root = root_of(row.path);
    if (root.empty()) continue;
    const std::string_view tail = std::string_view(row.path).substr(root.size());
    std::string_view type = tail;
    const bool pixel = type.starts_with(kPixel);
    if (pixel) type.remove_prefix(kPixel.size());
    const auto kind = pixel ? Route::Kind::kPixel : Route::Kind::kCall;
    for (size_t i = 0; i + 1 < kCallCount; ++i) {
      const Route route{kind, static_cast<Call>(i)};
      const std::string_view name = name_of(route.call);
      if (type == name || type == name.substr(0, 1)) routes.emplace(row.path, route);
      if (type == kType) routes.emplace(std::string(root).append(name), route);
    }
    if (tail == "batch" || tail == "b" || tail == "import") routes[row.path] = {Route::Kind::kBatch};
    if (tail == "event") routes[row.path] = {Route::Kind::kFile};
    if (tail == "m") routes[row.path] = {Route::Kind::kMetrics};
  }
  spec_.routes_.assign(routes.begin(), routes.end());
}

}  // namespace specgate
