#include <array>

#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

// Segment's own spelling of the name: "SMS Sent".
std::string_view reserved_like(const Site& site, std::string_view name) {
  const NameIndex& names = site.spec.event_names();
  for (size_t i = 0; i < names.size() && !name.empty(); ++i) {
    const Name& one = names.name(static_cast<NameId>(i));
    if (one.reserved && equal_but_for_case(one.text, name)) return one.text;
  }
  return {};
}

void check(const Site& site, Findings& out) {
  const EventName& name = site.name;
  if (!name.off_style || name.match.match != Match::kNone || name.dynamic) return;
  if (name.unfilled != Unfilled::kNo && name.unfilled != Unfilled::kBlank) return;  // unfilled-event-name
  const Node& event = *own(site, Slot::kEvent);
  const bool title = is_in(Style::kTitle, event.text);
  out.add(event_name_style, event, found(site, &event, out),
          title ? "without a verb in the past tense" : "not Title Case");
  std::array<char, 160> buffer;
  const std::string_view better = restyle(Style::kTitle, event.text, buffer);
  if (const std::string_view reserved = reserved_like(site, better); !reserved.empty()) {
    out.suggest(reserved).replace(event, out.quoted(reserved), kUnsafe);
    return;
  }
  if (title || better.empty() || event_name_off_style(better)) return;
  out.suggest(out.text({better})).replace(event, out.quoted(better), kUnsafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"report_downloaded"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"sms_sent"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"SMS Sent"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Checkout Button"})",
     .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Sent to Printer"})"},
};

}  // namespace

constinit const Rule event_name_style = {
    .id = "NAM106",
    .name = "event-name-style",
    .message = "event is {0}, {1}",
    .doc = R"(### What

The event is your own, and its name is not in the form the Spec advises: an object and a verb in the
past tense, in Title Case, as in `Report Downloaded`.

### Why

One form for all names keeps `report_downloaded`, `Download Report` and `Report Downloaded` from
becoming three events.

### Fix

Rename the event before much depends on it. Where only the casing is off, `--fix --unsafe-fixes`
rewrites it; a name that Segment itself writes gets Segment's capitals (`SMS Sent`).
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
