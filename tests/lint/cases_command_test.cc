// Kinds of calls on which the linter was silent or wrong: tests/lint/cases has one file a kind.
#include <rapidjson/document.h>

#include <set>

#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

class CasesTest : public CommandTest {
 protected:
  static std::string data(const std::string& name) {
    return SPECGATE_SOURCE "/tests/lint/cases/" + name;
  }

  // "3 ID104 /userId" of each finding of these rules.
  Found told(const std::string& rules, const std::string& arguments,
             const std::string& input = "") const {
    Found out;
    for (const std::string& each : lint_as_lines("--select " + rules + " " + arguments, input)) {
      out.push_back(each.substr(0, each.find(':')) + each.substr(each.find(' ')));
    }
    return out;
  }

  std::string fixed(const std::string& name, const std::string& flags) const {
    write(name, file_text(data(name)));
    run("lint --fix " + flags + " " + name);
    return read(name);
  }
};

TEST_F(CasesTest, AnIdThatNobodyFilledInIsNamedInEveryProfileAndLeftAsItIs) {
  for (const char* profile : {"minimal", "recommended", "partner", "strict"}) {
    std::set<std::string> lines;
    for (const std::string& each :
         lint_as_lines("--profile " + std::string(profile) + " " + data("odd_ids.jsonl"))) {
      if (each.find(" ID1") != std::string::npos) lines.insert(each.substr(0, each.find(':')));
    }
    EXPECT_EQ(lines.size(), 15U) << profile;
  }
  EXPECT_EQ(fixed("odd_ids.jsonl", "--unsafe-fixes"), file_text(data("odd_ids.jsonl")));
}

TEST_F(CasesTest, ANameThatNobodyFilledInIsNamedInEveryProfileAndLeftAsItIs) {
  for (const char* profile : {"minimal", "recommended"}) {
    EXPECT_THAT(told("ENV123,ENV124", "--profile " + std::string(profile) + " " +
                                          data("unfilled_names.jsonl")),
                ElementsAre("4 ENV123 /event", "5 ENV123 /event", "5 ENV124 /properties/value",
                            "6 ENV123 /event", "6 ENV124 /properties/plan", "7 ENV123 /event",
                            "8 ENV123 /event"));
  }
  EXPECT_EQ(fixed("unfilled_names.jsonl", "--unsafe-fixes"), file_text(data("unfilled_names.jsonl")));
}

TEST_F(CasesTest, AcceptedSpellingsOfATraitAreHeldToTheSame) {
  EXPECT_THAT(told("TRT101,TRT102", data("trait_spellings.jsonl")),
              ElementsAre("1 TRT102 /traits/createdAt", "2 TRT102 /traits/created_at",
                          "3 TRT102 /traits/createdAt", "4 TRT101 /traits/first_name",
                          "4 TRT101 /traits/address/postal_code", "5 TRT101 /traits/firstName",
                          "5 TRT101 /traits/address/postalCode"));
}

TEST_F(CasesTest, KeysThatMeetInOneColumnAreNamed) {
  EXPECT_THAT(told("NAM111,NAM114,NAM115,NAM116", data("columns.jsonl")),
              IsSupersetOf({"1 NAM114 /properties/planType", "1 NAM114 /properties/plan type",
                            "1 NAM114 /properties/PLAN_TYPE", "2 NAM114 /traits/planType",
                            "3 NAM111 /properties/user_id", "3 NAM111 /properties/event",
                            "3 NAM111 /properties/id", "3 NAM111 /properties/timestamp",
                            "3 NAM114 /properties/a.b", "3 NAM115 /properties/a.b", "5 NAM116 /event", "7 NAM116 /event",
                            "8 NAM116 /event"}));
}

