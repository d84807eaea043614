// A plan that is one page of several is refused by every command that takes a plan; shapes are told by
// their own marks, and keys that a shape does not have are named.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string rule(const std::string& key, const std::string& more = "") {
  return R"({"type":"TRACK","key":")" + key + R"(","version":1,)" + more +
         R"("jsonSchema":{"description":"d","type":"object","properties":{"properties":{"type":"object","properties":{"boat_id":{"type":"string","description":"x"}},"required":["boat_id"]}}}})";
}
std::string rudder(const std::string& name, const std::string& more = "") {
  return R"({"name":")" + name + R"(","description":"d","eventType":"track",)" + more +
         R"("rules":{"type":"object","properties":{"properties":{"type":"object"}}}})";
}

const std::string kEvents =
    R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented","properties":{}}
{"type":"track","messageId":"m2","userId":"u1","event":"Boat Sold","properties":{"boat_id":"b"}}
)";

struct Part {
  std::string name, text, what;
};

std::vector<Part> parts() {
  const std::string one = rule("Boat Rented"), two = rule("Boat Lent");
  return {
      {"segment", R"({"data":{"rules":[)" + one +
                      R"(],"pagination":{"current":"MA==","next":"MQ==","totalEntries":3}}})",
       "1 of 3 rules"},
      {"segment_by_cursor", R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"MA==","next":"MQ=="}}})",
       "the next page is missing"},
      {"segment_last_page", R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"Mg==","totalEntries":3}}})",
       "1 of 3 rules"},
      {"segment_page_in_the_middle",
       R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"Mg==","previous":"MQ=="}}})",
       "the page before is missing"},
      {"two_of_three_pages",
       R"([{"data":{"rules":[)" + one + R"(],"pagination":{"current":"a","next":"b","totalEntries":3}}},{"data":{"rules":[)" +
           two + R"(],"pagination":{"current":"b","next":"c","totalEntries":3}}}])",
       "2 of 3 rules"},
      {"beside_data", R"({"data":{"rules":[)" + one + R"(]},"pagination":{"next":"MQ=="}})", "the next page"},
      {"token", R"({"rules":[)" + one + R"(],"next_page_token":"t"})", "the next page"},
      {"more", R"({"rules":[)" + one + R"(],"meta":{"hasMore":true}})", "the next page"},
      {"link", R"({"rules":[)" + one + R"(],"links":{"next":{"href":"https://x.example/2"}}})", "the next page"},
      {"numbered", R"({"rules":[)" + one + R"(],"page":1,"total_pages":4})", "1 of 4 pages"},
      {"page_object", R"({"rules":[)" + one + R"(],"page":{"number":1,"totalPages":3}})", "1 of 3 pages"},
      {"page_of", R"({"rules":[)" + one + R"(],"page":{"number":1,"of":3}})", "1 of 3 pages"},
      {"page_number", R"({"rules":[)" + one + R"(],"pageNumber":2,"total_pages":3})", "the page before is missing"},
      {"page_of_beside", R"({"rules":[)" + one + R"(],"page":1,"of":3})", "1 of 3 pages"},
      {"page_from_zero", R"({"data":{"rules":[)" + one + R"(],"page":{"size":1,"number":0,"totalElements":4}}})", "1 of 4 rules"},
      {"rudderstack", R"({"data":[)" + rudder("Boat Rented") + "," + rudder("Boat Lent") +
                          R"(],"total":7,"currentPage":1,"pageSize":2})",
       "2 of 7 rules"},
      {"rudderstack_plan", R"({"name":"P","events":[)" + rudder("Boat Rented") + R"(],"total":7,"currentPage":1,"pageSize":1})",
       "1 of 7 rules"},
      {"rudderstack_second_page", R"({"name":"P","events":[)" + rudder("Boat Rented") + R"(],"currentPage":2,"pageSize":1})",
       "the page before is missing"},
  };
}

class PlanPartsCommand : public CommandTest {};

// After case41: the first of three pages.
TEST_F(PlanPartsCommand, APartIsRefusedByEveryCommand) {
  write("events.jsonl", kEvents);
  write("whole.json", R"({"rules":[)" + rule("Boat Rented") + "]}");
  for (const auto& [name, text, what] : parts()) {
    write("part.json", text);
    for (const std::string command :
         {"lint --plan part.json events.jsonl", "plan lint part.json", "plan diff whole.json part.json",
          "plan diff part.json whole.json", "plan breaking part.json --against whole.json",
          "plan convert part.json --to yaml", "plan docs part.json"}) {
      const Ran ran = run(command);
      EXPECT_EQ(ran.code, 2) << name << ": " << command;
      EXPECT_THAT(ran.err, HasSubstr("part.json:1:")) << name;
      EXPECT_THAT(ran.err, HasSubstr("this is a part of a plan (" + what)) << name << ": " << command;
      EXPECT_THAT(ran.err, HasSubstr("--allow-partial-plan")) << name;
      EXPECT_THAT(ran.out, Not(HasSubstr("✔"))) << name;
    }
  }
}

