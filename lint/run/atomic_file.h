// A file written beside its target and put in its place at once: a reader sees the old text or the
// new, never a half. Mode and owner are kept, links are followed, a failure leaves nothing behind.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

class AtomicFile {
 public:
  AtomicFile() = default;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();  // not committed: removes what was written

  // Each answers what went wrong, or nothing.
  std::string open(const std::string& target);
  std::string write(std::string_view bytes);
  std::string commit();
  bool is_open() const { return file_ >= 0; }

 private:
  std::string failed(const char* what);
  void discard();

  std::string target_, temporary_;
  int file_ = -1;
};

}  // namespace specgate
