#include "spec/catalogue/spec.h"

#include <algorithm>
#include <array>

#include "spec/catalogue/api_root.h"
#include "spec/catalogue/column.h"
#include "spec/catalogue/key_traits.h"
#include "spec/catalogue/spec_builder.h"
#include "spec/catalogue/style.h"
#include "spec/catalogue/trait_words.h"
#include "spec/text/settled_path.h"

namespace specgate {

Spec::Spec() = default;
Spec::Spec(Spec&&) noexcept = default;
Spec::~Spec() = default;

Result<Spec> Spec::compile(SpecData data, Words words, const SpecOptions& options) {
  return SpecBuilder(std::move(data), std::move(words), options).build();
}

const EventSpec* Spec::event(NameId id) const {
  if (id >= events_.size() || events_[id].source == nullptr) return nullptr;
  return &events_[id];
}

KeyTraits Spec::key_traits(std::string_view key) const {
  KeyTraits traits = keys_->classify(key);
  if (!is_in(property_style_, key)) traits |= kKeyOffStyle;
  if (key_dynamic(key)) traits |= kKeyDynamic;
  if (may_mean_trait(data().traits, key)) traits |= kKeyTrait;
  switch (property_names_.find(key).match) {
    case Match::kVariant: return traits | kKeyVariant;
    case Match::kSuggestion: return traits | kKeyNear;
    case Match::kNone:
    case Match::kExact: return traits;
  }
  return traits;
}

namespace {
constexpr std::string_view kConsentVertical = "consent";  // spec/data/events/segment.yaml

// connections/storage/warehouses/schema.md: the tables that Segment makes of the calls themselves.
constexpr std::string_view kTables[] = {"accounts", "aliases", "groups",  "identifies",
                                        "pages",    "screens", "tracks",  "users"};

// An event gets a table of its own, where its name leaves one.
bool has_no_table(std::string_view name) {
  if (name.size() > kMostColumnName) return false;
  std::array<char, column_bound(kMostColumnName)> buffer;
  const std::string_view table(buffer.data(), write_column(name, buffer.data()));
  return table.empty() || std::find(std::begin(kTables), std::end(kTables), table) != std::end(kTables);
}

}  // namespace

EventName Spec::event_name(std::string_view name) const {
  EventName out;
  out.unfilled = unfilled_name(name);
  if (out.unfilled != Unfilled::kNo) return out;
  out.reserved_table = has_no_table(name);
  out.match = event_names_.find(name);
  if (out.match.match == Match::kExact || out.match.match == Match::kVariant) {
    out.semantic = event(out.match.target());
  }
  out.tells_consent = out.match.match == Match::kExact && out.semantic != nullptr &&
                      out.semantic->source->vertical == kConsentVertical;
  const auto& reserved = data().reserved_events;
  out.reserved = std::find(reserved.begin(), reserved.end(), name) != reserved.end();
  if (out.reserved) return out;
  out.off_style = event_name_off_style(name);
  out.dynamic = name_dynamic(name);
  return out;
}

const Alias* Spec::alias(AliasKind kind, std::string_view from) const {
  if (!aliased_[alias_bit(from)]) return nullptr;
  const auto found = std::partition_point(aliases_.begin(), aliases_.end(), [&](const Alias* one) {
    return std::pair<AliasKind, std::string_view>(one->kind, one->from) < std::pair(kind, from);
  });
  return found != aliases_.end() && (*found)->kind == kind && (*found)->from == from ? *found : nullptr;
}

namespace {

constexpr int kMostSegments = 4;  // "/api/v1/s2s/event"

// Exactly as it is spelled, but for slashes at the end.
Route spelled_route(const std::vector<std::pair<std::string, Route>>& routes,
                    std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  const size_t version = path.rfind(kSegmentsRoot);
  const bool below = version != std::string_view::npos;
  if (below && path.substr(version + kSegmentsRoot.size()).starts_with("projects/")) {
    return {Route::Kind::kSettings};
  }
  // A proxy may serve the API below a prefix of its own: the last segments decide.
  size_t at = path.size();
  for (int segment = 0; segment < kMostSegments && at != 0; ++segment) {
    at = path.rfind('/', at - 1);
    if (at == std::string_view::npos) break;
    const std::string_view end = path.substr(at);
    const auto found = std::lower_bound(
        routes.begin(), routes.end(), end,
        [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
    if (found != routes.end() && found->first == end) return found->second;
  }
  return {Route::Kind::kOther};
}

}  // namespace

// What any server may take it for: a path in disguise is the one behind it.
Route Spec::route(std::string_view method, std::string_view path) const {
  path = path.substr(0, path.find_first_of("?#"));
  if (method == "OPTIONS") return {Route::Kind::kOther};
  if (may_be_disguised(path)) return spelled_route(routes_, settled_path(path));
  const Route spelled = spelled_route(routes_, path);
  if (spelled.kind != Route::Kind::kOther) return spelled;
  return spelled_route(routes_, settled_path(path));
}

}  // namespace specgate
