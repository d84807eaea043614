#include "proxy/traffic.h"

#include <algorithm>
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

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The path as servers read it that decode it and settle its segments (RFC 3986 6.2.2, 5.2.4):
// "/v1//x/../%74rack" is "/v1/track".
std::string settled(std::string_view path) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool coded = path[i] == '%' && i + 2 < path.size() && digit_of(path[i + 1]) >= 0 &&
                       digit_of(path[i + 2]) >= 0;
    text += coded ? static_cast<char>(digit_of(path[i + 1]) * 16 + digit_of(path[i + 2])) : path[i];
    i += coded ? 2 : 0;
  }
  std::string out;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view segment = std::string_view(text).substr(begin, end - begin);
    if (segment == "..") {
      out.resize(out.empty() ? 0 : out.rfind('/'));
    } else if (!segment.empty() && segment != ".") {
      out.append("/").append(segment);
    }
    begin = end + 1;
  }
  return out;
}

// May it stand for another path?
bool may_be_disguised(std::string_view path) {
  return path.find('%') != std::string_view::npos || path.find("//") != std::string_view::npos ||
         path.find("/.") != std::string_view::npos;
}

Destination destination_of_plain(const Spec& spec, std::string_view method, std::string_view path) {
  for (const std::string_view cdn : kCdnPaths) {
    if (path.starts_with(cdn)) return {Traffic::kSettings, {Route::Kind::kSettings}};
  }
  if (path.starts_with(kValidatePath) && method == "POST") {
    const std::string judged = "/v1/" + std::string(path.substr(kValidatePath.size()));
    const Route route = spec.route(method, judged);
    if (traffic_of(route.kind) == Traffic::kEvents) return {Traffic::kValidate, route};
  }
  Route route = spec.route(method, path);
  if (route.kind == Route::Kind::kOther) route = spec.route(method, settled(path));  // a slash too many
  const Traffic traffic = traffic_of(route.kind);
  const bool pixel = traffic == Traffic::kPixel;
  // An event path under another method is nobody's event: the upstream may say so.
  if (traffic == Traffic::kEvents && method != "POST") return {};
  if (pixel && method != "GET" && method != "HEAD") return {};
  return {traffic, route};
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

// A path in disguise is what the upstream may take it for.
Destination destination_of(const Spec& spec, std::string_view method, std::string_view path) {
  if (method == "OPTIONS") return {Traffic::kPreflight, {Route::Kind::kOther}};
  if (may_be_disguised(path)) return destination_of_plain(spec, method, settled(path));
  return destination_of_plain(spec, method, path);
}

}  // namespace specgate::proxy
