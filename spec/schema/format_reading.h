// Whose reading of `format` a tracking plan is held by: `plan: {formats: …}` of the configuration.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate {

#define SPECGATE_FORMAT_READINGS(X)                                                   \
  X(kSegment, "segment") /* date-time: a date alone will do, as Segment's pages say */ \
  X(kRfc, "rfc")         /* each as its RFC has it */

enum class FormatReading : uint8_t {
#define X(id, name) id,
  SPECGATE_FORMAT_READINGS(X)
#undef X
};

}  // namespace specgate
