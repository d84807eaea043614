// The plan comes before every fix: whatever a call and a plan are, no safe fix makes the call fail a plan
// that it would have passed, and none makes it worse. Nothing is omitted that a fix mends, and no list for a
// repeat that it came without. Calls and plans are made at random, from a fixed seed;
// what fails is cut down until nothing more can be left out.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "rules/engine/gate.h"
#include "rules/report/finding.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr const char* kList = "things";  // of objects, each of them but once

struct Member {
  std::string key, value;
  int planned = 0;  // 0: not; 1: with the type it has; 2: with another
  bool required = false;
};

struct Case {
  std::string event;  // as it is written
  std::string planned;
  std::vector<Member> members;
  bool closed = false;
  bool twin = false;  // the plan has the name in another spelling, too
  std::optional<PlanAction> action{};  // for what fails the plan

  std::string body(const std::string& name) const {
    std::string out = R"({"type":"track","userId":"u1","messageId":"m1","event":")" + name + R"(","properties":{)";
    for (const Member& one : members) {
      out += (&one == members.data() ? "\"" : ",\"") + one.key + "\":" + one.value;
    }
    return out + "}}";
  }

  std::string plan() const {
    std::string list, required;
    for (const Member& one : members) {
      if (one.planned == 0) continue;
      list += (list.empty() ? "\"" : ",\"") + one.key + "\":" + schema_of(one);
      if (one.required) required += (required.empty() ? "\"" : ",\"") + one.key + "\"";
    }
    const std::string other = twin ? rule(spelled_otherwise()) + "}}," : "";
    return R"({"rules":[)" + other + rule(planned) +
           R"(,"properties":{"properties":{"type":"object","additionalProperties":)" + (closed ? "false" : "true") +
           R"(,"properties":{)" + list + R"(},"required":[)" + required + "]}}}}]}";
  }

 private:
  static std::string rule(const std::string& name) {
    return R"({"key":")" + name + R"(","type":"TRACK","version":1,"jsonSchema":{)"
           R"("$schema":"http://json-schema.org/draft-07/schema#","type":"object")";
  }

  std::string spelled_otherwise() const {
    std::string out;
    for (const char c : planned) out += c == ' ' ? '_' : static_cast<char>(std::tolower(c));
    return out;
  }

  static std::string schema_of(const Member& one) {
    if (one.key != kList || one.planned != 1) return R"({"type":")" + type_of(one) + "\"}";
    return R"({"type":"array","uniqueItems":true,"items":{"type":"object","additionalProperties":false,)"
           R"("properties":{"id":{"type":"string"}}}})";
  }

  static std::string type_of(const Member& one) {
    const char first = one.value[0];
    const std::string own = first == '"' ? "string" : first == '[' ? "array" : first == 't' ? "boolean" : "number";
    return one.planned == 1 ? own : own == "string" ? "number" : "string";
  }
};

constexpr const char* kEvents[][2] = {
    {"order_completed", "Order Completed"}, {"Completed Order", "Order Completed"},
    {"orderCompleted", "Order Completed"},  {"Order Completed", "Order Completed"},
    {"viewed_product", "Product Viewed"},   {"Viewed Product", "Product Viewed"},
    {"sign up", "Signed Up"},               {"video_playback_started", "Video Playback Started"},
    {"Something Done", "Something Done"}};
constexpr const char* kKeys[] = {"orderId", "order_id", "id", "product_id", "productId", "total", "revenue",
                                 "Revenue", "currency", "products", "coupon", "Plan Name", "plan.name", "userId",
                                 "timestamp", "price", "quantity", "is_new", "contentAssetId", "position", "Coupon",
                                 "Currency", "Products", "imageUrl", "Value", "Position"};
constexpr const char* kValues[] = {"\"1\"", "\"3.50\"", "3.5", "7", "\"usd\"", "true", "[]",
                                   "\"\"", "\"true\"", "[{\"id\":\"p1\",\"price\":\"9.90\"}]"};
constexpr const char* kLists[] = {R"([{"id":"a","x":1},{"id":"a","x":2}])", R"([{"id":"a"},{"id":"b","x":1}])",
                                  R"([{"id":"a"},{"id":"a"}])", R"([{"id":5},{"id":6}])", R"([{"x":1},{"x":"1"}])",
                                  R"([{"id":"a","x":1},{"id":"b","x":1},7])"};

