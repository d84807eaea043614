#include "spec/text/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace specgate {
namespace {

constexpr size_t kFirst = size_t{16} << 10;
constexpr size_t kMostAtOnce = size_t{1} << 30;  // zlib counts in unsigned int
constexpr unsigned char kGzipBegins = 0x1f;

int window_of(Packing packing) {  // zlib.h, inflateInit2
  constexpr int kLargest = 15, kWithGzip = 16;
  switch (packing) {
    case Packing::kGzip:
      return kLargest + kWithGzip;
    case Packing::kZlib:
      return kLargest;
    case Packing::kDeflate:
      break;
  }
  return -kLargest;
}

void feed(z_stream& stream, std::string_view& rest) {
  if (stream.avail_in != 0 || rest.empty()) return;
  const size_t take = std::min(rest.size(), kMostAtOnce);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
  stream.avail_in = static_cast<uInt>(take);
  rest.remove_prefix(take);
}

// One unpacking: what is left to read, and how far the text has come.
struct Unpacking {
  z_stream stream{};
  std::string_view rest;
  size_t size = 0;
  Unpacked result{};

  bool ends(Unpacked::End end) {
    result.end = end;
    return true;
  }
  bool input_left() const { return stream.avail_in != 0 || !rest.empty(); }

  bool ends_member(Packing packing) {
    ++result.members;
    if (packing != Packing::kGzip || !input_left()) return true;
    feed(stream, rest);
    if (*stream.next_in != kGzipBegins) return true;
    inflateReset(&stream);
    return false;
  }

  // While the text moves, it is held twice.
  static bool grow(const UnpackLimit& allowed, std::string& out) {
    const size_t next = std::min(allowed.most + 1, std::max(out.size() * 2, kFirst));
    if (allowed.grants && !allowed.grants(out.size() + next)) return false;
    if (next > out.capacity()) {  // exactly so many: a string that grows would take twice what it had
      std::string larger;
      larger.reserve(next);
      larger.append(out);
      out.swap(larger);
    }
    out.resize(next);
    return true;
  }

  // Inflates into what room there is. True: that was the end, be it good or bad.
  bool step(Packing packing, const UnpackLimit& allowed, std::string& out) {
    const size_t most = allowed.most;
    feed(stream, rest);
    if (size == out.size() && !grow(allowed, out)) return ends(Unpacked::End::kNoRoom);
    const size_t room = std::min(out.size() - size, kMostAtOnce);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + size);
    stream.avail_out = static_cast<uInt>(room);
    const int status = ::inflate(&stream, Z_NO_FLUSH);
    size += room - stream.avail_out;
    if (size > most) return ends(Unpacked::End::kTooLarge);
    if (status == Z_STREAM_END) return ends_member(packing);
    if (status != Z_OK && status != Z_BUF_ERROR) {
      if (stream.msg != nullptr) result.cause = stream.msg;  // a literal of zlib's
      return ends(Unpacked::End::kDamaged);
    }
    return stream.avail_out != 0 && !input_left() && ends(Unpacked::End::kCutShort);
  }
};

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b\x08"); }

std::string_view unread_behind(std::string_view bytes, const Unpacked& unpacked) {
  const std::string_view rest = bytes.substr(unpacked.used);
  return rest.find_first_not_of('\0') == std::string_view::npos ? std::string_view() : rest;
}

std::string unread_words(const std::string& count, uint64_t from) {
  return count + (count == "1" ? " byte" : " bytes") + " behind the gzip data, from byte " +
         std::to_string(from) + " on, were not read: gzip or NULs alone are wanted there";
}

Unpacked unpack(Packing packing, std::string_view bytes, const UnpackLimit& limit, std::string& out) {
  out.clear();
  Unpacking unpacking;
  unpacking.rest = bytes;
  if (inflateInit2(&unpacking.stream, window_of(packing)) != Z_OK) {
    return {Unpacked::End::kDamaged, "no memory to inflate"};
  }
  while (!unpacking.step(packing, limit, out)) continue;
  out.resize(unpacking.size);
  unpacking.result.used = bytes.size() - unpacking.rest.size() - unpacking.stream.avail_in;
  inflateEnd(&unpacking.stream);
  return unpacking.result;
}

