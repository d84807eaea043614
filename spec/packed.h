// Texts packed and unpacked as a whole: gzip, zlib and bare deflate. The only door to zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace specgate {

enum class Packing : uint8_t {
  kGzip,     // RFC 1952
  kZlib,     // RFC 1950
  kDeflate,  // RFC 1951, without any wrapping
};

struct Unpacked {
  enum class End : uint8_t { kWhole, kCutShort, kDamaged, kTooLarge };
  End end = End::kWhole;
  std::string_view cause{};  // zlib's words for kDamaged, or empty
  size_t members = 0;        // of gzip: one after another they are one text
  size_t used = 0;           // bytes read; what follows is no part of the text
};

bool is_gzip(std::string_view bytes);

// Reads `bytes` into `out`, whose memory is used again. Stops where the text outgrows `most`.
Unpacked unpack(Packing packing, std::string_view bytes, size_t most, std::string& out);

// Empty where there is no memory for it.
std::string pack(Packing packing, std::string_view text);

}  // namespace specgate
