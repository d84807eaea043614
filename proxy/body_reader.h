// The body that follows a head, piece by piece, in any framing. Strict about chunks: sizes, line ends
// and the length of extensions; trailers are read and dropped.
#pragma once

#include "proxy/head.h"
#include "proxy/stream.h"

namespace specgate::proxy {

// The chunked coding (RFC 9112 7.1), fed with whatever has arrived.
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

class BodyReader {
 public:
  BodyReader(Stream& stream, const Framing& framing) : stream_(stream), framing_(framing) {
    left_ = framing.length;
  }
  // The next piece, empty at the end; a view that dies with the next call. False: the body is broken,
  // cut short or too late.
  Task<bool> next(std::string_view& piece);
  bool done() const { return done_; }
  bool malformed() const { return chunks_.broken(); }

 private:
  bool take_length(std::string_view& piece);
  bool take_chunk(std::string_view& piece);

  Stream& stream_;
  Framing framing_;
  ChunkReader chunks_;
  uint64_t left_ = 0;
  size_t used_ = 0;  // of the stream's bytes: the last piece
  bool done_ = false;
};

}  // namespace specgate::proxy
