// Input: the bytes behind a name.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lint/gzip.h"
#include "lint/source.h"

namespace specgate {
namespace {

// Smaller files are read: a copy costs little, and a file cut short meanwhile cannot hurt.
constexpr size_t kMapFrom = size_t{8} << 20;

Problem failed(const std::string& path, int error) {
  return {path, 0, 0, std::string("cannot read: ") + std::strerror(error)};
}

// 0, or errno.
int read_all(int file, size_t hint, std::string& out) {
  size_t size = 0;
  out.resize(hint + 1);
  for (;;) {
    if (size == out.size()) out.resize(out.size() * 2 + (size_t{64} << 10));
    const ssize_t got = ::read(file, out.data() + size, out.size() - size);
    if (got == 0) break;
    if (got > 0) {
      size += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  out.resize(size);
  return 0;
}

}  // namespace

Result<Input> Input::open(const std::string& path) {
  const bool is_stdin = path == "-";
  const int file = is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(path, errno);
  Input input;
  input.name_ = is_stdin ? "<stdin>" : path;
  struct stat about {};
  const bool regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  const size_t size = regular ? static_cast<size_t>(about.st_size) : 0;
  int error = 0;
  if (!is_stdin && size >= kMapFrom) {
    void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapping == MAP_FAILED) {
      error = errno;
    } else {
      ::madvise(mapping, size, MADV_SEQUENTIAL);
      input.mapping_ = mapping;
      input.mapped_ = size;
    }
  } else {
    error = read_all(file, size, input.owned_);
  }
  if (!is_stdin) ::close(file);
  if (error != 0) return failed(path, error);
  return inflated(std::move(input));
}

Result<Input> Input::inflated(Input input) {
  if (!is_gzip(input.text())) return input;
  Input plain;
  plain.name_ = input.name_;
  plain.gzip_ = true;
  if (std::string problem = inflate_gzip(input.text(), plain.owned_); !problem.empty()) {
    return Problem{input.name_, 0, 0, std::move(problem)};
  }
  return plain;
}

void Input::release(size_t begin, size_t end) const {
  if (mapping_ == nullptr) return;
  constexpr size_t kPage = 4096;  // larger pages make the call fail, and nothing is lost
  begin = (begin + kPage - 1) / kPage * kPage;
  end = end / kPage * kPage;
  if (begin < end) ::madvise(static_cast<char*>(mapping_) + begin, end - begin, MADV_DONTNEED);
}

Input Input::of(std::string name, std::string text) {
  Input input;
  input.name_ = std::move(name);
  input.owned_ = std::move(text);
  return input;
}

Input::Input(Input&& other) noexcept { *this = std::move(other); }

Input& Input::operator=(Input&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(owned_, other.owned_);
  std::swap(mapping_, other.mapping_);
  std::swap(mapped_, other.mapped_);
  std::swap(gzip_, other.gzip_);
  return *this;
}

Input::~Input() {
  if (mapping_ != nullptr) ::munmap(mapping_, mapped_);
}

}  // namespace specgate