template <typename T, size_t N>
const T& one_of(const T (&all)[N], std::mt19937& random) {
  return all[random() % N];
}

Case make(uint32_t seed) {
  std::mt19937 random(seed);
  const auto& [event, planned] = one_of(kEvents, random);
  Case out{event, planned, {}, random() % 3 == 0, random() % 4 == 0, {}};
  if (random() % 2 == 0) out.action = PlanAction::kOmit;
  const size_t count = 1 + random() % 5;
  for (size_t i = 0; i < count; ++i) {
    const std::string key = one_of(kKeys, random);
    const bool has = std::any_of(out.members.begin(), out.members.end(), [&](const Member& m) { return m.key == key; });
    if (has) continue;
    out.members.push_back({key, one_of(kValues, random), static_cast<int>(random() % 3), random() % 3 == 0});
  }
  if (random() % 3 == 0) out.members.push_back({kList, one_of(kLists, random), 1, false});
  return out;
}

class Judge {
 public:
  explicit Judge(const Case& one, Profile profile = Profile::kPartner) {
    auto plan = parse_plan("plan.json", one.plan(), spec());
    RuleConfig config;
    config.profile = profile;
    for (PlanTerms* terms : {&config.plan_policy.track, &config.plan_policy.identify}) {
      for (const PlanClass which : {PlanClass::kUnplannedMembers, PlanClass::kViolations}) {
        terms->actions[static_cast<size_t>(which)] = one.action;
      }
    }
    config.tracking_plan = *CompiledPlan::compile(*std::move(plan));
    gate_ = *Gate::load(shared_spec(), config);
  }

  std::vector<Finding> findings(const std::string& body) {
    const Verdict verdict = gate_->judge(body, {}, scratch_);
    std::vector<Finding> out;
    for (const Violation& violation : verdict.violations) describe(verdict, violation, out.emplace_back());
    return out;
  }

  std::string fixed(const std::string& body) {
    std::string out;
    fix(*gate_, body, {}, FixMode::kSafeOnly, scratch_, out);
    return out;
  }

 private:
  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
};

bool is_of_plan(const Finding& finding) { return finding.rule->id.starts_with("PLN"); }

// A list with an item that stands twice: of texts, as they are written.
bool repeats(const std::string& list) { return list == kLists[2]; }

bool is_listed(const std::string& body) { return body.find(std::string("\"") + kList + "\":[") != std::string::npos; }

// Of omission alone.
std::string broken_law_of_omission(const Case& one, const std::string& fixed) {
  Case kept = one;
  kept.action = PlanAction::kAllow;
  Judge mending(kept);
  const std::string mended = mending.fixed(one.body(one.event));
  const std::vector<Finding> left = mending.findings(mended);
  const bool passes = std::none_of(left.begin(), left.end(), is_of_plan);
  if (passes && mended != fixed) return "what passed, mended, is omitted";
  for (const Member& member : one.members) {
    const bool keeps = member.key != kList || member.planned != 1 || repeats(member.value) || !is_listed(mended);
    if (!keeps && !is_listed(fixed)) return "a list goes for a repeat that it came without";
  }
  return {};
}

// Is there something new that is as grave as the least of what a safe fix was for?
bool raises_its_like(const std::vector<Finding>& before, const std::vector<Finding>& after) {
  Severity least = Severity::kError;
  std::map<const Rule*, int> had;
  for (const Finding& finding : before) {
    ++had[finding.rule];
    if (finding.has_fix && finding.fix_safe && !is_of_plan(finding)) least = std::min(least, finding.severity);
  }
  return std::any_of(after.begin(), after.end(), [&](const Finding& finding) {
    return !is_of_plan(finding) && --had[finding.rule] < 0 && finding.severity >= least;
  });
}

