// The format `sarif`: the structure that SARIF 2.1.0 asks for, references that lead somewhere, and
// messages that no payload can steer.
#include <set>

#include "tests/lint/report_support.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Value = rapidjson::Value;

// Members of the objects that we write, as the standard (chapter 3) has them. What is not here may
// not be there: the published schema closes every object but property bags.
struct Member {
  const char* object;
  const char* name;
  char kind;            // s: text, n: a number from 0, +: from 1, o: object, a: array, *: anything
  const char* of = "";  // the object, or what is in the array
  bool required = false;
  std::vector<std::string> values = {};  // of a text, where it is one of some
};

const std::vector<Member> kMembers = {
    {"log", "$schema", 's', "", true},
    {"log", "version", 's', "", true, {"2.1.0"}},
    {"log", "runs", 'a', "run", true},
    {"run", "columnKind", 's', "", true, {"unicodeCodePoints"}},
    {"run", "automationDetails", 'o', "automation", true},
    {"automation", "id", 's', "", true, {"specgate/lint/"}},
    {"run", "results", 'a', "result", true},
    {"run", "tool", 'o', "tool", true},
    {"tool", "driver", 'o', "component", true},
    {"component", "name", 's', "", true, {"specgate"}},
    {"component", "fullName", 's', "", true},
    {"component", "version", 's', "", true},
    {"component", "semanticVersion", 's', "", true},
    {"component", "rules", 'a', "rule", true},
    {"rule", "id", 's', "", true},
    {"rule", "name", 's', "", true},
    {"rule", "shortDescription", 'o', "words", true},
    {"rule", "fullDescription", 'o', "words", true},
    {"rule", "help", 'o', "words", true},
    {"rule", "helpUri", 's'},
    {"rule", "defaultConfiguration", 'o', "configuration", true},
    {"rule", "properties", 'o', "bag", true},
    {"configuration", "level", 's', "", true, {"none", "note", "warning", "error"}},
    {"words", "text", 's', "", true},
    {"words", "markdown", 's'},
    {"result", "ruleId", 's', "", true},
    {"result", "ruleIndex", 'n', "", true},
    {"result", "level", 's', "", true, {"note", "warning", "error"}},
    {"result", "message", 'o', "words", true},
    {"result", "locations", 'a', "location", true},
    {"result", "partialFingerprints", 'o', "fingerprints", true},
    {"result", "properties", 'o', "bag", true},
    {"bag", "consequence", 's', "", true, {"dropped", "altered", "split", "advice"}},
    {"bag", "segment_code", 's'},
    {"bag", "event", '*'},
    {"fingerprints", "specgate/v1", 's', "", true},
    {"location", "physicalLocation", 'o', "physical", true},
    {"location", "logicalLocations", 'a', "logical"},
    {"physical", "artifactLocation", 'o', "artifact", true},
    {"physical", "region", 'o', "region", true},
    {"artifact", "uri", 's', "", true},
    {"artifact", "uriBaseId", 's', "", false, {"%SRCROOT%"}},
    {"region", "startLine", '+', "", true},
    {"region", "startColumn", '+'},
    {"logical", "name", 's', "", true},
    {"logical", "fullyQualifiedName", 's', "", true},
    {"logical", "kind", 's', "", true, {"object", "array", "property", "value"}},
};

void check_object(const Value& value, const std::string& object);

void check_value(const Value& value, const Member& member) {
  const std::string where = std::string(member.object) + "." + member.name;
  switch (member.kind) {
    case 's':
      ASSERT_TRUE(value.IsString()) << where;
      if (!member.values.empty()) {
        EXPECT_THAT(member.values, ::testing::Contains(std::string(value.GetString()))) << where;
      }
      return;
    case 'n':
    case '+':
      ASSERT_TRUE(value.IsUint64()) << where;
      EXPECT_GE(value.GetUint64(), member.kind == '+' ? 1U : 0U) << where;
      return;
    case 'o':
      return check_object(value, member.of);
    case 'a':
      ASSERT_TRUE(value.IsArray()) << where;
      for (const Value& item : value.GetArray()) check_object(item, member.of);
      return;
  }
}

void check_object(const Value& value, const std::string& object) {
  ASSERT_TRUE(value.IsObject()) << object;
  std::set<std::string> known;
  for (const Member& member : kMembers) {
    if (member.object != object) continue;
    known.insert(member.name);
    const auto found = value.FindMember(member.name);
    if (found != value.MemberEnd()) check_value(found->value, member);
    EXPECT_TRUE(found != value.MemberEnd() || !member.required) << object << "." << member.name;
  }
  for (const auto& member : value.GetObject()) {
    EXPECT_TRUE(known.contains(member.name.GetString()))
        << object << "." << member.name.GetString();
  }
}

// A log that is whole; its results refer to rules that are there.
rapidjson::Document checked(const std::string& json) {
  rapidjson::Document log = parsed(json);
  check_object(log, "log");
  const Value& run = log["runs"][0];
  const Value& rules = run["tool"]["driver"]["rules"];
  for (const Value& result : run["results"].GetArray()) {
    EXPECT_LT(result["ruleIndex"].GetUint(), rules.Size());
    EXPECT_STREQ(rules[result["ruleIndex"].GetUint()]["id"].GetString(),
                 result["ruleId"].GetString());
  }
  return log;
}

