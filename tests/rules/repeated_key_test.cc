// A key that stands twice where it decides what is judged: an error in every profile, whatever the
// configuration says of duplicate-key, however the key is spelled and wherever it lies.
#include <gtest/gtest.h>

#include <algorithm>

#include "rules/report/finding.h"
#include "rules/rules.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/rules/config_support.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

// The same key with its first letter as an escape.
std::string escaped(std::string_view key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto c = static_cast<unsigned char>(key.front());
  return std::string("\\u00") + kDigits[c >> 4] + kDigits[c & 15] + std::string(key.substr(1));
}

struct Twice {
  std::string key;
  std::string body;  // with both
  bool equal = false;  // they have one value: a safe fix leaves one
};

// Both orders of a usual and an odd value, plain and with an escape.
void add(std::string_view key, std::string_view usual, const std::string& before,
         const std::string& after, std::vector<Twice>& out) {
  for (const std::string_view odd : {R"("else")", "null", "[]", R"({"x":1})", "7"}) {
    for (const std::string& other : {std::string(key), escaped(key)}) {
      const std::string one = "\"" + std::string(key) + "\":" + std::string(usual);
      const std::string two = "\"" + other + "\":" + std::string(odd);
      out.push_back({std::string(key), before + one + "," + two + after, usual == odd});
      out.push_back({std::string(key), before + two + "," + one + after, usual == odd});
    }
  }
}

std::vector<Twice> in_calls() {
  std::vector<Twice> out;
  const std::pair<std::string_view, std::string_view> kFields[] = {
      {"type", R"("track")"}, {"event", R"("Order Completed")"}, {"userId", R"("u1")"},
      {"anonymousId", R"("a1")"}, {"messageId", R"("m1")"}, {"timestamp", R"("2026-01-01T00:00:00Z")"},
      {"sentAt", R"("2026-01-01T00:00:00Z")"}, {"context", "{}"}, {"properties", "{}"},
      {"traits", "{}"}, {"integrations", "{}"}, {"writeKey", R"("k1")"}, {"groupId", R"("g1")"},
      {"previousId", R"("p1")"}, {"name", R"("Home")"}, {"category", R"("Docs")"},
      {"originalTimestamp", R"("2026-01-01T00:00:00Z")"}, {"batch", "[]"}};
  for (const auto& [key, usual] : kFields) {
    std::string rest = R"(,"channel":"server")";
    for (const std::string_view field : {R"("type":"track")", R"("event":"Order Completed")", R"("userId":"u1")"}) {
      if (!field.starts_with("\"" + std::string(key) + "\"")) rest += "," + std::string(field);
    }
    const std::string call = rest + "}";
    add(key, usual, "{", call, out);
    add(key, usual, "[{", call + "]", out);
    add(key, usual, R"({"batch":[{"type":"identify","userId":"u1"},{)", call + "]}", out);
  }
  return out;
}

std::vector<Twice> around_calls() {
  std::vector<Twice> out;
  const std::string calls = R"([{"type":"identify","userId":"u1"}])";
  add("batch", calls, "{", "}", out);
  for (const auto& [key, usual] : {std::pair("context", "{}"), {"integrations", "{}"},
                                   {"writeKey", R"("k1")"}, {"sentAt", R"("2026-01-01T00:00:00Z")"}}) {
    add(key, usual, R"({"batch":)" + calls + ",", "}", out);
  }
  return out;
}

std::vector<Twice> below() {
  std::vector<Twice> out;
  const std::string call = R"({"type":"track","event":"Order Completed","userId":"u1",)";
  add("app", "{}", call + R"("context":{)", "}}", out);
  add("version", R"("1")", call + R"("context":{"app":{)", "}}}", out);
  add("event_version", "2", call + R"("context":{"protocols":{)", "}}}", out);
  add("revenue", "1", call + R"("properties":{)", "}}", out);
  add("price", "1", call + R"("properties":{"products":[{"sku":"a"},{)", "}]}}", out);
  add("email", R"("a@b.example")", R"({"type":"identify","userId":"u1","traits":{)", "}}", out);
  add("name", R"("lib")", R"({"batch":[{"type":"identify","userId":"u1"}],"context":{"library":{)", "}}}", out);
  return out;
}

