#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// analytics-go writes its Product.SKU as `sky`, in whatever event, and nothing else so.
std::string_view spelling_here(const Site& site, const Node& node) {
  const std::string_view in_products = name_in_products(site, node.key);
  if (in_products.empty()) return spelling_of(site, node.key, listed_beside(site, node));
  return is_product_property(site, node) ? in_products : std::string_view();
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  const std::span<const NameId> among = listed_beside(site, node);
  const std::string_view name = spelling_here(site, node);
  const bool other_rule = name_in_products(site, node.key).empty() && !v2_name(site, node.key, among).empty();
  if (name.empty() || other_rule) return;
  out.add(semantic_property_variant, node, named(site, node, out), name).at_key().suggest(name);
  rename_or_drop(site, node, name, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"productId":"p1","imageUrl":"https://example.com/1.jpg"}})",
     .at = "/properties/productId",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
              R"("properties":{"product_id":"p1","image_url":"https://example.com/1.jpg"}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"product_id":"p1","Product ID":"p1"}})",
     .at = "/properties/Product ID",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
              R"("properties":{"product_id":"p1"}})",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"product_id":"p1","productId":"p2"}})",
     .at = "/properties/productId",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"productId":"p1","ProductID":"p2"}})",
     .at = "/properties/ProductID",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
            R"("properties":{"products":[{"productId":"p1"}]}})",
     .at = "/properties/products/0/productId",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
              R"("properties":{"products":[{"product_id":"p1"}]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"order_id":"o1","currency":"USD",)"
            R"("products":[{"product_id":"p1","sky":"G-32","price":9,"quantity":1}]}})",
     .at = "/properties/products/0/sky",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
              R"("properties":{"order_id":"o1","currency":"USD",)"
              R"("products":[{"product_id":"p1","sku":"G-32","price":9,"quantity":1}]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed",)"
            R"("properties":{"order_id":"o1","currency":"USD",)"
            R"("products":[{"product_id":"p1","sku":"G-31","sky":"G-32","price":9,"quantity":1}]}})",
     .at = "/properties/products/0/sky"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Added",)"
            R"("properties":{"products":[{"id":"1","sky":"A-1"}]}})",
     .at = "/properties/products/0/sky",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Added",)"
              R"("properties":{"products":[{"id":"1","sku":"A-1"}]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Basket Synced",)"
            R"("properties":{"products":[{"id":"1","sku":"A-2","sky":"A-1"}]}})",
     .at = "/properties/products/0/sky"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Photo Taken",)"
             R"("properties":{"sky":"blue","items":[{"sky":"grey"}]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
             R"("properties":{"product_id":"p1","sky":"blue"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
             R"("properties":{"product_id":"p1","image_url":"https://example.com/1.jpg"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
             R"("properties":{"productId":"p1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Reviewed",)"
             R"("properties":{"id":"r1","rating":"5"}})"},  // v1 had no such event: it may be the review's
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Coupon Denied",)"
             R"("properties":{"coupon":"SUMMER"}})"},
};

}  // namespace

constinit const Rule semantic_property_variant = {
    .id = "EVT103",
    .name = "semantic-property-variant",
    .message = "{0} is spelled {1} in the Spec",
    .doc = R"(### What

A property of a Spec event has the right words in another spelling: `productId` or `Product ID` for
`product_id`. In an item of `products`, of any event, also `sky` for `sku`: so analytics-go writes its
`Product.SKU`.

### Why

Destinations look the property up by the Spec's spelling and find nothing.

### Fix

Send the Spec's key. `--fix` renames it where that key is free and drops it where both have the same
value; where the values differ, you decide.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kKey,
    .where = "properties.**",
    .keys = kKeyVariant,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
