#include "rules/run/stable_hash.h"

#include <bit>
#include <cstring>

namespace specgate {
namespace {

// The first half of SipHash-2-4 with 128 bits out (Aumasson, Bernstein 2012) and the key 0.
class SipHash {
 public:
  void take(std::string_view text) {
    const uint64_t size = text.size();
    for (; text.size() >= 8; text.remove_prefix(8)) word(load_eight(text.data()));
    word(load(text) | size << 56);
  }

  uint64_t done() {
    v2_ ^= 0xee;
    rounds(4);
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  static uint64_t load_eight(const char* bytes) {
    if constexpr (std::endian::native != std::endian::little) return load({bytes, 8});
    uint64_t out = 0;
    std::memcpy(&out, bytes, sizeof out);
    return out;
  }
  static uint64_t load(std::string_view bytes) {
    uint64_t out = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      out |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return out;
  }

  void word(uint64_t value) {
    v3_ ^= value;
    rounds(2);
    v0_ ^= value;
  }

  void rounds(int times) {
    for (int i = 0; i < times; ++i) {
      v0_ += v1_, v1_ = std::rotl(v1_, 13) ^ v0_, v0_ = std::rotl(v0_, 32);
      v2_ += v3_, v3_ = std::rotl(v3_, 16) ^ v2_;
      v0_ += v3_, v3_ = std::rotl(v3_, 21) ^ v0_;
      v2_ += v1_, v1_ = std::rotl(v1_, 17) ^ v2_, v2_ = std::rotl(v2_, 32);
    }
  }

  uint64_t v0_ = 0x736f6d6570736575;
  uint64_t v1_ = 0x646f72616e646f6d ^ 0xee;
  uint64_t v2_ = 0x6c7967656e657261;
  uint64_t v3_ = 0x7465646279746573;
};

}  // namespace

uint64_t stable_hash(std::string_view text) {
  SipHash hash;
  hash.take(text);
  return hash.done();
}

}  // namespace specgate
