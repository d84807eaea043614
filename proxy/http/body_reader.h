// The body that follows a head, piece by piece, in any framing.
#pragma once

#include "proxy/http/chunks.h"
#include "proxy/http/head.h"
#include "proxy/net/stream.h"

namespace specgate::proxy {

class BodyReader {
 public:
  BodyReader(Stream& stream, const Framing& framing) : stream_(stream), framing_(framing) {
    left_ = framing.length;
  }
  // The next piece, empty at the end; a view that dies with the next call. False: the body is broken,
  // cut short or too late.
  Task<bool> next(std::string_view& piece);
  // All of it has been handed out and is gone from the stream: what follows is no part of it.
  bool done() const { return done_ && used_ == 0; }
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
