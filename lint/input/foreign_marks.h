// Objects of other tools that share fields with calls, told by marks that no call has: rows of a warehouse,
// events of Mixpanel and PostHog, lines of a log; and tracking plans, which have rules of calls.
#pragma once

#include <string_view>

#include "spec/event/event.h"

namespace specgate {

struct Foreign {
  std::string_view is{}, instead{};
  explicit operator bool() const { return !is.empty(); }
};

inline constexpr std::string_view kGiveCalls =
    "give the calls that were sent: JSON, one a line, in an array or a batch, or captured requests";
inline constexpr std::string_view kGiveEvents =
    "give the calls of Segment's libraries: what another tool exports has its own fields";
inline constexpr std::string_view kGivePlan = "give it with --plan, beside the events, or to \"specgate plan lint\"";

// Nothing: it may be a call.
Foreign foreign_record(const Batch& batch, const Node& object);

// Segment's in all its forms, RudderStack's, Terraform's, specgate's own.
bool is_plan(const Batch& batch, const Node& object);

}  // namespace specgate
