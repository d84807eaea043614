// The plan comes before every fix: whatever a call and a plan are, no safe fix makes the call fail a plan
// that it would have passed, and none makes it worse. Calls and plans are made at random, from a fixed seed;
// what fails is cut down until nothing more can be left out.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench/embedded_spec.h"
#include "rules/finding.h"
#include "rules/gate.h"
#include "spec/compiled_plan.h"
#include "spec/open.h"
#include "spec/plan_read.h"

namespace specgate {
namespace {

std::shared_ptr<const Spec> spec() {
  static const auto spec = *open_spec({}, {});
  return spec;
}

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
      list += (list.empty() ? "\"" : ",\"") + one.key + R"(":{"type":")" + type_of(one) + "\"}";
      if (one.required) required += (required.empty() ? "\"" : ",\"") + one.key + "\"";
    }
    return R"({"rules":[{"key":")" + planned + R"(","type":"TRACK","version":1,"jsonSchema":{)"
           R"("$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"properties":)"
           R"({"type":"object","additionalProperties":)" + (closed ? "false" : "true") +
           R"(,"properties":{)" + list + R"(},"required":[)" + required + "]}}}}]}";
  }

 private:
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
                                 "timestamp", "price", "quantity", "is_new", "contentAssetId", "position"};
constexpr const char* kValues[] = {"\"1\"", "\"3.50\"", "3.5", "7", "\"usd\"", "true", "[]",
                                   "\"\"", "\"true\"", "[{\"id\":\"p1\",\"price\":\"9.90\"}]"};

template <typename T, size_t N>
const T& one_of(const T (&all)[N], std::mt19937& random) {
  return all[random() % N];
}

Case make(uint32_t seed) {
  std::mt19937 random(seed);
  const auto& [event, planned] = one_of(kEvents, random);
  Case out{event, planned, {}, random() % 3 == 0};
  const size_t count = 1 + random() % 5;
  for (size_t i = 0; i < count; ++i) {
    const std::string key = one_of(kKeys, random);
    const bool has = std::any_of(out.members.begin(), out.members.end(), [&](const Member& m) { return m.key == key; });
    if (has) continue;
    out.members.push_back({key, one_of(kValues, random), static_cast<int>(random() % 3), random() % 3 == 0});
  }
  return out;
}

class Judge {
 public:
  explicit Judge(const Case& one, Profile profile = Profile::kPartner) {
    auto plan = parse_plan("plan.json", one.plan(), *spec());
    RuleConfig config;
    config.profile = profile;
    config.tracking_plan = *CompiledPlan::compile(*std::move(plan));
    gate_ = *Gate::load(spec(), config);
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
  if (fails(named) == 0 && fails(after) != 0) return "a plan is failed that its name would have passed";
  if (fails(after) > fails(named)) return "the plan is failed oftener";
  Severity worst = Severity::kOff;
  std::map<const Rule*, int> had;
  for (const Finding& finding : before) {
    worst = std::max(worst, finding.severity);
    ++had[finding.rule];
  }
  for (const Finding& finding : after) {
    if (--had[finding.rule] < 0 && finding.severity > worst) return "something worse is found";
  }
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
  const auto gate = *Gate::load(spec(), config);
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

TEST(PlanFirst, TheNameIsDecidedFirst) {
  const Case one{"order_completed", "Order Completed", {{"orderId", "\"1\"", 1, true}, {"total", "\"3.50\"", 1, false}}, false};
  EXPECT_EQ(Judge(one).fixed(one.body("order_completed")), one.body("Order Completed"));
}

}  // namespace
}  // namespace specgate
