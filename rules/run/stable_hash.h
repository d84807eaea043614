// A hash that others store or that decides for a request and its retries: the same on every machine
// and for ever.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate {

uint64_t stable_hash(std::string_view text);

}  // namespace specgate
