#include "tests/support/folder.h"

#include <unistd.h>

#include <atomic>
#include <system_error>

#include "tests/support/files.h"

namespace specgate {

namespace fs = std::filesystem;

// Named by words and numbers: a path that looks like a secret is not repeated in messages.
Folder::Folder() {
  static std::atomic<int> number = 0;
  const std::string stem = (fs::temp_directory_path() / "specgate_test_").string() + std::to_string(::getpid()) + '_';
  do {
    path_ = stem + std::to_string(number++);
  } while (!fs::create_directory(path_));
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  write_file(file, text);
  return file.string();
}

}  // namespace specgate
