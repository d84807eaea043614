#include "lint/report/reporter.h"

#include <string>
#include <vector>

#include "rules/report/json_string.h"
#include "tests/lint/report_support.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Reporter, KnowsItsFormats) {
  EXPECT_THAT(report_formats(),
              ElementsAre("stylish", "text", "json", "jsonl", "github", "sarif", "junit"));
  EXPECT_EQ(make_reporter("xml", {}), nullptr);
}

TEST(Stylish, GroupsAlignsAndSums) {
  const auto reporter = make_reporter("stylish", {});
  const std::vector<Finding> findings = {finding_of("track carries no id", ""), with_fix()};
  std::string out;
  reporter->file_head("fixtures/checkout.ndjson", {}, out);
  reporter->findings("fixtures/checkout.ndjson", findings, out);
  reporter->tail(summary_of(findings), out);
  EXPECT_EQ(
      out,
      "fixtures/checkout.ndjson\n"
      "  12:41  error    ID101 missing-identity  track carries no id                 track #12\n"
      "    3:5  warning  ID101 missing-identity  \"Purchase\" means \"Order Completed\"  track #12 "
      "/event  (fix: safe)\n"
      "2 dropped\n"
      "✖ 2 problems (1 error, 1 warning, 0 infos) in 1 200 events, 1 fixable with --fix\n");
}

TEST(Stylish, SaysInWordsThatAllIsWell) {
  EXPECT_EQ(report("stylish", {}, {}), "✔ no problems in 1 200 events (1 file)\n");
  EXPECT_EQ(report("stylish", {.quiet = true}, {}), "");
}

TEST(Stylish, ColoursOnlyWhenAsked) {
  EXPECT_THAT(report("stylish", {}, {with_fix()}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(report("stylish", {.colour = true}, {with_fix()}),
              HasSubstr("\x1b[33mwarning\x1b[0m"));
}

TEST(Stylish, CountsByRule) {
  EXPECT_THAT(report("stylish", {.quiet = true, .statistics = true}, {with_fix(), with_fix()}),
              HasSubstr("dropped\n  2  ID101    missing-identity\n"));
}

TEST(Stylish, SaysWhatBecomesOfTheEvents) {
  EXPECT_THAT(report("stylish", {}, {with_fix(), with_fix()}), HasSubstr("\n2 dropped\n✖ 2 problems"));
  EXPECT_THAT(report("stylish", {}, {}), Not(HasSubstr("dropped")));
}

TEST(Text, IsWhatEditorsParse) {
  EXPECT_EQ(report("text", {.quiet = true}, {finding_of("track carries no id", "")}),
            "dir/a.jsonl:12:41: error ID101 track carries no id\n");
}

TEST(Human, NothingSteersTheTerminal) {
  for (const char* format : {"stylish", "text"}) {
    const std::string out = report(format, {.quiet = true}, {hostile()}, kHostile);
    for (const char* bad :
         {"\x1b", "\r", "\xC2\x9b", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x80\xA8", "\xFF"}) {
      EXPECT_THAT(out, Not(HasSubstr(bad))) << format;
    }
    EXPECT_EQ(out.find('\0'), std::string::npos) << format;
    EXPECT_THAT(out, HasSubstr("a\\nb\\r\\x1b[31mred")) << format;
    EXPECT_EQ(lines_of(out).size(), format == std::string("text") ? 1U : 2U);
  }
}

TEST(Human, CutsWhatIsLong) {
  const std::string out = report("text", {.quiet = true}, {finding_of(std::string(5000, 'x'), "")});
  EXPECT_LT(out.size(), 400U);
  EXPECT_THAT(out, HasSubstr("…"));
}

TEST(JsonLines, HasEveryKey) {
  const auto lines = lines_of(report("jsonl", {}, {with_fix(), finding_of("no id", "")}));
  ASSERT_EQ(lines.size(), 3U);
  const rapidjson::Document first = parsed(lines[0]);
  EXPECT_STREQ(first["file"].GetString(), "dir/a.jsonl");
  EXPECT_EQ(first["line"].GetUint(), 3U);
  EXPECT_EQ(first["column"].GetUint(), 5U);
  EXPECT_EQ(first["byte"].GetUint(), 40U);
  EXPECT_STREQ(first["rule"].GetString(), "ID101");
  EXPECT_STREQ(first["name"].GetString(), "missing-identity");
  EXPECT_STREQ(first["severity"].GetString(), "warning");
  EXPECT_STREQ(first["path"].GetString(), "/event");
  EXPECT_EQ(first["event"]["index"].GetUint(), 11U);
  EXPECT_STREQ(first["event"]["type"].GetString(), "track");
  EXPECT_STREQ(first["event"]["name"].GetString(), "Purchase");
  EXPECT_STREQ(first["event"]["messageId"].GetString(), "m1");
  EXPECT_STREQ(first["suggestion"].GetString(), "Order Completed");
  EXPECT_TRUE(first["fix"]["safe"].GetBool());
  EXPECT_STREQ(first["fix"]["replacement"].GetString(), "Order Completed");
  EXPECT_STREQ(first["fix"]["patch"][0]["op"].GetString(), "replace");
  EXPECT_THAT(first["spec_url"].GetString(), HasSubstr("https://www.twilio.com/docs/segment/"));
  const rapidjson::Document second = parsed(lines[1]);
  EXPECT_FALSE(second.HasMember("fix"));
  EXPECT_FALSE(second.HasMember("suggestion"));
  EXPECT_EQ(parsed(lines[2])["summary"]["errors"].GetUint(), 1U);
}

TEST(JsonLines, StaysValidWhateverThePayload) {
  const auto lines = lines_of(report("jsonl", {}, {hostile()}, kHostile));
  ASSERT_EQ(lines.size(), 2U);
  const rapidjson::Document finding = parsed(lines[0]);
  EXPECT_EQ(finding["suggestion"].Size(), 2U) << "several suggestions are a list";
  for (const std::string& line : lines) {
    EXPECT_THAT(line, Not(HasSubstr("\xE2\x80\xAE")));
    EXPECT_THAT(line, Not(HasSubstr("\xE2\x80\xA8")));
  }
}

TEST(Json, IsOneDocument) {
  for (const std::vector<Finding>& findings :
       {std::vector<Finding>{}, {with_fix()}, {with_fix(), hostile(), with_fix()}}) {
    const rapidjson::Document document = parsed(report("json", {}, findings));
    EXPECT_EQ(document["schema_version"].GetInt(), 1);
    EXPECT_STREQ(document["tool"]["name"].GetString(), "specgate");
    EXPECT_EQ(document["findings"].Size(), findings.size());
    EXPECT_EQ(document["summary"]["problems"].GetUint(), findings.size());
    EXPECT_EQ(document["statistics"].MemberCount(), findings.empty() ? 0U : 1U);
  }
}

TEST(JsonString, OffsetsMapBack) {
  const std::string raw = R"(a\"b\u00e9\ud83d\ude00c)";
  const std::string plain = plain_of("\"" + raw + "\"");
  EXPECT_EQ(plain,
            "a\"b\xC3\xA9\xF0\x9F\x98\x80"
            "c");
  RawOffsets offsets(raw);
  EXPECT_EQ(offsets.raw(0), 0U);
  EXPECT_EQ(offsets.raw(2), 3U);
  EXPECT_EQ(offsets.raw(plain.find('c')), raw.size() - 1);
  EXPECT_EQ(offsets.raw(1), 1U) << "going back";
  EXPECT_EQ(offsets.raw(99), raw.size());
}

}  // namespace
}  // namespace specgate