TEST_F(CasesTest, NoFixMovesIntoAColumnThatIsTakenOrSegments) {
  const std::string four = file_text(data("columns.jsonl"));
  write("four.json", four.substr(0, four.find('\n') + 1));
  run("lint --fix --unsafe-fixes --select NAM108 four.json");
  EXPECT_EQ(read("four.json"), four.substr(0, four.find('\n') + 1));
  const std::string event =
      R"({"type":"track","messageId":"m","userId":"u","event":"Plan Chosen","properties":)";
  for (const char* properties :
       {R"({"userId":"x"}})", R"({"sentAt":"x"}})", R"({"Timestamp":"x"}})", R"({"anonymousId":1}})",
        R"({"planType":1,"Plan-Type":2}})", R"({"planType":1,"plan.type":2}})"}) {
    write("a.json", event + properties);
    run("lint --fix --unsafe-fixes --select NAM108 a.json");
    EXPECT_EQ(read("a.json"), event + properties);
  }
  write("a.json", R"({"type":"identify","messageId":"m","userId":"u",)"
                  R"("traits":{"FirstName":"A","first_name":"B"}})");
  const std::string before = read("a.json");
  run("lint --fix --unsafe-fixes --select TRT104 a.json");
  EXPECT_EQ(read("a.json"), before);
}

TEST_F(CasesTest, WhatLayInOptionsGoesWhereItBelongsOrStays) {
  EXPECT_THAT(told("ENV112,CTX103", data("options.jsonl")),
              ElementsAre("1 ENV112 /options", "1 ENV112 /options/providers", "2 ENV112 /options",
                          "2 ENV112 /options/integrations", "2 ENV112 /options/anonymousId",
                          "2 ENV112 /options/timestamp", "3 CTX103 /context/integrations",
                          "4 CTX103 /context/providers"));
  std::istringstream lines(fixed("options.jsonl", ""));
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, HasSubstr(R"("integrations":{"All":false,"Mixpanel":true})"));
  EXPECT_THAT(line, Not(HasSubstr("options")));
  std::getline(lines, line);
  rapidjson::Document call;
  call.Parse(line.c_str());
  ASSERT_TRUE(call.IsObject()) << line;
  EXPECT_FALSE(call["integrations"]["All"].GetBool()) << line;
  EXPECT_STREQ(call["anonymousId"].GetString(), "a-1") << line;
  EXPECT_STREQ(call["timestamp"].GetString(), "2026-01-02T03:04:05Z") << line;
  EXPECT_STREQ(call["options"]["context"]["ip"].GetString(), "10.0.0.1") << line;
}

TEST_F(CasesTest, ACallThatSegmentDeliveredIsClean) {
  EXPECT_THAT(told("TIME,ENV", data("delivered.json")), IsEmpty());
  EXPECT_THAT(told("TIME105", "-", R"({"type":"identify","userId":"u","messageId":"m",)"
                                   R"("originalTimestamp":"2026-01-01T00:00:02Z",)"
                                   R"("sentAt":"2026-01-01T00:00:01Z"})"),
              ElementsAre("1 TIME105 /sentAt"));
  EXPECT_THAT(told("ENV113", "-", R"({"type":"identify","userId":"u","messageId":"m",)"
                                  R"("receivedAt":"2026-01-01T00:00:02Z"})"),
              ElementsAre("1 ENV113 /receivedAt"));
}

// tests/spec/facts/engage_events.tsv, and what Signals sends.
TEST_F(CasesTest, NamesThatSegmentSendsItselfAreNeverCorrected) {
  std::istringstream rows(file_text(SPECGATE_SOURCE "/tests/spec/facts/engage_events.tsv"));
  std::string events;
  size_t names = 0;
  const auto add = [&](const std::string& name) {
    events += R"({"type":"track","userId":"u","messageId":"m)" + std::to_string(++names) +
              R"(","event":")" + name + "\"}\n";
  };
  std::string row;
  std::getline(rows, row);  // the header
  while (std::getline(rows, row)) add(row.substr(0, row.find('\t')));
  add("Segment Signal Generated");
  EXPECT_EQ(names, 37U);
  for (const char* profile : {"recommended", "partner", "strict"}) {
    const Found found = told("NAM", "--profile " + std::string(profile) + " -", events);
    EXPECT_THAT(found, ElementsAre("20 NAM112 /event")) << profile;  // Email Unsubscribed, as an info
    EXPECT_EQ(run("lint --fail-on warning --select NAM --profile " + std::string(profile) + " -",
                  events).code, 0) << profile;
  }
  write("a.jsonl", events);
  run("lint --fix --unsafe-fixes a.jsonl");
  EXPECT_EQ(read("a.jsonl"), events);
}

