#include "proxy/store/open_file.h"

#include <sys/stat.h>

#include "proxy/store/schema.h"

namespace specgate::proxy {
namespace {

constexpr const char* kHashKey = "SELECT value FROM meta WHERE name='hash_key'";

struct stat facts_of(const std::string& file) {
  struct stat out {};
  if (::stat(file.c_str(), &out) != 0) out = {};
  return out;
}

}  // namespace

Problems OpenFile::open(int64_t now_ms) {
  writer_ = std::make_unique<Door>();
  Problems problems = open_store(file_, {now_ms, hash_key_}, *writer_);
  if (!problems.empty()) return problems;
  if (!in_memory()) {
    reader_ = std::make_unique<Door>();
    problems = specgate::proxy::open_again(file_, *reader_);
  }
  if (problems.empty() && hash_key_.empty()) hash_key_ = reader().text(kHashKey);
  remember_log();
  return problems;
}

void OpenFile::remember_log() { log_ = in_memory() ? 0 : facts_of(file_ + "-wal").st_ino; }

bool OpenFile::has_moved() {
  if (in_memory()) return false;
  if (writer_ == nullptr || writer_->has_moved()) return true;
  return log_ != 0 && facts_of(file_ + "-wal").st_ino != log_;
}

void OpenFile::close() {
  // A log that lies there still, full, would be taken for that of the file which lies there now.
  if (writer_ != nullptr && log_ != 0 && facts_of(file_ + "-wal").st_ino == log_)
    writer_->truncate_log();
  for (const auto* const door : {&reader_, &writer_}) {
    if (*door != nullptr) (*door)->leave_log();
  }
  reader_.reset();
  writer_.reset();
}

Problems OpenFile::open_again(int64_t now_ms) {
  Problems problems = open(now_ms);
  if (problems.empty() && reader().text(kHashKey) != hash_key_) {
    problems = {{file_, 0, 0, "another store lies where this one was; start again to use it"}};
  }
  if (!problems.empty()) close();
  return problems;
}

int64_t OpenFile::bytes_on_disk() const {
  return in_memory() ? 0 : facts_of(file_).st_size + facts_of(file_ + "-wal").st_size;
}

}  // namespace specgate::proxy
