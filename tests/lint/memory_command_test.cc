// What a run of the linter takes, whatever it is given: 64 MiB and twice the longest body that is
// judged. Bytes are asserted, never times.
#include <fcntl.h>
#include <sys/resource.h>

#include <functional>

#include "lint/chunk_stream.h"
#include "spec/packed.h"
#include "tests/lint/command_fixture.h"

namespace specgate {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kMost = SIZE_MAX;  // a sanitizer's own memory is no concern of ours
#else
constexpr size_t kMost = (size_t{64} << 20) + 2 * kLongestBody;
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

void bad_line(size_t i, std::string& out) { out += "x" + std::to_string(i) + "\n"; }

TEST_F(MemoryCommand, BadLinesInEveryFormat) {
  make("many.jsonl", 300'000, bad_line);
  make("some.jsonl", 60'000, bad_line);
  expect(measure({"-f", "text", path("many.jsonl")}), 1, "many");
  for (const char* format : {"stylish", "json", "jsonl", "sarif", "junit", "github"}) {
    expect(measure({"-f", format, path("some.jsonl")}), 1, format);
  }
  setenv("GITHUB_STEP_SUMMARY", path("summary.md").c_str(), 1);
  expect(measure({"-f", "github", path("some.jsonl")}), 1, "with a summary");
  unsetenv("GITHUB_STEP_SUMMARY");
  expect(measure({"-f", "text", "-"}, path("some.jsonl")), 1, "standard input");
}

// 100 MB in one line of 200 KB of gzip.
TEST_F(MemoryCommand, GzipOfOneLineIsOneFinding) {
  make("bomb.jsonl.gz", 1'500, [](size_t i, std::string& out) {
    out += std::string(65'536, 'a') + std::to_string(i * 2'654'435'761U) + std::string(64, static_cast<char>('b' + i % 20));
  });
  expect(measure({"-f", "jsonl", path("bomb.jsonl.gz")}), 1, "gzip");
  EXPECT_THAT(findings(read("report")), testing::ElementsAre("1:1 RUN102 "));
  expect(measure({"-f", "jsonl", "-"}, path("bomb.jsonl.gz")), 1, "gzip on standard input");
  EXPECT_THAT(findings(read("report")), testing::ElementsAre("1:1 RUN102 "));
}

TEST_F(MemoryCommand, OneLongArray) {
  constexpr size_t kCalls = 150'000;
  make("array.json", kCalls, [](size_t i, std::string& out) {
    out += i == 0 ? "[" : ",";
    out += R"({"type":"track","event":"Order Completed","messageId":"m)" + std::to_string(i) + "\"}";
    if (i + 1 == kCalls) out += "]";
  });
  expect(measure({"-f", "json", path("array.json")}), 1, "array");
  EXPECT_THAT(read("report"), testing::HasSubstr("\"events\":150000"));
  const std::string fixed = R"(array.json)";
  expect(measure({"--fix", "-f", "text", path(fixed)}), 1, "array, fixed");
}

// One body with as much to say as it can.
TEST_F(MemoryCommand, OneBodyOfManyFindings) {
  make("batch.json", 60'000, [](size_t i, std::string& out) {
    out += i == 0 ? "{\"batch\":[" : ",";
    out += R"({"a":1})";
    if (i + 1 == 60'000) out += "]}";
  });
  expect(measure({"-f", "sarif", path("batch.json")}), 1, "batch");
}

TEST_F(MemoryCommand, ABodyOfTooManyValuesIsOneFinding) {
  make("values.json", 300'000, [](size_t i, std::string& out) {
    out += i == 0 ? R"({"type":"track","event":"A","userId":"u","properties":{"v":[)" : ",";
    out += "1";
    if (i + 1 == 300'000) out += "]}}";
  });
  expect(measure({"-f", "jsonl", path("values.json")}), 1, "values");
  EXPECT_THAT(findings(read("report")), testing::ElementsAre("1:1 RUN102 "));
}

TEST_F(MemoryCommand, NamesAndIdsThatAreAllDifferent) {
  make("names.jsonl", 100'000, [](size_t i, std::string& out) {
    const std::string n = std::to_string(i);
    out += R"({"type":"track","event":"Thing )" + n + R"( Done","userId":"u","messageId":")" + n + "\"}\n";
  });
  const Measured measured = measure({"-f", "text", "--exit-zero", path("names.jsonl")});
  expect(measured, 0, "names");
}

// Fixes and diffs of a file that changes in every line.
TEST_F(MemoryCommand, FixesAndDiffs) {
  const auto variant = [](size_t i, std::string& out) {
    out += R"({"type":"track","event":"order_completed","userId":"u1","messageId":"v)" +
           std::to_string(i) + "\"}\n";
  };
  for (const char* name : {"a.jsonl", "a.jsonl.gz"}) {
    make(name, 50'000, variant);
    expect(measure({"--diff", "-f", "text", "-q", path(name)}), 1, std::string("diff of ") + name);
    expect(measure({"--fix", "-f", "text", "--exit-zero", path(name)}), 0, std::string("fix of ") + name);
    expect(measure({"--diff", "-f", "text", "-q", "--exit-zero", path(name)}), 0, "nothing is left");
  }
}

// What is longer than is judged is passed through as it is.
TEST_F(MemoryCommand, AFixLeavesABodyThatIsTooLongAlone) {
  const std::string giant = R"({"event":")" + std::string(kLongestBody, 'x') + "\"}\n";
  write("a.jsonl", giant + kVariant + "\n" + giant);
  expect(measure({"--fix", "-f", "text", path("a.jsonl")}), 1, "fix");
  EXPECT_TRUE(read("a.jsonl") == giant + kVariantFixed + "\n" + giant);
}

}  // namespace
}  // namespace specgate
