#include "proxy/http/traffic.h"

#include <algorithm>
#include <string>

#include "spec/catalogue/api_root.h"
#include "spec/catalogue/telemetry_host.h"
#include "spec/text/settled_path.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kValidatePath = "/v1/validate/";
// What the browser loads from the CDN: connections/sources/catalog/libraries/website/javascript/
// custom-proxy.md.
constexpr std::string_view kCdnPaths[] = {"/analytics.js/v1/", "/v1/projects/",
                                          "/next-integrations/", "/analytics-next/"};
constexpr std::string_view kBeforeKey[] = {"/v1/projects/", "/analytics.js/v1/"};

constexpr std::string_view kPosted = "POST, OPTIONS";
constexpr std::string_view kFetched = "GET, HEAD, OPTIONS";

Traffic traffic_of(Route::Kind kind) {
  switch (kind) {
    case Route::Kind::kCall:
    case Route::Kind::kBatch:
    case Route::Kind::kFile:  // a path that says nothing of the form of what is posted there
      return Traffic::kEvents;
    case Route::Kind::kPixel:
      return Traffic::kPixel;
    case Route::Kind::kMetrics:
      return Traffic::kMetrics;
    case Route::Kind::kSettings:
      return Traffic::kSettings;
    case Route::Kind::kOther:
      break;
  }
  return Traffic::kOther;
}

// The methods that the traffic comes under; empty: any.
std::string_view methods_of(Traffic traffic) {
  switch (traffic) {
    case Traffic::kEvents:
    case Traffic::kValidate:
    case Traffic::kMetrics:
      return kPosted;
    case Traffic::kPixel:
    case Traffic::kSettings:
      return kFetched;
    case Traffic::kPreflight:
    case Traffic::kOtherMethod:
    case Traffic::kOther:
      break;
  }
  return {};
}

Destination under_its_method(Traffic traffic, const Route& route, std::string_view method) {
  const std::string_view allowed = methods_of(traffic);
  const bool fits = allowed.empty() || (allowed == kPosted ? method == "POST"
                                                           : method == "GET" || method == "HEAD");
  if (fits) return {.traffic = traffic, .route = route};
  return {.traffic = Traffic::kOtherMethod, .route = route, .allowed = allowed};
}

// "/v1/validate", and what is below it.
bool asks_for_verdict(std::string_view path) {
  const std::string_view root = kValidatePath.substr(0, kValidatePath.size() - 1);
  return equals_ignoring_case(path, root) ||
         equals_ignoring_case(path.substr(0, kValidatePath.size()), kValidatePath);
}

// "/v1/validate/track" is judged as "/v1/track". What else is below goes nowhere, either.
Destination to_validate(const Spec& spec, std::string_view method, std::string_view path) {
  const std::string below(path.substr(std::min(path.size(), kValidatePath.size())));
  const Route route = spec.route(method, "/v1/" + below);
  Destination out;
  if (traffic_of(route.kind) == Traffic::kEvents) out = under_its_method(Traffic::kValidate, route, method);
  out.dry_run = true;
  return out;
}

// May some server leave the folder that the path seems to be in? Tomcat takes "..;" for "..", IIS "\\"
// for "/", and a server behind a server decodes once more.
bool may_climb(std::string_view path) {
  constexpr std::string_view kEscaped[] = {"%3b", "%5c", "%25"};
  if (path.find_first_of(";\\") != std::string_view::npos) return true;
  for (size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
    for (const std::string_view escaped : kEscaped) {
      if (equals_ignoring_case(path.substr(at, escaped.size()), escaped)) return true;
    }
  }
  return settled_path(path).find("/..") != std::string::npos;
}

// What is known and goes on as it came, in every mode.
bool is_unjudged(Route::Kind kind) {
  const Traffic traffic = traffic_of(kind);
  return traffic == Traffic::kMetrics || traffic == Traffic::kSettings;
}

// Does the path hold one root of calls only? "/v1/track/v1/m" is a track to whoever reads from the front.
bool has_one_root(std::string_view path) {
  const std::string settled = settled_path(path);
  const size_t last = settled.rfind(kSegmentsRoot);
  const size_t first_bytes = last == std::string::npos ? 0 : last + 1;
  const std::string_view before = std::string_view(settled).substr(0, first_bytes);
  if (before.find(kSegmentsRoot) != std::string_view::npos) return false;
  return std::ranges::none_of(kVendorRoots, [before](std::string_view root) {
    return before.find(root) != std::string_view::npos;
  });
}

// `spelled`: as it came.
Destination destination_of_plain(const Spec& spec, std::string_view method, std::string_view path,
                                 std::string_view spelled) {
  for (const std::string_view cdn : kCdnPaths) {
    if (!path.starts_with(cdn) || may_climb(spelled)) continue;
    const Route::Kind end = spec.route(method, path).kind;
    if (end == Route::Kind::kOther || end == Route::Kind::kSettings)
      return under_its_method(Traffic::kSettings, {Route::Kind::kSettings}, method);
  }
  if (asks_for_verdict(path)) return to_validate(spec, method, path);
  const Route route = spec.route(method, path);
  if (is_unjudged(route.kind) && (may_climb(spelled) || !has_one_root(path)))
    return {.route = {Route::Kind::kOther}};
  Destination out = under_its_method(traffic_of(route.kind), route, method);
  out.vendors = out.traffic == Traffic::kEvents && !path.starts_with(kSegmentsRoot) &&
                is_vendor_path(settled_path(path));
  return out;
}

// Where the write key stands in the path: [first, last). Empty where there is none.
std::pair<size_t, size_t> key_place(std::string_view path) {
  for (const std::string_view before : kBeforeKey) {
    for (size_t at = 0; at + before.size() < path.size(); ++at) {
      if (!equals_ignoring_case(path.substr(at, before.size()), before)) continue;
      const size_t first = at + before.size();
      return {first, std::min(path.find('/', first), path.size())};
    }
  }
  return {0, 0};
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

// Spec::route settles once more what is left: a server behind a server decodes an escape of an escape.
Destination destination_of(const Spec& spec, std::string_view method, std::string_view path) {
  if (method == "OPTIONS") return {.traffic = Traffic::kPreflight, .route = {Route::Kind::kOther}};
  if (!may_be_disguised(path)) {
    const Destination plain = destination_of_plain(spec, method, path, path);
    if (plain.traffic != Traffic::kOther) return plain;
  }
  return destination_of_plain(spec, method, settled_path(path), path);
}

Destination at_upstream(std::string_view host, const Destination& destination) {
  const bool answered_here = destination.traffic == Traffic::kPreflight || destination.dry_run;
  if (answered_here || !is_telemetry_host(host)) return destination;
  return {Traffic::kMetrics, {Route::Kind::kMetrics}, {}};
}

std::string_view write_key_in(std::string_view path) {
  const auto [first, last] = key_place(path);
  return path.substr(first, last - first);
}

bool is_settings_document(std::string_view path) {
  constexpr std::string_view kAbove = "/v1/projects/", kName = "/settings";
  const std::string settled = settled_path(path);
  if (!settled.ends_with(kName)) return false;
  const std::string_view rest = std::string_view(settled).substr(0, settled.size() - kName.size());
  const size_t key = rest.rfind('/') + 1;  // npos + 1 is 0
  return key < rest.size() && rest.substr(0, key).ends_with(kAbove);
}

}  // namespace specgate::proxy
