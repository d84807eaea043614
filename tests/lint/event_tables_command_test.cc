// Two names of a run that are one table of a warehouse: told once, where the second first stands.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EventTablesCommand : public CommandTest {
 protected:
  static std::string track(std::string_view event, size_t id = 0) {
    return R"({"type":"track","userId":"u1","messageId":"m)" + std::to_string(id) + R"(","event":")" +
           std::string(event) + R"("})";
  }
  static std::string lines(const std::vector<std::string>& events) {
    std::string out;
    for (const std::string& event : events) out += track(event) + "\n";
    return out;
  }
  std::string told(const std::string& arguments) {
    return run("lint --isolated -q --format text --select RUN107 " + arguments).out;
  }
};

TEST_F(EventTablesCommand, EachFurtherSpellingIsToldOnce) {
  write("a.jsonl", lines({"Boat Rented", "Boat Rented", "boatRented", "Sail Set", "BOAT_RENTED", "boatRented"}));
  EXPECT_EQ(told("a.jsonl"),
            "a.jsonl:3:56: warning RUN107 event is \"boatRented\": its table in a warehouse, boat_rented, is that of "
            "\"Boat Rented\" of call #1 in line 1\n"
            "a.jsonl:5:56: warning RUN107 event is \"BOAT_RENTED\": its table in a warehouse, boat_rented, is that of "
            "\"Boat Rented\" of call #1 in line 1\n");
}

TEST_F(EventTablesCommand, OverAllFilesInTheirOrder) {
  write("a.jsonl", lines({"3D Tour Started"}));
  write("b.json", "{\"batch\":[" + track("Sail Set") + "," + track("3d-tour started") + "]}");
  EXPECT_THAT(told("a.jsonl b.json"), HasSubstr("\"3D Tour Started\" of call #1 in line 1 of a.jsonl"));
  EXPECT_THAT(told("--jobs 2 a.jsonl b.json"), HasSubstr("b.json:1:"));
  EXPECT_THAT(told("b.json"), IsEmpty());
}

TEST_F(EventTablesCommand, WithinWhatIsWrapped) {
  write("queue.jsonl", R"({"messageId":"r1","body":"{\"type\":\"track\",\"event\":\"Boat Rented\"}"})" "\n"
                       R"({"messageId":"r2","body":"{\"type\":\"track\",\"event\":\"boat rented\"}"})" "\n");
  EXPECT_THAT(told("queue.jsonl"), HasSubstr("queue.jsonl:2:"));
  EXPECT_THAT(told("queue.jsonl"), HasSubstr("\"Boat Rented\" of call #1 in line 1"));
}

TEST_F(EventTablesCommand, NamesThatOnlyLookAlikeAreTwo) {
  write("a.jsonl", lines({"Boat Rented", "Boats Rented", "Boat Rented 2", "Rented Boat", "Boatrented"}));
  EXPECT_THAT(told("a.jsonl"), IsEmpty());
}

// A page has no event of its own, and a name that falls out whole has no table.
TEST_F(EventTablesCommand, OnlyTablesOfTrackCalls) {
  write("a.jsonl", lines({"Boat Rented", "注文", "完了"}) +
                       R"({"type":"page","userId":"u1","messageId":"p","name":"boat rented","event":"boat-rented"})");
  EXPECT_THAT(told("a.jsonl"), IsEmpty());
}

// One that a safe fix makes the other is told by that fix's finding.
TEST_F(EventTablesCommand, WhatIsCorrectedSafelyIsToldOnce) {
  write("a.jsonl", lines({"Order Completed", "order_completed"}));
  const Ran ran = run("lint --isolated --format text a.jsonl");
  EXPECT_THAT(ran.out, HasSubstr("event is \"order_completed\""));
  EXPECT_THAT(ran.out, Not(HasSubstr("RUN107")));
}

TEST_F(EventTablesCommand, MoreNamesThanAreHeldAreSaid) {
  std::string text;
  for (size_t i = 0; i < 8200; ++i) text += track("Boat " + std::to_string(i) + " Rented", i) + "\n";
  write("a.jsonl", text + track("boat_1_rented") + "\n");
  const std::string out = run("lint --isolated --select RUN107 a.jsonl").out;
  EXPECT_THAT(out, HasSubstr("the first 8 192 names of events were compared with one another; later ones were not"));
  EXPECT_THAT(run("lint --isolated -f json --select RUN107 a.jsonl").out, HasSubstr("\"event_names_cut\":true"));
}

}  // namespace
}  // namespace specgate
