#include "lint/input/request_target.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "rules/rules.h"
#include "spec/catalogue/catalogue.h"
#include "spec/catalogue/spec.h"
#include "spec/catalogue/telemetry_host.h"
#include "spec/text/ascii.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr size_t kLongestPath = 200, kLongestMethod = 20;  // of those in a message
constexpr std::string_view kRoot = "/v1";

// spec/data/endpoints.yaml: api.segment.io, events.eu1.segmentapis.com, and where its settings are.
constexpr std::string_view kHosts[] = {"segment.io", "segment.com", "segmentapis.com"};
constexpr std::string_view kHere[] = {"localhost", "127.0.0.1", "[::1]", "0.0.0.0"};

// Without a port, and without the name and password that a URL may have before its host.
std::string_view bare(std::string_view host) {
  host.remove_prefix(host.rfind('@') + 1);  // npos + 1 is 0
  const size_t colon = host.rfind(':');
  return colon == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, colon);
}

// "segment.io" and what ends with ".segment.io", in any case.
bool is_of(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size()) return false;
  const std::string_view end = host.substr(host.size() - domain.size());
  if (!equal_but_for_case(end, domain)) return false;
  return end.size() == host.size() || host[host.size() - domain.size() - 1] == '.';
}

// A query may hold a key, or what is personal.
std::string_view path_of(const Transport& transport) {
  const std::string_view path = transport.path.substr(0, transport.path.find_first_of("?#"));
  return path.substr(0, kLongestPath);
}

// "GET /v1/track"; of "/v1/projects/KEY/x" what follows the key's place is left out with it.
std::string words_of(const Transport& transport, std::string_view host) {
  constexpr std::string_view kBeforeKey = "/projects/";
  std::string out(transport.method.substr(0, kLongestMethod));
  if (!out.empty()) out += ' ';
  out += host.substr(0, kLongestPath);
  const std::string_view path = path_of(transport);
  const size_t key = path.find(kBeforeKey);
  if (key == std::string_view::npos) return out.append(path);
  return out.append(path.substr(0, key + kBeforeKey.size())).append("...");
}

// The path that was meant: Segment's own with the same end, or nearly the same.
std::string_view meant(std::string_view path, const Spec& spec) {
  std::vector<std::string_view> known;
  for (const Endpoint& endpoint : spec.data().endpoints) {
    const Route::Kind kind = spec.route(endpoint.method, endpoint.path).kind;
    const bool calls = kind == Route::Kind::kCall || kind == Route::Kind::kBatch;
    if (calls && endpoint.path.starts_with(kRoot)) known.push_back(endpoint.path);
  }
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string last = std::string(kRoot).append(path.substr(slash));
  const auto same = std::find_if(known.begin(), known.end(), [&](std::string_view one) {
    return equal_but_for_case(one, last);
  });
  if (same != known.end()) return *same;
  return nearest(last, known);
}

std::string why_no_path(const Transport& transport, const Spec& spec) {
  const std::string_view near = meant(path_of(transport), spec);
  std::string out = "it takes none at this path";
  if (near.empty()) return out + ", wanted POST /v1/batch, /v1/track or another of its paths for calls";
  return out.append(", did you mean POST ").append(near).append("?");
}

// The path is for calls.
std::optional<OddTarget> odd_method(const Transport& transport, Route::Kind path) {
  const bool pixel = path == Route::Kind::kPixel;
  const std::string_view wanted = pixel ? "GET" : "POST";
  if (transport.method.empty() || equal_but_for_case(transport.method, wanted)) return std::nullopt;
  std::string why = "the method is ";
  why.append(transport.method.substr(0, kLongestMethod)).append(", wanted ").append(wanted);
  if (pixel) why += " with the call in the query";
  return OddTarget{&rules::request_not_taken, words_of(transport, {}), std::move(why)};
}

}  // namespace

bool is_for_segment(const Transport& transport) {
  const std::string_view host = bare(transport.host);
  if (host.empty()) return true;
  const auto is = [&](std::string_view domain) { return is_of(host, domain); };
  return std::any_of(std::begin(kHosts), std::end(kHosts), is) ||
         std::any_of(std::begin(kHere), std::end(kHere), is);
}

std::optional<OddTarget> odd_target(const Arrival& arrival, const Spec& spec) {
  const Transport& transport = arrival.transport;
  if (!transport.known || transport.path.empty() || is_telemetry_host(transport.host)) {
    return std::nullopt;
  }
  const Route posted = spec.route("POST", transport.path);  // whatever its method
  switch (posted.kind) {
    case Route::Kind::kFile:  // another vendor's, which has no form of Segment's
      return std::nullopt;
    case Route::Kind::kCall:
    case Route::Kind::kBatch:
    case Route::Kind::kPixel:
      return odd_method(transport, posted.kind);
    case Route::Kind::kMetrics:
    case Route::Kind::kSettings:
    case Route::Kind::kOther:
      break;
  }
  if (is_for_segment(transport)) {
    return OddTarget{&rules::request_not_taken, words_of(transport, {}), why_no_path(transport, spec)};
  }
  return OddTarget{&rules::path_not_segments, words_of(transport, bare(transport.host)), {}};
}

Arrival looked_at(const Arrival& arrival) {
  const Route::Kind kind = arrival.route.kind;
  const bool carries_none = kind == Route::Kind::kMetrics || kind == Route::Kind::kSettings;
  Arrival out = arrival;
  if (carries_none && !is_telemetry_host(arrival.transport.host)) out.route = {Route::Kind::kOther};
  return out;
}

}  // namespace specgate
