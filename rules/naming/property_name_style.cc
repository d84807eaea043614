#include <algorithm>
#include <array>

#include "rules/engine/value_words.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"
#include "spec/catalogue/column.h"
#include "spec/catalogue/style.h"
#include "spec/catalogue/unfilled.h"

namespace specgate::rules {
namespace {

using Buffer = std::array<char, 160>;

std::string_view name_of(Style style) {
  switch (style) {
#define X(id, name) \
  case Style::id:   \
    return name;
    SPECGATE_STYLES(X)
#undef X
  }
  return {};
}

// Other rules speak of this key: of its dots, of the id in it, of the listed name it stands for.
bool is_spoken_of(const Site& site, const Node& node) {
  if ((node.traits & (kKeyDot | kKeyEmpty)) != 0 || key_holds_id(node.key)) return true;
  const std::span<const NameId> among = listed_beside(site, node);
  if (among.empty() || (node.traits & (kKeyVariant | kKeyNear)) == 0) return false;
  return !v2_name(site, node.key, among).empty() ||
         site.spec.properties().find(node.key, among).match != Match::kNone;
}

// Listed for an event whose vertical is not in force, such as conversationId on Message Sent.
bool is_listed_out_of_force(const Site& site, const Node& node) {
  if (site.name.match.match != Match::kExact || site.name.semantic != nullptr) return false;
  const std::string_view name = own(site, Slot::kEvent)->text;
  const auto lists = [&](const SemanticEvent& event) {
    return event.name == name &&
           std::any_of(event.properties.begin(), event.properties.end(),
                       [&](const SemanticProperty& row) { return row.name == node.key; });
  };
  const auto& events = site.spec.data().events;
  return std::any_of(events.begin(), events.end(), lists);
}

// Would a key come into the way of `name`: is it that name or its column, or would it get it?
bool is_in_the_way(const Site& site, const Node& other, std::string_view name) {
  if (other.key == name || same_column(other.key, name)) return true;
  if ((other.traits & kKeyOffStyle) == 0) return false;
  Buffer buffer;
  return restyle(site.settings.property_style, other.key, buffer) == name;
}

// Nobody else here has the name or its column, or would get it. Larger objects are left to the reader:
// each key is held against all others.
bool is_free(const Site& site, const Node& node, std::string_view name) {
  constexpr int kMostMembers = 64;
  const Node& object = parent_of(site, node);
  int members = 0;
  for (uint32_t i = first(site, object); i != object.next; i = at(site, i).next) {
    if (++members > kMostMembers) return false;
    const Node& other = at(site, i);
    if (&other == &node || !may_share_column(other.key, name)) continue;  // nearly all
    if (is_in_the_way(site, other, name)) return false;
  }
  return true;
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  if (!is_top_property(site, node) && !is_product_property(site, node)) return;
  if (is_spoken_of(site, node)) return;
  if (is_listed_out_of_force(site, node)) return;
  const Style style = site.settings.property_style;
  out.add(property_name_style, node, named(site, node, out), name_of(style)).at_key();
  if (unfilled_name(node.key) != Unfilled::kNo) return;  // {{key}}, NaN: no other spelling is better
  Buffer buffer;
  const std::string_view better = restyle(style, node.key, buffer);
  if (better.empty() || better == node.key) return;
  // That is where the new name would be reserved, the old one is.
  const bool reserved = is_top_property(site, node) && (node.traits & kKeyReservedColumn) != 0;
  if (reserved || member_in_column(site, node, better) != nullptr) return;  // no name to advise
  const std::string_view kept = out.text({better});
  out.suggest(kept);
  // HTTPServer is the column httpserver: as http_server it would begin another.
  const bool stays = same_column(node.key, kept);
  if (stays && is_free(site, node, kept)) out.rename(node, kept, kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"reportTitle":"Q1"}})",
     .at = "/properties/reportTitle",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
              R"("properties":{"report_title":"Q1"}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"reportTitle":"Q1","report_title":"Q2"}})",
     .at = "/properties/reportTitle",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"reportTitle":"Q1","ReportTitle":"Q2"}})",
     .at = "/properties/ReportTitle",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"reportTitle":"Q1","REPORT_TITLE":"Q2"}})",
     .at = "/properties/reportTitle",
     .with = "shared-column"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"HTTPServer":"a"}})",
     .at = "/properties/HTTPServer"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
            R"("properties":{"{{Key}}":"a"}})",
     .at = "/properties/{{Key}}"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Message Sent",)"
             R"("properties":{"conversationId":"c1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
             R"("properties":{"report_title":"Q1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Quality Updated",)"
             R"("properties":{"startupTime":120,"droppedFrames":3}})"},
};

}  // namespace

constinit const Rule property_name_style = {
    .id = "NAM108",
    .name = "property-name-style",
    .message = "{0} is not {1}",
    .doc = R"(### What

A property's key is not in the configured casing, which is snake_case unless `specgate.yaml` says
otherwise. Keys that the Spec itself spells otherwise are left alone.

### Why

The Spec's properties are snake_case, and so are the columns that a warehouse makes of all keys:
`reportTitle` is read as `report_title` there and as `reportTitle` everywhere else. (Where both stand in one
object they share that column: see shared-column.)

### Fix

Rename the key where it is made. `--fix --unsafe-fixes` does it in the payload where the new key and its
column are free, and not Segment's own (`userId` does not become `user_id`), and where the column stays what it
is: `HTTPServer` is the column `httpserver`, and as `http_server` it would begin a new one.
)",
    .page = "partners/sources.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kKey,
    .where = "properties.**",
    .keys = kKeyOffStyle,
    .unlisted = true,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
