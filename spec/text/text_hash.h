// 64 bits that tell texts apart (FNV-1a with a final mix). Others know what it makes of a text, too: not for what
// a caller may choose against us.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate {

uint64_t hash_of(std::string_view text);

}  // namespace specgate
