// Nothing is allocated per event after warm-up: the whole judgement, findings and fixes included.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/corpus.h"
#include "rules/engine/gate.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

class AllocationTest : public testing::TestWithParam<Profile> {};

TEST_P(AllocationTest, NoneOnceWarm) {
  const std::string text = bench::make_events(2000) + bench::make_batches(5, 100);
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(std::string_view(text).substr(at, text.find('\n', at) - at));
  }
  RuleConfig config;
  config.profile = GetParam();
  const std::shared_ptr<const Gate> gate = whole(Gate::load(shared_spec(), config));
  Arrival arrival;
  arrival.at_ms = kNow;
  Scratch scratch;
  const auto judge_all = [&] {
    size_t violations = 0;
    for (const std::string_view line : lines) {
      violations += gate->judge(line, arrival, scratch).violations.size();
      violations += gate->judge(line.substr(0, line.size() / 2), arrival, scratch).violations.size();
    }
    return violations;
  };
  const size_t found = judge_all();
  EXPECT_GT(found, lines.size());  // the halved lines alone are that many
  const size_t before = bench::allocations();
  const size_t again = judge_all();
  const size_t after = bench::allocations();
  EXPECT_EQ(again, found);
  EXPECT_EQ(after - before, 0U);
}

INSTANTIATE_TEST_SUITE_P(Profiles, AllocationTest,
                         testing::Values(Profile::kRecommended, Profile::kStrict),
                         [](const auto& one) { return std::string(name_of(one.param)); });

}  // namespace
}  // namespace specgate
