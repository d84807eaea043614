#include "lint/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace specgate {
namespace {

constexpr size_t kStep = size_t{1} << 20;
constexpr size_t kHarmless = size_t{64} << 20;
constexpr size_t kMostRatio = 1000;
constexpr int kGzipWindow = 15 + 16;  // zlib.h, inflateInit2: gzip framing only

// zlib counts in unsigned int: feed at most this much at a time.
void feed(z_stream& stream, std::string_view& rest) {
  if (stream.avail_in != 0 || rest.empty()) return;
  const size_t take = std::min<size_t>(rest.size(), size_t{1} << 30);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
  stream.avail_in = static_cast<uInt>(take);
  rest.remove_prefix(take);
}

std::string inflate_all(z_stream& stream, std::string_view bytes, std::string& out) {
  std::string_view rest = bytes;
  size_t size = 0;
  for (;;) {
    feed(stream, rest);
    if (out.size() - size < kStep / 2) out.resize(std::max(out.size() + kStep, out.size() * 3 / 2));
    const size_t room = std::min<size_t>(out.size() - size, size_t{1} << 30);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
    stream.avail_out = static_cast<uInt>(room);
    const int status = ::inflate(&stream, Z_NO_FLUSH);
    size += room - stream.avail_out;
    if (size > kHarmless && size / kMostRatio > bytes.size()) {
      return "inflates to more than a thousand times its size: refused";
    }
    const bool input_left = stream.avail_in != 0 || !rest.empty();
    if (status == Z_STREAM_END) {
      if (!input_left || (stream.avail_in != 0 && *stream.next_in != 0x1f)) break;
      inflateReset(&stream);
    } else if (status == Z_BUF_ERROR && !input_left) {
      return "gzip data ends early";
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return std::string("gzip data is damaged: ") +
             (stream.msg == nullptr ? "unknown cause" : stream.msg);
    }
  }
  out.resize(size);
  return {};
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b\x08"); }

std::string inflate_gzip(std::string_view bytes, std::string& out) {
  out.clear();
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return "no memory to inflate";
  std::string problem = inflate_all(stream, bytes, out);
  inflateEnd(&stream);
  return problem;
}

std::string deflate_gzip(std::string_view text, std::string& out) {
  out.clear();
  z_stream stream{};
  constexpr int kMemory = 8;  // zlib's default
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return "no memory to deflate";
  }
  std::array<char, 64 * 1024> block;
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    feed(stream, text);
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    status = ::deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) break;
  }
  deflateEnd(&stream);
  return status == Z_STREAM_END ? std::string() : "deflating failed";
}

}  // namespace specgate
