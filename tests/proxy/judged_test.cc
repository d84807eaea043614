// What deciding a request costs in judgements: a clean body one, one that is fixed three.
#include <gtest/gtest.h>

#include <string>

#include "proxy/session/decision.h"

namespace specgate::proxy {
namespace {

std::shared_ptr<const Snapshot> snapshot_in(Mode mode) {
  LoadedSettings loaded;
  loaded.config = default_config();
  loaded.proxy.policy.mode = mode;
  auto made = Snapshot::make(std::move(loaded));
  EXPECT_TRUE(made);
  return *made;
}

constexpr std::string_view kClean =
    R"({"event":"Order Completed","userId":"u1","messageId":"m1","properties":{"order_id":"o1"}})";
constexpr std::string_view kFixed =
    R"({"event":"order_completed","userId":1,"messageId":"m2","properties":{"order_id":"o1"}})";

struct Case {
  Mode mode;
  std::string_view body;
  bool changed;
  uint64_t judged;
};

TEST(Judged, OnceOrThreeTimes) {
  for (const Case& one : {Case{Mode::kObserve, kClean, false, 1}, {Mode::kObserve, kFixed, false, 1},
                          {Mode::kRewrite, kClean, false, 1}, {Mode::kRewrite, kFixed, true, 3},
                          {Mode::kEnforce, kFixed, true, 3}}) {
    const auto snapshot = snapshot_in(one.mode);
    SeenIds seen(0, 0);
    Decider decider(seen);
    Decision decision;
    Delivery delivery;
    delivery.arrival.route = snapshot->spec().route("POST", "/v1/track");
    decider.decide(one.body, delivery, *snapshot, decision);
    EXPECT_EQ(decision.changed, one.changed) << one.body;
    EXPECT_EQ(decider.judged(), one.judged) << one.body;
  }
}

}  // namespace
}  // namespace specgate::proxy
