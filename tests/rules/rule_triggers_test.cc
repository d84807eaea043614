// Facts only spare calls: a rule that is asked everywhere says no more than where its facts hold.
#include "rules/rule_triggers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "rules/engine/custom_rule.h"
#include "rules/engine/gate.h"
#include "spec/catalogue/load_words.h"

namespace specgate {
namespace {

constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

std::shared_ptr<const Spec> embedded() {
  Result<SpecData> data = load_spec(embedded_spec());
  Result<Words> words = load_words(embedded_spec());
  Result<Spec> spec = Spec::compile(*std::move(data), *std::move(words), {});
  EXPECT_TRUE(spec);
  return std::make_shared<const Spec>(*std::move(spec));
}

bool can_do_without_facts(const Rule& rule) {
  return rule.facts != 0 && (rule.on == On::kBatch || rule.on == On::kEvent);
}

// With `doubled`, each rule that names facts is there once more, and names none.
std::shared_ptr<const Gate> gate_of(const std::shared_ptr<const Spec>& spec, bool doubled) {
  RuleConfig config;
  config.profile = Profile::kStrict;
  config.settings.region = "us";
  for (const Rule* rule : all_rules()) {
    if (!doubled || !can_do_without_facts(*rule)) continue;
    auto twin = std::make_shared<CustomRule>();
    twin->rule = *rule;
    twin->rule.facts = 0;
    config.custom.push_back(std::move(twin));
  }
  return *Gate::load(spec, config);
}

size_t times(const Verdict& verdict, const Rule& rule) {
  return static_cast<size_t>(
      std::count_if(verdict.violations.begin(), verdict.violations.end(),
                    [&](const Violation& violation) { return violation.rule == &rule; }));
}

Arrival arrival_of(const Spec& spec, const Example& example) {
  Arrival arrival;
  arrival.at_ms = kNow;
  if (example.path.empty()) return arrival;
  arrival.route = spec.route("POST", example.path);
  arrival.transport.known = true;
  arrival.transport.path = example.path;
  arrival.transport.content_type = example.content_type;
  arrival.transport.authorization = example.authorization;
  return arrival;
}

TEST(FactsTest, HideNoViolationOfAnyExample) {
  const auto spec = embedded();
  const auto usual = gate_of(spec, false), doubled = gate_of(spec, true);
  Scratch first, second;
  for (const Rule* owner : all_rules()) {
    for (const Example& example : owner->examples) {
      const std::string body =
          written_out(example.bad.empty() ? example.good : example.bad, example.times);
      const Arrival arrival = arrival_of(*spec, example);
      const Verdict once = usual->judge(body, arrival, first);
      const Verdict twice = doubled->judge(body, arrival, second);
      for (const Rule* rule : all_rules()) {
        const size_t calls = can_do_without_facts(*rule) ? 2 : 1;
        EXPECT_EQ(times(twice, *rule), calls * times(once, *rule)) << rule->name << ": " << body;
      }
    }
  }
}

}  // namespace
}  // namespace specgate