// Empty, or which law the case breaks.
std::string broken_law(const Case& one) {
  Judge judge(one);
  const std::string body = one.body(one.event), fixed = judge.fixed(body);
  const std::vector<Finding> before = judge.findings(body), after = judge.findings(fixed);
  const std::vector<Finding> named = judge.findings(one.body(one.planned));
  const auto fails = [](const std::vector<Finding>& all) {
    return std::count_if(all.begin(), all.end(), is_of_plan);
  };
  if (fails(before) == 0 && fails(after) != 0) return "a plan is failed that was passed";
  if (fails(named) == 0 && fails(after) != 0 && !one.twin) return "a plan is failed that its name would have passed";
  if (fails(after) > fails(named) && !one.twin) return "the plan is failed oftener";
  if (one.twin && fixed.find("\"" + one.event + "\"") == std::string::npos) return "one of two names is chosen";
  if (one.action == PlanAction::kOmit) {
    if (std::string law = broken_law_of_omission(one, fixed); !law.empty()) return law;
  }
  Severity worst = Severity::kOff;
  std::map<const Rule*, int> had;
  for (const Finding& finding : before) {
    worst = std::max(worst, finding.severity);
    ++had[finding.rule];
  }
  for (const Finding& finding : after) {
    if (--had[finding.rule] < 0 && finding.severity > worst) return "something worse is found";
  }
  if (!one.twin && raises_its_like(named, after)) return "something as grave as what was mended is found";
  return judge.fixed(fixed) == fixed ? "" : "fixing twice differs";
}

// The same case with nothing in it that could be left out.
Case cut_down(Case one) {
  for (size_t i = 0; i < one.members.size();) {
    Case less = one;
    less.members.erase(less.members.begin() + static_cast<long>(i));
    if (broken_law(less).empty()) {
      ++i;
    } else {
      one = less;
    }
  }
  return one;
}

TEST(PlanFirst, NoSafeFixBreaksAPlan) {
  int failed = 0;
  for (uint32_t seed = 0; seed < 1500 && failed < 5; ++seed) {
    const Case one = make(seed);
    if (broken_law(one).empty()) continue;
    ++failed;
    const Case small = cut_down(one);
    Judge judge(small);
    ADD_FAILURE() << broken_law(small) << ", seed " << seed << "\n  " << small.body(small.event) << "\n  "
                  << small.plan() << "\n  becomes " << judge.fixed(small.body(small.event));
  }
}

std::string fixed_by_partner(const std::string& body) {
  RuleConfig config;
  config.profile = Profile::kPartner;
  const auto gate = *Gate::load(shared_spec(), config);
  Scratch scratch;
  std::string out;
  fix(*gate, body, {}, FixMode::kSafeOnly, scratch, out);
  return out;
}

// A number is no product_id of this plan, whatever it is called.
TEST(PlanFirst, WhatWouldFailThePlanKeepsItsName) {
  const Case one{"Product Viewed", "Product Viewed", {{"productId", "5", 0, false}, {"product_id", "\"p\"", 1, false}}, false};
  const std::string body =
      R"({"type":"track","userId":"u1","messageId":"m1","event":"Product Viewed","properties":{"productId":5}})";
  EXPECT_EQ(Judge(one, Profile::kRecommended).fixed(body), body);
}

constexpr const char* kPrices =
    R"({"rules":[{"type":"TRACK","key":"Product Viewed","version":1,"jsonSchema":{"type":"object"}},)"
    R"({"type":"COMMON","version":1,"jsonSchema":{"type":"object","properties":{"properties":{"type":"object",)"
    R"("properties":{"price":{"type":"number"}}}}}}]})";

std::string fixed_under(const char* plan, const std::string& body, FixMode mode = FixMode::kSafeOnly) {
  RuleConfig config;
  config.tracking_plan = *CompiledPlan::compile(*parse_plan("plan.json", plan, spec()));
  const auto gate = *Gate::load(shared_spec(), config);
  Scratch scratch;
  std::string out;
  fix(*gate, body, {}, mode, scratch, out);
  return out;
}

// A name that would hurt keeps no id from being mended.
TEST(PlanFirst, WhatHurtsIsLeftAndTheRestIsMended) {
  EXPECT_EQ(fixed_under(kPrices, R"({"type":"track","userId":7,"messageId":"m1","event":"Product Viewed","properties":{"Price":[]}})"),
            R"({"type":"track","userId":"7","messageId":"m1","event":"Product Viewed","properties":{"Price":[]}})");
}

// Nor is there one error more where there was one already.
TEST(PlanFirst, NoErrorComesBesideAnother) {
  for (const char* body :
       {R"({"type":"track","userId":"u1","messageId":"m1","event":"Boat Rented","properties":{"Price":[]}})",
        R"({"type":"track","userId":{},"messageId":"m1","event":"Product Viewed","properties":{"Price":[]}})"}) {
    EXPECT_EQ(fixed_under(kPrices, body), body);
  }
}

