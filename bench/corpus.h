// Events as SDKs send them, made up but always the same: what the benchmarks and the allocation
// tests run on.
//
// One JSON object a line, about 1.4 KB: browser and mobile contexts, semantic events with their
// properties, custom ones, page, screen, identify and group calls. One in ten has a planted defect;
// one in ten carries raw UTF-8, some others \u escapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace specgate::bench {

// `count` calls, one a line.
std::string make_events(size_t count, uint64_t seed = 1);

// `count` batches of `calls` calls, one a line.
std::string make_batches(size_t count, size_t calls, uint64_t seed = 1);

}  // namespace specgate::bench
