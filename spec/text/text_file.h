// Files that somebody names, read whole: the one door through which configurations, plans, specs,
// secrets, keys and certificates come in.
//
// A name may lead anywhere. Nothing waits for ever here, nothing is read without end, and nothing
// that is no file is taken for one: a folder, a socket, a device and a link that leads nowhere are
// refused in words; a pipe is too, but where it makes sense (`--plan <(make-plan)`, /dev/stdin).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "spec/text/result.h"

namespace specgate {

// What is no regular file but can be read: a pipe, a terminal. /dev/null is an empty file to all.
enum class Streams : uint8_t { kRefused, kRead };

inline constexpr std::string_view kNoSuchFile = "no such file";

struct FileTerms {
  size_t most = size_t{16} << 20;  // bytes; a larger file is refused, not cut
  Streams streams = Streams::kRefused;
};

// Writes the file's bytes over `out`. Answers what is wrong, or nothing: "no such file", "a folder,
// wanted a file", "larger than 16 MB", "unreadable: Permission denied". A pipe that nobody has open
// for writing is given 5 s, one that is silent 30 s, and one that is slow 2 minutes. A file is given
// 10 s, and none where it makes its reader wait, as /proc/kmsg does.
std::string read_file(const std::string& path, const FileTerms& terms, std::string& out);

// The same for standard input, which may take its time: a person may be typing.
std::string read_standard_input(const FileTerms& terms, std::string& out);

// Opens what may be long, to be read a piece at a time: a file, a pipe, a terminal. Answers what is
// wrong, or nothing; then the caller closes `file`, whose reads wait.
std::string open_stream(const std::string& path, int& file);

// What would be wrong with reading the file, or nothing. Nothing is read.
std::string wrong_with_file(const std::string& path, Streams streams = Streams::kRefused);

// Where a text is not UTF-8: the first such byte, with line and column from 1, in bytes.
std::optional<Problem> utf8_problem(std::string_view file, std::string_view text);

}  // namespace specgate
