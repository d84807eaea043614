#include "proxy/http/body_reader.h"

#include <algorithm>

namespace specgate::proxy {

bool BodyReader::take_length(std::string_view& piece) {
  const std::string_view text = stream_.in().text();
  used_ = static_cast<size_t>(std::min<uint64_t>(left_, text.size()));
  piece = text.substr(0, used_);
  left_ -= used_;
  done_ = framing_.kind == Framing::Kind::kLength && left_ == 0;
  return used_ != 0 || done_;
}

// Steps over lines to the next data. False: more bytes are needed, or the coding is broken.
bool BodyReader::take_chunk(std::string_view& piece) {
  while (!chunks_.done()) {
    const ChunkReader::Step step = chunks_.next(stream_.in().text());
    if (step.used == 0) return false;
    if (!step.data.empty()) {
      used_ = step.used;
      piece = step.data;
      return true;
    }
    stream_.in().consume(step.used);
  }
  done_ = true;
  return true;
}

Task<bool> BodyReader::next(std::string_view& piece) {
  stream_.in().consume(std::exchange(used_, 0));
  piece = {};
  if (done_ || framing_.kind == Framing::Kind::kNone) {
    done_ = true;
    co_return true;
  }
  if (framing_.kind == Framing::Kind::kToEnd) left_ = stream_.in().size() + 1;
  for (;;) {
    const bool chunked = framing_.kind == Framing::Kind::kChunked;
    if (chunked ? take_chunk(piece) : take_length(piece)) co_return true;
    if (chunks_.broken()) co_return false;
    if (!co_await stream_.read_more()) {
      // Only a body without length may end with the connection, and only cleanly.
      done_ = framing_.kind == Framing::Kind::kToEnd && stream_.ended();
      co_return done_;
    }
    if (framing_.kind == Framing::Kind::kToEnd) left_ = stream_.in().size() + 1;
  }
}

}  // namespace specgate::proxy
