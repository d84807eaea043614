#include "tests/support/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace specgate {

namespace fs = std::filesystem;

std::string file_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> file_lines(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

void write_file(const fs::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary);
  out << text << std::flush;
  EXPECT_TRUE(out) << file;
}

void expect_golden(std::string_view text, const fs::path& file) {
  if (std::getenv("SPECGATE_UPDATE") != nullptr) {
    fs::create_directories(file.parent_path());
    write_file(file, text);
  }
  EXPECT_EQ(text, file_text(file)) << "run with SPECGATE_UPDATE=1 if this is meant";
}

}  // namespace specgate
