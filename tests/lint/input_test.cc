#include "lint/input/bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lint/input/byte_source.h"
#include "lint/input/chunk_stream.h"
#include "lint/input/paths.h"
#include "lint/lint.h"
#include "lint/run/worker.h"
#include "tests/support/folder.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Matches;
using ::testing::PrintToString;

// A text that comes `at_once` bytes at a time.
ChunkStream stream_of(std::string_view text, size_t bytes, size_t at_once = 1 << 20) {
  const auto rest = std::make_shared<std::string_view>(text);
  const auto read = [rest, at_once](std::string& out, size_t most) {
    const size_t size = std::min({most, at_once, rest->size()});
    out += rest->substr(0, size);
    rest->remove_prefix(size);
    return size > 0;
  };
  return {read, bytes};
}

// The bodies of a text, cut into chunks of `bytes`, each with "line:column ".
std::vector<std::string> bodies_of(std::string_view text, size_t bytes = 1 << 20) {
  std::vector<std::string> out;
  ChunkStream chunks = stream_of(text, bytes, bytes);
  uint32_t lines = 0;
  std::string whole;
  for (StreamChunk chunk; chunks.next(chunk);) {
    whole += chunk.text;
    EXPECT_EQ(chunk.last, whole.size() == text.size());
    BodyReader reader(chunk.text, chunk.layout, {0, chunk.text.size()}, chunk.start);
    Body body;
    while (reader.next(body)) {
      out.push_back(std::to_string(lines + body.line) + ":" + std::to_string(body.column) + " " +
                    chunk.text.substr(body.begin, body.size));
    }
    lines += reader.lines();
  }
  EXPECT_EQ(whole, text) << "nothing is left over";
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

// The longest body that comes whole, and how many there are.
struct Extent {
  size_t bodies = 0, longest = 0, chunk = 0, too_long = 0, bytes = 0;
};

Extent extent_of(std::string_view text) {
  Extent out;
  ChunkStream chunks = stream_of(text, 64 << 10);
  for (StreamChunk chunk; chunks.next(chunk);) {
    out.bytes += chunk.text.size();
    out.chunk = std::max(out.chunk, chunk.text.size());
    out.too_long += chunk.too_long ? 1 : 0;
    BodyReader reader(chunk.text, chunk.layout, {0, chunk.text.size()}, chunk.start);
    for (Body body; reader.next(body);) {
      ++out.bodies;
      out.longest = std::max(out.longest, body.size);
    }
  }
  EXPECT_EQ(out.bytes, text.size());
  return out;
}

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ChunkStream, ALongArrayComesElementByElement) {
  constexpr size_t kTimes = 200'000;
  for (const std::string_view between : {",", ",\n", " ,\n  "}) {
    const std::string text = "[" + repeated(R"({"a":[1,"]"]})" + std::string(between), kTimes) +
                             R"({"a":2}])" + "\n{\"b\":\n1}\n";
    const Extent extent = extent_of(text);
    EXPECT_EQ(extent.bodies, kTimes + 2) << between;
    EXPECT_EQ(extent.longest, 13U) << between;
    EXPECT_LE(extent.chunk, 2 * kLongestWhole) << between;
  }
}