// Keys that are read as a field under another name: one of theirs, in each place, twice.
std::vector<Twice> under_other_names() {
  std::vector<Twice> out;
  const auto both = [&](std::string_view key, std::string_view one, std::string_view other,
                        const std::string& before, const std::string& after) {
    for (const std::string& name : {std::string(key), escaped(key)}) {
      const std::string first = "\"" + std::string(key) + "\":" + std::string(one);
      const std::string second = "\"" + name + "\":" + std::string(other);
      out.push_back({std::string(key), before + first + "," + second + after});
      out.push_back({std::string(key), before + second + "," + first + after});
    }
  };
  const std::string call = R"({"type":"track","event":"Order Completed",)", user = R"("userId":"u1",)";
  for (const std::string_view key : {"user_id", "userID", "anonymous_id", "anonymousID", "write_key", "message_id",
                                     "sent_at", "sessionId"}) {
    both(key, R"("a")", R"("b")", call, "}");
    both(key, R"("a")", "null", R"({"batch":[)" + call, "}]}");
  }
  both("action", R"("track")", R"("identify")", R"({"batch":[{"userId":"u1","event":"Boat Rented",)", "}]}");
  both("action", R"("track")", R"("click")", R"({"batch":[{"userId":"u1","event":"Boat Rented",)", "}]}");
  both("action", R"("track")", R"("identify")", call + user, "}");
  both("action", R"("Track")", "7", R"([{"userId":"u1","event":"Boat Rented",)", "}]");
  for (const std::string_view key : {"from", "to"}) both(key, R"("a")", R"("b")", R"({"type":"alias",)", "}");
  both("options", "{}", R"({"ip":"10.0.0.1"})", call + user, "}");
  for (const std::string_view key : {"providers", "integrations"}) {
    both(key, R"({"All":false})", "{}", call + user + R"("options":{)", "}}");
  }
  for (const std::string_view key : {"anonymousId", "timestamp", "ip", "user_agent"}) {
    both(key, R"("a")", R"("b")", call + user + R"("options":{"library":{},)", "}}");
  }
  for (const std::string_view key : {"user_agent", "useragent", "deviceModel", "deviceName", "screenWidth", "osVersion",
                                     "appVersion", "library-version", "idForAdvertiser"}) {
    both(key, R"("a")", R"("b")", call + user + R"("context":{)", "}}");
    both(key, R"("a")", "7", R"({"batch":[{"type":"identify","userId":"u1"}],"context":{)", "}}");
  }
  both("advertising_id", R"("a")", R"("b")", call + user + R"("context":{"device":{)", "}}}");
  both("utm_source", R"("a")", R"("b")", call + user + R"("context":{"campaign":{)", "}}}");
  both("query", R"("a")", R"("b")", call + user + R"("context":{"page":{)", "}}}");
  for (const std::string_view key : {"first_name", "created_at", "birthDate"}) {
    both(key, R"("a")", R"("b")", R"({"type":"identify","userId":"u1","traits":{)", "}}");
    both(key, R"("a")", R"("b")", call + user + R"("context":{"traits":{)", "}}}");
  }
  both("postal_code", R"("a")", R"("b")", R"({"type":"identify","userId":"u1","traits":{"address":{)", "}}}");
  both("orderId", R"("a")", R"("b")", call + user + R"("properties":{)", "}}");
  both("productId", R"("a")", R"("b")", call + user + R"("properties":{"products":[{)", "}]}}");
  return out;
}

