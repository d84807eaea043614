// Where a report goes: a stream, with room for all of it or for so many bytes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>

#include "spec/text/result.h"

namespace specgate {

class ReportSink {
 public:
  enum class Mode : uint8_t { kReplace, kAppend };
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

  // A stream that someone else closes: standard output, standard error.
  explicit ReportSink(std::FILE* stream) : stream_(stream) {}
  // A file. With a limit, what it holds already counts.
  static Result<ReportSink> open(const std::string& path, Mode mode, uint64_t limit = kNoLimit);
  ReportSink(ReportSink&& other) noexcept;
  ReportSink& operator=(ReportSink&&) = delete;
  ~ReportSink();

  std::FILE* stream() const { return stream_; }
  const std::string& name() const { return name_; }  // of a file; else empty
  uint64_t room() const { return room_; }
  // False once something could not be written; errno says why. Takes no heed of room().
  bool put(std::string_view text);
  bool finish();  // flushes, and closes a file

 private:
  std::FILE* stream_ = nullptr;
  bool owned_ = false;
  std::string name_;
  uint64_t room_ = kNoLimit;
};

}  // namespace specgate
