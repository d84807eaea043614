// Files as tests read and write them: byte for byte.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

std::string file_text(const std::filesystem::path& file);  // empty where there is none
std::vector<std::string> file_lines(const std::filesystem::path& file);  // without their ends

// Writes it anew; a test that cannot fails.
void write_file(const std::filesystem::path& file, std::string_view text);

// `text` is what the file holds; with SPECGATE_UPDATE in the environment it is written there first.
void expect_golden(std::string_view text, const std::filesystem::path& file);

}  // namespace specgate
