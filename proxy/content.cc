#include "proxy/content.h"

#include <zlib.h>

#include <algorithm>

#include "proxy/head.h"

namespace specgate::proxy {
namespace {

constexpr int kGzip = 15 + 16, kZlib = 15, kRaw = -15;  // zlib.h, inflateInit2

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool has_gzip_magic(std::string_view body) { return body.starts_with("\x1f\x8b\x08"); }

class Inflater {
 public:
  Inflater(std::string_view body, int window) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    ready_ = inflateInit2(&stream_, window) == Z_OK;
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Z_STREAM_END: a member is whole. Z_BUF_ERROR: `most` is reached. Others: broken.
  int member(size_t most, std::string& out) {
    if (!ready_) return Z_MEM_ERROR;
    for (;;) {
      if (size_ == out.size()) {
        if (size_ > most) return Z_BUF_ERROR;
        out.resize(std::min(most + 1, std::max<size_t>(out.size() * 2, 16 * 1024)));
      }
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + size_);
      stream_.avail_out = static_cast<uInt>(out.size() - size_);
      const int status = ::inflate(&stream_, Z_NO_FLUSH);
      size_ = out.size() - stream_.avail_out;
      if (status == Z_STREAM_END) return size_ > most ? Z_BUF_ERROR : Z_STREAM_END;
      if (status != Z_OK && !(status == Z_BUF_ERROR && stream_.avail_out == 0)) return Z_DATA_ERROR;
      if (stream_.avail_in == 0 && stream_.avail_out != 0) return Z_DATA_ERROR;  // cut short
    }
  }
  void again() { inflateReset(&stream_); }
  std::string_view rest() const {
    return {reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in};
  }
  size_t size() const { return size_; }

 private:
  z_stream stream_{};
  size_t size_ = 0;
  bool ready_ = false;
};

Content inflated(std::string_view body, int window, size_t most, std::string& out) {
  Content content{Content::Kind::kInflated};
  Inflater inflater(body, window);
  for (;;) {
    const int status = inflater.member(most, out);
    if (status == Z_BUF_ERROR) return {Content::Kind::kTooLarge, "it inflates beyond the limit"};
    if (status != Z_STREAM_END) return {Content::Kind::kBroken, "the compressed body is damaged"};
    if (inflater.rest().empty()) break;
    if (window != kGzip || !has_gzip_magic(inflater.rest())) {
      return {Content::Kind::kBroken, "bytes follow the compressed body"};
    }
    content.ambiguous = true;
    inflater.again();
  }
  out.resize(inflater.size());
  return content;
}

}  // namespace

Content read_content(std::string_view encoding, std::string_view body, size_t most,
                     std::string& out) {
  out.clear();
  encoding = trimmed(encoding);
  if (encoding.empty() || equals_ignoring_case(encoding, "identity")) {
    if (!has_gzip_magic(body)) return {};
    return inflated(body, kGzip, most, out);
  }
  if (equals_ignoring_case(encoding, "gzip") || equals_ignoring_case(encoding, "x-gzip")) {
    return inflated(body, kGzip, most, out);
  }
  if (!equals_ignoring_case(encoding, "deflate")) {
    return {Content::Kind::kUnknown, "its content-encoding is not gzip or deflate"};
  }
  // Senders disagree whether "deflate" has zlib's wrapping, as RFC 9110 wants it, or none.
  const Content wrapped = inflated(body, kZlib, most, out);
  if (wrapped.kind != Content::Kind::kBroken) return wrapped;
  out.clear();
  return inflated(body, kRaw, most, out);
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  constexpr int kMemory = 8;  // zlib's default
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = ::deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? out.size() - stream.avail_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace specgate::proxy
