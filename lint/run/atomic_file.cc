#include "lint/run/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace specgate {

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() {
  if (file_ < 0) return;
  ::close(file_);
  file_ = -1;
  ::unlink(temporary_.c_str());
}

std::string AtomicFile::failed(const char* what) {
  std::string message = std::string("cannot ") + what + ": " + std::strerror(errno);
  discard();
  return message;
}

std::string AtomicFile::open(const std::string& target) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(target, error);
  target_ = error ? target : real.string();
  temporary_ = target_ + ".specgate-XXXXXX";
  struct stat about {};
  if (::stat(target_.c_str(), &about) != 0) return failed("write");
  if (::access(target_.c_str(), W_OK) != 0) return failed("write");
  file_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  if (file_ < 0) return failed("write beside it");
  if (::fchmod(file_, about.st_mode & 07777) != 0) return failed("keep its mode");
  // Only root may give files away; for others the file is theirs already or the group will do.
  if (::fchown(file_, about.st_uid, about.st_gid) != 0) errno = 0;
  return {};
}

std::string AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file_, bytes.data(), bytes.size());
    if (wrote >= 0) {
      bytes.remove_prefix(static_cast<size_t>(wrote));
    } else if (errno != EINTR) {
      return failed("write");
    }
  }
  return {};
}

std::string AtomicFile::commit() {
  if (::fsync(file_) != 0) return failed("write");
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return failed("replace");
  ::close(file_);
  file_ = -1;
  const std::string folder = std::filesystem::path(target_).parent_path().string();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (directory >= 0) {  // the rename itself; a file system without it has done what it can
    ::fsync(directory);
    ::close(directory);
  }
  return {};
}

}  // namespace specgate