// What a name would lay bare, as grave as the name's own fault, keeps that name away, and no other.
TEST(PlanFirst, NoNameLaysAFaultBare) {
  const auto call = [](const std::string& properties) {
    return R"({"type":"track","userId":"u1","messageId":"m1","event":"Order Completed","properties":)" + properties + "}";
  };
  const auto fixed = [&](const char* properties) { return fixed_by_partner(call(properties)); };
  EXPECT_EQ(fixed(R"({"Coupon":7,"orderId":"1"})"), call(R"({"Coupon":7,"order_id":"1"})"));
  EXPECT_EQ(fixed(R"({"Currency":"dollars","Coupon":"A"})"), call(R"({"Currency":"dollars","coupon":"A"})"));
  EXPECT_EQ(fixed(R"({"Currency":"usd","Revenue":"12.50"})"), call(R"({"currency":"USD","revenue":12.50})"));
  EXPECT_EQ(fixed(R"({"Revenue":"$12"})"), call(R"({"Revenue":"$12"})"));
}

// The call's id, under whatever name, and what else there is to mend.
std::string order(const std::string& id, const std::string& event, const std::string& properties) {
  return R"({"type":"track","messageId":"m1",)" + id + R"(,"event":")" + event + R"(","properties":)" + properties + "}";
}

// What is left as it came costs the event none of its other fixes.
TEST(PlanFirst, WhatHurtsCostsNoOtherFix) {
  constexpr const char* kLeft[][2] = {{R"("userId":"u1","anonymous_id":0)", R"("Currency":"dollars")"},
                                      {R"("user_id":0)", R"("Revenue":"$12")"},
                                      {R"("userID":false,"anonymousId":"a1")", R"("Coupon":7)"}};
  for (const auto& [id, property] : kLeft) {
    const std::string rest = std::string(",") + property + "}";
    EXPECT_EQ(fixed_by_partner(order(id, "order completed", R"({"orderId":"1","total":"3.50")" + rest)),
              order(id, "Order Completed", R"({"order_id":"1","total":3.50)" + rest));
  }
  EXPECT_EQ(fixed_by_partner(order(R"("user_id":"null")", "order completed", R"({"orderId":"1"})")),
            order(R"("userId":"null")", "Order Completed", R"({"order_id":"1"})"));
}

// A name that the plan does not take under its new event is not given, and only that one.
TEST(PlanFirst, AFieldThatWouldFailThePlanKeepsItsName) {
  const char* const plan =
      R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"properties":{"userId":{"type":"string","pattern":"^usr_"}}}},)"
      R"({"type":"TRACK","key":"Order Completed","version":1,"jsonSchema":{}}]})";
  const auto both = R"("anonymousId":"a1",)";
  for (const char* name : {"order_completed", "Order Completed"}) {
    EXPECT_EQ(fixed_under(plan, order(both + std::string(R"("user_id":"u1")"), name, R"({"orderId":"1"})")),
              order(both + std::string(R"("user_id":"u1")"), "Order Completed", R"({"order_id":"1"})"));
    EXPECT_EQ(fixed_under(plan, order(both + std::string(R"("user_id":"usr_1")"), name, R"({"orderId":"1"})")),
              order(both + std::string(R"("userId":"usr_1")"), "Order Completed", R"({"order_id":"1"})"));
  }
}

// One name that fails the plan keeps no other away, and what is fixed once is fixed.
TEST(PlanFirst, NamesThatFailThePlanAreTriedOneByOne) {
  const char* const plan =
      R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"properties":{"userId":{"type":"string","pattern":"^u"}}}},)"
      R"({"type":"TRACK","key":"Order Completed","version":1,"jsonSchema":{"properties":{"properties":{"type":"object",)"
      R"("additionalProperties":false,"properties":{"products":{"type":"array"}}}}}}]})";
  const std::string body = order(R"("anonymousId":"a1","user_id":"z")", "order_completed", R"({"Products":null})");
  const std::string once = fixed_under(plan, body);
  EXPECT_EQ(once, order(R"("anonymousId":"a1","user_id":"z")", "Order Completed", R"({"products":null})"));
  EXPECT_EQ(fixed_under(plan, once), once);
}