TEST_F(CasesTest, WhatIsNearAReservedNameIsLedWhereItWas) {
  EXPECT_THAT(run("name email_opened").out, HasSubstr("Email Opened"));
  EXPECT_THAT(run("name 'SMS Sent'").out, Not(HasSubstr("not in force")));
}

TEST_F(CasesTest, TelemetryIsNotJudged) {
  for (const char* url : {"https://signals.segment.io/v1/b", "https://cdn.edgefn.segment.com/v1/t"}) {
    const std::string head = R"({"method":"POST","url":")" + std::string(url) + R"(","body":)";
    EXPECT_THAT(lint_as_lines("-", head + R"({"batch":[{"type":"track"}]}})"), IsEmpty()) << url;
    EXPECT_THAT(lint_as_lines("-", head + R"("{\"batch\":[{\"type\":\"track\"}]}"})"), IsEmpty()) << url;
  }
  EXPECT_THAT(lint_as_lines("-", R"({"method":"POST","url":"https://api.segment.io/v1/b",)"
                                 R"("body":{"batch":[{"type":"track"}]}})"),
              Not(IsEmpty()));
}

TEST_F(CasesTest, NumbersBeyondADoubleAreNamedWhereverTheyStand) {
  EXPECT_THAT(told("ENV118", "-", R"([{"type":"track","event":"A","userId":"u","messageId":"m",)"
                                  R"("properties":{"a":9007199254740992,"b":9007199254740993,)"
                                  R"("c":-9007199254740993,"d":[1,9223372036854775807],)"
                                  R"("e":9007199254740994,"f":9007199254740993.0}},)"
                                  R"({"type":"identify","userId":9007199254740995}])"),
              ElementsAre("1 ENV118 /properties/b", "1 ENV118 /properties/c",
                          "1 ENV118 /properties/d/1", "1 ENV118 /properties/f",
                          "1 ENV118 /userId"));
}

TEST_F(CasesTest, TheEnvelopeOfABatchHasNoFieldsOfCalls) {
  EXPECT_THAT(told("ENV125", "-", R"({"batch":[{"type":"identify","userId":"u"}],"timestamp":"x",)"
                                  R"("userId":"u","properties":{},"messageId":"m","writeKey":"k",)"
                                  R"("sentAt":"2026-01-01T00:00:00Z","context":{},"integrations":{}})"),
              ElementsAre("1 ENV125 /timestamp", "1 ENV125 /userId", "1 ENV125 /properties",
                          "1 ENV125 /messageId"));
}

TEST_F(CasesTest, ContextKeysPointToTheRightOne) {
  const Ran ran = run("lint --format jsonl --select CTX103 -",
                      R"({"type":"page","userId":"u","messageId":"m","context":{)"
                      R"("campaign":{"utm_source":"a","utm_campaign":"b","campaign":"c","id":"d"},)"
                      R"("page":{"URL":"http://x.example/","query":"?a","ref":"b"},)"
                      R"("device":{"advertisingID":"e"}}})");
  for (const char* key :
       {"context.campaign.source", "context.campaign.name", "context.page.url",
        "context.page.search", "context.page.referrer", "context.device.advertisingId"}) {
    EXPECT_THAT(ran.out, HasSubstr(std::string("\"suggestion\":\"") + key)) << key;
  }
  EXPECT_THAT(ran.out, Not(HasSubstr("/context/campaign/id")));
}

}  // namespace
}  // namespace specgate
