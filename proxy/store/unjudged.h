// Why a request goes on, or not, without anybody having judged it. The word is the `code` of the
// problem document, of the metric, of the status and of the access log; the sentence is for people.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace specgate::proxy {

#define SPECGATE_UNJUDGED(X)                                                              \
  X(kUnknownPath, "unknown-path", "the path is none of Segment's")                        \
  X(kOtherMethod, "method-not-allowed", "the path is Segment's, but not under this method")

enum class Unjudged : uint8_t {
#define X(id, name, words) id,
  SPECGATE_UNJUDGED(X)
#undef X
};

#define COUNT(id, name, words) +1
inline constexpr size_t kUnjudgedKinds = 0 SPECGATE_UNJUDGED(COUNT);
#undef COUNT

constexpr std::string_view name_of(Unjudged why) {
  constexpr std::array<std::string_view, kUnjudgedKinds> kNames = {
#define X(id, name, words) name,
      SPECGATE_UNJUDGED(X)
#undef X
  };
  return kNames[static_cast<size_t>(why)];
}

constexpr std::string_view words_of(Unjudged why) {
  constexpr std::array<std::string_view, kUnjudgedKinds> kWords = {
#define X(id, name, words) words,
      SPECGATE_UNJUDGED(X)
#undef X
  };
  return kWords[static_cast<size_t>(why)];
}

}  // namespace specgate::proxy
