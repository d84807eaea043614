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
  if ((node.traits & kKeyVariant) != 0) return spelling_of(site, node.key, among);
  if ((node.traits & kKeyNear) == 0 || among.empty()) return {};
  const NameMatch match = site.spec.properties().find(node.key, among);
  return match.count == 1 ? site.spec.properties().text(match.target()) : std::string_view{};
}

// There under its own name, or under one that another rule leads home.
bool has(const Site& site, const Node& object, PathId path) {
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (at(site, i).path == path) return true;
  }
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    const bool named_otherwise = (node.traits & (kKeyVariant | kKeyNear)) != 0;
    if (named_otherwise && stands_for(site, node) == key_of(site, path)) return true;
  }
  return false;
}

struct Missing {
  std::string_view list;

  void add(std::string_view prefix, std::string_view key, Findings& out) {
    list = out.text({list, list.empty() ? "" : ", ", prefix, key});
  }
};

// Of the products, the first that lacks a key speaks for all.
void look_into_products(const Site& site, const Node& products, Missing& missing, Findings& out) {
  for (const PathId path : site.name.semantic->recommended_items) {
    for (uint32_t i = first(site, products); i != products.next; i = at(site, i).next) {
      const Node& item = at(site, i);
      if (!item.is(Kind::kObject) || has(site, item, path)) continue;
      missing.add("products[].", key_of(site, path), out);
      break;
    }
  }
}

void check(const Site& site, Findings& out) {
  const EventSpec* semantic = site.name.semantic;
  if (semantic == nullptr || semantic->recommended.empty()) return;
  const Node* properties = own(site, Slot::kProperties);
  const bool usable = properties != nullptr && properties->is(Kind::kObject);
  if (properties != nullptr && !usable) return;  // object-field-not-object
  Missing missing;
  for (const PathId path : semantic->recommended) {
    if (!usable || !has(site, *properties, path)) missing.add("", key_of(site, path), out);
  }
  const Node* products = usable ? member(site, properties, "products") : nullptr;
  if (products != nullptr && products->is(Kind::kArray)) {
    look_into_products(site, *products, missing, out);
  }
  if (missing.list.empty()) return;
  out.add(recommended_property_missing, usable ? *properties : site.node, semantic->source->name,
          missing.list);
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
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
