#include "tests/support/odd_files.h"

#include <sys/stat.h>

#include "tests/support/files.h"

namespace specgate {

namespace fs = std::filesystem;

std::vector<OddFile> odd_files(const fs::path& folder, uintmax_t most, const std::string& told) {
  const auto path = [&](const char* name) { return (folder / name).string(); };
  for (const char* name : {"fifo", "dangling", "loop"}) fs::remove(path(name));  // of before
  fs::create_directories(path("folder"));
  mkfifo(path("fifo").c_str(), 0600);
  fs::create_symlink("nowhere", path("dangling"));
  fs::create_symlink("loop", path("loop"));
  write_file(path("large"), "");
  fs::resize_file(path("large"), most + 1);  // takes no room
  return {{path("folder"), "a folder, wanted a file"},
          {path("fifo"), "a pipe, wanted a file"},
          {"/dev/zero", "a device, wanted a file"},
          {path("dangling"), "a link to a file that is not there"},
          {path("loop"), "a link that leads in a circle"},
          {path("none"), "no such file"},
          {path("large"), "larger than " + told}};
}

}  // namespace specgate
