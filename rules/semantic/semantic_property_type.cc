#include <algorithm>
#include <array>

#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/amount.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// Places that a rule of their own speaks of.
constexpr auto kElsewhere = std::to_array<std::string_view>(
    {"properties.revenue", "properties.value", "properties.total", "properties.currency",
     "properties.products", "properties.products[]"});
constexpr auto kElsewhereOnPages =
    std::to_array<std::string_view>({"properties.path", "properties.url", "properties.name"});

template <size_t N>
bool holds(const std::array<std::string_view, N>& places, std::string_view place) {
  return std::find(places.begin(), places.end(), place) != places.end();
}

bool is_spoken_of(const Site& site) {
  const std::string_view place = place_of(site, site.node).path;
  const bool page = site.event.call == Call::kPage || site.event.call == Call::kScreen;
  return page ? holds(kElsewhereOnPages, place) : holds(kElsewhere, place);
}

// A text that is the wanted value in quotes, or a number that lacks them.
void mend(const Site& site, Findings& out) {
  const Node& node = site.node;
  const KindMask kinds = site.constraint->kinds;
  if (node.is(Kind::kString)) {
    const bool number =
        admits(kinds, Kind::kReal) ? is_plain_decimal(node.text) : is_plain_integer(node.text);
    if (number && admits(kinds, Kind::kInteger)) out.replace(node, node.text, kSafe);
    const bool truth = node.text == "true" || node.text == "false";
    if (truth && admits(kinds, Kind::kBoolean)) out.replace(node, node.text, kUnsafe);
  } else if (admits(kNumber, node.kind) && admits(kinds, Kind::kString) &&
             site.constraint->format == Format::kNone) {
    out.replace(node, out.quoted(node.text), kUnsafe);
  }
}

void check(const Site& site, Findings& out) {
  if (is_spoken_of(site)) return;
  out.add(semantic_property_type, site.node, named(site, site.node, out),
          found(site, &site.node, out), wanted(*site.constraint));
  mend(site, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"product_id":"p1","price":"19.99"}})",
     .at = "/properties/price",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
              R"("properties":{"product_id":"p1","price":19.99}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"product_id":507,"price":19.99}})",
     .at = "/properties/product_id",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
              R"("properties":{"product_id":"507","price":19.99}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"product_id":"p1","price":"19,99 EUR"}})",
     .at = "/properties/price"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Content Started",)"
            R"("properties":{"session_id":"s1","keywords":["a",2]}})",
     .at = "/properties/keywords/1"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
             R"("properties":{"product_id":"p1","price":19.99,"coupon":null}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Promotion Viewed",)"
             R"("properties":{"position":"top_banner"}})"},
};

}  // namespace

constinit const Rule semantic_property_type = {
    .id = "EVT101",
    .name = "semantic-property-type",
    .message = "{0} is {1}, not {2}",
    .doc = R"(### What

A property that the Spec lists for this event has a value of another type.

### Why

Destinations take the documented type: a price in quotes is not added up, and a warehouse column
that was made for numbers drops the text.

### Fix

Send the documented type. `--fix` takes the quotes off plain decimal numbers; numbers that should be
text get theirs by `--unsafe-fixes`.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kWrongKind,
    .where = "properties.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
