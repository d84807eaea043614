#include <algorithm>

#include "rules/engine/fields.h"
#include "rules/rules.h"
#include "spec/text/host_name.h"

namespace specgate::rules {
namespace {

// The host of the Public API in the EU. Twilio's page of the HTTP API names it for tracking; it takes no
// events, whatever the region.
constexpr std::string_view kPublicApi = "eu1.api.segmentapis.com";
constexpr std::string_view kEuTracking = "events.eu1.segmentapis.com";

// guides/regional-segment.md. Other hosts are proxies and custom domains: nobody knows their
// region.
constexpr struct {
  std::string_view region, words, host;
} kRegions[] = {
    {"us", "source is in the US", "api.segment.io"},
    {"eu", "source is in the EU", kEuTracking},
};

bool is_tracking(const Site& site) {
  const Route::Kind kind = site.batch.arrival.route.kind;
  return kind == Route::Kind::kCall || kind == Route::Kind::kBatch || kind == Route::Kind::kPixel;
}

void check(const Site& site, Findings& out) {
  const std::string_view region = site.settings.region;
  const Transport& transport = site.batch.arrival.transport;
  if (!transport.known || is_nested(site)) return;
  if (is_host_name(transport.host, kPublicApi) && is_tracking(site)) {
    out.add(region_mismatch, site.node, kPublicApi,
            "Public API is there, which takes no events", kEuTracking)
        .suggest(kEuTracking);
    return;
  }
  if (region.empty()) return;
  const auto* const home = std::find_if(std::begin(kRegions), std::end(kRegions),
                                        [&](const auto& one) { return one.region == region; });
  if (home == std::end(kRegions)) return;
  for (const auto& one : kRegions) {
    if (&one == home || !is_host_name(transport.host, one.host)) continue;
    out.add(region_mismatch, site.node, one.host, home->words, home->host).suggest(home->host);
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"method":"POST","path":"/v1/identify","headers":{"Host":"events.eu1.segmentapis.com","Authorization":"Basic YWJjMTIzOg=="},"body":{"type":"identify","userId":"u1"}})",
     .at = ""},
    {.bad =
         R"({"method":"POST","path":"https://eu1.api.segmentapis.com/v1/identify","headers":{"Authorization":"Basic YWJjMTIzOg=="},"body":{"type":"identify","userId":"u1"}})",
     .at = ""},
    {.good =
         R"({"method":"POST","path":"/v1/identify","headers":{"Host":"api.segment.io","Authorization":"Basic YWJjMTIzOg=="},"body":{"type":"identify","userId":"u1"}})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule region_mismatch = {
    .id = "KEY105",
    .name = "region-mismatch",
    .message = "the request went to {0}, but the {1}: send to {2}",
    .doc = R"(### What
The configuration says in which region the source lies (`region: us` or `eu`), and the request went
to the host of the other one. Or, whatever the configuration says, calls went to
`eu1.api.segmentapis.com`.
### Why
Since April 2025 a host rejects the keys of the other region, and before that the events vanished
without an error. `eu1.api.segmentapis.com` is the host of the Public API, which takes no events: a page of
the documentation names it for tracking in the EU, by mistake.
### Fix
Send to `events.eu1.segmentapis.com` for a workspace in the EU, to `api.segment.io` for one in the
US.
)",
    .page = "guides/regional-segment.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
