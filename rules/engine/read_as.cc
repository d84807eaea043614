#include "rules/engine/read_as.h"

#include <algorithm>
#include <cstring>

#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/traits/reserved.h"
#include "spec/names/normalized_name.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr std::string_view kContext = "context.";

// Fields of the call that lay in `options`, one level down, under their names; what had another there
// spec/data/aliases.yaml knows, as "options.providers". What else is there is context.
constexpr Slot kOptions[] = {Slot::kIntegrations, Slot::kAnonymousId, Slot::kTimestamp, Slot::kUserId,
                             Slot::kMessageId};

bool joins(char c) { return c == '.' || c == '_' || c == '-' || c == ' '; }

// "deviceName" and "device.name" have the same letters; case and joints don't count.
bool same_letters(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  for (;; ++i, ++j) {
    while (i < a.size() && joins(a[i])) ++i;
    while (j < b.size() && joins(b[j])) ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (to_lower(a[i]) != to_lower(b[j])) return false;
  }
}

// The old name that Segment's pages give, followed to today's: idForAdvertiser is called
// device.idfa by the migration guide, and device.advertisingId since.
Home stated_home(const Spec& spec, std::string_view place) {
  const Alias* alias = spec.alias(AliasKind::kContextField, place);
  if (alias == nullptr) return {};
  const Alias* next = spec.alias(AliasKind::kContextField, alias->to);
  return {next == nullptr ? alias->to : next->to, kSafe};
}

// Names that people give these fields by habit, from the addresses and tools that they come from; in any
// case and with any joints.
constexpr struct {
  std::string_view place, path;
} kHabits[] = {
    {"context.campaign.campaign", "context.campaign.name"},
    {"context.campaign.utm_campaign", "context.campaign.name"},
    {"context.campaign.utm_source", "context.campaign.source"},
    {"context.campaign.utm_medium", "context.campaign.medium"},
    {"context.campaign.utm_term", "context.campaign.term"},
    {"context.campaign.utm_content", "context.campaign.content"},
    {"context.campaign.utm_id", "context.campaign.id"},
    {"context.campaign.name", "context.campaign.name"},
    {"context.campaign.source", "context.campaign.source"},
    {"context.campaign.medium", "context.campaign.medium"},
    {"context.campaign.term", "context.campaign.term"},
    {"context.campaign.content", "context.campaign.content"},
    {"context.page.query", "context.page.search"},
    {"context.page.query_string", "context.page.search"},
    {"context.page.ref", "context.page.referrer"},
    {"context.page.referer", "context.page.referrer"},
    {"context.page.pathname", "context.page.path"},
    {"context.page.href", "context.page.url"},
};

Home habitual_home(std::string_view place) {
  for (const auto& one : kHabits) {
    if (same_letters(one.place, place) && one.path != place) return {one.path, kUnsafe};
  }
  return {};
}

// Where a member is read: a listed place, one that nobody lists but members of which may be, or kNoPath.
class Reading {
 public:
  explicit Reading(const Site& site) : site_(site), paths_(site.spec.paths()) {}

  bool is_listed(const Node& node) const { return is_listed(place_of_member(node, kDeepest)); }

 private:
  static constexpr int kDeepest = 8;  // levels below the call at which the Spec lists something

  bool is_listed(PathId place) const {
    const std::string_view path = paths_[place].path;
    return place != kNoPath && !path.ends_with('?') && !path.ends_with('*');
  }

  PathId find(std::string_view path) const { return path.empty() ? kNoPath : paths_.find(path); }
  PathId find(std::string_view above, std::string_view key) const { return find(PlaceText(above, key).text()); }

  PathId place_of_member(const Node& node, int levels) const {
    if (index_of(site_, node) == site_.event.root) return kRootPath;
    if (levels == 0) return kNoPath;
    const Node& object = parent_of(site_, node);
    const PathId above = place_of_member(object, levels - 1);
    if (above == kNoPath) return kNoPath;
    if (!node.has_key()) return paths_[above].item;
    const PathId known = paths_.step(above, node.key).path;
    if (is_listed(known) && (above != kRootPath || is_field(site_, site_.event.call, node))) return known;
    const PathId meant = meant_place(node, object, above);
    return meant == kNoPath ? known : meant;
  }

  PathId meant_place(const Node& node, const Node& object, PathId above) const {
    if (above == kRootPath) return find(field_of(node));
    if (object.parent == site_.event.root && object.key == "options") {
      if (const auto field = field_of_option(site_.spec, node.key); !field.empty()) return find(field);
    }
    const std::string_view path = paths_[above].path;
    if (path == "traits" || path == "context.traits" || path.starts_with("traits.")) return trait(node, above);
    if (path == "properties" || path == "properties.products[]") return property(node, path);
    return path.starts_with("context") ? context_place(node, above) : kNoPath;
  }

