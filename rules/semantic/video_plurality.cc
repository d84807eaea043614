// Video Playback Started may carry several ids, and its page uses plural and singular names side by
// side; all other playback events carry one. Only what no page shows for the event is reported.
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/semantic/listed.h"

namespace specgate::rules {
namespace {

// The other number of the key, where the Spec lists that for this event.
const Constraint* other_number(const Site& site, std::string_view& name, Findings& out) {
  const std::string_view key = site.node.key;
  name = key.ends_with('s') ? key.substr(0, key.size() - 1) : out.text({key, "s"});
  const PathId path = site.spec.paths().step(parent_of(site, site.node).path, name).path;
  return site.spec.constraint(site.name.semantic->shape, path);
}

void check(const Site& site, Findings& out) {
  const EventSpec* semantic = site.name.semantic;
  if (semantic == nullptr || semantic->source->vertical != "video") return;
  if (said_of(site, site.node) != nullptr || (site.node.flags & kDuplicateKey) != 0) return;
  std::string_view name;
  const Constraint* said = other_number(site, name, out);
  if (said == nullptr) return;
  out.add(video_plurality, site.node, site.node.key, name, semantic->source->name)
      .at_key()
      .suggest(name);
  if (admits(said->kinds, site.node.kind)) rename_or_drop(site, site.node, name, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Started",)"
            R"("properties":{"session_id":"s1","content_asset_id":["c1","c2"]}})",
     .at = "/properties/content_asset_id",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Started",)"
              R"("properties":{"session_id":"s1","content_asset_ids":["c1","c2"]}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","content_pod_ids":"p1"}})",
     .at = "/properties/content_pod_ids",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
              R"("properties":{"session_id":"s1","content_pod_id":"p1"}})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
            R"("properties":{"session_id":"s1","ad_asset_ids":["a1"]}})",
     .at = "/properties/ad_asset_ids"},
    {.good =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Started",)"
         R"("properties":{"session_id":"s1","content_asset_ids":["c1"],"ad_asset_id":["a1"]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Started",)"
             R"("properties":{"session_id":"s1","ad_asset_ids":["a1"],"ad_pod_ids":["b1"]}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Video Playback Paused",)"
             R"("properties":{"session_id":"s1","content_asset_id":"c1","ad_asset_id":null}})"},
};

}  // namespace

constinit const Rule video_plurality = {
    .id = "EVT110",
    .name = "video-plurality",
    .message = "{0} is called {1} on {2}",
    .doc = R"(### What

An id of a video event is in the singular where the event carries several, or the other way round:
`content_asset_id` on `Video Playback Started`, `content_asset_ids` on all others.

### Why

Video destinations read the form that belongs to the event, and lose what is under the other.

### Fix

Use the form that the finding names. `--fix` renames the key where the value already has the type
that goes with it.
)",
    .page = "connections/spec/video.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kValue,
    .where =
        "properties.content_asset_id, properties.content_asset_ids, properties.content_pod_id, "
        "properties.content_pod_ids, properties.ad_asset_ids, properties.ad_pod_ids, "
        "properties.ad_types",
    .traits = kJudgesValues,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
