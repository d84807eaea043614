// Every example of every rule, run: what the docs of a rule claim is what the engine does.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "rules/engine/edit.h"
#include "rules/engine/gate.h"
#include "rules/explained_codes.h"
#include "rules/report/render.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

std::shared_ptr<const CompiledPlan> plan_of(std::string_view text) {
  Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
  EXPECT_TRUE(plan) << (plan ? "" : plan.problems()[0].text());
  auto compiled = CompiledPlan::compile(*std::move(plan));
  EXPECT_TRUE(compiled) << (compiled ? "" : compiled.problems()[0].text());
  return *compiled;
}

struct Hit {
  const Rule* rule;
  Severity severity;
  SegmentCode code;
  std::string pointer, message;
};

class Judge {
 public:
  Judge(Profile profile, const Example& example) {
    RuleConfig config;
    config.profile = profile;
    config.settings.integration_name = "my-tool";
    config.settings.integration_version = "1.0.0";
    config.settings.region = "us";
    if (!example.plan.empty()) config.tracking_plan = plan_of(example.plan);
    gate_ = *Gate::load(shared_spec(), config);
    arrival_.at_ms = kNow;
    if (example.path.empty()) return;
    arrival_.route = spec().route("POST", example.path);
    arrival_.transport = {.known = true,
                          .method = "POST",
                          .path = example.path,
                          .host = "api.segment.io",
                          .content_type = example.content_type,
                          .authorization = example.authorization,
                          .has_authorization = !example.authorization.empty()};
  }

  std::vector<Hit> hits(std::string_view body) {
    const Verdict verdict = gate_->judge(body, arrival_, scratch_);
    std::vector<Hit> out;
    for (const Violation& violation : verdict.violations) {
      Hit hit{violation.rule, violation.severity, violation.segment_code, {}, {}};
      append_pointer(verdict, violation, hit.pointer);
      append_message(violation, hit.message);
      out.push_back(std::move(hit));
    }
    return out;
  }

  // One pass of this rule's own fixes.
  std::string fixed_by(const Rule& rule, std::string_view body) {
    const Verdict verdict = gate_->judge(body, arrival_, scratch_);
    std::vector<const Edit*> edits;
    for (const Violation& violation : verdict.violations) {
      if (violation.rule != &rule) continue;
      for (uint32_t i = 0; i < violation.edits.count; ++i) {
        edits.push_back(&verdict.edits[violation.edits.first + i]);
      }
    }
    std::string out;
    splice(body, splices(verdict.batch, edits), out);
    return out;
  }

 private:
  std::shared_ptr<const Gate> gate_;
  Arrival arrival_;
  Scratch scratch_;
};

std::string listed(const std::vector<Hit>& hits) {
  std::string out;
  for (const Hit& hit : hits) {
    out += "\n    " + std::string(name_of(hit.severity)) + " " + std::string(hit.rule->id) + " " +
           std::string(hit.rule->name) + " at \"" + hit.pointer + "\": " + hit.message;
  }
  return out;
}

bool names(const std::vector<Hit>& hits, const Rule& rule) {
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.rule == &rule; });
}

class ExampleTest : public testing::TestWithParam<const Rule*> {};

TEST_P(ExampleTest, BadFiresAtItsPlaceAndNothingElseIsAsSevere) {
  const Rule& rule = *GetParam();
  for (const Example& example : rule.examples) {
    if (example.bad.empty()) continue;
    Judge judge(rule.profile, example);
    const std::vector<Hit> hits = judge.hits(written_out(example.bad, example.times));
    const Severity own = severity_in(rule.profile, rule);
    bool there = false;
    for (const Hit& hit : hits) {
      there = there || (hit.rule == &rule && hit.pointer == example.at);
      if (hit.rule != &rule && hit.rule->name != example.with) {
        EXPECT_LT(hit.severity, own) << example.bad << listed(hits);
      }
    }
    EXPECT_TRUE(there) << rule.name << " is missing at \"" << example.at << "\" of " << example.bad
                       << listed(hits);
  }
}

TEST_P(ExampleTest, GoodIsSilent) {
  const Rule& rule = *GetParam();
  for (const Example& example : rule.examples) {
    if (example.good.empty()) continue;
    Judge judge(rule.profile, example);
    const std::vector<Hit> hits = judge.hits(written_out(example.good, example.times));
    EXPECT_FALSE(names(hits, rule)) << example.good << listed(hits);
    for (const Hit& hit : hits) {
      EXPECT_NE(hit.severity, Severity::kError) << example.good << listed(hits);
    }
  }
}

