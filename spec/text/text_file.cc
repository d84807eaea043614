#include "spec/text/text_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "spec/text/odd_file.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr size_t kFirst = size_t{64} << 10;
constexpr int kWriterWaitMs = 5'000;
constexpr int kSilenceMs = 30'000;
constexpr int kForEver = -1;  // poll(2)
constexpr std::chrono::seconds kMostTime{120}, kMostTimeOfFile{10};

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::string unreadable(int error) { return std::string("unreadable: ") + std::strerror(error); }

bool is_link(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0 && S_ISLNK(about.st_mode);
}

std::string why_not_open(const std::string& path, int error) {
  if (error == ENOENT)
    return is_link(path) ? "a link to a file that is not there" : std::string(kNoSuchFile);
  if (error == ENOTDIR) return std::string(kNoSuchFile);
  if (error == ELOOP) return "a link that leads in a circle";
  if (error == ENXIO) return "a socket, wanted a file";  // open(2)
  return unreadable(error);
}

bool is_null_device(const struct stat& about) {
  constexpr unsigned kMajor = 1, kMinor = 3;  // Linux, admin-guide/devices.txt
  return S_ISCHR(about.st_mode) && about.st_rdev == makedev(kMajor, kMinor);
}

// A person may type there; /dev/zero and its like have no end.
bool is_terminal(const struct stat& about) {
  constexpr unsigned kTty = 4, kTtyAux = 5, kPtsFirst = 136, kPtsLast = 143;  // likewise
  const unsigned number = major(about.st_rdev);
  return S_ISCHR(about.st_mode) &&
         (number == kTty || number == kTtyAux || (number >= kPtsFirst && number <= kPtsLast));
}

// What it is instead of something to read; empty where it can be.
std::string_view wrong_kind(const struct stat& about, Streams streams) {
  if (S_ISREG(about.st_mode) || is_null_device(about)) return {};
  if (S_ISDIR(about.st_mode)) return "a folder, wanted a file";
  const bool stream = S_ISFIFO(about.st_mode) || is_terminal(about);
  if (stream && streams == Streams::kRead) return {};
  return S_ISFIFO(about.st_mode) ? "a pipe, wanted a file" : "a device, wanted a file";
}

std::string too_large(size_t most) {
  constexpr size_t kKilo = 1024, kMega = kKilo * kKilo;
  std::string size = std::to_string(most) + " bytes";
  if (most % kKilo == 0) size = std::to_string(most / kKilo) + " KB";
  if (most % kMega == 0) size = std::to_string(most / kMega) + " MB";
  return "larger than " + size;
}

// Waits until there is something to read, or the end. False: nothing came.
bool wait_for(int file, int most_ms) {
  pollfd waiting{file, POLLIN, 0};
  int ready = 0;
  while ((ready = ::poll(&waiting, 1, most_ms)) < 0 && errno == EINTR) {
  }
  return ready != 0;
}

// One reading: what has come, and how long it may stay silent.
class Reading {
 public:
  Reading(int file, size_t most, std::string& out) : file_(file), most_(most), out_(out) {}

  // Of a pipe: it may be silent for a while, and slow; else for ever.
  Reading& of_pipe() { return within(kSilenceMs, kMostTime); }
  // Of a file: all of it is there, and nobody waits for it.
  Reading& of_file() { return within(0, kMostTimeOfFile); }

  // `size`: of a regular file, so that it is read in one go.
  std::string run(size_t size) {
    out_.resize(std::min(size, most_) + 1);
    for (;;) {
      if (size_ > most_) return too_large(most_);
      if (size_ == out_.size()) out_.resize(std::min(most_ + 1, std::max(2 * size_, kFirst)));
      const ssize_t got = ::read(file_, out_.data() + size_, out_.size() - size_);
      if (got == 0) break;
      if (got > 0) {
        size_ += static_cast<size_t>(got);
        if (std::chrono::steady_clock::now() > end_) return too_slow();
      } else if (errno == EAGAIN) {  // /proc/kmsg calls itself a file
        if (silence_ms_ == 0) return std::string(kMakesWait);
        if (!wait_for(file_, silence_ms_)) return "a pipe that has been silent for 30 s";
      } else if (errno != EINTR) {
        return unreadable(errno);
      }
    }
    out_.resize(size_);
    return {};
  }

