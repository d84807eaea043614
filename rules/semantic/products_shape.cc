#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// The first item that is no product, or null.
const Node* odd_item(const Site& site, const Node& products) {
  for (uint32_t i = first(site, products); i != products.next; i = at(site, i).next) {
    const Node& item = at(site, i);
    if (!item.is(Kind::kObject) && !item.is(Kind::kNull)) return &item;
  }
  return nullptr;
}

bool looks_like_json(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (text[begin] == '[' || text[begin] == '{');
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (site.name.semantic == nullptr || said_of(site, node) == nullptr) return;
  switch (node.kind) {
    case Kind::kNull:
      return;
    case Kind::kArray:
      if (const Node* item = odd_item(site, node)) {
        out.add(products_shape, node, out.text({"an array that holds ", found(site, item, out)}));
      }
      return;
    case Kind::kObject:
      out.add(products_shape, node, "a single object")
          .replace(node, out.text({"[", raw(site, node), "]"}), kUnsafe);
      return;
    case Kind::kString:
      out.add(products_shape, node,
              looks_like_json(node.text) ? "JSON in a string" : found(site, &node, out));
      return;
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kReal:
      out.add(products_shape, node, found(site, &node, out));
      return;
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
            R"("properties":{"products":["shirt","pants"]}})",
     .at = "/properties/products"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
            R"("properties":{"products":{"product_id":"p1"}}})",
     .at = "/properties/products",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
              R"("properties":{"products":[{"product_id":"p1"}]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
            R"("properties":{"products":"[{\"product_id\":\"p1\"}]"}})",
     .at = "/properties/products"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Viewed",)"
             R"("properties":{"products":[{"product_id":"p1"}]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Catalogue Printed",)"
             R"("properties":{"products":["shirt","pants"]}})"},
};

}  // namespace

constinit const Rule products_shape = {
    .id = "EVT106",
    .name = "products-shape",
    .message = "products is {0}, not an array of product objects",
    .doc = R"(### What

The `products` of an ecommerce event are not an array of objects: strings, a single object, or the
whole array once more in quotes.

### Why

Destinations walk the array and read `product_id`, `price` and `quantity` of each item; of anything
else they take nothing.

### Fix

Send `[{"product_id": "...", "price": 9.5, "quantity": 1}]`. A single object is put into an array by
`--fix --unsafe-fixes`.
)",
    .page = "connections/spec/ecommerce/v2.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where = "properties.products",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
