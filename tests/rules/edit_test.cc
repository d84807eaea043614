// Edits become bytes: everything outside them stays as it was, commas included.
#include "rules/engine/edit.h"

#include <gtest/gtest.h>

#include "rules/engine/gate.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

class EditTest : public testing::Test {
 protected:
  void read(std::string_view body) { batch_ = decode(body, {}, spec(), buffers_); }

  uint32_t node(std::string_view pointer) const {
    for (uint32_t i = 0; i < batch_.nodes.size(); ++i) {
      std::string text;
      append_pointer(batch_, 0, i, text);
      if (text == pointer) return i;
    }
    ADD_FAILURE() << "no " << pointer;
    return 0;
  }

  std::string done(const std::vector<Edit>& edits) const {
    std::vector<const Edit*> all;
    for (const Edit& edit : edits) all.push_back(&edit);
    std::string out;
    splice(batch_.source, splices(batch_, all), out);
    return out;
  }

  std::string patch(const std::vector<Edit>& edits) const {
    std::vector<const Edit*> all;
    for (const Edit& edit : edits) all.push_back(&edit);
    std::string out;
    append_patch(batch_, kNoEvent, all, out);
    return out;
  }

  Edit remove(std::string_view pointer) const {
    return {.op = Edit::Op::kRemove, .node = node(pointer)};
  }
  Edit rename(std::string_view pointer, std::string_view key) const {
    return {.op = Edit::Op::kRename, .node = node(pointer), .key = key};
  }
  Edit replace(std::string_view pointer, std::string_view json) const {
    return {.op = Edit::Op::kReplace, .node = node(pointer), .json = json};
  }
  Edit add(std::string_view pointer, std::string_view key, std::string_view json) const {
    return {.op = Edit::Op::kAdd, .node = node(pointer), .key = key, .json = json};
  }
  Edit move(std::string_view pointer, std::string_view object, std::string_view key) const {
    return {.op = Edit::Op::kMove, .node = node(pointer), .target = node(object), .key = key};
  }

  DecodeBuffers buffers_;
  Batch batch_;
};

TEST_F(EditTest, RemovalsSettleTheirCommas) {
  read(R"({"a": 1, "b": 2 , "c":3, "d":4})");
  EXPECT_EQ(done({remove("/a")}), R"({"b": 2 , "c":3, "d":4})");
  EXPECT_EQ(done({remove("/b")}), R"({"a": 1 , "c":3, "d":4})");
  EXPECT_EQ(done({remove("/d")}), R"({"a": 1, "b": 2 , "c":3})");
  EXPECT_EQ(done({remove("/c"), remove("/d")}), R"({"a": 1, "b": 2})");
  EXPECT_EQ(done({remove("/a"), remove("/b"), remove("/d")}), R"({"c":3})");
  EXPECT_EQ(done({remove("/a"), remove("/b"), remove("/c"), remove("/d")}), R"({})");
}

TEST_F(EditTest, ArrayItemsGoLikeMembers) {
  read(R"({"batch":[ {"x":1}, 2, [3] ]})");
  EXPECT_EQ(done({remove("/batch/0")}), R"({"batch":[ 2, [3] ]})");
  EXPECT_EQ(done({remove("/batch/1"), remove("/batch/2")}), R"({"batch":[ {"x":1} ]})");
}

// What is done within calls is done call by call; that calls go as a whole is done in the list.
TEST_F(EditTest, CallsGoBesideWhatIsDoneWithinOthers) {
  read(R"({"batch":[{"userId":"a","x":1},{"userId":"b","x":2},{"userId":"c","x":3},{"userId":"d"}],"y":1})");
  EXPECT_EQ(done({remove("/batch/0"), remove("/batch/1"), rename("/batch/1/x", "z"), rename("/batch/2/x", "z"),
                  remove("/batch/3"), remove("/y")}),
            R"({"batch":[{"userId":"c","z":3}]})");
  EXPECT_EQ(done({remove("/batch/0"), remove("/batch/1"), remove("/batch/2"), remove("/batch/3")}),
            R"({"batch":[],"y":1})");
  EXPECT_EQ(done({rename("/batch/1/x", "z"), rename("/batch/0/x", "z"), add("/batch/1", "w", "0"),
                  add("", "v", "0")}),
            R"({"batch":[{"userId":"a","z":1},{"userId":"b","z":2,"w":0},{"userId":"c","x":3},{"userId":"d"}],"y":1,"v":0})");
}

