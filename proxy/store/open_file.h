// The file of the store as it is open: its doors, and whether its name still leads to it.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "proxy/store/sqlite.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

// The writer has a door of its own, so that those who read do not wait for it; in memory there is one
// door for all. Doors are closed and opened by the writer's thread alone.
class OpenFile {
 public:
  explicit OpenFile(std::string file) : file_(std::move(file)) {}

  const std::string& file() const { return file_; }
  bool in_memory() const { return file_ == ":memory:"; }

  Problems open(int64_t now_ms);
  Door& writer() { return *writer_; }
  Door& reader() { return reader_ == nullptr ? *writer_ : *reader_; }
  const std::string& hash_key() const { return hash_key_; }

  // Was it removed, renamed or replaced, or its log?
  bool has_moved();
  // Lets go of it without touching what lies there now. All statements must be gone.
  void close();
  // Makes a new file where there is none, with the hash key of the one before: hashes go on meaning
  // the same. Problems where another store, or no store, lies there now.
  Problems open_again(int64_t now_ms);
  int64_t bytes_on_disk() const;  // of file and log

 private:
  void remember_log();
  const std::string file_;
  std::unique_ptr<Door> writer_, reader_;
  std::string hash_key_;
  uint64_t log_ = 0;  // its inode; 0: none was there
};

}  // namespace specgate::proxy
