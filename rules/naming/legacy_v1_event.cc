// Two halves of one rename: the event's name, which brings its v1 keys along, and v1 keys on an
// event whose name is current already (Order Completed kept its name in v2).
#include "rules/engine/value_words.h"
#include "rules/naming/meant.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// Calls visit(node, new name) for each v1 key among the properties and in their products.
template <typename Visit>
void each_v1_key(const Site& site, const Node& object, Visit visit) {
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    if (node.is(Kind::kArray) && node.key == "products" && is_top_property(site, node)) {
      for (uint32_t item = first(site, node); item != node.next; item = at(site, item).next) {
        if (at(site, item).is(Kind::kObject)) each_v1_key(site, at(site, item), visit);
      }
    }
    if ((node.traits & kKeyVariant) == 0) continue;
    const std::string_view name = v2_name(site, node.key, listed_beside(site, node));
    if (!name.empty()) visit(node, name);
  }
}

std::string_view call_name(std::string_view name, Findings& out) {
  return out.text({"\"", name, "\""});
}

void check(const Site& site, Findings& out) {
  const EventSpec* semantic = site.name.semantic;
  if (semantic == nullptr || semantic->source->vertical != "ecommerce") return;
  const bool renamed = site.name.match.reason == Reason::kRename;
  if (renamed) {
    const Node& event = *own(site, Slot::kEvent);
    const std::string_view name = meant(site);
    out.add(legacy_v1_event, event, found(site, &event, out), call_name(name, out))
        .suggest(name)
        .replace(event, out.quoted(name), kSafe);
  }
  const Node* properties = own(site, Slot::kProperties);
  if (properties == nullptr || !properties->is(Kind::kObject)) return;
  each_v1_key(site, *properties, [&](const Node& node, std::string_view name) {
    if (!renamed)
      out.add(legacy_v1_event, node, named(site, node, out), name).at_key().suggest(name);
    rename_or_drop(site, node, name, out);
  });
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Viewed Product",)"
            R"("properties":{"id":"p1","sku":"G-32","price":18.99,"quantity":1,"currency":"USD"}})",
     .at = "/event",
     .fixed =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Viewed",)"
         R"("properties":{"product_id":"p1","sku":"G-32","price":18.99,"quantity":1,"currency":"USD"}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Completed Order",)"
            R"("properties":{"orderId":"o1","currency":"USD",)"
            R"("products":[{"id":"p1","sku":"G-32","price":9,"quantity":1}]}})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
              R"("properties":{"order_id":"o1","currency":"USD",)"
              R"("products":[{"product_id":"p1","sku":"G-32","price":9,"quantity":1}]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"orderId":"o1","currency":"USD","products":[]}})",
     .at = "/properties/orderId",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
              R"("properties":{"order_id":"o1","currency":"USD","products":[]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"order_id":"o1","orderId":"o1","currency":"USD","products":[]}})",
     .at = "/properties/orderId",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
              R"("properties":{"order_id":"o1","currency":"USD","products":[]}})",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"order_id":"o1","orderId":"o2","currency":"USD","products":[]}})",
     .at = "/properties/orderId",
     .with = "shared-column"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
             R"("properties":{"order_id":"o1","currency":"USD",)"
             R"("products":[{"product_id":"p1","sku":"G-32","price":9,"quantity":1}]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Viewed",)"
             R"("properties":{"orderId":"o1"}})"},
};

}  // namespace

constinit const Rule legacy_v1_event = {
    .id = "NAM102",
    .name = "legacy-v1-event",
    .message = "{0} is a name of ecommerce v1, which v2 calls {1}",
    .doc = R"(### What

The event or property has its name from version 1 of the ecommerce Spec: `Completed Order`,
`orderId`, `products[].id`.

### Why

Version 2 renamed them, and destinations built since then look for the new names only.

### Fix

Send the v2 name. `--fix` renames an event together with its v1 properties (`id` to `product_id`,
`orderId` to `order_id`), each only where the new key is free or has the same value.
)",
    .page = "connections/spec/ecommerce/v2.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .partner = Severity::kWarning,
    .calls = only(Call::kTrack),
    .traits = kNamesKeys,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
