// NaN and its like: the linter says and fixes what the proxy does, whatever holds the calls.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;

std::string with_word(const std::string& word) {
  return R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"score":)" + word + "}}";
}

class BareWordsCommand : public CommandTest, public ::testing::WithParamInterface<const char*> {
 protected:
  const std::string word_ = GetParam();
};

TEST_P(BareWordsCommand, AreToldOfTheirCallAndMadeNull) {
  const std::string bad = with_word(word_), good = with_word("1"), mended = with_word("null");
  const std::pair<std::string, std::string> files[] = {
      {"a.jsonl", good + "\n" + bad + "\n" + good + "\n"},
      {"array.json", "[\n" + good + ",\n" + bad + "]\n"},
      {"batch.json", R"({"batch":[)" + good + "," + bad + "]}\n"},
      {"pretty.json", "{\n  \"batch\": [\n    " + bad + "\n  ]\n}\n"},
      {"captured.json", R"({"method":"POST","path":"/v1/batch","body":{"batch":[)" + bad + "]}}\n"},
  };
  for (const auto& [name, text] : files) {
    write(name, text);
    const Ran told = run("lint --select ENV101 --format jsonl " + name);
    EXPECT_EQ(told.code, 1) << name << told.err;
    EXPECT_EQ(findings(told.out).size(), 1U) << name << told.out;
    EXPECT_THAT(told.out, HasSubstr("score is a bare " + word_)) << name;
    EXPECT_EQ(run("lint --select ENV101 --fix " + name).code, 0) << name;
    std::string wanted = text;
    wanted.replace(wanted.find(bad), bad.size(), mended);
    EXPECT_EQ(read(name), wanted) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, BareWordsCommand,
                         ::testing::Values("NaN", "Infinity", "-Infinity", "undefined"));

TEST_F(CommandTest, OtherWordsAreStillNoJson) {
  write("a.jsonl", with_word("nan") + "\n" + with_word("NaNs") + "\n");
  const Ran told = run("lint --select ENV101 --format jsonl a.jsonl");
  EXPECT_EQ(findings(told.out).size(), 2U);
  EXPECT_THAT(told.out, HasSubstr("not JSON: expected a value"));
}

}  // namespace
}  // namespace specgate