// An event that Segment takes is not mended into one that it drops; its neighbours are mended.
TEST(PlanFirst, WhatSegmentTookIsNotMadeWorse) {
  for (const char* body :
       {R"({"type":"track","event":"A Clicked","user_id":"","anonymousId":"a","messageId":"1"})",
        R"({"type":"track","event":"A Clicked","user_id":{"a":1},"anonymousId":"a","messageId":"1"})",
        R"({"type":"track","event":"A Clicked","userId":"u","messageId":"1","options":{"providers":["Mixpanel"]}})",
        R"({"type":"track","event":"A Clicked","userId":"u","messageId":"1","options":{"color":"red"}})",
        R"({"type":"track","event":"segment_consent_preference_updated","userId":"u","messageId":"1"})",
        R"({"type":"track","event":"productReViewed","userId":"u","messageId":"1"})",
        R"({"type":"track","event":"A Clicked","userId":0,"anonymousId":"a","messageId":"1"})",
        R"({"type":"track","event":"A Clicked","userId":"u","messageId":"1","properties":{"a":1,"a":2,"a":1}})"}) {
    EXPECT_EQ(fixed_by_partner(body), body);
  }
  EXPECT_EQ(fixed_by_partner(
                R"({"batch":[{"type":"track","event":"segment_consent_preference_updated","userId":"u"},{"type":"track","event":"sign_up","userId":"u"}]})"),
            R"({"batch":[{"type":"track","event":"segment_consent_preference_updated","userId":"u"},{"type":"track","event":"Signed Up","userId":"u"}]})");
}

// A plan for identify calls, and one for a track call, with whose terms what fails is omitted.
std::string omitted_by(const char* plan, const std::string& body) {
  RuleConfig config;
  config.profile = Profile::kRecommended;
  for (PlanTerms* terms : {&config.plan_policy.track, &config.plan_policy.identify}) {
    for (std::optional<PlanAction>& action : terms->actions) action = PlanAction::kOmit;
  }
  config.tracking_plan = *CompiledPlan::compile(*parse_plan("plan.json", plan, spec()));
  const auto gate = *Gate::load(shared_spec(), config);
  Scratch scratch;
  std::string out, again;
  fix(*gate, body, {}, FixMode::kSafeOnly, scratch, out);
  fix(*gate, out, {}, FixMode::kSafeOnly, scratch, again);
  EXPECT_EQ(again, out);
  return out;
}

constexpr const char* kPerson =
    R"({"rules":[{"type":"IDENTIFY","version":1,"jsonSchema":{"properties":{"traits":{"type":"object",)"
    R"("additionalProperties":false,"properties":{"age":{"type":"number"},"firstName":{"type":"string"}}}}}}]})";
