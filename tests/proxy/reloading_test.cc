// The thread that reloads: asked at any time, it never reloads twice at once, and forgets nothing.
#include "proxy/server/reloading.h"

#include <gtest/gtest.h>

#include <future>
#include <utility>

namespace specgate::proxy {
namespace {

// A reload that begins and ends when the test says so.
class Held {
 public:
  Problems reload() {
    begun_.set_value();
    end_.get_future().wait();
    return {};
  }
  void wait_until_begun() { begun_.get_future().wait(); }
  void end() { end_.set_value(); }

 private:
  std::promise<void> begun_, end_;
};

TEST(Reloading, WhoAsksMeanwhileHearsOfItAndIsServedOnce) {
  Held held[2];
  size_t begun = 0, ended = 0;
  std::promise<void> told[2];
  {
    Reloading reloading({[] { return false; }, [&] { return held[begun++].reload(); },
                         [&](const Problems&) { told[ended++].set_value(); }});
    EXPECT_TRUE(reloading.ask());
    held[0].wait_until_begun();
    EXPECT_FALSE(reloading.ask());
    EXPECT_FALSE(reloading.ask());
    held[0].end();
    held[1].wait_until_begun();  // one for both
    held[1].end();
    told[1].get_future().wait();
  }
  EXPECT_EQ(begun, 2U);
  EXPECT_EQ(ended, 2U);
}

TEST(Reloading, ReloadsWhatHasChanged) {
  std::promise<Problems> told;
  bool changed = true;
  Reloading reloading({[&] { return std::exchange(changed, false); },
                       [] { return Problems{{"x.yaml", 1, 1, "broken"}}; },
                       [&](const Problems& problems) { told.set_value(problems); }});
  EXPECT_EQ(told.get_future().get().size(), 1U);
}

}  // namespace
}  // namespace specgate::proxy
