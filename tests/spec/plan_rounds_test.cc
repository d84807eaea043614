// What `plan convert` promises, of random plans: it reads what it writes, in every shape, and what it
// does not name as lost is said there as before. Counterexamples, cut down, are kept in plan_rounds/.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/spec/plan_maker.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

#define X(id, name) PlanShape::id,
constexpr PlanShape kShapes[] = {SPECGATE_PLAN_SHAPES(X)};
#undef X

// Nothing: the plan is none that is read.
std::string broken_promises(std::string_view text, bool& read) {
  const auto plan = parse_plan("plan.json", text, spec());
  read = static_cast<bool>(plan);
  std::string out;
  for (const PlanShape shape : kShapes) {
    if (read) out += broken_promise(*plan, shape);
  }
  return out;
}

void hold(MakerTaste taste) {
  constexpr uint64_t kPlans = 1500;
  size_t plans = 0, broken = 0;
  for (uint64_t seed = 1; seed <= kPlans && broken < 3; ++seed) {
    const std::string text = make_plan(seed, taste);
    bool read = false;
    const std::string found = broken_promises(text, read);
    plans += read;
    if (found.empty()) continue;
    ++broken;
    ADD_FAILURE() << "seed " << seed << "\n" << text << "\n" << found;
  }
  EXPECT_GT(plans + (broken == 0 ? 0 : kPlans), kPlans / 2) << "most of them are plans";
}

TEST(PlanRounds, SoundPlansAreReadAgainAndSayTheSame) { hold(MakerTaste::kSound); }

TEST(PlanRounds, SoArePlansWithValuesThatNoValidatorTakes) { hold(MakerTaste::kWild); }

TEST(PlanRounds, CounterexamplesOfBefore) {
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SPECGATE_SOURCE "/tests/spec/plan_rounds")) {
    for (const std::string& line : file_lines(entry.path())) {
      ++cases;
      bool read = false;
      EXPECT_EQ(broken_promises(line, read), "") << line;
      EXPECT_TRUE(read) << line;
    }
  }
  EXPECT_GE(cases, 20U);
}

}  // namespace
}  // namespace specgate
