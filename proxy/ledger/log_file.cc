#include "proxy/ledger/log_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace specgate::proxy {
namespace {

constexpr std::string_view kStandardOutput = "-";

bool exists(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0;
}

std::string rename_trouble(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return {};
  return "cannot rename " + from + " to " + to + ": " + std::generic_category().message(errno);
}

// A line that a full disk or a crash cut short must not swallow the next one.
// Returns the size of the file after that.
uint64_t end_last_line(int file, off_t size) {
  char last = '\n';
  const bool torn = size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
  return static_cast<uint64_t>(torn && ::write(file, "\n", 1) == 1 ? size + 1 : size);
}

}  // namespace

LogFile::~LogFile() {
  if (file_ >= 0 && file_ != STDOUT_FILENO) ::close(file_);
}

int LogFile::open() {
  struct stat about {};
  if (log_.file == kStandardOutput) {
    file_ = STDOUT_FILENO;
    regular_ = ::fstat(file_, &about) == 0 && S_ISREG(about.st_mode);
    return 0;
  }
  // Not to wait for the reader of a FIFO, now or later.
  constexpr int kHow = O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  int file = ::open(log_.file.c_str(), kHow | O_RDWR, 0600);
  if (file >= 0 && ::fstat(file, &about) == 0 && !S_ISREG(about.st_mode)) {
    ::close(file);  // we would be a reader of the FIFO ourselves
    file = ::open(log_.file.c_str(), kHow | O_WRONLY, 0600);
  } else if (file < 0 && errno == EACCES) {
    file = ::open(log_.file.c_str(), kHow | O_WRONLY, 0600);  // one that we may write, not read
  }
  if (file < 0 || ::fstat(file, &about) != 0) return errno;
  const bool regular = S_ISREG(about.st_mode);
  // Private before the first byte is in it. A device such as /dev/null keeps its mode.
  if (regular && ::fchmod(file, 0600) != 0) {
    const int error = errno;
    ::close(file);
    return error;
  }
  if (file_ >= 0) ::close(file_);
  file_ = file;
  regular_ = regular;
  size_ = regular ? end_last_line(file, about.st_size) : 0;
  return 0;
}

bool LogFile::is_lost() const {
  struct stat about {};
  return regular_ && file_ != STDOUT_FILENO && ::fstat(file_, &about) == 0 && about.st_nlink == 0;
}

bool LogFile::has_room(size_t bytes) const {
  const bool rotates = regular_ && file_ != STDOUT_FILENO && log_.rotate_bytes != 0;
  return !rotates || size_ + bytes <= log_.rotate_bytes;
}

// "access.jsonl" -> "access.2.jsonl"
std::string LogFile::numbered(unsigned number) const {
  const std::filesystem::path path(log_.file);
  std::filesystem::path name = path.stem();
  name += "." + std::to_string(number);
  name += path.extension();
  return path.parent_path() / name;
}

// Makes room for a file of number 1. The last one is written over only where no number is free.
std::string LogFile::shift() const {
  unsigned free = 1;
  while (free < log_.keep_files && exists(numbered(free))) ++free;
  for (unsigned number = free; number > 1; --number) {
    std::string why = rename_trouble(numbered(number - 1), numbered(number));
    if (!why.empty()) return why;
  }
  return {};
}

std::string LogFile::rotate() {
  if (exists(log_.file)) {
    if (std::string why = shift(); !why.empty()) return why;
    if (std::string why = rename_trouble(log_.file, numbered(1)); !why.empty()) return why;
  }
  const int error = open();
  return error == 0 ? std::string() : "cannot open it: " + std::generic_category().message(error);
}

LogFile::Written LogFile::write(std::string_view lines) {
  if (!regular_) {
    pollfd ready{file_, POLLOUT, 0};
    if (::poll(&ready, 1, 0) == 0) return {0, EAGAIN};
    if (lines.size() > PIPE_BUF) {  // a pipe that takes any takes so much without waiting
      const size_t end = lines.rfind('\n', PIPE_BUF - 1);
      lines = lines.substr(0, end == std::string_view::npos ? PIPE_BUF : end + 1);
    }
  }
  const ssize_t written = ::write(file_, lines.data(), lines.size());
  if (written > 0) {
    size_ += static_cast<uint64_t>(written);
    return {static_cast<size_t>(written), 0};
  }
  if (written == 0) return {0, EIO};
  return {0, errno == EINTR ? EAGAIN : errno};
}

bool LogFile::take_back(size_t bytes) {
  struct stat about {};
  if (!regular_ || file_ == STDOUT_FILENO || ::fstat(file_, &about) != 0) return false;
  if (::lseek(file_, 0, SEEK_CUR) != about.st_size) return false;  // another one wrote behind it
  if (::ftruncate(file_, about.st_size - static_cast<off_t>(bytes)) != 0) return false;
  size_ -= bytes;
  return true;
}

void LogFile::wait_until_ready(int milliseconds) const {
  pollfd ready{file_, POLLOUT, 0};
  (void)::poll(&ready, 1, milliseconds);
}

}  // namespace specgate::proxy
