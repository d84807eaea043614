// How much of one text the linter judges, so that its memory has a bound. What is beyond is said:
// body-too-long of a body, body-not-recorded of a text within one. README states the bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lint/input/chunk_stream.h"
#include "spec/json/value_count.h"

namespace specgate {

// RuleConfig::most_findings of a linter's gates.
inline constexpr uint32_t kMostJudged = 50'000;
inline constexpr const char* kMostJudgedWords = "50 000 findings and fixes";
// Of one batch, eight times what Segment takes.
inline constexpr size_t kMostCallsOfBody = 20'000;
// Of a body and the texts that were packed in it, one in the other.
inline constexpr size_t kMostTexts = kLongestBody + kLongestBody / 2;

struct Amount {
  size_t values = 0;             // of a short text: as many as it may have
  const char* beyond = nullptr;  // what it has more of than is judged: "250 000 values"; null: nothing
};

// Of a body of a file, whose long arrays are judged call by call: one that comes whole is short or broken.
Amount amount_of_body(std::string_view body);
// Bytes that a text may have which was packed in others of so many, the body's among them.
size_t room_for_packed(size_t bytes_around);
// Of a text within one. `around`: the values of the texts that it stands in, in memory meanwhile.
Amount amount_of_within(std::string_view text, size_t around);

}  // namespace specgate
