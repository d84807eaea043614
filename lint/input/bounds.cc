#include "lint/input/bounds.h"

#include <algorithm>

namespace specgate {
namespace {

Amount amount_of(std::string_view text, size_t around, size_t most_calls) {
  constexpr size_t kShortest = 2;  // {}
  constexpr size_t kFew = 4096;
  const size_t most = kMostValues - std::min(around, kMostValues);
  const size_t may_have = text.size() / 2 + 1;
  if (may_have <= std::min(most, kFew)) return {may_have};  // nothing is beyond, and need not be counted
  Amount out{values_in(text, most)};
  if (out.values > most) {
    out.beyond = "250 000 values";
  } else if (text.size() > kShortest * most_calls && calls_in(text, most_calls) > most_calls) {
    out.beyond = "20 000 calls";
  }
  return out;
}

}  // namespace

Amount amount_of_body(std::string_view body) {
  return amount_of(body, 0, body.starts_with('[') ? kMostValues : kMostCallsOfBody);
}

size_t room_for_packed(size_t bytes_around) {
  return std::min(kLongestBody, kMostTexts - std::min(bytes_around, kMostTexts));
}

Amount amount_of_within(std::string_view text, size_t around) {
  return amount_of(text, around, kMostCallsOfBody);
}

}  // namespace specgate
