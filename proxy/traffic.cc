#include "proxy/traffic.h"

#include <string>

namespace specgate::proxy {
namespace {

constexpr std::string_view kValidatePath = "/v1/validate/";
// What the browser loads from the CDN: connections/sources/catalog/libraries/website/javascript/
// custom-proxy.md.
constexpr std::string_view kCdnPaths[] = {"/analytics.js/v1/", "/v1/projects/",
                                          "/next-integrations/", "/analytics-next/"};

Traffic traffic_of(Route::Kind kind) {
  switch (kind) {
    case Route::Kind::kCall:
    case Route::Kind::kBatch:
      return Traffic::kEvents;
    case Route::Kind::kPixel:
      return Traffic::kPixel;
    case Route::Kind::kMetrics:
      return Traffic::kMetrics;
    case Route::Kind::kSettings:
      return Traffic::kSettings;
    case Route::Kind::kFile:
    case Route::Kind::kOther:
      break;
  }
  return Traffic::kOther;
}

}  // namespace

std::string_view name_of(Traffic traffic) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_TRAFFIC(X)
#undef X
  };
  return kNames[static_cast<size_t>(traffic)];
}

Destination destination_of(const Spec& spec, std::string_view method, std::string_view path) {
  if (method == "OPTIONS") return {Traffic::kPreflight, {Route::Kind::kOther}};
  for (const std::string_view cdn : kCdnPaths) {
    if (path.starts_with(cdn)) return {Traffic::kSettings, {Route::Kind::kSettings}};
  }
  if (path.starts_with(kValidatePath) && method == "POST") {
    const std::string judged = "/v1/" + std::string(path.substr(kValidatePath.size()));
    const Route route = spec.route(method, judged);
    if (traffic_of(route.kind) == Traffic::kEvents) return {Traffic::kValidate, route};
  }
  const Route route = spec.route(method, path);
  const Traffic traffic = traffic_of(route.kind);
  const bool pixel = traffic == Traffic::kPixel;
  // An event path under another method is nobody's event: the upstream may say so.
  if (traffic == Traffic::kEvents && method != "POST") return {};
  if (pixel && method != "GET" && method != "HEAD") return {};
  return {traffic, route};
}

}  // namespace specgate::proxy
