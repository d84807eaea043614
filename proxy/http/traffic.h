// What a request is about, by its method and path (spec/data/endpoints.yaml, sdk_behaviour).
#pragma once

#include <string>
#include <string_view>

#include "proxy/http/head.h"
#include "spec/catalogue/spec.h"

namespace specgate::proxy {

#define SPECGATE_TRAFFIC(X)                                                                   \
  X(kEvents, "events")         /* /v1/track, /v1/batch, /v1/t ...: judged */                  \
  X(kPixel, "pixel")           /* /v1/pixel/track: judged, always answered with an image */   \
  X(kValidate, "validate")     /* /v1/validate/track ...: judged, never forwarded */          \
  X(kMetrics, "metrics")       /* /v1/m: the library's own counters, never judged */          \
  X(kSettings, "settings")     /* what a CDN serves: settings and bundles */                  \
  X(kPreflight, "preflight")   /* OPTIONS: answered here */                                   \
  X(kOtherMethod, "other-method") /* one of these paths under a method that is not its own */ \
  X(kOther, "other")           /* a path that is none of Segment's */

enum class Traffic : uint8_t {
#define X(id, name) id,
  SPECGATE_TRAFFIC(X)
#undef X
};
std::string_view name_of(Traffic traffic);

struct Destination {
  Traffic traffic = Traffic::kOther;
  Route route;               // as the rules see it
  bool vendors = false;      // kEvents of another vendor's path (spec/catalogue/api_root.h): of any shape
  bool dry_run = false;      // at /v1/validate or below: nothing of it goes on
  std::string_view allowed{};  // kOtherMethod: the methods that the path takes, as `Allow` has them
};
// A path that a server may take for another (spec/text/settled_path.h) is that other one.
Destination destination_of(const Spec& spec, std::string_view method, std::string_view path);

// The same of a request that goes on to this host: what goes to a host of telemetry
// (spec/catalogue/telemetry_host.h) is none of Segment's calls, whatever its path. What is answered here, a preflight
// and what asks for a verdict, goes nowhere and stays what it is. The host that the sender names
// counts for nothing here: it would be a way past every rule.
Destination at_upstream(std::string_view host, const Destination& destination);

// Of the CDN's paths that carry one ("/v1/projects/KEY/settings"), the write key: a view of `path`.
std::string_view write_key_in(std::string_view path);
// Is it the path of a source's settings?
bool is_settings_document(std::string_view path);

}  // namespace specgate::proxy
