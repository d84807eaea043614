// How a write key is told apart where it must not be shown.
#pragma once

#include <string>
#include <string_view>

namespace specgate::proxy {

// The first 16 bytes of HMAC-SHA256, hexadecimal; empty for an empty key.
std::string hash_of_key(std::string_view hash_key, std::string_view write_key);

}  // namespace specgate::proxy
