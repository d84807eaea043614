// Random plans with odd names and words, by a fixed seed; and what two plans say that is not the same.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "spec/plan/read_plan.h"
#include "spec/plan/write_plan.h"

namespace specgate {

// A plan of Segment's Public API, as text. `wild`: some keywords have values that no validator takes.
enum class MakerTaste : uint8_t { kSound, kWild };
std::string make_plan(uint64_t seed, MakerTaste taste);

// The plan written in a shape and read again: what the reader refuses, or what it says otherwise than
// the plan though nothing of it was named as lost. Empty: the promise of `plan convert` is kept.
std::string broken_promise(const TrackingPlan& plan, PlanShape shape);

}  // namespace specgate