TEST_P(ExampleTest, FixedIsWhatTheFixYieldsAndStaysSilent) {
  const Rule& rule = *GetParam();
  for (const Example& example : rule.examples) {
    if (example.bad.empty() || example.fixed.empty()) continue;
    Judge judge(rule.profile, example);
    EXPECT_EQ(judge.fixed_by(rule, example.bad), example.fixed);
    const std::vector<Hit> hits = judge.hits(example.fixed);
    EXPECT_FALSE(names(hits, rule)) << example.fixed << listed(hits);
  }
}

// What no example reaches is a code that is declared and perhaps never told.
TEST_P(ExampleTest, EachOfSeveralCodesIsToldOfSomeExample) {
  const Rule& rule = *GetParam();
  std::set<SegmentCode> told;
  for (const Example& example : rule.examples) {
    if (example.bad.empty()) continue;
    Judge judge(rule.profile, example);
    for (const Hit& hit : judge.hits(written_out(example.bad, example.times))) {
      if (hit.rule == &rule && hit.code != SegmentCode::kNone) told.insert(hit.code);
    }
  }
  for (const SegmentCode code : told) EXPECT_TRUE(rule.segment_codes.contains(code)) << name_of(code);
  rule.segment_codes.each(
      [&](SegmentCode code) { EXPECT_TRUE(told.contains(code)) << name_of(code) << " is never told"; });
}

TEST_P(ExampleTest, IsWhole) {
  const Rule& rule = *GetParam();
  EXPECT_FALSE(rule.message.empty());
  for (const std::string_view heading : {"### What", "### Why", "### Fix"}) {
    EXPECT_NE(rule.doc.find(heading), std::string_view::npos) << heading;
  }
  bool good = false, bad = false;
  for (const Example& example : rule.examples) {
    good = good || !example.good.empty();
    bad = bad || !example.bad.empty();
  }
  EXPECT_TRUE(good && bad) << "a rule shows at least one good and one bad payload";
}

// A fold over the run has no walk to fire in; tests/lint runs its examples, and reported_test.cc those
// of what is told.
std::vector<const Rule*> walked_rules() {
  std::vector<const Rule*> out;
  for (const Rule* rule : all_rules()) {
    if (rule->on != On::kRun && rule->on != On::kTold && rule->on != On::kPlanFile) out.push_back(rule);
  }
  return out;
}

std::string test_name(const testing::TestParamInfo<const Rule*>& info) {
  std::string out(info.param->id);
  out += '_';
  for (const char c : info.param->name) out += c == '-' ? '_' : c;
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rules, ExampleTest, testing::ValuesIn(walked_rules()), test_name);

TEST(Registry, WhatIsExplainedIsToldOfNoRule) {
  for (const auto& [code, rule] : kExplainedCodes) {
    for (const Rule* each : all_rules()) EXPECT_FALSE(each->segment_codes.contains(code)) << each->name;
    EXPECT_TRUE(has_code(*rule, code));
  }
}

// spec/data/calls/*.yaml says what a call has and a batch has not; `type`, and what libraries add for themselves,
// is nobody's loss.
TEST(Registry, WhatIsLostBesideABatchFollowsFromTheCalls) {
  const std::set<std::string_view> unheard = {"type", "version", "channel", "_metadata"};
  std::set<std::string_view> of_batch;
  for (const CallField& row : spec().data().call_fields) {
    if (row.call == "batch" || row.call == "import") of_batch.insert(row.field);
  }
  for (const CallField& row : spec().data().call_fields) {
    if (row.field.find_first_of(".[") != std::string::npos) continue;
    const bool lost = !of_batch.contains(row.field) && !unheard.contains(row.field);
    const std::string call = R"({"type":"identify","userId":"u1"})";
    const std::string body = R"({"batch":[)" + call + "],\"" + row.field + R"(":"x"})";
    if (row.field == "batch") continue;
    EXPECT_EQ(names(Judge(Profile::kRecommended, {}).hits(body), rules::call_field_beside_batch), lost)
        << row.field;
  }
}

TEST(Registry, CodesAndNamesAreUnique) {
  std::set<std::string_view> seen;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(seen.insert(rule->id).second) << rule->id;
    EXPECT_TRUE(seen.insert(rule->name).second) << rule->name;
  }
}

}  // namespace
}  // namespace specgate
