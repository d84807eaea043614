// The chunked coding (RFC 9112 7.1), fed with whatever has arrived. Strict: sizes, line ends and the
// length of extensions; trailers are read and dropped.
#pragma once

#include <cstdint>
#include <string_view>

namespace specgate::proxy {

class ChunkReader {
 public:
  struct Step {
    size_t used = 0;        // bytes of the text that are done with; 0 and no data: more is needed
    std::string_view data;  // a view into the text
  };
  Step next(std::string_view text);
  bool done() const { return state_ == State::kDone; }
  bool broken() const { return state_ == State::kBroken; }

 private:
  enum class State : uint8_t { kSize, kData, kDataEnd, kTrailer, kDone, kBroken };
  Step line(std::string_view text);
  bool read_size(std::string_view line);

  State state_ = State::kSize;
  uint64_t left_ = 0;
  size_t trailer_ = 0;
};

}  // namespace specgate::proxy