TEST_F(PlanPartsCommand, WholePlansAreNoParts) {
  write("events.jsonl", kEvents);
  const std::string one = rule("Boat Rented"), two = rule("Boat Lent");
  for (const std::string& text : {
           R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"MA==","totalEntries":1}}})",
           R"({"rules":[)" + one + R"(],"meta":{"next":"add refunds in Q3","previous":"v2.1"}})",
           R"({"rules":[)" + one + R"(],"previous":"1.2.0"})",
           R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"MA==","next":null}}})",
           R"([{"data":{"rules":[)" + one + R"(],"pagination":{"current":"a","next":"b","totalEntries":2}}},{"data":{"rules":[)" +
               two + R"(],"pagination":{"current":"b","previous":"a","totalEntries":2}}}])",
           // In any order.
           R"([{"data":{"rules":[)" + two + R"(],"pagination":{"current":"b"}}},{"data":{"rules":[)" + one +
               R"(],"pagination":{"current":"a","next":"b"}}}])",
           R"({"rules":[)" + one + R"(],"page":1,"total_pages":1,"hasMore":false})",
           R"({"rules":[)" + one + R"(],"page":{"number":1,"totalPages":1}})",
           R"({"data":{"rules":[)" + one + R"(],"pagination":{"current":"20","next":null}}})",
           R"({"rules":[)" + one + R"(],"page":{"number":0,"size":50,"totalElements":1}})",
           R"({"name":"P","events":[)" + rudder("Boat Rented") + R"(],"total":1,"currentPage":1,"pageSize":50})",
           // One plan of several: its rules are all there.
           R"({"data":{"trackingPlans":[{"id":"tp_1","rules":[)" + one + R"(]}],"pagination":{"current":"MA==","next":"MQ=="}}})",
       }) {
    write("plan.json", text);
    const Ran ran = run("plan diff plan.json plan.json");
    EXPECT_EQ(ran.code, 0) << text << ran.err;
    EXPECT_THAT(ran.err, Not(HasSubstr("a part"))) << text;
  }
}

TEST_F(PlanPartsCommand, WhereAPartIsAllowedUnplannedEventsAreNotJudged) {
  write("events.jsonl", kEvents);
  for (const auto& [name, text, what] : parts()) {
    if (name.starts_with("rudder")) continue;
    write("part.json", text);
    const Ran ran = run("lint --format jsonl --select PLN --plan part.json --allow-partial-plan events.jsonl");
    EXPECT_EQ(ran.code, 1) << name;
    const std::vector<std::string> all = findings(ran.out);
    ASSERT_EQ(all.size(), 1U) << name << ran.out;  // what is planned is judged
    EXPECT_THAT(all[0], HasSubstr("PLN103")) << name;
    EXPECT_THAT(ran.err, HasSubstr("warning: part.json:1:")) << name;
    EXPECT_THAT(ran.err, HasSubstr("events that it does not list are not judged")) << name;
  }
  write("specgate.yaml", "plan: {file: part.json, allow_partial: true}\n");
  EXPECT_EQ(run("lint --select PLN events.jsonl").code, 1);
  EXPECT_EQ(run("plan lint --select TPL101").code, 0);
  EXPECT_EQ(run("plan diff part.json part.json").code, 0);
  EXPECT_EQ(run("lint --isolated --plan part.json events.jsonl").code, 2);
}

// A name that the page does not list may be planned on another: it is not corrected either.
TEST_F(PlanPartsCommand, NamesThatAPartDoesNotListStay) {
  write("part.json", parts()[0].text);
  write("events.jsonl",
        R"({"type":"track","messageId":"m1","userId":"u1","event":"order_completed","properties":{"order_id":"1"}})"
        "\n");
  EXPECT_EQ(run("lint --fix --plan part.json --allow-partial-plan events.jsonl").code, 0);
  EXPECT_THAT(read("events.jsonl"), HasSubstr("order_completed"));
}

TEST_F(PlanPartsCommand, RulesThatAPartDoesNotListAreNotCompared) {
  write("part.json", parts()[0].text);
  write("whole.json", R"({"rules":[)" + rule("Boat Rented") + "," + rule("Boat Sold") + "]}");
  const Ran removed = run("plan breaking part.json --against whole.json --for both --allow-partial-plan");
  EXPECT_EQ(removed.code, 0) << removed.out;
  EXPECT_THAT(removed.err, HasSubstr("whole.json: 1 rule is not compared: part.json is a part"));
  const Ran added = run("plan diff part.json whole.json --allow-partial-plan");
  EXPECT_THAT(added.out, Not(HasSubstr("Boat Sold")));
}

