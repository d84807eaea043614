// Measures what a run of the built program takes: 64 MiB and twice the longest body that is judged are
// allowed. Bytes are asserted, never times.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>

#include <functional>

#include "lint/input/chunk_stream.h"
#include "spec/text/compression.h"
#include "tests/support/command.h"

namespace specgate {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr size_t kMost = SIZE_MAX;  // a sanitizer's own memory is no concern of ours
#else
inline constexpr size_t kMost = (size_t{64} << 20) + 2 * kLongestBody;
#endif

struct Measured {
  int code = -1;
  size_t bytes = 0;  // the most that was resident at once
};

class MemoryCommand : public CommandTest {
 protected:
  // A file made a piece at a time, so that the test itself takes no memory.
  void make(const std::string& name, size_t times,
            const std::function<void(size_t, std::string&)>& piece) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream out(path(name), std::ios::binary);
    GzipWriter gzip;
    const bool packs = name.ends_with(".gz");
    std::string text, packed;
    for (size_t i = 0; i < times; ++i) {
      text.clear();
      piece(i, text);
      if (packs) gzip.add(text, packed);
      out << (packs ? packed : text);
      packed.clear();
    }
    if (packs) gzip.finish(packed);
    out << packed;
  }

  Measured measure(std::vector<std::string> words, const std::string& input = "/dev/null") const {
    words.insert(words.begin(), {SPECGATE_BINARY, "lint", "--isolated", "--no-progress"});
    const std::string report = path("report").string();
    const pid_t child = fork();
    if (child == 0) {
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      dup2(open(input.c_str(), O_RDONLY), STDIN_FILENO);
      dup2(open(report.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
      dup2(STDOUT_FILENO, STDERR_FILENO);
      execv(SPECGATE_BINARY, arguments.data());
      _exit(127);
    }
    int status = 0;
    rusage used{};
    EXPECT_EQ(wait4(child, &status, 0, &used), child);
    const auto kilobytes = static_cast<size_t>(used.ru_maxrss);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), kilobytes * 1024};
  }

  void expect(const Measured& measured, int code, const std::string& what) const {
    EXPECT_EQ(measured.code, code) << what << "\n" << read("report").substr(0, 2000);
    EXPECT_LE(measured.bytes, kMost) << what;
  }
};

}  // namespace specgate
