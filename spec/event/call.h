// The vocabulary of the Segment Spec: the six calls, the kinds of JSON value, where a body arrived.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate {

// connections/spec/index.md: the six calls. `unknown` is a call whose type is absent or not one of them.
#define SPECGATE_CALLS(X)  \
  X(kIdentify, "identify") \
  X(kTrack, "track")       \
  X(kPage, "page")         \
  X(kScreen, "screen")     \
  X(kGroup, "group")       \
  X(kAlias, "alias")       \
  X(kUnknown, "unknown")

enum class Call : uint8_t {
#define X(id, name) id,
  SPECGATE_CALLS(X)
#undef X
};
inline constexpr size_t kCallCount = static_cast<size_t>(Call::kUnknown) + 1;

constexpr std::string_view name_of(Call call) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_CALLS(X)
#undef X
  };
  return kNames[static_cast<size_t>(call)];
}
Call call_of(std::string_view name);  // exact spelling; kUnknown for anything else

// A set of calls, one bit each.
using CallSet = uint8_t;
constexpr CallSet only(Call call) { return static_cast<CallSet>(1U << static_cast<unsigned>(call)); }
inline constexpr CallSet kSixCalls = 0x3f;
inline constexpr CallSet kAllCalls = 0x7f;
constexpr bool contains(CallSet set, Call call) { return (set & only(call)) != 0; }

// The kind of a JSON value is one bit, so that what a place admits is a mask. A number written
// without fraction and exponent is an integer and a number; 1.0 is told apart by its spelling only.
using KindMask = uint8_t;
enum class Kind : uint8_t {
  kNull = 1,
  kBoolean = 2,
  kInteger = 4,
  kReal = 8,
  kString = 16,
  kObject = 32,
  kArray = 64,
};
constexpr KindMask mask(Kind kind) { return static_cast<KindMask>(kind); }
inline constexpr KindMask kNumber = mask(Kind::kInteger) | mask(Kind::kReal);
inline constexpr KindMask kAnyKind = 0x7f;
constexpr bool admits(KindMask kinds, Kind kind) { return (kinds & mask(kind)) != 0; }
std::string_view name_of(Kind kind);  // "string", "integer", "number", "object" ...

}  // namespace specgate
