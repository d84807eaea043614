// What a name may lead to that is no file to be read: made in a folder of the test's own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace specgate {

struct OddFile {
  std::string path, wrong;  // what is said of it where only a file will do
};

// `most`: the limit in bytes of whoever is to read them, and how it is told.
std::vector<OddFile> odd_files(const std::filesystem::path& folder, uintmax_t most,
                               const std::string& told);

}  // namespace specgate
