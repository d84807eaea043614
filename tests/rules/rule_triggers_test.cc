// Facts only spare calls: a rule that is asked everywhere says no more than where its facts hold.
#include "rules/rule_triggers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "rules/engine/custom_rule.h"
#include "rules/engine/gate.h"
#include "rules/engine/site.h"
#include "rules/time/moment.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

bool names_facts(const Rule& rule) {
  return rule.facts != 0 && (rule.on == On::kBatch || rule.on == On::kEvent || rule.on == On::kTime);
}

// For a twin that is asked of every value where its rule is asked of times.
void check_time(const Site& site, Findings& out) {
  if (!is_time_of_call(site.batch, site.event, site.node) && !is_clock(site.node)) return;  // a date is no time
  for (const Rule* rule : all_rules()) {
    if (rule->id == site.custom->rule.id) rule->check(site, out);
  }
}

// With `doubled`, each rule that names facts is there once more, and names none.
std::shared_ptr<const Gate> gate_of(bool doubled) {
  RuleConfig config;
  config.profile = Profile::kStrict;
  config.settings.region = "us";
  for (const Rule* rule : all_rules()) {
    if (!doubled || !names_facts(*rule)) continue;
    auto twin = std::make_shared<CustomRule>();
    twin->rule = *rule;
    twin->rule.facts = 0;
    if (rule->on == On::kTime) {
      twin->rule.on = On::kValue;
      twin->rule.check = check_time;
    }
    config.custom.push_back(std::move(twin));
  }
  return *Gate::load(shared_spec(), config);
}

size_t times(const Verdict& verdict, const Rule& rule) {
  return static_cast<size_t>(
      std::count_if(verdict.violations.begin(), verdict.violations.end(),
                    [&](const Violation& violation) { return violation.rule == &rule; }));
}

Arrival arrival_of(const Example& example) {
  Arrival arrival;
  arrival.at_ms = kNow;
  if (example.path.empty()) return arrival;
  arrival.route = spec().route("POST", example.path);
  arrival.transport.known = true;
  arrival.transport.path = example.path;
  arrival.transport.content_type = example.content_type;
  arrival.transport.authorization = example.authorization;
  return arrival;
}

class RuleTriggers : public testing::Test {
 protected:
  // Each rule says of the body as much as its twin; adds up in said() what it says.
  void expect_same(const std::string& body, const Arrival& arrival) {
    const Verdict once = usual_->judge(body, arrival, first_);
    const Verdict twice = doubled_->judge(body, arrival, second_);
    for (const Rule* rule : all_rules()) {
      const size_t here = times(once, *rule);
      said_[rule] += here;
      EXPECT_EQ(times(twice, *rule), (names_facts(*rule) ? 2 : 1) * here) << rule->name << ": " << body;
    }
  }

  size_t said(const Rule& rule) { return said_[&rule]; }

 private:
  const std::shared_ptr<const Gate> usual_ = gate_of(false), doubled_ = gate_of(true);
  Scratch first_, second_;
  std::map<const Rule*, size_t> said_;
};

TEST_F(RuleTriggers, HideNoViolationOfAnyExample) {
  for (const Rule* owner : all_rules()) {
    for (const Example& example : owner->examples) {
      const std::string body = written_out(example.bad.empty() ? example.good : example.bad, example.times);
      expect_same(body, arrival_of(example));
    }
  }
  for (const Rule* rule : all_rules()) {
    if (rule->on == On::kTime) {
      EXPECT_GT(said(*rule), 0U) << rule->name << ": no example has it said";
    }
  }
}

TEST_F(RuleTriggers, HideNoViolationOfAnyTime) {
  for (const char* field : {"timestamp", "originalTimestamp", "sentAt", "receivedAt"}) {
    for (const char* time :
         {"null", "true", "{}", "[]", "0", "-1", "1.5", "1780272000", "1780272000000", "9e99", R"("")", R"("0")",
          R"("yesterday")", R"("2026-06-01")", R"("2026-06-01T00:00:00")", R"("2026-06-01T00:00:00Z")",
          R"("2026-06-01T00:00:00.001Z")", R"("2026-06-01T14:00:01")", R"("2026-06-01T14:30:00+14:00")",
          R"("0001-01-01T00:00:00Z")", R"("0001-01-01T00:00:00")", R"("1970-01-01T00:00:00Z")",
          R"("1970-01-01T00:00:00.001Z")", R"("2031-12-10T04:08:31Z")", R"("2031-12-10T04:08:31")"}) {
      for (const int64_t now : {int64_t{0}, kNow}) {
        Arrival arrival;
        arrival.at_ms = now;
        expect_same(R"({"type":"identify","userId":"u1",")" + std::string(field) + "\":" + time + "}", arrival);
      }
    }
  }
}

}  // namespace
}  // namespace specgate
