#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  const std::span<const NameId> among = listed_beside(site, node);
  if (among.empty()) return;
  const NameMatch match = site.spec.properties().find(node.key, among);
  if (match.match != Match::kSuggestion || match.ambiguous()) return;
  const std::string_view name = site.spec.properties().text(match.target());
  const Neighbours near = neighbours_of(site, node, name);
  if (near.target != nullptr) return;  // both are there: two things
  out.add(semantic_property_near_miss, node, named(site, node, out), name, words_of(match.reason))
      .at_key()
      .suggest(name);
  if (!near.contested) out.rename(node, name, kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
            R"("properties":{"prodcut_id":"p1"}})",
     .at = "/properties/prodcut_id",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
              R"("properties":{"product_id":"p1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
             R"("properties":{"product_id":"p1","prodcut_id":"p1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Clicked",)"
             R"("properties":{"product_id":"p1","warehouse":"Oslo"}})"},
};

}  // namespace

constinit const Rule semantic_property_near_miss = {
    .id = "EVT104",
    .name = "semantic-property-near-miss",
    .message = "{0} is close to the Spec's {1} ({2})",
    .doc = R"(### What

A property of a Spec event is not one the Spec lists, but nearly, and the listed one is absent.

### Why

If it is a slip, destinations miss the value: they look for the Spec's key.

### Fix

Rename it if the Spec's property is meant; `--fix --unsafe-fixes` does. Properties of your own are
welcome on every event: add an `ignore` entry if this is one.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .on = On::kKey,
    .where = "properties.**",
    .keys = kKeyNear,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