  // The field of the call that a member is by an old name, or in another spelling; or empty.
  std::string_view field_of(const Node& node) const {
    if (node.key == "action" && tells_call()) return name_of(Slot::kType);
    if (const auto field = legacy_target(site_, node); !field.empty()) return field;
    for (size_t i = 0; i < kSlotCount; ++i) {
      const std::string_view field = name_of(static_cast<Slot>(i));
      const PathId place = paths_.find(field);
      if (place == kNoPath || !same_letters(node.key, field)) continue;
      if (site_.spec.constraint(site_.spec.shape_of(site_.event.call), place) != nullptr) return field;
    }
    return {};
  }

  // Does an `action` of the call name one?
  bool tells_call() const {
    constexpr int kMostMembers = 256;  // of more than that nobody looks: it is taken for one
    const Node& root = at(site_, site_.event.root);
    int seen = 0;
    for (uint32_t i = first(site_, root); i != root.next; i = at(site_, i).next) {
      const Node& node = at(site_, i);
      if (++seen > kMostMembers) return true;
      if (node.key != "action" || !node.is(Kind::kString)) continue;
      for (size_t call = 0; call < kCallCount; ++call) {
        if (equal_but_for_case(node.text, name_of(static_cast<Call>(call)))) return true;
      }
    }
    return false;
  }

  PathId context_place(const Node& node, PathId above) const {
    const PlaceText place(paths_[above].path, node.key);
    if (!place.text().starts_with(kContext)) return kNoPath;
    Home home = known_home(site_.spec, place.text());
    if (home.path.empty()) home = guessed_home(site_.spec, place.text());
    return find(home.path);
  }

  PathId trait(const Node& node, PathId above) const {
    if (const auto name = reserved_trait(site_, node); !name.empty()) return paths_.step(above, name).path;
    const PlaceText place(paths_[above].path, node.key);
    const size_t top = place.text().find("traits.");
    if (top == std::string_view::npos) return kNoPath;
    const Alias* const alias = site_.spec.alias(AliasKind::kTrait, place.text().substr(top + std::strlen("traits.")));
    return alias == nullptr ? kNoPath : find("traits", alias->to);
  }

  // Of an event of the Spec only: elsewhere a property is one's own.
  PathId property(const Node& node, std::string_view above) const {
    const Node* const event = own(site_, Slot::kEvent);
    if (site_.event.call != Call::kTrack || event == nullptr || !event->is(Kind::kString)) return kNoPath;
    const Match event_match = site_.spec.event_names().find(event->text).match;
    if (event_match != Match::kExact && event_match != Match::kVariant) return kNoPath;
    if (const Alias* const alias = alias_of(node, above)) return find("properties", alias->to);
    const NameMatch meant = site_.spec.properties().find(node.key);
    if (meant.match != Match::kVariant) return kNoPath;
    return find(above, site_.spec.properties().text(meant.target()));
  }

  const Alias* alias_of(const Node& node, std::string_view above) const {
    if (const Alias* const alias = site_.spec.alias(AliasKind::kProperty, node.key)) return alias;
    if (above == "properties") return nullptr;
    return site_.spec.alias(AliasKind::kProperty, PlaceText("products[]", node.key).text());
  }

  const Site& site_;
  const PathTable& paths_;
};

}  // namespace

std::string_view field_of_option(const Spec& spec, std::string_view key) {
  for (const Slot slot : kOptions) {
    if (name_of(slot) == key) return name_of(slot);
  }
  const Alias* const alias = spec.alias(AliasKind::kField, PlaceText("options", key).text());
  return alias == nullptr ? std::string_view() : std::string_view(alias->to);
}

PlaceText::PlaceText(std::string_view parent, std::string_view key) {
  if (parent.size() + 1 + key.size() > text_.size()) return;
  std::memcpy(text_.data(), parent.data(), parent.size());
  text_[parent.size()] = '.';
  std::memcpy(text_.data() + parent.size() + 1, key.data(), key.size());
  size_ = parent.size() + 1 + key.size();
}

Home known_home(const Spec& spec, std::string_view place) {
  const Home stated = stated_home(spec, place);
  return stated.path.empty() ? habitual_home(place) : stated;
}

Home guessed_home(const Spec& spec, std::string_view place) {
  for (const ContextField& field : spec.data().context_fields) {
    const std::string_view path = field.path;
    if (!same_letters(path.substr(kContext.size()), place.substr(kContext.size()))) continue;
    if (spec.alias(AliasKind::kContextField, path) == nullptr) return {path, kUnsafe};
  }
  return {};
}

bool is_read_as_listed(const Site& site, const Node& node) { return Reading(site).is_listed(node); }

}  // namespace specgate