 private:
  Reading& within(int silence_ms, std::chrono::seconds most_time) {
    silence_ms_ = silence_ms;
    most_time_ = most_time;
    end_ = std::chrono::steady_clock::now() + most_time;
    return *this;
  }
  std::string too_slow() const {
    return "not read to its end in " + std::to_string(most_time_.count()) + " s";
  }

  int file_;
  size_t most_;
  std::string& out_;
  size_t size_ = 0;
  int silence_ms_ = kForEver;
  std::chrono::seconds most_time_{};
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
};

// Nobody may have the pipe open for writing yet: then a read would take that for the end.
bool comes_to_speak(int file, const struct stat& about) {
  return !S_ISFIFO(about.st_mode) || wait_for(file, kWriterWaitMs);
}

// Of a pipe that holds nothing: has it no writer either? Looks without taking anything away.
bool has_ended(int file) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  const Descriptor reader(ends[0]), writer(ends[1]);
  return ::tee(file, writer.number(), 1, SPLICE_F_NONBLOCK) == 0;
}

}  // namespace

std::string read_file(const std::string& path, const FileTerms& terms, std::string& out) {
  out.clear();
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number() < 0) return why_not_open(path, errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return unreadable(errno);
  if (const auto wrong = wrong_kind(about, terms.streams); !wrong.empty()) {
    return std::string(wrong);
  }
  const bool regular = S_ISREG(about.st_mode);
  const size_t size = regular ? static_cast<size_t>(about.st_size) : 0;
  if (size > terms.most) return too_large(terms.most);
  const bool spoken = comes_to_speak(file.number(), about);
  Reading reading(file.number(), terms.most, out);
  const std::string wrong = (regular ? reading.of_file() : reading.of_pipe()).run(size);
  if (wrong.empty() && out.empty() && !spoken) return "a pipe that nobody writes to";
  return wrong;
}

std::string open_stream(const std::string& path, int& file) {
  file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return why_not_open(path, errno);
  struct stat about {};
  std::string wrong;
  if (::fstat(file, &about) != 0) {
    wrong = unreadable(errno);
  } else {
    wrong = wrong_kind(about, Streams::kRead);
  }
  if (wrong.empty() && !comes_to_speak(file, about) && has_ended(file)) {
    wrong = "a pipe that nobody writes to";
  }
  if (wrong.empty()) {
    // All of a file is there; what only calls itself one (/proc/kmsg) says EAGAIN, and nobody waits for it.
    if (!S_ISREG(about.st_mode)) ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) & ~O_NONBLOCK);
    return {};
  }
  ::close(file);
  file = -1;
  return wrong;
}

std::string read_standard_input(const FileTerms& terms, std::string& out) {
  out.clear();
  struct stat about {};
  if (::fstat(STDIN_FILENO, &about) != 0) return unreadable(errno);
  if (S_ISDIR(about.st_mode)) return "a folder, wanted a file";
  return Reading(STDIN_FILENO, terms.most, out).run(0);
}

std::string wrong_with_file(const std::string& path, Streams streams) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number() < 0) return why_not_open(path, errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return unreadable(errno);
  return std::string(wrong_kind(about, streams));
}

std::optional<Problem> utf8_problem(std::string_view file, std::string_view text) {
  const size_t bad = first_bad_utf8(text);
  if (bad == kAllUtf8) return std::nullopt;
  const std::string_view before = text.substr(0, bad);
  const auto line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
  const auto column = static_cast<uint32_t>(bad - (before.rfind('\n') + 1) + 1);  // npos + 1 is 0
  const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  char byte[8];
  std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(text[bad]));
  const std::string hint = utf16 ? "; this looks like UTF-16, save it as UTF-8" : ", wanted UTF-8";
  return Problem{std::string(file), line, column,
                 "byte " + std::string(byte) + " is no valid UTF-8" + hint};
}

}  // namespace specgate
