// What a request is about, by its method and path (spec/endpoints.yaml, sdk_behaviour).
#pragma once

#include <string_view>

#include "proxy/head.h"
#include "spec/spec.h"

namespace specgate::proxy {

#define SPECGATE_TRAFFIC(X)                                                                  \
  X(kEvents, "events")       /* /v1/track, /v1/batch, /v1/t ...: judged */                   \
  X(kPixel, "pixel")         /* /v1/pixel/track: judged, always answered with an image */    \
  X(kValidate, "validate")   /* /v1/validate/track ...: judged, never forwarded */           \
  X(kMetrics, "metrics")     /* /v1/m: the library's own counters, never judged */           \
  X(kSettings, "settings")   /* what a CDN serves: settings and bundles */                   \
  X(kPreflight, "preflight") /* OPTIONS: answered here */                                    \
  X(kOther, "other")         /* anything else: passed on */

enum class Traffic : uint8_t {
#define X(id, name) id,
  SPECGATE_TRAFFIC(X)
#undef X
};
std::string_view name_of(Traffic traffic);

struct Destination {
  Traffic traffic = Traffic::kOther;
  Route route;  // as the rules see it
};
Destination destination_of(const Spec& spec, std::string_view method, std::string_view path);

}  // namespace specgate::proxy
