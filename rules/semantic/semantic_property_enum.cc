#include <algorithm>
#include <array>

#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/amount.h"
#include "spec/catalogue/segment_format.h"
#include "spec/names/name_index.h"
#include "spec/text/timestamp.h"

namespace specgate::rules {
namespace {

using Values = std::span<const std::string>;

std::string_view listed(Values values, Findings& out) {
  std::string_view list = values[0];
  for (size_t i = 1; i < values.size(); ++i) {
    list = out.text({list, i + 1 == values.size() ? " or " : ", ", values[i]});
  }
  return list;
}

// The word of the set with the same letters: "Pre_Roll" for pre-roll.
std::string_view nearest(Values values, std::string_view text) {
  std::array<char, 64> own, other;
  const size_t size = fold(text, own);
  if (size == 0) return {};
  for (const std::string& value : values) {
    const size_t length = fold(value, other);
    if (std::string_view(own.data(), size) == std::string_view(other.data(), length)) return value;
  }
  return {};
}

void check_value(const Site& site, const Node& node, Findings& out) {
  const Values values = site.constraint->values;
  if (node.is(Kind::kNull) || std::find(values.begin(), values.end(), node.text) != values.end()) {
    return;
  }
  out.add(semantic_property_enum, node, named(site, node, out), found(site, &node, out),
          listed(values, out));
  const std::string_view near = nearest(values, node.text);
  if (!near.empty()) out.suggest(near);
}

// One value, or an array of them: the docs' own examples send both.
void check_set(const Site& site, Findings& out) {
  if (!site.node.is(Kind::kArray)) return check_value(site, site.node, out);
  for (uint32_t i = first(site, site.node); i != site.node.next; i = at(site, i).next) {
    if (at(site, i).is(Kind::kString)) check_value(site, at(site, i), out);
  }
}

void check_range(const Site& site, Findings& out) {
  const std::optional<double> value = number_of(&site.node);
  const Constraint& said = *site.constraint;
  if (!value || (*value >= said.least && *value <= said.most)) return;
  constexpr double kOpen = 1e15;  // beyond it the range has no upper end
  out.add(semantic_property_enum, site.node, named(site, site.node, out),
          found(site, &site.node, out),
          said.most > kOpen ? "0 or more"
                            : out.text({out.number(static_cast<uint64_t>(said.least)), " to ",
                                        out.number(static_cast<uint64_t>(said.most))}));
}

// The items of "Array[string]": part of the type, but found where the array is looked into.
void check_items(const Site& site, Findings& out) {
  if (site.constraint->items == kAnyKind || !site.node.is(Kind::kArray)) return;
  if (place_of(site, site.node).path == "properties.products") return;  // products-shape
  for (uint32_t i = first(site, site.node); i != site.node.next; i = at(site, i).next) {
    const Node& item = at(site, i);
    if (admits(site.constraint->items, item.kind)) continue;
    const bool strings = admits(site.constraint->items, Kind::kString);
    out.add(semantic_property_type, item, named(site, item, out), found(site, &item, out),
            strings ? "a string" : "an object");
  }
}

void check(const Site& site, Findings& out) {
  const Constraint& said = *site.constraint;
  if (!said.values.empty()) check_set(site, out);
  if (said.ranged) check_range(site, out);
  check_items(site, out);
  if (said.format == Format::kDate && site.node.is(Kind::kString) &&
      !parse_instant(site.node.text)) {
    out.add(semantic_property_enum, site.node, named(site, site.node, out),
            found(site, &site.node, out), "an ISO-8601 date");
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Ad Started",)"
            R"("properties":{"session_id":"s1","type":"preroll"}})",
     .at = "/properties/type"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","sound":140}})",
     .at = "/properties/sound"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","position":-5}})",
     .at = "/properties/position"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Trial Started",)"
            R"("properties":{"trial_start_date":"next Monday"}})",
     .at = "/properties/trial_start_date"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Ad Started",)"
             R"("properties":{"session_id":"s1","type":"pre-roll"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Started",)"
             R"("properties":{"session_id":"s1","ad_type":["pre-roll","mid-roll"],"sound":100}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Trial Started",)"
             R"("properties":{"trial_start_date":"2026-05-04","trial_end_date":null}})"},
};

}  // namespace

constinit const Rule semantic_property_enum = {
    .id = "EVT102",
    .name = "semantic-property-enum",
    .message = "{0} is {1}, not {2}",
    .doc = R"(### What

The Spec gives a set of words, a range or a date format for this property, and the value lies
outside of it.

### Why

Destinations map the documented values; what they do not know they drop or file under "other".

### Fix

Send one of the documented values: the finding names them.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kFormat,
    .where = "properties.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
