// How often a text is judged on its way: once as it came, and once for each step that changes it.
#include <gtest/gtest.h>

#include <string>

#include "lint/run/fix_body.h"
#include "rules/engine/gate.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr std::string_view kClean =
    R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m1","timestamp":"2026-01-02T03:04:05.678Z",)"
    R"("context":{"library":{"name":"a","version":"1"}},"properties":{"order_id":"o1"}})";
constexpr std::string_view kOneStep = R"({"type":"track","event":"order_completed","userId":1,"messageId":"m1"})";
constexpr std::string_view kInString =
    R"({"method":"POST","path":"/v1/track","headers":{},"body":"{\"event\":\"order_completed\",\"userId\":1}"})";

const Gate& gate() {
  static const std::shared_ptr<const Gate> made = *Gate::load(shared_spec(), default_config().rules);
  return *made;
}

struct Case {
  std::string_view body;
  bool changed;
  uint64_t outer, inner;  // texts judged with each scratch, the verdict that is known among them
};

TEST(Judged, OnceAsItCameAndOnceAsItGoes) {
  for (const Case& one : {Case{kClean, false, 1, 0}, {kOneStep, true, 2, 0}, {kInString, true, 1, 2}}) {
    Scratch outer, inner;
    const Arrival arrival;
    const Verdict known = gate().judge(one.body, arrival, outer);
    FixJob job{gate(), arrival, FixMode::kSafeOnly, outer, inner};
    job.known = &known;
    std::string out;
    EXPECT_EQ(fix_body(job, one.body, out), one.changed) << one.body;
    EXPECT_EQ(outer.judged, one.outer) << one.body;
    EXPECT_EQ(inner.judged, one.inner) << one.body;
  }
}

TEST(Judged, TheLastVerdictIsOfWhatComesOut) {
  for (const std::string_view body : {kClean, kOneStep, std::string_view(R"({"type":"track","userId":)")}) {
    Scratch scratch, other;
    std::string out;
    const Fixed fixed = fix(gate(), body, {}, FixMode::kSafeOnly, scratch, out);
    ASSERT_TRUE(fixed.last) << body;
    const Verdict again = gate().judge(out, {}, other);
    EXPECT_EQ(fixed.last->batch.source, out);
    ASSERT_EQ(fixed.last->violations.size(), again.violations.size()) << body;
    for (size_t i = 0; i < again.violations.size(); ++i) {
      EXPECT_EQ(fixed.last->violations[i].rule, again.violations[i].rule);
      EXPECT_EQ(fixed.last->violations[i].offset, again.violations[i].offset);
    }
  }
}

}  // namespace
}  // namespace specgate
