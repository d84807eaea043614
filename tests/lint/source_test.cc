#include "lint/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lint/gzip.h"
#include "lint/paths.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The bodies of a text, cut into chunks of `bytes`, each with "line:column ".
std::vector<std::string> bodies_of(std::string_view text, size_t bytes = 1 << 20) {
  std::vector<std::string> out;
  const Layout layout = layout_of(text);
  Chunker chunks(text, layout, bytes);
  Chunk chunk;
  uint32_t lines = 0;
  size_t end = 0;
  while (chunks.next(chunk)) {
    EXPECT_EQ(chunk.begin, end) << "chunks follow one another";
    end = chunk.end;
    BodyReader reader(text, layout, chunk);
    Body body;
    while (reader.next(body)) {
      out.push_back(std::to_string(lines + body.line) + ":" + std::to_string(body.column) + " " +
                    std::string(text.substr(body.begin, body.size)));
    }
    lines += reader.lines();
  }
  EXPECT_EQ(end, text.size()) << "nothing is left over";
  return out;
}

struct LayoutCase {
  const char* name;
  std::string_view text;
  std::vector<std::string> bodies;
};

class LayoutTest : public ::testing::TestWithParam<LayoutCase> {};

TEST_P(LayoutTest, CutsIntoBodies) {
  EXPECT_EQ(bodies_of(GetParam().text), GetParam().bodies);
  EXPECT_EQ(bodies_of(GetParam().text, 1), GetParam().bodies) << "whatever the size of a chunk";
}

