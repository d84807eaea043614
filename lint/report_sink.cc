#include "lint/report_sink.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace specgate {

Result<ReportSink> ReportSink::open(const std::string& path, Mode mode, uint64_t limit) {
  std::FILE* const file = std::fopen(path.c_str(), mode == Mode::kAppend ? "ae" : "we");
  if (file == nullptr) {
    return Problem{path, 0, 0, std::string("cannot write: ") + std::strerror(errno)};
  }
  ReportSink sink(file);
  sink.owned_ = true;
  sink.name_ = path;
  if (limit == kNoLimit) return sink;
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  sink.room_ = limit - std::min<uint64_t>(limit, error ? 0 : size);
  return sink;
}

ReportSink::ReportSink(ReportSink&& other) noexcept
    : stream_(other.stream_),
      owned_(std::exchange(other.owned_, false)),
      name_(std::move(other.name_)),
      room_(other.room_) {}

ReportSink::~ReportSink() {
  if (owned_) std::fclose(stream_);
}

bool ReportSink::put(std::string_view text) {
  if (room_ != kNoLimit) room_ -= std::min<uint64_t>(room_, text.size());
  return std::fwrite(text.data(), 1, text.size(), stream_) == text.size();
}

bool ReportSink::finish() {
  if (!owned_) return std::fflush(stream_) == 0;
  owned_ = false;
  return std::fclose(stream_) == 0;
}

}  // namespace specgate