std::string pack(Packing packing, std::string_view text) {
  z_stream stream{};
  constexpr int kMemory = 8;  // zlib's default
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_of(packing), kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out;
  std::array<char, 64 * 1024> block;
  int status = Z_OK;
  while (status == Z_OK || status == Z_BUF_ERROR) {
    feed(stream, text);
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    status = ::deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  if (status != Z_STREAM_END) out.clear();
  return out;
}

struct GzipReader::Stream {
  z_stream z{};
  bool good = inflateInit2(&z, window_of(Packing::kGzip)) == Z_OK;
  ~Stream() { inflateEnd(&z); }
};

GzipReader::GzipReader() : stream_(std::make_unique<Stream>()) {
  if (stream_->good) return;
  state_ = State::kDamaged;
  cause_ = "no memory to inflate";
}
GzipReader::~GzipReader() = default;

// False: none begins here.
bool GzipReader::begin_member(std::string_view& packed) {
  const size_t padding = std::min(packed.find_first_not_of('\0'), packed.size());
  padded_ |= padding != 0;
  packed.remove_prefix(padding);
  if (packed.empty()) return false;
  if (padded_ || static_cast<unsigned char>(packed[0]) != kGzipBegins) {
    state_ = State::kBehind;
    return false;
  }
  inflateReset(&stream_->z);
  between_ = false;
  return true;
}

size_t GzipReader::read(std::string_view& packed, char* out, size_t room) {
  z_stream& z = stream_->z;
  size_t made = 0;
  while (state_ == State::kMore && made < room && !packed.empty()) {
    if (between_ && !begin_member(packed)) break;
    const size_t take = std::min(packed.size(), kMostAtOnce);
    const size_t fill = std::min(room - made, kMostAtOnce);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    z.avail_in = static_cast<uInt>(take);
    z.next_out = reinterpret_cast<Bytef*>(out + made);
    z.avail_out = static_cast<uInt>(fill);
    const int status = ::inflate(&z, Z_NO_FLUSH);
    packed.remove_prefix(take - z.avail_in);
    made += fill - z.avail_out;
    if (status == Z_STREAM_END) {
      between_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      state_ = State::kDamaged;
      if (z.msg != nullptr) cause_ = z.msg;  // a literal of zlib's
    }
  }
  return made;
}

void GzipReader::end() {
  if (state_ == State::kMore && between_) state_ = State::kEnd;
}

struct GzipWriter::Stream {
  z_stream z{};
  bool good = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_of(Packing::kGzip), 8,
                           Z_DEFAULT_STRATEGY) == Z_OK;  // 8: zlib's default of memory
  ~Stream() { deflateEnd(&z); }
};

GzipWriter::GzipWriter() : stream_(std::make_unique<Stream>()) {}
GzipWriter::~GzipWriter() = default;

bool GzipWriter::step(std::string_view text, int flush, std::string& out) {
  if (!stream_->good) return false;
  z_stream& z = stream_->z;
  std::array<char, 64 * 1024> block;
  int status = Z_OK;
  do {
    feed(z, text);
    z.next_out = reinterpret_cast<Bytef*>(block.data());
    z.avail_out = static_cast<uInt>(block.size());
    status = ::deflate(&z, text.empty() ? flush : Z_NO_FLUSH);
    out.append(block.data(), block.size() - z.avail_out);
  } while (status != Z_STREAM_END && (z.avail_out == 0 || z.avail_in != 0 || !text.empty()));
  return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR;
}

bool GzipWriter::add(std::string_view text, std::string& out) {
  return step(text, Z_NO_FLUSH, out);
}

bool GzipWriter::finish(std::string& out) { return step({}, Z_FINISH, out); }

}  // namespace specgate