constexpr const char* kOrder =
    R"({"rules":[{"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{"properties":{"properties":)"
    R"({"additionalProperties":false,"properties":{"order_id":{"type":"string"},"total":{"type":"number"}}}}}}]})";

// The number in a string is mended, the other spelling is renamed; what then still fails goes.
TEST(PlanFirst, NothingIsOmittedThatAFixMends) {
  const std::string person = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{)";
  EXPECT_EQ(omitted_by(kPerson, person + R"("age":"30","boat":1}})"), person + R"("age":30}})");
  EXPECT_EQ(omitted_by(kPerson, person + R"("age":"old","firstName":5}})"), person + "}}");
  const std::string order =
      R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m1","properties":{)";
  EXPECT_EQ(omitted_by(kOrder, order + R"("orderId":"1","total":"3.50","boat":1}})"),
            order + R"("order_id":"1","total":3.50}})");
}

constexpr const char* kThings =
    R"({"rules":[{"key":"Things Packed","type":"TRACK","version":1,"jsonSchema":{"properties":{"properties":)"
    R"({"additionalProperties":false,"properties":{"count":{"type":"number"},"things":{"type":"array",)"
    R"("uniqueItems":true,"items":{"additionalProperties":false,"properties":{"id":{"type":"string"}}}}}}}}}]})";

// Items that omission would make equal keep what tells them apart; what came twice goes, as ever.
TEST(PlanFirst, NoListGoesForARepeatThatOmissionMade) {
  const std::string head =
      R"({"type":"track","event":"Things Packed","userId":"u1","messageId":"m1","properties":{)";
  EXPECT_EQ(omitted_by(kThings, head + R"("boat":1,"things":[{"id":"a","x":1},{"id":"a","x":2}]}})"),
            head + R"("things":[{"id":"a","x":1},{"id":"a","x":2}]}})");
  EXPECT_EQ(omitted_by(kThings, head + R"("things":[{"id":5},{"id":6}]}})"), head + R"("things":[{"id":5},{"id":6}]}})");
  EXPECT_EQ(omitted_by(kThings, head + R"("things":[{"id":"a","x":1},{"id":"b","x":2}]}})"),
            head + R"("things":[{"id":"a"},{"id":"b"}]}})");
  EXPECT_EQ(omitted_by(kThings, head + R"("things":[{"id":"a"},{"id":"a"}]}})"), head + "}}");
}

TEST(PlanFirst, WhatIsLeftAsItCameIsTold) {
  RuleConfig config;
  for (std::optional<PlanAction>& action : config.plan_policy.track.actions) action = PlanAction::kOmit;
  config.tracking_plan = *CompiledPlan::compile(*parse_plan("plan.json", kThings, spec()));
  const auto gate = *Gate::load(shared_spec(), config);
  Scratch scratch;
  std::string out;
  std::vector<bool> left;
  OnFix on;
  on.left_alone = &left;
  fix(*gate,
      R"({"batch":[{"type":"track","event":"Things Packed","userId":"u","properties":{"boat":1}},)"
      R"({"type":"track","event":"Things Packed","userId":"u","properties":{"things":[{"x":1},{"x":2}]}}]})",
      {}, FixMode::kSafeOnly, scratch, out, on);
  EXPECT_EQ(left, (std::vector<bool>{false, true}));
}

// Two planned names of the same letters: whichever was meant is for people to say, and both are told.
TEST(PlanFirst, OfNamesAlikeNoneIsChosen) {
  const std::vector<std::string> both = {"order_completed", "Order Completed"};
  for (const char* name : {"orderCompleted", "Order_Completed", "ORDER COMPLETED", "Completed Order"}) {
    const Case one{name, "Order Completed", {}, false, true, {}};
    Judge judge(one);
    EXPECT_EQ(judge.fixed(one.body(name)), one.body(name));
    const std::vector<Finding> all = judge.findings(one.body(name));
    const auto found = std::find_if(all.begin(), all.end(), is_of_plan);
    ASSERT_NE(found, all.end()) << name;
    EXPECT_EQ(found->suggestions, both);
    EXPECT_NE(found->message.find(R"(did you mean "order_completed" or "Order Completed"?)"), std::string::npos)
        << found->message;
  }
}

// The plan's own spelling comes before the Spec's name, and what is advised is what would be done.
TEST(PlanFirst, ThePlansSpellingComesBeforeTheSpecsName) {
  const char* const plan =
      R"({"rules":[{"key":"Completed_Order","type":"TRACK","version":1,"jsonSchema":{}},)"
      R"({"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{}}]})";
  const std::string body = R"({"type":"track","event":"Completed Order","userId":"u1","messageId":"m1","properties":{}})";
  EXPECT_EQ(omitted_by(plan, body), body);
}

// Nor does what is fixed by everything make an event fail the plan that it passed.
TEST(PlanFirst, NoUnsafeFixBreaksAPlanEither) {
  const char* const plan =
      R"({"rules":[{"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{"properties":{"context":)"
      R"({"properties":{"campaign":{"type":"object","required":["utm_source"]}}}}}}]})";
  const std::string body = R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m1",)"
                           R"("context":{"campaign":{"utm_source":"x"}},"properties":{}})";
  EXPECT_EQ(fixed_under(plan, body, FixMode::kAll), body);
  EXPECT_NE(fixed_under(R"({"rules":[{"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{}}]})", body,
                        FixMode::kAll),
            body);
}

TEST(PlanFirst, TheNameIsDecidedFirst) {
  const Case one{"order_completed", "Order Completed", {{"orderId", "\"1\"", 1, true}, {"total", "\"3.50\"", 1, false}}, false};
  EXPECT_EQ(Judge(one).fixed(one.body("order_completed")), one.body("Order Completed"));
}

}  // namespace
}  // namespace specgate
