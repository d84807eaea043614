#include "lint/report/report_sink.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

namespace specgate {

namespace {

// Opening a pipe waits until somebody reads from it: for so long, and no longer.
constexpr std::chrono::seconds kReaderWait{5};
constexpr std::chrono::milliseconds kLookAgain{20};

bool is_pipe(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISFIFO(about.st_mode);
}

// The pipe, once somebody reads from it; null: errno says why.
std::FILE* open_pipe(const std::string& path) {
  const auto end = std::chrono::steady_clock::now() + kReaderWait;
  int file = -1;
  while ((file = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
    if (errno != ENXIO || std::chrono::steady_clock::now() > end) return nullptr;
    std::this_thread::sleep_for(kLookAgain);
  }
  ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) & ~O_NONBLOCK);
  return ::fdopen(file, "w");
}

// In words, with what is wanted where that is not plain.
std::string why_not_open(const std::string& path, int error) {
  if (error == ENXIO) return is_pipe(path) ? "a pipe that nobody reads" : "a socket, wanted a file";
  const std::string why = std::strerror(error);
  if (error == EISDIR) return why + ", wanted a file";
  if (error == ENOENT || error == ENOTDIR) return why + ", wanted a file in a folder that is there";
  return why;
}

}  // namespace

Result<ReportSink> ReportSink::open(const std::string& path, Mode mode, uint64_t limit) {
  const bool pipe = is_pipe(path);
  std::FILE* const file =
      pipe ? open_pipe(path) : std::fopen(path.c_str(), mode == Mode::kAppend ? "ae" : "we");
  if (file == nullptr) {
    return Problem{path, 0, 0, "cannot write: " + why_not_open(path, errno)};
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
