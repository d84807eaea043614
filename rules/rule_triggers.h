// What is out of the ordinary about a body, a call or one of its times, noted once for all rules:
// nearly always nothing. A rule that can only fire where some fact holds names it (Rule::facts),
// and is not called elsewhere. Facts only spare calls: each check still judges for itself.
#pragma once

#include <cstdint>

#include "spec/event/event.h"

namespace specgate {

struct Site;

using Facts = uint16_t;

// Of a body, for On::kBatch.
inline constexpr Facts kFactRequest = 1 << 0;  // it was posted: transport or path are known
inline constexpr Facts kFactBatch = 1 << 1;    // it is a batch, or should be one
inline constexpr Facts kFactNoCall = 1 << 2;   // no JSON, or no object where a call belongs
inline constexpr Facts kFactMark = 1 << 3;     // it starts with a byte order mark
inline constexpr Facts kFactOdd = 1 << 4;      // Batch::odd is set
Facts facts_of_body(const Batch& batch);

// Of a call, for On::kEvent; kFactRequest as well.
inline constexpr Facts kFactType = 1 << 5;         // its type is not stated, or is no call's
inline constexpr Facts kFactNoIdentity = 1 << 6;   // neither userId nor anonymousId is an id
inline constexpr Facts kFactNoMessageId = 1 << 7;  // messageId is no id
inline constexpr Facts kFactNoName = 1 << 8;       // track: `event` is no text; page and screen:
                                                   // a name or category is there and is no text
inline constexpr Facts kFactName = 1 << 9;         // the name is near the Spec's, ill-styled or unfilled
inline constexpr Facts kFactUnlisted = 1 << 10;    // the Spec does not list a top-level member
inline constexpr Facts kFactLong = 1 << 11;        // more bytes than a call may have
inline constexpr Facts kFactManyValues = 1 << 12;  // more values than kFewValues
inline constexpr Facts kFactConsent = 1 << 13;     // it is the event that tells consent
inline constexpr uint32_t kFewValues = 100;
Facts facts_of_call(const Site& site);

// Of a time, for On::kTime. A null is no time, and has no facts.
inline constexpr Facts kFactNoTime = 1 << 0;  // it tells none
inline constexpr Facts kFactNoZone = 1 << 1;
inline constexpr Facts kFactUnset = 1 << 2;  // year 1 or the start of 1970
inline constexpr Facts kFactAhead = 1 << 3;  // later than the arrival, where that is known
Facts facts_of_time(const Site& site);

}  // namespace specgate
