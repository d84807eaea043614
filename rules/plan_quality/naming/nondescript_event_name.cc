#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/names/normalized_name.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kFillers[] = {
    "action",  "asdf",     "bar",     "button",  "click",     "clicked", "custom",
    "data",    "dummy",    "event",   "events",  "foo",       "generic", "misc",
    "my",      "name",     "new",     "other",   "something", "stuff",   "sample",
    "temp",    "test",     "tested",  "testing", "thing",     "tmp",     "track",
    "tracked", "tracking", "unknown", "unnamed", "untitled",  "user",    "xxx"};
// Short forms that everybody reads.
constexpr std::string_view kKnown[] = {
    "b2b", "b2c",  "bcc", "cc",  "cms", "crm",  "css",  "csv",   "cvv", "db",   "dm",  "dns", "ftp",
    "gb",  "gdpr", "gps", "hd",  "hr",  "html", "http", "https", "jpg", "js",   "jwt", "kb",  "km",
    "kpi", "kpis", "kyc", "lp",  "mb",  "mfa",  "mms",  "mp3",   "mp4", "ms",   "nfc", "nft", "nps",
    "pc",  "pdf",  "pdp", "php", "plp", "png",  "pr",   "qr",    "rss", "rsvp", "sdk", "sms", "sql",
    "ssh", "ssl",  "sso", "svg", "tb",  "tls",  "tv",   "vip",   "vpn", "vr",   "xls", "xml", "xp"};

template <size_t N>
bool holds(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

// Letters that nobody can pronounce: "tm", "btn".
bool is_cut_short(std::string_view word) {
  const bool plain =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return plain && word.size() > 1 && word.find_first_of("aeiouy") == std::string_view::npos &&
         !holds(kKnown, word);
}

std::string emptiness(std::string_view name) {
  Phrase phrase;
  if (!split_words(name, phrase) || phrase.too_many_words) return {};
  bool filler = true;
  for (size_t i = 0; i < phrase.words; ++i) {
    const std::string_view word = phrase.word(i);
    if (is_cut_short(word)) return quoted_key(word) + " is cut short";
    filler = filler && (is_number(word) || holds(kFillers, word));
  }
  return filler ? "no word of it tells what happens" : std::string();
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    if (site.plan.name_of(*event).match.match != Match::kNone) continue;
    const std::string why = emptiness(event->key);
    if (!why.empty()) out.add(nondescript_event_name, at(*event), {quoted_key(event->key), why});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Event 12", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Event 12\"",
     .with = "planned-event-dynamic"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("TMDropd", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"TMDropd\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("SMS Sent", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule nondescript_event_name = {
    .id = "TPL109",
    .name = "nondescript-event-name",
    .message = "event {0} says little: {1}",
    .doc = R"(### What
The name of a planned event does not tell what happens: `Event 12`, `TMDropd`, `Test`.
### Why
A year on nobody knows what was counted, and the next team plans the same event again.
### Fix
Name the thing and what happened to it, in whole words: `Boat Rented`.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
