#include <array>

#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/names/normalized_name.h"
#include "spec/names/word_forms.h"
#include "spec/text/edit_distance.h"

namespace specgate::rules {
namespace {

constexpr size_t kShortestToGuess = 4;  // shorter keys are near everything

bool is_top_level(const CallField& row) { return row.field.find('.') == std::string::npos; }

// Fields are written without separators. Of one letter too many or too few at most, or in the singular.
bool is_about_as_long(const Phrase& key, std::string_view field) {
  return key.size <= field.size() + 1 && field.size() <= key.size + 2U;
}

bool is_near(const Phrase& key, std::string_view field) {
  Phrase other;
  if (!split_words(field, other)) return false;
  if (key.folded() == other.folded()) return true;
  std::array<char, kMostNameBytes> one;  // "property" for "properties"
  if (key.folded() == std::string_view(one.data(), write_singular(other.folded(), one.data()))) {
    return true;
  }
  return key.size >= kShortestToGuess && edit_distance(key.folded(), other.folded(), 1) <= 1;
}

// The field of this call that the key is a variant or a slip of: "message_id", "propertys".
std::string_view meant_field(const Site& site, std::string_view key) {
  Phrase phrase;
  if (!split_words(key, phrase)) return {};
  const std::string_view call = name_of(site.event.call);
  for (const CallField& row : site.spec.data().call_fields) {
    if (!is_about_as_long(phrase, row.field) || row.call != call || !is_top_level(row)) continue;
    if (is_near(phrase, row.field)) return row.field;
  }
  return {};
}

// "page, screen" for a field that other calls have, or empty.
std::string_view owners(const Site& site, const Node& node, Findings& out) {
  std::string_view names;
  for (unsigned i = 0; i < static_cast<unsigned>(Call::kUnknown); ++i) {
    const Call call = static_cast<Call>(i);
    if (!is_field(site, call, node)) continue;
    names = names.empty() ? name_of(call) : out.text({names, ", ", name_of(call)});
  }
  return names;
}

bool is_of_another_call(const Site& site, const Node& node) {
  for (unsigned i = 0; i < static_cast<unsigned>(Call::kUnknown); ++i) {
    if (is_field(site, static_cast<Call>(i), node)) return true;
  }
  return false;
}

// "context.locale" for a key that the Spec lists below context, or empty.
std::string_view place_in_context(const Site& site, std::string_view key, Findings& out) {
  if (key.empty() || key.size() > kMostNameBytes) return {};
  const std::string_view path = out.text({"context.", key});
  const PathId place = site.spec.paths().find(path);
  const uint16_t shape = site.spec.shape_of(site.event.call);
  return place != kNoPath && site.spec.constraint(shape, place) != nullptr ? path : "";
}

// Where data of one's own has its place in this call.
std::string_view home(Call call) {
  switch (call) {
    case Call::kTrack:
    case Call::kPage:
    case Call::kScreen:
      return "your own data goes in properties";
    case Call::kIdentify:
    case Call::kGroup:
      return "your own data goes in traits";
    case Call::kAlias:
    case Call::kUnknown:
      break;
  }
  return "Segment passes over it";
}

void report(const Site& site, const Node& node, Findings& out) {
  const std::string_view key = named(site, node, out);
  const std::string_view call = name_of(site.event.call);
  if (const auto place = place_in_context(site, node.key, out); !place.empty()) {
    const std::string_view words = out.text({"it lies in ", place});
    out.add(unknown_top_level_field, node, key, call, words).at_key().suggest(place);
    return;
  }
  if (const auto others = owners(site, node, out); !others.empty()) {
    const std::string_view words = out.text({"it belongs to ", others});
    out.add(unknown_top_level_field, node, key, call, words).at_key();
    return;
  }
  if (const auto meant = meant_field(site, node.key); !meant.empty()) {
    const std::string_view words = out.text({"the field is spelled ", meant});
    out.add(unknown_top_level_field, node, key, call, words).at_key().suggest(meant);
    return;
  }
  out.add(unknown_top_level_field, node, key, call, home(site.event.call)).at_key();
}

// properties-on-identify and legacy-field-name speak of their keys with more to say.
void check(const Site& site, Findings& out) {
  const bool described = site.event.call == Call::kIdentify || site.event.call == Call::kGroup;
  for (uint32_t i = first(site, site.node); i != site.node.next; i = at(site, i).next) {
    const Node& node = at(site, i);
    if (is_field(site, site.event.call, node)) continue;
    if (node.is(Kind::kNull) && is_of_another_call(site, node)) continue;  // libraries send all of them
    if (described && node.key == name_of(Slot::kProperties)) continue;
    if (legacy_target(site, node).empty()) report(site, node, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","event":"Signed Up"})",
     .at = "/event"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","plan":"pro"})", .at = "/plan"},
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","time_stamp":"2026-05-01T08:00:00Z"})",
     .at = "/time_stamp"},
    {.bad = R"({"type":"identify","userId":"u1","messageId":"m1","locale":"en-GB"})",
     .at = "/locale"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"plan":"pro"}})"},
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1","event":null,"name":null})"},
    {.good = R"({"type":"page","name":"Home","category":"Docs","userId":"u1","messageId":"m1"})"},
};

}  // namespace

constinit const Rule unknown_top_level_field = {
    .id = "ENV111",
    .name = "unknown-top-level-field",
    .message = "{0} is no field of {1} calls, {2}",
    .doc = R"(### What
The call has a top-level member that the Spec does not list for this type of call. `null` in a field of
another call is none: libraries send all fields of all calls.
### Why
Segment keeps the documented fields and most destinations see nothing else, so the value silently
goes no further. A misspelt field is the most common reason.
### Fix
Use the field's own spelling, move what Segment knows to its place in `context`, and data of your
own into `properties` (track, page, screen) or `traits` (identify, group).
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kInfo,
    .calls = kSixCalls,
    .facts = kFactUnlisted,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
