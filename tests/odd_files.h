// What a name may lead to that is no file to be read: made in a folder of the test's own.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace specgate {

struct OddFile {
  std::string path, wrong;  // what is said of it where only a file will do
};

// `most`: the limit in bytes of whoever is to read them, and how it is told.
inline std::vector<OddFile> odd_files(const std::filesystem::path& folder, uintmax_t most,
                                      const std::string& told) {
  namespace fs = std::filesystem;
  const auto path = [&](const char* name) { return (folder / name).string(); };
  for (const char* name : {"fifo", "dangling", "loop"}) fs::remove(path(name));  // of before
  fs::create_directories(path("folder"));
  mkfifo(path("fifo").c_str(), 0600);
  fs::create_symlink("nowhere", path("dangling"));
  fs::create_symlink("loop", path("loop"));
  std::ofstream(path("large")).close();
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