const LayoutCase kLayouts[] = {
    {"empty", "", {}},
    {"blank", " \r\n\n\t\n", {}},
    {"one_line", R"({"a":1})", {R"(1:1 {"a":1})"}},
    {"lines", "{\"a\":1}\n{\"a\":2}\n", {R"(1:1 {"a":1})", R"(2:1 {"a":2})"}},
    {"crlf_and_blank_lines",
     "{\"a\":1}\r\n\r\n{\"a\":2}\r\n",
     {R"(1:1 {"a":1})", R"(3:1 {"a":2})"}},
    {"no_final_newline", "{\"a\":1}\n{\"a\":2}", {R"(1:1 {"a":1})", R"(2:1 {"a":2})"}},
    {"byte_order_mark",
     "\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}",
     {"1:1 \xEF\xBB\xBF{\"a\":1}", R"(2:1 {"a":2})"}},
    {"one_document", "{\n  \"a\": 1\n}\n", {"1:1 {\n  \"a\": 1\n}"}},
    {"document_with_mark", "\xEF\xBB\xBF{\n\"a\": 1\n}\n", {"1:1 \xEF\xBB\xBF{\n\"a\": 1\n}"}},
    {"documents",
     "{\n  \"a\": 1\n}\n\n{\n  \"a\": 2\n}\n",
     {"1:1 {\n  \"a\": 1\n}", "5:1 {\n  \"a\": 2\n}"}},
    {"documents_on_one_line",
     R"({"a":1} {"a":2}[3])",
     {R"(1:1 {"a":1})", R"(1:9 {"a":2})", "1:16 [3]"}},
    {"array_of_lines", "[\n{\"a\":1},\n{\"a\":2}\n]\n", {"1:1 [\n{\"a\":1},\n{\"a\":2}\n]"}},
    {"batch_of_lines",
     "{\"batch\":[\n{\"a\":1},\n{\"a\":2}\n]}",
     {"1:1 {\"batch\":[\n{\"a\":1},\n{\"a\":2}\n]}"}},
    {"first_line_cut_in_a_string",
     "{\"a\":\"x\n{\"a\":2}\n{\"a\":3}",
     {R"(1:1 {"a":"x)", R"(2:1 {"a":2})", R"(3:1 {"a":3})"}},
    {"first_line_cut_after_a_colon",
     "{\"a\":\n{\"a\":2}\n{\"a\":3}",
     {R"(1:1 {"a":)", R"(2:1 {"a":2})", R"(3:1 {"a":3})"}},
    {"first_line_lacks_a_bracket",
     "{\"a\":{\"b\":1}\n{\"a\":2}\n",
     {R"(1:1 {"a":{"b":1})", R"(2:1 {"a":2})"}},
    {"middle_line_broken",
     "{\"a\":1}\n{\"a\":\n{\"a\":3}",
     {R"(1:1 {"a":1})", R"(2:1 {"a":)", R"(3:1 {"a":3})"}},
    {"first_line_is_a_word",
     "hello\n{\"a\":1}\n{\"a\":2}",
     {"1:1 hello", R"(2:1 {"a":1})", R"(3:1 {"a":2})"}},
    {"a_word_before_a_document", "hello\n{\n\"a\":1\n}", {"1:1 hello", "2:1 {\n\"a\":1\n}"}},
    {"brackets_in_strings",
     "{\"a\":\"}{\\\"\"}\n{\"a\":2}",
     {R"(1:1 {"a":"}{\""})", R"(2:1 {"a":2})"}},
    {"broken_document_between",
     "{\n\"a\": 1\n}\n{\n\"a\": \"x\n}\n{\n\"a\": 3\n}\n",
     {"1:1 {\n\"a\": 1\n}", "4:1 {\n\"a\": \"x\n}", "7:1 {\n\"a\": 3\n}"}},
    {"truncated_document", "{\n  \"a\": [1,\n", {"1:1 {\n  \"a\": [1,"}},
    {"a_line_then_a_document", "{\"a\":1}\n{\n\"a\":2\n}", {R"(1:1 {"a":1})", "2:1 {\n\"a\":2\n}"}},
    {"trailing_words", "{\n\"a\":1\n}\nthe end", {"1:1 {\n\"a\":1\n}", "4:1 the end"}},
};
INSTANTIATE_TEST_SUITE_P(Texts, LayoutTest, ::testing::ValuesIn(kLayouts),
                         [](const auto& test) { return test.param.name; });

TEST(Layout, SurvivesDeepNesting) {
  const std::string deep(100'000, '[');
  EXPECT_EQ(bodies_of(deep).size(), 1U);
  EXPECT_EQ(bodies_of(deep + "\n{\"a\":1}\n").size(), 2U);
}

TEST(Placer, CountsLinesAndBytes) {
  Placer placer("ab\n\xC3\xA9x\n\ny", 7, 3);
  const auto at = [&](size_t offset) {
    const Placer::Place place = placer.at(offset);
    return std::to_string(place.line) + ":" + std::to_string(place.column);
  };
  EXPECT_EQ(at(0), "7:3");
  EXPECT_EQ(at(1), "7:4");
  EXPECT_EQ(at(5), "8:3");
  EXPECT_EQ(at(8), "10:1");
  EXPECT_EQ(at(4), "8:2") << "going back";
  EXPECT_EQ(at(99), "10:2") << "never beyond the end";
}

TEST(Gzip, ThereAndBack) {
  std::string text, packed, back;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  EXPECT_EQ(deflate_gzip(text, packed), "");
  EXPECT_TRUE(is_gzip(packed));
  EXPECT_EQ(inflate_gzip(packed, back), "");
  EXPECT_EQ(back, text);
  EXPECT_EQ(inflate_gzip(packed + packed, back), "") << "members one after another";
  EXPECT_EQ(back, text + text);
  EXPECT_EQ(inflate_gzip(packed.substr(0, packed.size() / 2), back), "gzip data ends early");
  packed[packed.size() / 2] ^= 0x55;
  EXPECT_THAT(inflate_gzip(packed, back), ::testing::HasSubstr("gzip data"));
}

TEST(Gzip, RefusesABomb) {
  std::string zeros(size_t{80} << 20, '\0'), packed, back;
  EXPECT_EQ(deflate_gzip(zeros, packed), "");
  EXPECT_THAT(inflate_gzip(packed, back), ::testing::HasSubstr("refused"));
}

class PathsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) / "specgate_paths";
    std::filesystem::remove_all(folder_);
    for (const char* name :
         {"a.json", "b.jsonl", "sub/c.ndjson", "sub/d.json.gz", "sub/e.txt", ".git/f.json"}) {
      std::filesystem::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name) << "{}";
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<std::string> expand(const std::vector<std::string>& paths,
                                  const std::vector<std::string>& exclude = {}) {
    std::vector<std::string> full;
    for (const std::string& path : paths) full.push_back((folder_ / path).string());
    FoundPaths found = expand_paths(full, exclude);
    problems_ = found.problems.size();
    for (std::string& file : found.files)
      file = std::filesystem::path(file).lexically_relative(folder_).string();
    return found.files;
  }

  std::filesystem::path folder_;
  size_t problems_ = 0;
};

TEST_F(PathsTest, FoldersGlobsAndFiles) {
  EXPECT_THAT(expand({"."}), ElementsAre("a.json", "b.jsonl", "sub/c.ndjson", "sub/d.json.gz"));
  EXPECT_THAT(expand({"sub/e.txt"}), ElementsAre("sub/e.txt")) << "a file named itself";
  EXPECT_THAT(expand({"*.json"}), ElementsAre("a.json"));
  EXPECT_THAT(expand({"**/*.txt"}), ElementsAre("sub/e.txt"));
  EXPECT_THAT(expand({"b.jsonl", "."}),
              ElementsAre("b.jsonl", "a.json", "sub/c.ndjson", "sub/d.json.gz"));
  EXPECT_THAT(expand({"."}, {"sub/"}), ElementsAre("a.json", "b.jsonl"));
  EXPECT_EQ(problems_, 0U);
}

TEST_F(PathsTest, WhatMeansNothingIsAProblem) {
  EXPECT_THAT(expand({"nowhere.json", "*.csv"}), IsEmpty());
  EXPECT_EQ(problems_, 2U);
}

}  // namespace
}  // namespace specgate
