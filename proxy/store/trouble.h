// What went otherwise than planned with a request. The word is the `code` of the problem document, the label of
// the metric and the access log's `trouble`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "proxy/store/unjudged.h"

namespace specgate::proxy {

#define SPECGATE_TROUBLES(X)                       \
  X(kUninspectable, "uninspectable")               \
  X(kInternalError, "internal-error")              \
  X(kRateLimited, "rate-limited")                  \
  X(kUnknownSource, "unknown-source")              \
  X(kClientAddress, "client-address")              \
  X(kUnknownMode, "unknown-mode")                  \
  X(kBadRequest, "bad-request")                    \
  X(kBodyTooLarge, "body-too-large")               \
  X(kUnreadBody, "unread-body")                    \
  X(kClientGone, "client-gone")                    \
  X(kUpstreamConnect, "upstream-connect")          \
  X(kUpstreamTimeout, "upstream-timeout")          \
  X(kUpstreamBroken, "upstream-broken")            \
  X(kTooManyConnections, "too-many-connections")   \
  X(kMemoryFull, "memory-full")                    \
  X(kWithoutUpstream, "no-upstream")               \
  X(kRefusedBySegment, "refused-by-segment")       \
  X(kUnknownPath, name_of(Unjudged::kUnknownPath)) \
  X(kOtherMethod, name_of(Unjudged::kOtherMethod))

enum class Trouble : uint8_t {
  kNone,
#define X(id, name) id,
  SPECGATE_TROUBLES(X)
#undef X
};

#define COUNT(id, name) +1
inline constexpr size_t kTroubleKinds = 1 SPECGATE_TROUBLES(COUNT);  // kNone included
#undef COUNT

constexpr std::string_view name_of(Trouble trouble) {  // of none, empty
  constexpr std::array<std::string_view, kTroubleKinds> kNames = {
      "",
#define X(id, name) name,
      SPECGATE_TROUBLES(X)
#undef X
  };
  return kNames[static_cast<size_t>(trouble)];
}

constexpr Trouble trouble_of(Unjudged why) {
  return why == Unjudged::kUnknownPath ? Trouble::kUnknownPath : Trouble::kOtherMethod;
}

}  // namespace specgate::proxy
