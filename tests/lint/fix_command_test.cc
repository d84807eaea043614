// specgate lint --fix and --diff: byte-exact, settled after one run, files replaced at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "spec/text/compression.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CommandTest, ACapturedBodyInAStringIsJudgedInPlace) {
  const std::string record =
      R"({"method":"POST","path":"/v1/track","headers":{},"body":"{\"event\":\"order_completed\",\"userId\":\"\u00e9\"}"})";
  const std::string fixed =
      R"({"method":"POST","path":"/v1/track","headers":{},"body":"{\"event\":\"Order Completed\",\"userId\":\"\u00e9\"}"})";
  write("a.jsonl", record + "\n");
  EXPECT_EQ(
      lint_as_lines("--select NAM101 a.jsonl"),
      (Found{"1:" + std::to_string(record.find(R"(\"order_completed)") + 1) + " NAM101 /event"}));
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl").code, 0);
  EXPECT_EQ(read("a.jsonl"), fixed + "\n");
}

TEST_F(CommandTest, FixesAreByteExactAndSettle) {
  write("a.jsonl", kGood + "\r\n\r\n" + kVariant + "\n" +
                       R"({"broken":)"
                       "\n" +
                       kVariant);
  chmod(path("a.jsonl").c_str(), 0640);
  fs::create_symlink("a.jsonl", path("link.jsonl"));
  const std::string fixed = kGood + "\r\n\r\n" + kVariantFixed + "\n" +
                            R"({"broken":)"
                            "\n" +
                            kVariantFixed;
  const Ran ran = run("lint --select NAM101 --fix link.jsonl");
  EXPECT_EQ(read("a.jsonl"), fixed);
  EXPECT_TRUE(fs::is_symlink(path("link.jsonl")));
  EXPECT_EQ(fs::status(path("a.jsonl")).permissions(), static_cast<fs::perms>(0640));
  EXPECT_THAT(ran.out, HasSubstr("2 fixed"));
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl").code, 0);
  EXPECT_EQ(read("a.jsonl"), fixed) << "a second run changes nothing";
  size_t left = 0;
  for (const auto& entry : fs::directory_iterator(folder_ / "work")) left += entry.exists() ? 1 : 0;
  EXPECT_EQ(left, 2U) << "nothing temporary stays";
}

TEST_F(CommandTest, FixOfStandardInputGoesToStandardOutput) {
  const Ran ran =
      run("lint --select NAM101 --fix --stdin-filename events.jsonl -", kVariant + "\n" + kGood);
  EXPECT_EQ(ran.out, kVariantFixed + "\n" + kGood);
  EXPECT_THAT(ran.err, HasSubstr("1 fixed"));
  const Ran named =
      run("lint --select ID101 --format jsonl --stdin-filename events.jsonl -", kNoId);
  EXPECT_THAT(named.out, HasSubstr("\"file\":\"events.jsonl\""));
}

TEST_F(CommandTest, DiffShowsAndWritesNothing) {
  const std::string text = kGood + "\n" + kVariant + "\n" + kNoId + "\n";
  write("a.jsonl", text);
  const Ran ran = run("lint --select NAM101,ID101 --diff a.jsonl");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(read("a.jsonl"), text);
  EXPECT_EQ(ran.out, "--- a.jsonl\n+++ a.jsonl\n@@ -1,3 +1,3 @@\n " + kGood + "\n-" + kVariant +
                         "\n+" + kVariantFixed + "\n " + kNoId + "\n");
  EXPECT_THAT(ran.err, HasSubstr("ID101")) << "what cannot be fixed is still listed";
  EXPECT_THAT(ran.err, Not(HasSubstr("NAM101")));
  write("b.jsonl", kGood + "\n");
  EXPECT_EQ(run("lint --select NAM101 --diff b.jsonl").code, 0);
  EXPECT_EQ(run("lint --select NAM101 --diff b.jsonl").out, "");
}

TEST_F(CommandTest, GzipIsReadAndWrittenBack) {
  std::string packed, text;
  packed = pack(Packing::kGzip, kVariant + "\n");
  write("a.jsonl.gz", packed);
  write("plain-name.json", packed);
  EXPECT_EQ(lint_as_lines("--select NAM101 a.jsonl.gz").size(), 1U);
  EXPECT_EQ(lint_as_lines("--select NAM101 plain-name.json").size(), 1U);
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl.gz").code, 0);
  ASSERT_EQ(unpack(Packing::kGzip, read("a.jsonl.gz"), 1 << 20, text).end, Unpacked::End::kWhole);
  EXPECT_EQ(text, kVariantFixed + "\n");
  write("cut.gz", packed.substr(0, packed.size() / 2));
  EXPECT_EQ(run("lint cut.gz").code, 2);
}

// Bytes behind the gzip data that nobody reads: no success, and never written away.
TEST_F(CommandTest, WhatIsBehindGzipIsToldAndKept) {
  const std::string good = pack(Packing::kGzip, kVariant + "\n"), bad = pack(Packing::kGzip, kNoId + "\n");
  const std::string plan = "events: {Order Completed: {}}\n";
  for (const std::string& rest : {std::string(64, '\0') + bad, "garbage" + bad, kNoId + "\n", std::string("\n")}) {
    const std::string text = good + rest;
    write("a.jsonl.gz", text);
    write("plan.yaml.gz", pack(Packing::kGzip, plan) + rest);
    const std::string told = "behind the gzip data, from byte ";
    for (const std::string command :
         {"lint a.jsonl.gz", "lint .", "lint --diff a.jsonl.gz", "lint --fix --unsafe-fixes a.jsonl.gz", "lint -",
          "lint --fix -", "lint --exit-zero a.jsonl.gz", "plan infer a.jsonl.gz", "plan infer -",
          "plan diff plan.yaml.gz plan.yaml.gz"}) {
      const Ran ran = run(command, text);
      EXPECT_EQ(ran.code, 2) << command;
      EXPECT_THAT(ran.err, HasSubstr(told)) << command;
      EXPECT_THAT(ran.err, HasSubstr("were not read")) << command;
      EXPECT_THAT(ran.out, Not(HasSubstr("✔"))) << command;
      EXPECT_EQ(read("a.jsonl.gz"), text) << command;
    }
  }
  write("a.jsonl.gz", good + std::string(64, '\0'));
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl.gz").code, 0);
}