TEST_F(EditTest, RenameTouchesTheKeyOnly) {
  read("{\"a\\u0062\" :\t1e0, \"c\":[1.0]}");
  EXPECT_EQ(done({rename("/ab", "x\"y")}), "{\"x\\\"y\" :\t1e0, \"c\":[1.0]}");
}

TEST_F(EditTest, RenameOntoAKeyThatIsThereIsNotDone) {
  read(R"({"a":1,"b":2})");
  EXPECT_EQ(done({rename("/a", "b")}), R"({"a":1,"b":2})");
  read(R"({"a":1,"b":2})");
  EXPECT_EQ(done({rename("/a", "c"), rename("/b", "c")}), R"({"c":1,"b":2})");
}

TEST_F(EditTest, AdditionsFollowTheStyleOfWhiteSpace) {
  read("{\n  \"a\": 1\n}");
  EXPECT_EQ(done({add("", "b", "2")}), "{\n  \"a\": 1,\n  \"b\": 2\n}");
  read(R"({"a": 1, "b": 2})");
  EXPECT_EQ(done({add("", "c", "3")}), R"({"a": 1, "b": 2, "c": 3})");
  read(R"({"o":{}})");
  EXPECT_EQ(done({add("/o", "k", "\"v\"")}), R"({"o":{"k":"v"}})");
  read(R"({"o":{"gone":1}})");
  EXPECT_EQ(done({remove("/o/gone"), add("/o", "k", "1"), add("/o", "l", "2")}),
            R"({"o":{"k":1,"l":2}})");
}

TEST_F(EditTest, MoveMakesTheObjectsOnTheWay) {
  read(R"({"context":{"screenWidth":320,"ip":"1.2.3.4"}})");
  EXPECT_EQ(done({move("/context/screenWidth", "/context", "screen.width")}),
            R"({"context":{"ip":"1.2.3.4","screen":{"width":320}}})");
  read(R"({"context":{"screenWidth":320,"screen":{"height":2}}})");
  EXPECT_EQ(done({move("/context/screenWidth", "/context", "screen.width")}),
            R"({"context":{"screen":{"height":2,"width":320}}})");
  read(R"({"context":{"screenWidth":320}})");
  EXPECT_EQ(done({move("/context/screenWidth", "/context", "screen.width")}),
            R"({"context":{"screen":{"width":320}}})");
}

TEST_F(EditTest, MoveOntoAValueThatIsThereIsNotDone) {
  constexpr std::string_view kBody = R"({"context":{"screenWidth":320,"screen":{"width":1}}})";
  read(kBody);
  EXPECT_EQ(done({move("/context/screenWidth", "/context", "screen.width")}), kBody);
}

TEST_F(EditTest, NothingInsideARemovedOrReplacedValueIsTouched) {
  read(R"({"a":{"b":1},"c":2})");
  EXPECT_EQ(done({remove("/a"), rename("/a/b", "x")}), R"({"c":2})");
  EXPECT_EQ(done({replace("/a", "null"), replace("/a/b", "2")}), R"({"a":null,"c":2})");
}

TEST_F(EditTest, PatchesNameTheSameChanges) {
  read(R"({"event":"x","a/b":{"t~":1}})");
  EXPECT_EQ(patch({replace("/event", "\"y\"")}), R"([{"op":"replace","path":"/event","value":"y"}])");
  EXPECT_EQ(patch({rename("/a~1b/t~0", "u")}),
            R"([{"op":"move","path":"/a~1b/u","from":"/a~1b/t~0"}])");
  EXPECT_EQ(patch({remove("/event"), add("", "k", "1")}),
            R"([{"op":"add","path":"/k","value":1},{"op":"remove","path":"/event"}])");
  EXPECT_EQ(patch({move("/event", "", "o.e")}),
            R"([{"op":"add","path":"/o","value":{}},{"op":"move","path":"/o/e","from":"/event"}])");
}

TEST(JsonString, EscapesWhatItMust) {
  std::string out;
  append_json_string(std::string_view("a\"\\\n\x01\0é", 8), out);
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\\u0000é\"");
}

}  // namespace
}  // namespace specgate
