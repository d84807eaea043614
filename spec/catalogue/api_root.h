// Below which folders of a host calls are posted. Segment's own is "/v1/"; libraries that were made
// after Segment's post to those of their vendors, with bodies that may be of Segment's shape or not
// (spec/data/endpoints.yaml has the paths below each).
#pragma once

#include <string_view>

namespace specgate {

inline constexpr std::string_view kSegmentsRoot = "/v1/";
// June's; Jitsu's for its libraries in browsers, and on servers.
inline constexpr std::string_view kVendorRoots[] = {"/sdk/", "/api/s/", "/api/v1/s2s/"};

// Is the settled path (spec/text/settled_path.h) right below a vendor's root? A proxy may serve it below a prefix
// of its own.
constexpr bool is_vendor_path(std::string_view settled) {
  for (const std::string_view root : kVendorRoots) {
    const size_t at = settled.rfind(root);
    if (at == std::string_view::npos) continue;
    const std::string_view name = settled.substr(at + root.size());
    if (!name.empty() && name.find('/') == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace specgate
