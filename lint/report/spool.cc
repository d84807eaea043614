#include "lint/report/spool.h"

namespace specgate {
namespace {

constexpr size_t kInMemory = size_t{1} << 20;

bool put(std::string_view text, std::FILE* out) {
  return std::fwrite(text.data(), 1, text.size(), out) == text.size();
}

}  // namespace

bool Spool::append(std::string_view text) {
  if (text_.size() + text.size() < kInMemory) {
    text_ += text;
    return true;
  }
  if (file_ == nullptr) file_.reset(std::tmpfile());
  if (file_ == nullptr) return false;
  const bool written = put(text_, file_.get()) && put(text, file_.get());
  text_.clear();
  return written;
}

bool Spool::move_to(std::FILE* out) {
  bool moved = true;
  if (file_ != nullptr) {
    std::rewind(file_.get());
    char buffer[1 << 16];
    size_t size = 0;
    while (moved && (size = std::fread(buffer, 1, sizeof buffer, file_.get())) > 0) {
      moved = put({buffer, size}, out);
    }
    moved = moved && std::ferror(file_.get()) == 0;
    file_.reset();
  }
  moved = moved && put(text_, out);
  text_.clear();
  return moved;
}

}  // namespace specgate
