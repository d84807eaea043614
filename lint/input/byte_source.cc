#include "lint/input/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "spec/text/odd_file.h"
#include "spec/text/text_file.h"

namespace specgate {
namespace {

constexpr size_t kPacked = size_t{64} << 10;  // of gzip, read at once
// No log is a thousand times its gzip, and every bomb is.
constexpr uint64_t kHarmless = uint64_t{64} << 20;
constexpr uint64_t kMostRatio = 1000;

// Bytes read, 0 at the end; -1: errno says why.
ssize_t read_some(int file, char* out, size_t room) {
  ssize_t got = 0;
  while ((got = ::read(file, out, room)) < 0 && errno == EINTR) {
  }
  return got;
}

// Of a read that failed.
std::string why_not_read() {
  return "cannot read: " + (errno == EAGAIN ? std::string(kMakesWait) : std::string(std::strerror(errno)));
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path) {
  const bool is_stdin = path == "-";
  int file = STDIN_FILENO;
  const std::string wrong = is_stdin ? std::string() : open_stream(path, file);
  if (!wrong.empty()) return Problem{path, 0, 0, "cannot read: " + wrong};
  std::unique_ptr<ByteSource> source(new ByteSource(file));
  source->borrowed_ = is_stdin;
  struct stat about {};
  source->sized_ = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  if (source->sized_) {
    source->size_ = static_cast<uint64_t>(about.st_size);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  // Three bytes tell gzip; a pipe may give them one by one.
  constexpr size_t kEnough = 3;
  while (source->packed_.size() < kEnough && source->fill()) {
  }
  if (!source->wrong_.empty()) return Problem{path, 0, 0, source->wrong_};
  if (is_gzip(source->packed_)) source->gzip_ = std::make_unique<GzipReader>();
  return Result<std::unique_ptr<ByteSource>>(std::move(source));
}

ByteSource::~ByteSource() {
  if (!borrowed_) ::close(file_);
}

bool ByteSource::fill() {
  const std::string rest(waiting_);
  packed_ = rest;
  const size_t kept = packed_.size();
  packed_.resize(kept + kPacked);
  const ssize_t got = read_some(file_, packed_.data() + kept, kPacked);
  packed_.resize(kept + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  waiting_ = packed_;
  if (got < 0) wrong_ = why_not_read();
  if (got > 0) come_ += static_cast<uint64_t>(got);
  if (!sized_) size_ = come_;
  return got > 0;
}

bool ByteSource::read(std::string& out, size_t most) {
  const size_t before = out.size();
  out.resize(before + most);
  const size_t got = gzip_ ? read_gzip(out.data() + before, most) : read_plain(out.data() + before, most);
  out.resize(before + got);
  return got > 0;
}

bool ByteSource::read_again(uint64_t at, size_t size, std::string& out) const {
  out.resize(size);
  for (size_t done = 0; done < size;) {
    const ssize_t got =
        ::pread(file_, out.data() + done, size - done, static_cast<off_t>(at + done));
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    done += static_cast<size_t>(std::max<ssize_t>(got, 0));
  }
  return true;
}

size_t ByteSource::read_plain(char* out, size_t room) {
  if (!waiting_.empty()) {  // what told that it is no gzip
    const size_t size = std::min(room, waiting_.size());
    std::memcpy(out, waiting_.data(), size);
    waiting_.remove_prefix(size);
    return size;
  }
  const ssize_t got = read_some(file_, out, room);
  if (got < 0) wrong_ = why_not_read();
  return static_cast<size_t>(std::max<ssize_t>(got, 0));
}

size_t ByteSource::read_gzip(char* out, size_t room) {
  while (gzip_->state() == GzipReader::State::kMore && wrong_.empty()) {
    if (waiting_.empty() && !fill()) break;
    const size_t got = gzip_->read(waiting_, out, room);
    inflated_ += got;
    if (is_a_bomb()) {
      wrong_ = "inflates to more than a thousand times its size: refused";
      return 0;
    }
    if (got > 0) return got;
  }
  if (wrong_.empty()) end_gzip();
  return 0;
}

bool ByteSource::is_a_bomb() const {
  return inflated_ > std::max(kHarmless, size_ * kMostRatio);
}

void ByteSource::end_gzip() {
  gzip_->end();
  switch (gzip_->state()) {
    case GzipReader::State::kEnd:
      return;
    case GzipReader::State::kMore:
      wrong_ = "gzip data ends early";
      return;
    case GzipReader::State::kBehind:
      wrong_ = wrong_behind();
      return;
    case GzipReader::State::kDamaged:
      break;
  }
  const std::string cause(gzip_->cause().empty() ? "unknown cause" : gzip_->cause());
  wrong_ = "gzip data is damaged: " + cause;
}

// Of a pipe, which may have no end, only what has come is known.
std::string ByteSource::wrong_behind() {
  const uint64_t at = come_ - waiting_.size();
  const bool all_known = sized_ && size_ > at;
  const uint64_t behind = all_known ? size_ - at : waiting_.size();
  const std::string count = (all_known ? "" : "at least ") + std::to_string(behind);
  return unread_words(count, at);
}

}  // namespace specgate
