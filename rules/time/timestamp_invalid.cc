#include <array>

#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

namespace specgate::rules {
namespace {

// What a number was probably meant to be: clocks count 10 digits of seconds, 13 of milliseconds.
std::string_view guess(const Node& node) {
  if (!node.is(Kind::kInteger)) return "";
  if (node.text.size() == 10) return ": a number of seconds?";
  return node.text.size() == 13 ? ": a number of milliseconds?" : "";
}

// The longest text that a zero or two could make a date.
constexpr size_t kLongest = 64;

void check(const Site& site, Findings& out) {
  const Node& time = site.node;
  if (time.is(Kind::kNull)) return;
  if (time.is(Kind::kString) && parse_instant(time.text)) return;
  out.add(timestamp_invalid, time, time.key, found(site, &time, out), guess(time));
  if (!time.is(Kind::kString) || time.text.size() > kLongest) return;
  std::array<char, kLongest + 8> padded;
  const size_t size = pad_instant(time.text, padded.data());
  if (size == 0) return;
  const std::string_view fixed = out.quoted({padded.data(), size});
  out.suggest(fixed.substr(1, fixed.size() - 2)).replace(time, fixed, kSafe);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"yesterday"})", .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2015-2-02T00:30:08.276Z"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1","timestamp":"2015-02-02T00:30:08.276Z"})"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":1449720511905})", .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":""})", .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","sentAt":"2015-02-30T10:00:00Z"})",
     .at = "/sentAt"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905Z"})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2018-08-23T21:35:02.85860964Z"})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":null})"},
};

}  // namespace

constinit const Rule timestamp_invalid = {
    .id = "TIME101",
    .name = "timestamp-invalid",
    .message = "{0} is {1}, not an ISO-8601 date{2}",
    .doc = R"(### What
A time of the call (`timestamp`, `sentAt`, `originalTimestamp` or `receivedAt`) is no ISO-8601 string.
### Why
Segment files an event under its time, and corrects clocks with the difference of two of them. From
anything but ISO-8601 it can't tell when something happened.
### Fix
Send UTC as in `2015-12-10T04:08:31.905Z`, or leave `timestamp` out of live events. Missing zeros, as in
`2015-2-02`, are filled in by the safe fix; nothing else about a time is ever changed.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kError,
    .on = On::kTime,
    .facts = kFactNoTime,
    .where = "timestamp,sentAt,originalTimestamp,receivedAt",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
