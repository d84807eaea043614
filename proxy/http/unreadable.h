// Why a body cannot be read as events. The word is the `code` of the problem document, of the metric
// and of the access log; the sentence is for people.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate::proxy {

#define SPECGATE_UNREADABLE(X)                                                           \
  X(kBodyTooLarge, "body-too-large", "the body is larger than this proxy reads")         \
  X(kUnsupportedEncoding, "unsupported-encoding",                                        \
    "its content-encoding is not gzip or deflate")                                       \
  X(kEncodingTwice, "encoding-twice", "it is compressed more than once")                 \
  X(kInflatedTooLarge, "inflated-too-large", "it inflates beyond the limit")             \
  X(kTooManyValues, "too-many-values", "it has more than 250 000 values")                \
  X(kTooManyCalls, "too-many-calls", "it has more than 50 000 calls")                    \
  X(kTruncatedEncoding, "truncated-encoding", "the compressed body ends early")          \
  X(kBrokenEncoding, "broken-encoding", "the compressed body is damaged")                \
  X(kTrailingBytes, "trailing-bytes", "bytes follow the compressed body")                \
  X(kBrokenPixelData, "broken-pixel-data", "the pixel's data is not base64")              \
  X(kPixelBesideData, "pixel-beside-data",                                               \
    "the pixel has parameters beside its data, which nobody can judge")                  \
  X(kUnclearPixelQuery, "unclear-pixel-query",                                           \
    "the pixel's parameters can be read in more than one way")                           \
  X(kForeignShape, "foreign-shape",                                                      \
    "the path is another vendor's, and no call of the body is of Segment's shape")

enum class Unreadable : uint8_t {
#define X(id, name, words) id,
  SPECGATE_UNREADABLE(X)
#undef X
};

constexpr std::string_view name_of(Unreadable why) {
  constexpr std::string_view kNames[] = {
#define X(id, name, words) name,
      SPECGATE_UNREADABLE(X)
#undef X
  };
  return kNames[static_cast<size_t>(why)];
}

constexpr std::string_view words_of(Unreadable why) {
  constexpr std::string_view kWords[] = {
#define X(id, name, words) words,
      SPECGATE_UNREADABLE(X)
#undef X
  };
  return kWords[static_cast<size_t>(why)];
}

}  // namespace specgate::proxy
