#include "lint/gzip.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kHarmless = size_t{64} << 20;
constexpr size_t kMostRatio = 1000;

}  // namespace

std::string inflate_gzip(std::string_view bytes, std::string& out) {
  const size_t most = std::max(kHarmless, bytes.size() * kMostRatio);
  const Unpacked unpacked = unpack(Packing::kGzip, bytes, most, out);
  switch (unpacked.end) {
    case Unpacked::End::kWhole:
      return {};
    case Unpacked::End::kCutShort:
      return "gzip data ends early";
    case Unpacked::End::kTooLarge:
      return "inflates to more than a thousand times its size: refused";
    case Unpacked::End::kDamaged:
      break;
  }
  const bool unknown = unpacked.cause.empty();
  return "gzip data is damaged: " + std::string(unknown ? "unknown cause" : unpacked.cause);
}

std::string deflate_gzip(std::string_view text, std::string& out) {
  out = pack(Packing::kGzip, text);
  return out.empty() ? "no memory to deflate" : std::string();
}

}  // namespace specgate
