// Speaks once a family or an object, not once a key: a list in disguise may have hundreds.
#include <charconv>

#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

constexpr int kMostNeighbours = 256;  // bounds the look around one key

int number_in(std::string_view digits) {
  int out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

// The first neighbour for which `wanted` holds, or null.
template <typename Wanted>
const Node* find_neighbour(const Site& site, Wanted wanted) {
  const Node& object = parent_of(site, site.node);
  int seen = 0;
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (++seen > kMostNeighbours) return nullptr;
    const Node& other = at(site, i);
    if ((other.traits & kKeyDynamic) != 0 && wanted(other)) return &other;
  }
  return nullptr;
}

// item_1 where there is item_2: the one that speaks for its family.
bool heads_family(const Site& site) {
  const NumberedKey own = numbered(site.node.key);
  if (!own || number_in(own.digits) != 1) return false;
  return find_neighbour(site, [&](const Node& other) {
           if (!other.key.starts_with(own.before) || !other.key.ends_with(own.after)) return false;
           const NumberedKey next = numbered(other.key);
           return next && number_in(next.digits) == 2 && next.before == own.before &&
                  next.after == own.after;
         }) != nullptr;
}

// One number of few digits in a short key is no id: told in a fraction of what key_holds_id() takes.
bool holds_id(std::string_view key) {
  constexpr size_t kShortestCode = 12;  // letters and digits: spec/catalogue/style.cc
  const bool plain = key.size() < kShortestCode && key.find('@') == std::string_view::npos;
  return !(plain && numbered(key)) && key_holds_id(key);
}

bool is_looked_at(const Site& site) {
  const Node& object = parent_of(site, site.node);
  uint32_t i = first(site, object);
  for (int seen = 0; seen < kMostNeighbours && i != object.next; ++seen, i = at(site, i).next) {
    if (&at(site, i) == &site.node) return true;
  }
  return false;
}

bool is_first_id(const Site& site) {
  if (!is_looked_at(site) || !holds_id(site.node.key)) return false;
  return find_neighbour(site, [](const Node& other) { return holds_id(other.key); }) == &site.node;
}

void check(const Site& site, Findings& out) {
  if (site.node.path == kNoPath || (site.node.flags & kDuplicateKey) != 0) return;
  if (is_first_id(site)) {
    out.add(property_key_dynamic, site.node, named(site, site.node, out),
            "an id or a date, which belongs in a value")
        .at_key();
  } else if (heads_family(site)) {
    out.add(property_key_dynamic, site.node, named(site, site.node, out),
            "one of a numbered row, which belongs in an array")
        .at_key();
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Quote Requested",)"
            R"("properties":{"item_1":"shirt","item_2":"pants"}})",
     .at = "/properties/item_1"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Quote Requested",)"
            R"("properties":{"views":{"90210":3,"90211":1}}})",
     .at = "/properties/views/90210"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Quote Requested",)"
             R"("properties":{"items":["shirt","pants"]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Quote Requested",)"
             R"("properties":{"md5":"9e107d9d372bb682","oauth2_scope":"all","line_2":"c/o Mia"}})"},
};

}  // namespace

constinit const Rule property_key_dynamic = {
    .id = "NAM109",
    .name = "property-key-dynamic",
    .message = "key {0} is {1}",
    .doc = R"(### What

A key holds what should be a value: an id, a date, an email address, or a running number as in
`item_1`, `item_2`.

### Why

Each key becomes a column in the warehouse and a row in the schema; keys that grow with the data
fill both, and no query can ask for them all.

### Fix

Send an array of objects, with the id or number as one of their fields.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kKey,
    .where = "properties.**, traits.**",
    .keys = kKeyDynamic,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
