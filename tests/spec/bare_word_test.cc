// NaN, Infinity, -Infinity and undefined in the place of a value: read past and marked, and no JSON.
#include "spec/event/bare_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/decode/decode.h"
#include "spec/json/json.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The bytes of the marked nodes, in order; none where the body has a syntax error.
std::vector<std::string> bare_words_of(const std::string& body) {
  DecodeBuffers buffers;
  const Batch batch = decode(body, {}, spec(), buffers);
  std::vector<std::string> out;
  for (const Node& node : batch.nodes) {
    if (!is_bare_word(node)) continue;
    EXPECT_TRUE(node.is(Kind::kNull) && node.text.empty()) << body;
    out.push_back(body.substr(node.begin, node.end - node.begin));
  }
  EXPECT_EQ(!out.empty(), (batch.odd & kBareWord) != 0) << body;
  return out;
}

uint32_t error_in(const std::string& body) {
  DecodeBuffers buffers;
  return decode(body, {}, spec(), buffers).syntax_error;
}

TEST(BareWords, AreMarkedWhereTheyStand) {
  EXPECT_THAT(bare_words_of(R"({"type":"track","properties":{"a":NaN,"b": -Infinity ,"c":[Infinity,
      undefined],"d":1}})"),
              ElementsAre("NaN", "-Infinity", "Infinity", "undefined"));
  EXPECT_THAT(bare_words_of("[NaN\n,{\"a\":undefined\t}]"), ElementsAre("NaN", "undefined"));
  EXPECT_THAT(bare_words_of("NaN"), ElementsAre("NaN"));
  EXPECT_THAT(bare_words_of("\xef\xbb\xbf[Infinity]"), ElementsAre("Infinity"));
  EXPECT_THAT(bare_words_of(R"({"a\"NaN":"x,NaN","\u0041":"\\","b":NaN})"), ElementsAre("NaN"));
}

TEST(BareWords, TheCallsAroundThemAreRead) {
  DecodeBuffers buffers;
  const std::string body =
      R"({"batch":[{"type":"track","event":"A","userId":"u1"},{"type":"track","event":"B","userId":NaN}]})";
  const Batch batch = decode(body, {}, spec(), buffers);
  ASSERT_EQ(batch.syntax_error, Batch::kNoError);
  ASSERT_EQ(batch.events.size(), 2U);
  const Node* const id = node_in(batch, batch.events[1].slots, Slot::kUserId);
  EXPECT_EQ(id->begin, body.find("NaN"));
  EXPECT_EQ(text_in(batch, batch.events[0].slots, Slot::kEvent), "A");
}

// What is no such word, or stands elsewhere, is the error that it was, at the same place.
TEST(BareWords, NothingElseIsReadPast) {
  struct Case {
    const char* body;
    uint32_t at;
  };
  const Case cases[] = {
      {R"({"a":nan})", 6},         {R"({"a":NaNs})", 5},       {R"({"a":Nan})", 5},
      {R"({"a":infinity})", 5},    {R"({"a":+Infinity})", 5},  {R"({"a":Infinityx})", 5},
      {R"({"a":- Infinity})", 6},  {R"({"a":-NaN})", 6},       {R"({"a":NULL})", 5},
      {R"({"a":None})", 5},        {R"({"a":undefine})", 5},   {R"({"a":undefined.x})", 5},
      {R"({NaN:1})", 1},           {R"({"a" NaN})", 5},        {R"([1 NaN])", 3},
      {R"({"a":NaN,"b":nan})", 14}, {R"({"a":NaN "b":1})", 9}, {R"({"a":NaN)", 8},
      {R"(NaN NaN)", 4},           {R"({"a":NaN,})", 9},       {R"([NaN,"x)", 7},
      {R"({"a":NaN(1)})", 5},      {R"({"a":'NaN'})", 5},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(error_in(one.body), one.at) << one.body;
    EXPECT_THAT(bare_words_of(one.body), IsEmpty()) << one.body;
  }
}

TEST(BareWords, ManyAreReadInOnePass) {
  std::string body = "[";
  for (int i = 0; i < 100'000; ++i) body += "NaN,";
  EXPECT_EQ(bare_words_of(body + "NaN]").size(), 100'001U);
}

TEST(BareWords, AreNoJsonForWhoWantsJson) {
  const auto read = parse_json("plan.json", "{\"a\":\n NaN}", spec());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.problems()[0].text(), "plan.json:2:2: not valid JSON: expected a value, found NaN");
}

TEST(BareWords, AreQuotedForAPatch) {
  EXPECT_EQ(with_bare_words_quoted(R"([{"value":NaN},{"value":{"a":[-Infinity,"NaN"]}}])"),
            R"([{"value":"NaN"},{"value":{"a":["-Infinity","NaN"]}}])");
}

}  // namespace
}  // namespace specgate
