// Success words never stand beside a failure: in no format, for no input of which nothing was judged.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class UndoneCommand : public CommandTest {
 protected:
  void SetUp() override {
    write("good.json", kGood);
    write("empty.json", "");
    write("blank.json", "\n \n");
    write("list.json", "[]");
    write("variant.json", kVariant);
  }
  std::string report(const std::string& format, const std::string& files, int code) const {
    const Ran ran = run("lint --isolated --select NAM101,ID101 -f " + format + " " + files);
    EXPECT_EQ(ran.code, code) << format << " " << files << ran.out << ran.err;
    return ran.out;
  }
};

TEST_F(UndoneCommand, NoFormatPraisesAFileWithoutEvents) {
  for (const std::string files : {"empty.json", "blank.json", "list.json", "good.json empty.json",
                                  "good.json nowhere.json", "nowhere.json"}) {
    const bool judged = files.starts_with("good");
    const std::string junit = report("junit", files, 2);
    EXPECT_THAT(junit, HasSubstr("<error message=\"not all was done: see standard error\"/>")) << files;
    size_t praised = 0;
    for (size_t at = 0; (at = junit.find("no problems", at)) != std::string::npos; ++at) ++praised;
    EXPECT_EQ(praised, judged ? 1U : 0U) << junit;
    EXPECT_THAT(report("json", files, 2), HasSubstr("\"failed\":true")) << files;
    EXPECT_THAT(report("jsonl", files, 2), HasSubstr("\"failed\":true")) << files;
    EXPECT_THAT(report("sarif", files, 2), HasSubstr("\"invocations\":[{\"executionSuccessful\":false}]")) << files;
    for (const std::string format : {"stylish", "text", "github"}) {
      EXPECT_THAT(report(format, files, 2), Not(HasSubstr("✔"))) << files;
    }
  }
  const std::string junit = report("junit", "good.json empty.json", 2);
  EXPECT_THAT(junit, HasSubstr("<testsuite name=\"empty.json\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\""));
  EXPECT_THAT(junit, HasSubstr("<error message=\"no event was read\"/>"));
}

TEST_F(UndoneCommand, WhatIsDoneIsPraisedAsBefore) {
  for (const std::string format : {"junit", "json", "jsonl", "sarif", "stylish"}) {
    const std::string out = report(format, "good.json", 0);
    for (const char* word : {"<error", "\"failed\"", "executionSuccessful", "✖"}) {
      EXPECT_THAT(out, Not(HasSubstr(word))) << format;
    }
    const std::string allowed = report(format, "--allow-empty good.json empty.json", 0);
    EXPECT_THAT(allowed, Not(HasSubstr("<error"))) << format;
  }
  // Of a folder, what holds no event is passed over, and told as that.
  write("folder/good.json", kGood);
  write("folder/empty.json", "");
  EXPECT_THAT(report("junit", "folder", 0), HasSubstr("<skipped message=\"no event was read\"/>"));
}

TEST_F(UndoneCommand, FixingDoesNotHideAFailure) {
  for (const std::string flags : {"--fix", "--fix --exit-zero", "--fix --quiet", "--diff"}) {
    write("variant.json", kVariant);
    const Ran ran = run("lint --isolated --select NAM101 " + flags + " variant.json empty.json");
    EXPECT_EQ(ran.code, 2) << flags;
    EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("✔"))) << flags;
    EXPECT_THAT(ran.err, HasSubstr("empty.json: no event was read")) << flags;
  }
}

TEST_F(UndoneCommand, InferSaysWhatItDidNotRead) {
  const Ran one = run("plan infer good.json empty.json");
  EXPECT_EQ(one.code, 2);
  EXPECT_THAT(one.err, HasSubstr("empty.json: no event was read: it is empty"));
  EXPECT_EQ(one.out, "");
  write("broken.json", "{x");
  EXPECT_THAT(run("plan infer good.json broken.json").err, HasSubstr("1 payload is no JSON and was passed over"));
}

}  // namespace
}  // namespace specgate
