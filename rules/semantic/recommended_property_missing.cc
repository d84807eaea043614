#include <algorithm>
#include <cstdint>
#include <span>

#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

std::string_view key_of(const Site& site, PathId path) {
  const std::string_view place = site.spec.paths()[path].path;
  return place.substr(place.rfind('.') + 1);
}

// What another rule will say the key stands for.
std::string_view stands_for(const Site& site, const Node& node) {
  const std::span<const NameId> among = listed_beside(site, node);
  if (!name_in_products(site, node.key).empty() && !is_product_property(site, node)) return {};
  if ((node.traits & kKeyVariant) != 0) return spelling_of(site, node.key, among);
  if ((node.traits & kKeyNear) == 0 || among.empty()) return {};
  const NameMatch match = site.spec.properties().find(node.key, among);
  return match.count == 1 ? site.spec.properties().text(match.target()) : std::string_view{};
}

using Paths = std::span<const PathId>;
using Bits = uint64_t;  // of up to 64 paths
constexpr size_t kAtOnce = 64;

bool has_path(const Site& site, const Node& object, PathId path) {
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (at(site, i).path == path) return true;
  }
  return false;
}

// Which of the paths the object has neither under their own names nor under one that another rule leads
// home. What a key stands for is asked once, however many are missing.
Bits lacking(const Site& site, const Node& object, Paths paths) {
  Bits out = 0;
  for (size_t k = 0; k < paths.size(); ++k) {
    if (!has_path(site, object, paths[k])) out |= Bits{1} << k;
  }
  for (uint32_t i = first(site, object); i != object.next && out != 0; i = at(site, i).next) {
    const Node& node = at(site, i);
    if ((node.traits & (kKeyVariant | kKeyNear)) == 0) continue;
    const std::string_view name = stands_for(site, node);
    for (size_t k = 0; k < paths.size() && !name.empty(); ++k) {
      if (name == key_of(site, paths[k])) out &= ~(Bits{1} << k);
    }
  }
  return out;
}

// Of the products, the first that lacks a key speaks for all.
Bits lacking_in_items(const Site& site, const Node& products, Paths paths) {
  const Bits all = paths.size() == kAtOnce ? ~Bits{0} : (Bits{1} << paths.size()) - 1;
  Bits out = 0;
  for (uint32_t i = first(site, products); i != products.next && out != all;
       i = at(site, i).next) {
    const Node& item = at(site, i);
    if (item.is(Kind::kObject)) out |= lacking(site, item, paths);
  }
  return out;
}

// The keys of the recommended places that `look` finds lacking, each behind `prefix`.
template <typename Look>
std::string_view listed(const Site& site, Paths recommended, std::string_view list,
                        std::string_view prefix, Findings& out, const Look& look) {
  for (; !recommended.empty(); recommended = recommended.subspan(std::min(kAtOnce, recommended.size()))) {
    const Paths here = recommended.first(std::min(kAtOnce, recommended.size()));
    const Bits lacks = look(here);
    for (size_t k = 0; k < here.size(); ++k) {
      if ((lacks >> k & 1) == 0) continue;
      list = out.text({list, list.empty() ? "" : ", ", prefix, key_of(site, here[k])});
    }
  }
  return list;
}

void check(const Site& site, Findings& out) {
  const EventSpec* semantic = site.name.semantic;
  if (semantic == nullptr || semantic->recommended.empty()) return;
  const Node* properties = own(site, Slot::kProperties);
  const bool usable = properties != nullptr && properties->is(Kind::kObject);
  if (properties != nullptr && !usable) return;  // object-field-not-object
  std::string_view list = listed(site, semantic->recommended, {}, "", out, [&](Paths paths) {
    return usable ? lacking(site, *properties, paths) : ~Bits{0};
  });
  const Node* products = usable ? member(site, properties, "products") : nullptr;
  if (products != nullptr && products->is(Kind::kArray)) {
    list = listed(site, semantic->recommended_items, list, "products[].", out,
                  [&](Paths paths) { return lacking_in_items(site, *products, paths); });
  }
  if (list.empty()) return;
  out.add(recommended_property_missing, usable ? *properties : site.node, semantic->source->name, list);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Added",)"
            R"("properties":{"product_id":"p1","price":9}})",
     .at = "/properties"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"currency":"USD","products":[{"product_id":"p1","quantity":1}]}})",
     .at = "/properties"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused"})",
     .at = ""},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Added",)"
            R"("properties":{"product_id":"p1","sky":"blue","price":9,"quantity":1}})",
     .at = "/properties"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Added",)"
             R"("properties":{"product_id":"p1","sku":"G-32","price":9,"quantity":1}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked"})"},
};

}  // namespace

constinit const Rule recommended_property_missing = {
    .id = "EVT105",
    .name = "recommended-property-missing",
    .message = "{0} lacks {1}, which the Spec recommends",
    .doc = R"(### What

A Spec event comes without a property that its page recommends or asks for. One finding lists all of
them.

### Why

Nothing rejects the call, but destinations that need the property ignore it: an order without
currency and product ids cannot be reported.

### Fix

Add the listed properties where you know them.
)",
    .page = "connections/spec/ecommerce-tracking-plan.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