class RepeatedKey : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { load(GetParam()); }

  void load(std::string_view config, std::shared_ptr<const CompiledPlan> plan = nullptr) {
    RuleConfig rules = config_of(config).rules;
    rules.tracking_plan = std::move(plan);
    gate_ = whole(Gate::load(shared_spec(), rules));
  }

  // The severities of what is said of keys that stand twice.
  std::vector<Severity> said(std::string_view body) {
    const Verdict verdict = gate_->judge(body, {}, scratch_);
    std::vector<Severity> out;
    for (const Violation& violation : verdict.violations) {
      if (violation.rule == &rules::duplicate_key) out.push_back(violation.severity);
    }
    return out;
  }

  void expect_errors(const std::vector<Twice>& all) {
    for (const Twice& one : all) {
      EXPECT_EQ(said(one.body), std::vector{Severity::kError}) << one.key << " in " << one.body;
    }
  }

  // What safe fixes make of it still has both: which one counts is not ours to say.
  void expect_no_choice(const std::vector<Twice>& all) {
    for (const Twice& one : all) {
      if (one.equal) continue;
      std::string fixed;
      fix(*gate_, one.body, {}, FixMode::kSafeOnly, scratch_, fixed);
      EXPECT_EQ(said(fixed), std::vector{Severity::kError}) << one.body << "\nwas made\n" << fixed;
    }
  }

  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
};

TEST_P(RepeatedKey, OfACall) { expect_errors(in_calls()); }
TEST_P(RepeatedKey, AroundTheCalls) { expect_errors(around_calls()); }
TEST_P(RepeatedKey, BelowACall) { expect_errors(below()); }
TEST_P(RepeatedKey, UnderAnotherNameOfIt) { expect_errors(under_other_names()); }

TEST_P(RepeatedKey, IsNotSettledByASafeFix) {
  expect_no_choice(in_calls());
  expect_no_choice(around_calls());
  expect_no_choice(below());
  expect_no_choice(under_other_names());
}

TEST_P(RepeatedKey, ThatTheTrackingPlanListsOrARuleNames) {
  constexpr std::string_view kPlan = R"({"rules": [
    {"type": "TRACK", "key": "Ours", "version": 1, "jsonSchema": {"properties": {"properties": {
       "properties": {"ours": {"properties": {"deep": {"type": "number"}}}}}}}}]})";
  auto plan = whole(CompiledPlan::compile(
      whole(parse_plan("plan.json", kPlan, spec()))));
  load(GetParam() + "\ncustom: [{name: no-such, forbid_property: wanted}]\n", std::move(plan));
  std::vector<Twice> all;
  const std::string call = R"({"type":"track","event":"Ours","userId":"u1","properties":{)";
  add("ours", "{}", call, "}}", all);
  add("deep", "1", call + R"("ours":{)", "}}}", all);
  add("wanted", "1", call, "}}", all);
  expect_errors(all);
}

INSTANTIATE_TEST_SUITE_P(
    Configurations, RepeatedKey,
    testing::Values("profile: minimal", "profile: recommended", "profile: partner",
                    "profile: strict", "rules: {ALL: off}", "rules: {duplicate-key: info}",
                    "overrides: [{types: [track, identify], rules: {duplicate-key: off}}]",
                    "ignore: [{rule: duplicate-key, reason: known}]"));

