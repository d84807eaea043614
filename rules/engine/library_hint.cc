#include "rules/engine/library_hint.h"

namespace specgate {
namespace {

struct LeftOut {
  std::string_view library, words;
};

// Measured with analytics-java 3.5.4 and segment-analytics-python 2.4.0: findings/.
constexpr LeftOut kLeftOut[] = {
    {"analytics-java", "analytics-java sends no null"},
    {"analytics-python", "analytics-python sends no UUID, timedelta, time or path, and no list with one"},
};

}  // namespace

std::string_view left_out_by_library(const Batch& batch, const Event& event) {
  const Slots& slots = event.slots[Slot::kContext] != 0 ? event.slots : batch.slots;  // a batch may have one
  const Node* const context = node_in(batch, slots, Slot::kContext);
  const std::string_view library = text_of(member_of(batch, member_of(batch, context, "library"), "name"));
  for (const LeftOut& one : kLeftOut) {
    if (one.library == library) return one.words;
  }
  return {};
}

}  // namespace specgate
