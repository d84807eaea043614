// Texts packed and unpacked, as a whole or a piece at a time: gzip, zlib and bare deflate. The only
// door to zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace specgate {

enum class Packing : uint8_t {
  kGzip,     // RFC 1952
  kZlib,     // RFC 1950
  kDeflate,  // RFC 1951, without any wrapping
};

struct Unpacked {
  enum class End : uint8_t { kWhole, kCutShort, kDamaged, kTooLarge, kNoRoom };
  End end = End::kWhole;
  std::string_view cause{};  // zlib's words for kDamaged, or empty
  size_t members = 0;        // of gzip: one after another they are one text
  size_t used = 0;           // bytes read; what follows is no part of the text
};

bool is_gzip(std::string_view bytes);

// What of gzip was not read: all behind the text but for NULs alone, with which tapes and block devices
// fill up.
std::string_view unread_behind(std::string_view bytes, const Unpacked& unpacked);
// "12 bytes behind the gzip data, from byte 345 on, were not read: ..."; `count`: "12", "at least 12".
std::string unread_words(const std::string& count, uint64_t from);

// How large a text may become, in bytes.
struct UnpackLimit {
  UnpackLimit(size_t bytes) : most(bytes) {}  // NOLINT: a number is enough for most callers
  UnpackLimit(size_t bytes, std::function<bool(size_t)> asked)
      : most(bytes), grants(std::move(asked)) {}

  size_t most;
  // Asked before so many bytes of memory are held; false ends it with kNoRoom. Empty: always granted.
  std::function<bool(size_t)> grants;
};

// Reads `bytes` into `out`, whose memory is used again. Stops where the text outgrows the limit.
Unpacked unpack(Packing packing, std::string_view bytes, const UnpackLimit& limit, std::string& out);

// Empty where there is no memory for it.
std::string pack(Packing packing, std::string_view text);

// gzip unpacked a piece at a time; members one after another are one text. NULs alone may follow the last
// one; anything else is no part of the text and is not taken. Holds no more than zlib's own window.
class GzipReader {
 public:
  enum class State : uint8_t {
    kMore,     // there may be more
    kEnd,      // the text is whole
    kBehind,   // the text is whole, and what is left of `packed` is no part of it
    kDamaged,  // see cause()
  };

  GzipReader();
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  // Takes from the front of `packed` what it can and writes at most `room` bytes to `out`. Returns
  // how many came.
  size_t read(std::string_view& packed, char* out, size_t room);
  // There is no more: is the text whole? Where not, it was cut short.
  void end();
  State state() const { return state_; }
  std::string_view cause() const { return cause_; }  // zlib's words, or empty

 private:
  bool begin_member(std::string_view& packed);
  struct Stream;
  std::unique_ptr<Stream> stream_;
  State state_ = State::kMore;
  std::string_view cause_;
  bool between_ = false;  // a member has ended, and none has begun since
  bool padded_ = false;   // NULs have followed it: no member may
};

// gzip made a piece at a time.
class GzipWriter {
 public:
  GzipWriter();
  ~GzipWriter();
  GzipWriter(const GzipWriter&) = delete;
  GzipWriter& operator=(const GzipWriter&) = delete;

  // Appends to `out` what is ready. False: there was no memory.
  bool add(std::string_view text, std::string& out);
  bool finish(std::string& out);

 private:
  bool step(std::string_view text, int flush, std::string& out);
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace specgate