// Bodies in which a key may be taken for a field that it is not, each with what is said of it.
std::vector<std::pair<std::string, std::string_view>> taken_otherwise() {
  std::vector<std::pair<std::string, std::string_view>> out;
  const std::string calls = R"([{"type":"identify","userId":"u1"}])";
  for (const std::string_view key : {"Batch", "BATCH", "batch ", " batch", R"(batch\u0000)", R"(batch\u0000x)",
                                     R"(\u0042atch)", R"(\u00a0batch)", R"(batch\u200b)", "\tbatch"}) {
    const std::string odd = key == "\tbatch" ? R"("\tbatch":[])" : "\"" + std::string(key) + "\":[]";
    out.emplace_back(R"({"batch":)" + calls + "," + odd + "}", "ENV120");
    out.emplace_back("{" + odd + R"(,"batch":)" + calls + "}", "ENV120");
    out.emplace_back(R"({"type":"identify","userId":"u1",)" + odd + "}", "ENV120");
  }
  const std::string call = R"({"type":"track","event":"Boat Rented","userId":"u1","properties":{},"context":{})";
  for (const std::string_view key : {"Type", "TYPE", "tYpe", "Event", "EVENT", "USERID", "UserId", "userID",
                                     "u\u017ferId", "Properties", "CONTEXT", "MessageID", "MESSAGEID",
                                     "TimeStamp", "Integrations", "WriteKey", R"(event\u0000)", "event "}) {
    const std::string odd = ",\"" + std::string(key) + "\":\"x\"}";
    out.emplace_back(call + odd, "ENV120");
    out.emplace_back("[" + call + odd + "]", "ENV120");
    out.emplace_back(R"({"batch":[)" + call + odd + "]}", "ENV120");
  }
  for (const std::string_view value : {"[]", "{}", R"([{"type":"track"}])", R"({"type":"track"})"}) {
    const std::string within = call + R"(,"batch":)" + std::string(value) + "}";
    out.emplace_back(within, "ENV121");
    out.emplace_back("[" + within + "]", "ENV121");
    out.emplace_back(R"({"batch":[)" + call + "}," + within + "]}", "ENV121");
  }
  return out;
}

TEST_P(RepeatedKey, OrThatOthersTakeForAField) {
  for (const auto& [body, code] : taken_otherwise()) {
    const Verdict verdict = gate_->judge(body, {}, scratch_);
    const bool told = std::any_of(verdict.violations.begin(), verdict.violations.end(), [&](const auto& one) {
      return one.rule->id == code && one.severity == Severity::kError;
    });
    EXPECT_TRUE(told) << code << " of " << body;
  }
}

// What no call has as a field, and what is a word of one's own within a call, is nobody's.
TEST_P(RepeatedKey, ButNotWhatIsNone) {
  for (const std::string_view body :
       {R"({"type":"track","event":"Boat Rented","userId":"u1","Name":"a","mine":1})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","properties":{"Type":1,"EVENT":2}})",
        R"({"type":"identify","userId":"u1","Batch":7})",
        R"({"batch":[{"type":"identify","userId":"u1"}],"Version":1})",
        R"({"type":"batch","batch":[{"type":"identify","userId":"u1"}]})"}) {
    for (const Violation& one : gate_->judge(body, {}, scratch_).violations) {
      EXPECT_NE(one.rule->id, "ENV120") << body;
      EXPECT_NE(one.rule->id, "ENV121") << body;
    }
  }
}

// Where nobody looks at the key by its name the configuration decides, as of any rule.
TEST_P(RepeatedKey, ElsewhereTheConfigurationDecides) {
  constexpr std::string_view kBody =
      R"({"type":"track","event":"Ours","userId":"u1","properties":{"mine":1,"mine":2}})";
  load("profile: minimal");
  EXPECT_TRUE(said(kBody).empty());
  load("profile: recommended");
  EXPECT_EQ(said(kBody), std::vector{Severity::kWarning});
  load("rules: {duplicate-key: off}");
  EXPECT_TRUE(said(kBody).empty());
}

// Old names that are words of one's own here.
TEST_P(RepeatedKey, NorWhereAnOldNameMeansSomethingElse) {
  load("profile: minimal");
  for (const std::string_view body :
       {R"({"type":"track","event":"Boat Rented","userId":"u1","from":"a","from":"b"})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","to":"a","to":"b"})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","action":"tap","action":"swipe"})",
        R"({"type":"identify","userId":"u1","sessionId":"a","sessionId":"b"})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","properties":{"Product ID":"a","Product ID":"b"}})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","properties":{"user_id":"a","user_id":"b"}})",
        R"({"type":"track","event":"Boat Rented","userId":"u1","context":{"ours":{"userAgent":1,"userAgent":2}}})"}) {
    EXPECT_TRUE(said(body).empty()) << body;
  }
}

}  // namespace
}  // namespace specgate
