// What a run of the linter takes, whatever it is given: 64 MiB and twice the longest body that is
// judged. Bytes are asserted, never times.
#include "lint/input/bounds.h"
#include "rules/run/message_id_window.h"
#include "tests/lint/memory_support.h"

namespace specgate {
namespace {

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
  for (const size_t calls : {kMostCallsOfBody, kMostCallsOfBody + 1}) {
    make("batch.json", calls, [&](size_t i, std::string& out) {
      out += i == 0 ? "{\"batch\":[" : ",";
      out += R"({"a":1})";
      if (i + 1 == calls) out += "]}";
    });
    expect(measure({"-f", "sarif", path("batch.json")}), 1, std::to_string(calls) + " calls");
    const bool told = read("report").find("RUN102") != std::string::npos;
    EXPECT_EQ(told, calls > kMostCallsOfBody);
  }
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

// What is not remembered is said, by people's reports and by machines'.
TEST_F(MemoryCommand, MessageIdsThatAreForgotten) {
  constexpr size_t kIds = MessageIdLimits().ids + 10;
  make("ids.jsonl", kIds + 2, [](size_t i, std::string& out) {
    const size_t number = i < kIds ? i : i == kIds ? 0 : i - 2;  // the first and the last once more
    out += R"({"type":"identify","userId":"u","messageId":")" + std::to_string(number) + "\"}\n";
  });
  const std::vector<std::string> words = {"--select", "message-id-duplicate", "--exit-zero"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  expect(measure(with({"-f", "text", path("ids.jsonl")})), 0, "text");
  EXPECT_THAT(read("report"), testing::HasSubstr("✖ 1 problem"));
  EXPECT_THAT(read("report"),
              testing::HasSubstr("each messageId was compared with the 524 288 before it: 11 older "
                                 "ones were forgotten\n"));
  expect(measure(with({"-f", "jsonl", path("ids.jsonl")})), 0, "jsonl");
  EXPECT_THAT(read("report"), testing::HasSubstr(R"("forgotten_ids":11)"));
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

// Bodies as long as are judged, with a fix in each, or with a finding in each of many calls.
TEST_F(MemoryCommand, TheLongestBodiesOneAfterAnother) {
  constexpr size_t kBodies = 4;
  const std::string filling(kLongestBody - 1024, 'x');
  make("fixes.jsonl", kBodies, [&](size_t i, std::string& out) {
    out += R"({"type":"track","event":"order_completed","userId":"u1","messageId":"f)" +
           std::to_string(i) + R"(","properties":{"text":")" + filling + "\"}}\n";
  });
  make("calls.jsonl", kBodies, [&](size_t i, std::string& out) {
    constexpr size_t kCalls = 20'000;
    const std::string some(kLongestBody / kCalls - 80, 'y');
    out += R"({"batch":[)";
    for (size_t call = 0; call < kCalls; ++call) {
      out += (call == 0 ? "" : ",") + (R"({"type":"track","properties":{"a":")" + some) + R"("},"messageId":")" +
             std::to_string(i * kCalls + call) + "\"}";
    }
    out += "]}\n";
  });
  for (const char* format : {"text", "jsonl", "sarif"}) {
    expect(measure({"-f", format, path("calls.jsonl")}), 1, format);
    expect(measure({"--jobs", "4", "-f", format, path("fixes.jsonl")}), 1, format);
  }
  EXPECT_THAT(read("report"), testing::Not(testing::HasSubstr("RUN102")));
  expect(measure({"--diff", "-f", "text", "-q", path("fixes.jsonl")}), 2, "no line above 1 MiB is shown");
  expect(measure({"--fix", "-f", "text", path("calls.jsonl")}), 1, "fix of calls");
  expect(measure({"--fix", "-f", "text", path("fixes.jsonl")}), 1, "fix");
}

// As many values, calls and bytes as are judged in one body, with findings and fixes up to where judging
// stops, beside the memory of as many messageIds as are remembered.
TEST_F(MemoryCommand, BodiesWithMoreFindingsThanAreJudged) {
  make("ids.jsonl", MessageIdLimits().ids, [](size_t i, std::string& out) {
    out += R"({"type":"identify","userId":"u","messageId":"n)" + std::to_string(i) + "\"}\n";
  });
  struct Shape {
    size_t calls, bad, good;  // in each body, and of the keys of each call
    bool stops;
  };
  constexpr Shape shapes[] = {
      {1, 239'980, 0, false}, {1'500, 20, 70, false}, {9'900, 7, 7, true}, {kMostCallsOfBody, 5, 0, true}};
  for (const Shape& shape : shapes) {
    const size_t length = (kLongestBody - 1024) / shape.calls;
    make("bodies.jsonl", 2, [&](size_t i, std::string& out) {
      out += R"({"batch":[)";
      for (size_t call = 0; call < shape.calls; ++call) {
        const size_t begin = out.size();
        out += (call == 0 ? "" : ",") + (R"({"type":"track","event":"order_completed","userId":"u","messageId":")" +
               std::to_string(i * shape.calls + call) + R"(","properties":{"filling":")");
        const size_t filling = out.size();
        out += '"';
        for (size_t key = 0; key < shape.bad; ++key) out += ",\"K " + std::to_string(key) + "\":1";
        for (size_t key = 0; key < shape.good; ++key) out += ",\"g_" + std::to_string(key) + "\":1";
        out += "}}";
        const size_t size = out.size() - begin;
        if (size < length) out.insert(filling, length - size, 'x');
      }
      out += "]}\n";
    });
    const std::string what = std::to_string(shape.calls) + " calls";
    const auto run = [&](std::vector<std::string> words) {
      words.insert(words.end(), {"--jobs", "8", path("ids.jsonl"), path("bodies.jsonl")});
      return measure(words);
    };
    expect(run({"-f", "text"}), 1, what);
    const bool stopped = read("report").find("more than the 50 000 findings and fixes") != std::string::npos;
    EXPECT_EQ(stopped, shape.stops) << what;
    EXPECT_EQ(read("report").find("nothing in it was looked at"), std::string::npos) << what;
    EXPECT_LE(run({"--diff", "--unsafe-fixes", "-f", "text"}).bytes, kMost) << what << ", --diff";
    expect(run({"--fix", "--unsafe-fixes", "-f", "jsonl"}), 1, what + ", --fix");
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