TEST(ChunkStream, WhatStandsInALongArrayMayBeAnything) {
  const std::string text = "[" + repeated("[1],\"x,]\",null,-1e9,{},\n", 100'000) + "7]";
  EXPECT_EQ(extent_of(text).bodies, 500'001U);
}

TEST(ChunkStream, ABrokenElementCostsNoMoreThanTheRestOfItsArray) {
  const std::string text =
      "[" + repeated("{\"a\":1},\n", 200'000) + "{\"a\":},\n{\"a\":1}]\n{\"b\":2}\n";
  const Extent extent = extent_of(text);
  EXPECT_GE(extent.bodies, 200'002U);
  EXPECT_EQ(extent.too_long, 0U);
}

TEST(ChunkStream, ABodyThatIsTooLongIsPassedOver) {
  const std::string filling(kLongestBody + (size_t{1} << 20), 'x');
  const std::string call = "{\"a\":1}\n";
  struct Row {
    const char* name;
    std::string text;
    size_t bodies;
  };
  const Row rows[] = {
      {"a line between lines", call + call + "{\"a\":\"" + filling + "\"}\n" + call, 3},
      {"a word", filling + "\n" + call, 1},
      {"a document", "{\n\"a\": 1\n}\n{\n\"a\":\"" + filling + "\\\"}\"\n}\n{\n\"a\": 2\n}\n", 2},
      {"an element", "[" + repeated(call + ",", 200'000) + "{\"a\":\"" + filling + "\"}," + call + "]",
       200'001},
      {"all there is", "{\"a\":\"" + filling + "\"}", 0},
      {"without an end", "{\"a\":\"" + filling, 0},
  };
  for (const Row& row : rows) {
    const Extent extent = extent_of(row.text);
    EXPECT_EQ(extent.bodies, row.bodies) << row.name;
    EXPECT_EQ(extent.too_long, 1U) << row.name;
    EXPECT_LE(extent.chunk, kLongestBody + (128U << 10)) << row.name;
  }
}

// What a broken array is told for: "line:column words" of each syntax error, judged as it comes.
std::vector<std::string> syntax_errors(const Gate& gate, std::string_view text, size_t bytes,
                                       size_t whole) {
  std::vector<std::string> out;
  const auto rest = std::make_shared<std::string_view>(text);
  const auto read = [rest, bytes](std::string& to, size_t most) {
    const size_t size = std::min({most, bytes, rest->size()});
    to += rest->substr(0, size);
    rest->remove_prefix(size);
    return size > 0;
  };
  ChunkStream chunks(read, bytes, whole);
  Worker worker;
  ChunkReport report;
  uint32_t lines = 0;
  size_t passed = 0;
  for (StreamChunk chunk; chunks.next(chunk);) {
    JudgeJob job{gate, {}, chunk.layout};
    job.start = chunk.start;
    job.before = chunk.before;
    worker.judge(job, chunk.text, {0, chunk.text.size()}, report);
    for (const Finding& finding : report.findings) {
      if (!finding.message.starts_with("not JSON")) continue;
      out.push_back(std::to_string(lines + finding.line) + ":" + std::to_string(finding.column) + " " +
                    finding.message);
    }
    lines += report.lines;
    passed += chunk.text.size();
  }
  EXPECT_EQ(passed, text.size());
  return out;
}

// Arrays of up to three of these, closed or not, with or without something behind; and all prefixes.
std::vector<std::string> broken_arrays() {
  const std::string pieces[] = {R"({"a":1})", ",", "[1]", "7", "\n", " ", "}", "]", "[", "\"x,]\"", "tru", "\"y"};
  std::vector<std::string> out, longest{"["};
  for (int length = 0; length < 3; ++length) {
    std::vector<std::string> longer;
    for (const std::string& text : longest) {
      for (const std::string& piece : pieces) longer.push_back(text + piece);
    }
    for (const std::string& text : longer) {
      for (const char* end : {"", "]", "]\n{\"b\":2}\n", "\n[3]\n"}) out.push_back(text + end);
    }
    longest = std::move(longer);
  }
  const std::string nested = "[\n {\"a\":[1,{\"b\":\"x\\\"]\"}]},\n [[],{}] , null,-1e9\n]\n";
  for (size_t size = 1; size <= nested.size(); ++size) out.push_back(nested.substr(0, size));
  return out;
}

// Behind an element that is broken within its own brackets there may be more to tell, as the array goes
// on; the first is always the same.
TEST(ChunkStream, ABrokenArrayIsToldTheSameWholeOrInPieces) {
  const auto linter = Linter::create({.isolated = true, .select = {"ENV101"}});
  ASSERT_TRUE(linter);
  const auto gate = linter->gate_for("");
  ASSERT_TRUE(gate);
  size_t broken = 0;
  std::vector<std::string> wrong;
  for (const std::string& text : broken_arrays()) {
    const auto whole = syntax_errors(**gate, text, size_t{1} << 20, size_t{1} << 20);
    broken += whole.empty() ? 0 : 1;
    for (const size_t bytes : {size_t{1}, size_t{3}, size_t{1} << 20}) {
      const auto pieces = syntax_errors(**gate, text, bytes, 1);
      const bool same_first = whole.empty() ? pieces.empty() : !pieces.empty() && pieces[0] == whole[0];
      if (same_first && Matches(IsSupersetOf(whole))(pieces)) continue;
      if (wrong.size() < 20) wrong.push_back(text + "\n-- " + PrintToString(whole) + ", in pieces of " +
                                             std::to_string(bytes) + " " + PrintToString(pieces));
    }
  }
  EXPECT_THAT(wrong, IsEmpty());
  EXPECT_GE(broken, 5'000U);
}

// Every look at a long text ends in a piece that is handed out: few pieces, few looks.
TEST(ChunkStream, ManyOpenBracketsAreNoManyPieces) {
  for (const std::string_view piece : {"[", "[1,", "[\n", "[{},", "[[],"}) {
    const std::string text = repeated(piece, (size_t{5} << 20) / piece.size());
    for (const std::string_view end : {"", "}", "]", "\n{\"a\":1}\n"}) {
      const std::string all = text + std::string(end);
      ChunkStream chunks = stream_of(all, 64 << 10);
      size_t count = 0;
      for (StreamChunk chunk; chunks.next(chunk);) ++count;
      EXPECT_LE(count, 2 * text.size() / (64 << 10)) << piece << end;
    }
  }
}

class Bytes : public ::testing::Test {
 protected:
  // What comes, and why it ends.
  std::string read(std::string_view bytes, std::string& wrong) {
    const auto source = ByteSource::open(folder_.write("bytes", bytes));
    EXPECT_TRUE(source);
    std::string out;
    while ((*source)->read(out, 100'000)) {
    }
    wrong = (*source)->wrong();
    return out;
  }

  static std::string packed(std::string_view text) {
    GzipWriter writer;
    std::string out;
    for (size_t at = 0; at < text.size(); at += 1000) {
      EXPECT_TRUE(writer.add(text.substr(at, 1000), out));
    }
    EXPECT_TRUE(writer.finish(out));
    return out;
  }

  const Folder folder_;
  std::string wrong_;
};

TEST_F(Bytes, GzipThereAndBack) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  std::string gzip = packed(text);
  EXPECT_TRUE(is_gzip(gzip));
  EXPECT_EQ(pack(Packing::kGzip, text), gzip) << "in pieces or as a whole";
  EXPECT_EQ(read(gzip, wrong_), text);
  EXPECT_EQ(wrong_, "");
  EXPECT_EQ(read(gzip + gzip, wrong_), text + text) << "members one after another";
  EXPECT_EQ(read(gzip + "rest", wrong_), text);
  EXPECT_EQ(wrong_, "4 bytes behind the gzip data, from byte " + std::to_string(gzip.size()) +
                        " on, were not read: gzip or NULs alone are wanted there");
  EXPECT_EQ(read(text, wrong_), text);
  EXPECT_EQ(read("", wrong_), "");
  read(gzip.substr(0, gzip.size() / 2), wrong_);
  EXPECT_EQ(wrong_, "gzip data ends early");
  gzip[gzip.size() / 2] ^= 0x55;
  read(gzip, wrong_);
  EXPECT_THAT(wrong_, ::testing::HasSubstr("gzip data"));
}

// NULs alone fill a tape up. What else follows is named by its first byte, wherever a read ends.
TEST_F(Bytes, WhatIsBehindGzipIsToldUnlessItIsPadding) {
  const std::string gzip = packed("text\n");
  for (const size_t padding : {size_t{1}, size_t{64}, size_t{100'000}}) {
    const std::string nuls(padding, '\0');
    EXPECT_EQ(read(gzip + nuls, wrong_), "text\n");
    EXPECT_EQ(wrong_, "");
    for (const std::string& rest : {gzip, std::string("x"), "{}\n" + gzip}) {
      EXPECT_EQ(read(gzip + nuls + rest, wrong_), "text\n") << padding;
      EXPECT_EQ(wrong_, unread_words(std::to_string(rest.size()), gzip.size() + padding));
      read(gzip + gzip + rest + nuls, wrong_);
      EXPECT_EQ(wrong_.empty(), rest == gzip) << wrong_;
    }
  }
  read(gzip + "\x1f", wrong_);
  EXPECT_NE(wrong_, "") << "another member that is cut";
}

TEST_F(Bytes, ABombIsRefused) {
  const std::string bomb = packed(std::string(size_t{80} << 20, '\0'));
  EXPECT_LE(read(bomb, wrong_).size(), bomb.size() * 1000);
  EXPECT_THAT(wrong_, ::testing::HasSubstr("refused"));
}

class PathsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"a.json", "b.jsonl", "sub/c.ndjson", "sub/d.json.gz", "sub/e.txt", ".git/f.json"}) {
      folder_.write(name, "{}");
    }
  }

  std::vector<std::string> expand(const std::vector<std::string>& paths,
                                  const std::vector<std::string>& exclude = {}) {
    std::vector<std::string> full;
    for (const std::string& path : paths) full.push_back(folder_ / path);
    FoundPaths found = expand_paths(full, exclude);
    problems_ = found.problems.size();
    for (std::string& file : found.files)
      file = std::filesystem::path(file).lexically_relative(folder_.path()).string();
    return found.files;
  }

  const Folder folder_;
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