Finding marked(Finding finding, uint32_t character) {
  finding.marks.character = character;
  return finding;
}

TEST(Sarif, HasItsStructure) {
  checked(report("sarif", {}, {}));
  checked(report("sarif", {}, {with_fix()}));
  checked(report("sarif", {}, {hostile(), with_fix(), in_plan("x"), hostile(kMarkup)}, kHostile));
}

TEST(Sarif, SaysWhereAndWhat) {
  const auto log = checked(report(
      "sarif", {}, {in_plan("first"), marked(finding_of("no id", "/properties/ids/0"), 30)}));
  const Value& result = log["runs"][0]["results"][1];
  EXPECT_STREQ(result["ruleId"].GetString(), "ID101");
  EXPECT_EQ(result["ruleIndex"].GetUint(), 1U);
  EXPECT_STREQ(result["level"].GetString(), "error");
  EXPECT_STREQ(result["message"]["text"].GetString(), "no id");
  const Value& location = result["locations"][0];
  const Value& physical = location["physicalLocation"];
  EXPECT_STREQ(physical["artifactLocation"]["uri"].GetString(), "dir/a.jsonl");
  EXPECT_EQ(physical["region"]["startLine"].GetUint(), 12U);
  EXPECT_EQ(physical["region"]["startColumn"].GetUint(), 30U) << "in characters";
  const Value& logical = location["logicalLocations"][0];
  EXPECT_STREQ(logical["fullyQualifiedName"].GetString(), "/properties/ids/0");
  EXPECT_STREQ(logical["kind"].GetString(), "value");
  EXPECT_EQ(result["properties"]["event"]["index"].GetUint(), 11U);
  const Value& rule = log["runs"][0]["tool"]["driver"]["rules"][1];
  EXPECT_STREQ(rule["name"].GetString(), "missing-identity");
  EXPECT_STREQ(rule["properties"]["consequence"].GetString(), "dropped");
  EXPECT_STREQ(rule["shortDescription"]["text"].GetString(),
               "The call says what happened, but not to whom: it has neither a `userId` nor an "
               "`anonymousId` with something in it");
  EXPECT_THAT(rule["help"]["markdown"].GetString(), HasSubstr("### Why"));
  EXPECT_THAT(rule["helpUri"].GetString(), HasSubstr("https://www.twilio.com/docs/segment/"));
  EXPECT_STREQ(rule["defaultConfiguration"]["level"].GetString(), "error");
}

TEST(Sarif, AFindingInAPlanHasNoEvent) {
  const auto log = checked(report("sarif", {}, {in_plan("x")}, "plan.json"));
  const Value& result = log["runs"][0]["results"][0];
  EXPECT_FALSE(result["properties"].HasMember("event"));
  const Value& region = result["locations"][0]["physicalLocation"]["region"];
  EXPECT_EQ(region["startLine"].GetUint(), 7U);
  EXPECT_FALSE(region.HasMember("startColumn")) << "columns in bytes are not what columnKind says";
}

TEST(Sarif, NoPayloadMakesALinkOrAPlaceholder) {
  const auto log = checked(report("sarif", {}, {hostile(kMarkup)}));
  const std::string text = log["runs"][0]["results"][0]["message"]["text"].GetString();
  EXPECT_THAT(text, HasSubstr(" {{0}} "));
  EXPECT_THAT(text, HasSubstr("[here] (https"));
}

TEST(Sarif, FingerprintsDiffer) {
  const auto log = checked(report("sarif", {}, {with_fix(), with_fix(), finding_of("x", "/y")}));
  std::set<std::string> prints;
  for (const Value& result : log["runs"][0]["results"].GetArray()) {
    prints.insert(result["partialFingerprints"]["specgate/v1"].GetString());
  }
  EXPECT_EQ(prints.size(), 3U);
}

struct NamedFile {
  const char *root, *folder, *file, *path, *uri;
};

TEST(ReportPath, IsRelativeToTheRepository) {
  const NamedFile files[] = {
      {"", "", "dir/./a.jsonl", "dir/a.jsonl", "dir/a.jsonl"},
      {"", "", "./a b#?%.json", "a b#?%.json", "a%20b%23%3F%25.json"},
      {"", "", "c:d/\xC3\xA9.json", "c:d/\xC3\xA9.json", "c%3Ad/%C3%A9.json"},
      {"", "", "/abs/a.json", "/abs/a.json", "file:///abs/a.json"},
      {"/repo", "/repo", "a.json", "a.json", "a.json"},
      {"/repo", "/repo/sub", "a.json", "sub/a.json", "sub/a.json"},
      {"/repo", "/repo/sub", "../a.json", "a.json", "a.json"},
      {"/repo", "/repo/sub", "/repo/x/a.json", "x/a.json", "x/a.json"},
      {"/repo", "/repo/sub", "../../a.json", "/a.json", "file:///a.json"},
      {"/repo", "/repo", "<stdin>", "<stdin>", "%3Cstdin%3E"},
  };
  for (const NamedFile& each : files) {
    const std::string path = report_path({each.root, each.folder}, each.file);
    EXPECT_EQ(path, each.path);
    EXPECT_EQ(report_uri(path), each.uri);
  }
}

}  // namespace
}  // namespace specgate
