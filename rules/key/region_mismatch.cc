#include <algorithm>

#include "rules/fields.h"
#include "rules/found.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// guides/regional-segment.md. Other hosts are proxies and custom domains: nobody knows their
// region.
constexpr struct {
  std::string_view region, words, host;
} kRegions[] = {
    {"us", "US", "api.segment.io"},
    {"eu", "EU", "events.eu1.segmentapis.com"},
};

// The dot of the root at the end is part of no name.
bool is_host(std::string_view host, std::string_view wanted) {
  std::string_view name = host.substr(0, host.find(':'));
  if (name.ends_with('.')) name.remove_suffix(1);
  return equal_but_for_case(name, wanted);
}

void check(const Site& site, Findings& out) {
  const std::string_view region = site.settings.region;
  const Transport& transport = site.batch.arrival.transport;
  if (region.empty() || !transport.known || is_nested(site)) return;
  const auto* const home = std::find_if(std::begin(kRegions), std::end(kRegions),
                                        [&](const auto& one) { return one.region == region; });
  if (home == std::end(kRegions)) return;
  for (const auto& one : kRegions) {
    if (&one == home || !is_host(transport.host, one.host)) continue;
    out.add(region_mismatch, site.node, one.host, home->words, home->host).suggest(home->host);
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"method":"POST","path":"/v1/identify","headers":{"Host":"events.eu1.segmentapis.com","Authorization":"Basic YWJjMTIzOg=="},"body":{"type":"identify","userId":"u1"}})",
     .at = ""},
    {.good =
         R"({"method":"POST","path":"/v1/identify","headers":{"Host":"api.segment.io","Authorization":"Basic YWJjMTIzOg=="},"body":{"type":"identify","userId":"u1"}})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule region_mismatch = {
    .id = "KEY105",
    .name = "region-mismatch",
    .message = "the request went to {0}, but the source is in the {1}, whose host is {2}",
    .doc = R"(### What
The configuration says in which region the source lies (`region: us` or `eu`), and the request went
to the host of the other one.
### Why
Since April 2025 a host rejects the keys of the other region, and before that the events vanished
without an error.
### Fix
Send to `events.eu1.segmentapis.com` for a workspace in the EU, to `api.segment.io` for one in the
US.
)",
    .page = "guides/regional-segment.md",
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