// Under its planned name the call has faults that nobody saw before: they are counted beside, not against.
TEST_F(CommandTest, WhatFixingBringsToLightTakesNothingFromWhatIsFixed) {
  write("plan.yaml",
        "events: {Order Completed: {properties: {order_id: string!, memberId: string, v: {enum: [a]}}}}\n");
  write("a.jsonl",
        R"({"type":"track","event":"order_completed","userId":"u1","messageId":"m1","properties":)"
        R"({"orderId":"1","member_id":"x","v":"b"}})"
        "\n");
  EXPECT_THAT(run("lint --plan plan.yaml a.jsonl").out, HasSubstr("2 fixable with --fix"));
  EXPECT_THAT(run("lint --plan plan.yaml --diff a.jsonl").err, HasSubstr("2 would be fixed"));
  EXPECT_THAT(run("lint --plan plan.yaml --fix a.jsonl").out, HasSubstr("2 fixed"));
}

// A plan whose list wants each item but once, and omits what it does not know.
constexpr const char* kThings =
    R"({"rules":[{"key":"Things Packed","type":"TRACK","version":1,"jsonSchema":{"properties":{"properties":)"
    R"({"additionalProperties":false,"properties":{"things":{"type":"array","uniqueItems":true,"items":)"
    R"({"additionalProperties":false,"properties":{"id":{"type":"string"}}}}}}}}}]})";
constexpr const char* kOmit = "plan: {file: plan.json, track: {unplanned_properties: omit, violations: omit}}\n";
constexpr const char* kLeft = "1 event was left as it came, whole or in part: fixing would make it worse\n";

std::string packed(const std::string& id, const std::string& properties) {
  return R"({"type":"track","event":"Things Packed","userId":"u1","messageId":")" + id +
         R"(","timestamp":"2026-01-01T00:00:00Z","properties":{)" + properties + "}}";
}

// Without what the plan does not know the two items would be one.
const std::string kAlike = R"("things":[{"id":"a","x":1},{"id":"a","x":2}])";

TEST_F(CommandTest, AnEventThatFixingWouldSpoilIsToldAndKept) {
  write("plan.json", kThings);
  write("specgate.yaml", kOmit);
  const std::string came = packed("m1", R"("boat":1)") + "\n" + packed("m2", kAlike) + "\n";
  const std::string fixed = packed("m1", "") + "\n" + packed("m2", kAlike) + "\n";
  write("a.jsonl", came);
  const Ran diff = run("lint --select PLN --diff a.jsonl");
  EXPECT_THAT(diff.out + diff.err, HasSubstr("2 problems"));
  EXPECT_THAT(diff.out + diff.err, HasSubstr(kLeft));
  EXPECT_EQ(read("a.jsonl"), came);
  const Ran ran = run("lint --select PLN --fix a.jsonl");
  EXPECT_EQ(read("a.jsonl"), fixed);
  EXPECT_THAT(ran.out, HasSubstr("2 problems"));
  EXPECT_THAT(ran.out, HasSubstr("1 fixed"));
  EXPECT_THAT(ran.out, HasSubstr(kLeft));
  EXPECT_THAT(ran.out, Not(HasSubstr("fix: safe")));
  const Ran json = run("lint --select PLN --fix --format json a.jsonl");
  EXPECT_THAT(json.out, HasSubstr(R"("fixable":0)"));
  EXPECT_THAT(json.out, HasSubstr(R"("left_alone":1)"));
  EXPECT_THAT(json.out, Not(HasSubstr(R"("fix":)")));
  EXPECT_EQ(read("a.jsonl"), fixed);
}

// In a captured body, however long that is.
TEST_F(CommandTest, SoIsOneWithinACapturedBody) {
  write("plan.json", kThings);
  write("specgate.yaml", kOmit);
  for (const size_t filler : {1, 6'000}) {
    std::string came = R"({"batch":[)" + packed("m1", R"("boat":1)"), fixed = R"({"batch":[)" + packed("m1", "");
    for (size_t i = 0; i < filler; ++i) {
      const std::string good = "," + packed("f" + std::to_string(i), std::string(R"("things":[{"id":")") + std::string(60, 'x') + "\"}]");
      came += good;
      fixed += good;
    }
    const auto record = [](const std::string& body) {
      std::string text;
      for (const char c : body) text += c == '"' ? std::string("\\\"") : std::string(1, c);
      return R"({"method":"POST","path":"/v1/batch","body":")" + text + "\"}\n";
    };
    const std::string rest = "," + packed("m2", kAlike) + "]}";
    write("a.jsonl", record(came + rest));
    const Ran ran = run("lint --select PLN --fix a.jsonl");
    EXPECT_TRUE(read("a.jsonl") == record(fixed + rest)) << filler;
    EXPECT_THAT(ran.out, HasSubstr(kLeft)) << filler;
    EXPECT_THAT(ran.out, Not(HasSubstr("fix: safe"))) << filler;
  }
}

}  // namespace
}  // namespace specgate
