#include "rules/semantic/listed.h"

#include <algorithm>

#include "rules/engine/read_as.h"
#include "rules/semantic/amount.h"
#include "spec/catalogue/style.h"

namespace specgate {
namespace {

// An object with more members, or more misspelled ones, was not written by hand: what needs a look
// at all the neighbours of a key is not offered there, which also bounds the work.
constexpr int kMostNeighbours = 256;
constexpr int kMostSpellings = 32;

std::string_view text_of(const Site& site, NameId id) { return site.spec.properties().text(id); }

bool has_many_members(const Site& site, const Node& object) {
  int seen = 0;
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (++seen > kMostNeighbours) return true;
  }
  return false;
}

uint16_t shape_of(const Site& site) {
  return site.name.semantic != nullptr ? site.name.semantic->shape : site.spec.shape_of(site.event.call);
}

}  // namespace

bool is_top_property(const Site& site, const Node& node) {
  return node.has_key() && &parent_of(site, node) == own(site, Slot::kProperties);
}

bool is_product_property(const Site& site, const Node& node) {
  return node.has_key() && place_of(site, parent_of(site, node)).path == "properties.products[]";
}

std::span<const NameId> listed_beside(const Site& site, const Node& node) {
  if (site.name.semantic == nullptr) return {};
  if (is_top_property(site, node)) return site.name.semantic->top;
  if (is_product_property(site, node)) return site.name.semantic->items;
  return {};
}

const Constraint* said_of(const Site& site, const Node& node) {
  return site.spec.constraint(shape_of(site), node.path);
}

std::string_view v2_name(const Site& site, std::string_view key, std::span<const NameId> among) {
  if (among.empty() || site.name.semantic->source->vertical != "ecommerce") return {};
  const Alias* alias = site.spec.alias(AliasKind::kProperty, key);
  if (alias == nullptr || alias->basis != AliasBasis::kStated) return {};
  if (alias->v1 && !site.name.semantic->was_in_v1) return {};  // it never had this name there
  const bool listed = std::any_of(among.begin(), among.end(), [&](NameId id) {
    return id != kNoName && text_of(site, id) == alias->to;
  });
  return listed ? std::string_view(alias->to) : std::string_view{};
}

std::string_view name_in_products(const Site& site, std::string_view key) {
  constexpr std::string_view kProducts = "products[].";
  const Alias* const alias = site.spec.alias(AliasKind::kProperty, PlaceText("products[]", key).text());
  if (alias == nullptr || alias->v1 || !alias->to.starts_with(kProducts)) return {};
  if (site.spec.alias(AliasKind::kProperty, key) != nullptr) return {};
  return std::string_view(alias->to).substr(kProducts.size());
}

std::string_view spelling_of(const Site& site, std::string_view key,
                             std::span<const NameId> among) {
  if (among.empty()) return {};
  if (const std::string_view name = v2_name(site, key, among); !name.empty()) return name;
  const NameMatch match = site.spec.properties().find(key, among);
  const Alias* const alias = match.reason == Reason::kRename ? site.spec.alias(AliasKind::kProperty, key) : nullptr;
  if (alias != nullptr && alias->v1 && !site.name.semantic->was_in_v1) return {};  // v1 had no such event
  const bool one = match.match == Match::kVariant && !match.ambiguous();
  return one ? text_of(site, match.target()) : std::string_view{};
}

Neighbours neighbours_of(const Site& site, const Node& node, std::string_view name) {
  const std::span<const NameId> among = listed_beside(site, node);
  const Node& object = parent_of(site, node);
  Neighbours out;
  out.contested = has_many_members(site, object);
  bool earlier = true;
  int spellings = 0;
  for (uint32_t i = first(site, object); i != object.next && !out.contested; i = at(site, i).next) {
    const Node& other = at(site, i);
    if (&other == &node) earlier = false;
    if (other.key == name) out.target = &other;
    if (&other == &node || (other.traits & kKeyVariant) == 0) continue;
    const bool same = same_letters(other.key, name) || spelling_of(site, other.key, among) == name;
    const bool in_the_way = same && (earlier || raw(site, other) != raw(site, node));
    out.contested = in_the_way || ++spellings > kMostSpellings;
  }
  return out;
}

namespace {

// currency-code puts three letters into capitals, and mends nothing else.
bool may_be_currency(const Node& node) { return node.is(Kind::kString) && node.text.size() == 3; }

// Would the value be right under the name, as it is or once its quotes are taken off?
bool fits(const Site& site, const Node& node, std::string_view name) {
  if (name == "currency" && !may_be_currency(node)) return node.is(Kind::kNull);
  const PlaceText place(place_of(site, parent_of(site, node)).path, name);
  const Constraint* const said = site.spec.constraint(shape_of(site), site.spec.paths().find(place.text()));
  if (said == nullptr || admits(said->kinds, node.kind)) return true;
  return node.is(Kind::kString) && admits(said->kinds, Kind::kReal) && is_plain_decimal(node.text);
}

}  // namespace

void rename_or_drop(const Site& site, const Node& node, std::string_view name, Findings& out) {
  const Neighbours near = neighbours_of(site, node, name);
  if (near.contested) return;
  if (near.target == nullptr) {
    out.rename(node, name, fits(site, node, name) ? kSafe : kUnsafe);
  } else if (raw(site, *near.target) == raw(site, node)) {
    out.remove(node, kSafe);
  }
}

}  // namespace specgate