// It asks something of page calls, perhaps: nobody holds it.
TEST_F(PlanPartsCommand, APageThatSaysNothingOfPagesIsAnUnknownKey) {
  write("plan.json", R"({"rules":[)" + rule("Boat Rented") + R"(],"page":{"properties":{"url":"string"}}})");
  const Ran ran = run("plan diff plan.json plan.json");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, HasSubstr("unknown key \"page\" of a plan in the shape public-api"));
  EXPECT_THAT(run("plan lint plan.json").out, HasSubstr("not held: unknown key \"page\""));
  write("plan.json", R"({"rules":[)" + rule("Boat Rented") + R"(],"page":1,"pageSize":50})");
  EXPECT_THAT(run("plan diff plan.json plan.json").err, Not(HasSubstr("unknown key")));
}

// After case31: a list of events with keys of its own.
TEST_F(PlanPartsCommand, AListOfEventsWithoutMarksIsNobodysPlan) {
  const std::string homegrown =
      "version: 2\nowner: growth\nevents:\n  - name: Plan Upgraded\n    trigger: click\n    properties:\n"
      "      - {name: seats, type: integer, minimum: 1}\nidentify:\n  traits:\n    - {name: email, type: string}\n";
  write("events.jsonl", kEvents);
  write("plan.yaml", homegrown);
  for (const std::string command : {"plan lint plan.yaml", "lint --plan plan.yaml events.jsonl"}) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.code, 2) << command;
    EXPECT_THAT(ran.err, HasSubstr("plan.yaml:4:3: \"events\" is a list, but nothing in it is RudderStack's"));
    EXPECT_THAT(ran.out, Not(HasSubstr("✔")));
  }
}

TEST_F(PlanPartsCommand, KeysThatAShapeDoesNotHaveAreNamed) {
  write("events.jsonl", kEvents);
  struct Case {
    std::string name, text;
    std::vector<std::string> keys;
  };
  for (const auto& [name, text, keys] : std::vector<Case>{
           {"rudderstack", R"({"name":"P","owner":"growth","identify":{"traits":[]},"events":[)" +
                               rudder("Boat Rented", R"("trigger":"click",)") + "]}",
            {"owner", "identify", "trigger"}},
           {"rudderstack_listed",
            R"({"name":"P","events":[{"name":"Boat Rented","eventType":"track","properties":[{"name":"seats","type":"integer","minimum":1,"nullable":true}]}]})",
            {"minimum", "nullable"}},
           {"public_api", R"({"rules":[)" + rule("Boat Rented", R"("blocked":true,)") + R"(],"identify":{}})",
            {"blocked", "identify"}},
           {"config_api",
            R"({"rules":{"events":[{"name":"A","rules":{"type":"object"},"when":"x"}],"page":{"type":"object"}}})",
            {"when", "page"}},
           {"terraform",
            R"({"resource":{"segment_tracking_plan":{"p":{"name":"P","enforced":true,"rules":[{"key":"A","type":"TRACK","version":1,"json_schema":"{}","enabled":false}]}}}})",
            {"enforced", "enabled"}},
       }) {
    write("plan.json", text);
    const Ran lint = run("plan lint --select TPL802 plan.json");
    EXPECT_EQ(lint.code, 1) << name << lint.err;
    write("events.jsonl", kGood);
    for (const std::string& key : keys) {
      EXPECT_THAT(lint.out, HasSubstr("unknown key \"" + key + "\"")) << name;
      for (const std::string command :
           {"lint --plan plan.json events.jsonl", "plan diff plan.json plan.json",
            "plan breaking plan.json --against plan.json", "plan convert plan.json --to yaml"}) {
        const std::string err = run(command).err;
        EXPECT_THAT(err, HasSubstr("warning: plan.json:1:")) << name << command;
        EXPECT_THAT(err, HasSubstr("unknown key \"" + key + "\"")) << name << command;
      }
    }
  }
  write("plan.json", R"({"rules":[)" + rule("Boat Rented", R"("x-owner":"growth",)") + "]}");
  EXPECT_EQ(run("plan lint --select TPL802 plan.json").code, 0);
}

// After case64: YAML's merge key.
TEST_F(PlanPartsCommand, MergeKeysAreHonoured) {
  write("plan.yaml",
        "x-shared: &shared\n  locale: string!\n  app_version: string\nevents:\n  Boat Rented:\n"
        "    description: Somebody rents\n    properties:\n      <<: *shared\n      app_version: integer\n"
        "      boat_id: string!\n");
  write("events.jsonl",
        R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented","properties":{"boat_id":"b","app_version":"1"}})"
        "\n");
  EXPECT_EQ(run("plan lint --select TPL3 plan.yaml").code, 0);
  const Ran ran = run("lint --format jsonl --select PLN --plan plan.yaml events.jsonl");
  EXPECT_THAT(ran.out, HasSubstr("locale"));   // merged and required
  EXPECT_THAT(ran.out, HasSubstr("integer"));  // its own comes before
  EXPECT_EQ(findings(ran.out).size(), 2U) << ran.out;
}

}  // namespace
}  // namespace specgate
