#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/amount.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const EventSpec* semantic = site.name.semantic;
  if (semantic == nullptr || semantic->source->vertical != "video") return;
  if ((site.node.flags & kDuplicateKey) != 0) return;
  const Node* length = member(site, &parent_of(site, site.node), "total_length");
  const std::optional<double> whole = number_of(length);
  if (!whole) return;
  if (site.node.key == "livestream") {
    if (!site.node.is(Kind::kBoolean) || raw(site, site.node) != "true") return;
    out.add(video_position, *length, "total_length", found(site, length, out),
            "not null, though livestream is true");
    return;
  }
  const std::optional<double> position = number_of(&site.node);
  if (!position || *position <= *whole) return;
  out.add(video_position, site.node, "position", site.node.text,
          out.text({"past the total_length of ", length->text}));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","position":450,"total_length":392}})",
     .at = "/properties/position"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","livestream":true,"total_length":392}})",
     .at = "/properties/total_length"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Content Completed",)"
             R"("properties":{"session_id":"s1","position":392,"total_length":392}})"},
    {.good =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
         R"("properties":{"session_id":"s1","livestream":true,"position":450,"total_length":null}})"},
};

}  // namespace

constinit const Rule video_position = {
    .id = "EVT111",
    .name = "video-position",
    .message = "{0} is {1}, {2}",
    .doc = R"(### What

The playback position lies past the end of the video, or a livestream has a length.

### Why

Both count in seconds from the same start, so one of them is wrong, and watch time with it. A common
cause is milliseconds in one of the two.

### Fix

Send both in whole seconds, and `total_length` as null while `livestream` is true.
)",
    .page = "connections/spec/video.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where =
        "properties.position, properties.livestream, properties.content.position, "
        "properties.content.livestream",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
