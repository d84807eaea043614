// The built proxy while its store is held up, taken away or replayed by others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "proxy/quarantine/command.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Without a name of the event: rejected by ENV106, an error.
std::string bad_call(const std::string& id) {
  return R"({"type":"track","userId":"u1","messageId":")" + id + "\"}";
}

// Nobody else writes to the store while this is there: for the proxy, a disk that hangs.
class HeldStore {
 public:
  explicit HeldStore(const std::string& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &db_), SQLITE_OK);
    sqlite3_busy_timeout(db_, kPatienceMs);  // the proxy may be writing just now
    EXPECT_EQ(sqlite3_exec(db_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~HeldStore() { sqlite3_close(db_); }
  HeldStore(const HeldStore&) = delete;
  HeldStore& operator=(const HeldStore&) = delete;

 private:
  sqlite3* db_ = nullptr;
};

TEST(HungDisk, IsWaitedForUntilTheTimeOfTheStoreAndThenRefused) {
  const ConfigFile config(
      "proxy: {mode: enforce, on_internal_error: refuse, timeouts: {store: 200ms}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  {
    const HeldStore held(proxy.store());
    const HttpMessage answer = proxy.post("/v1/track", bad_call("m-1"));
    EXPECT_EQ(answer.status(), 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_THAT(answer.body, Not(HasSubstr("kept in the quarantine")));
  }
  // It is kept after all, and that is told; the same event again is the same row.
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_store_late_total 1\n"));
  EXPECT_THAT(proxy.admin("/status").body, HasSubstr(R"("late":1)"));
  EXPECT_EQ(proxy.post("/v1/track", bad_call("m-1")).status(), 400);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantine_repeated_total 1\n"));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantine_rows 1\n"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(HungDisk, LetsGoOnWhatTheOperatorWantsToGoOn) {
  const ConfigFile config(
      "proxy: {mode: enforce, on_internal_error: forward, timeouts: {store: 200ms}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  {
    const HeldStore held(proxy.store());
    EXPECT_EQ(proxy.post("/v1/track", bad_call("m-1")).status(), 200);
    EXPECT_THAT(upstream.requests(), SizeIs(1));
  }
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_store_late_total 1\n"));
}

// Both its beginning and its end are told, and no event is needed for the end.
TEST(LockedStore, ThatIsFreeAgainIsTold) {
  const ConfigFile config("proxy: {mode: enforce, timeouts: {store: 200ms}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  {
    const HeldStore held(proxy.store());
    EXPECT_EQ(proxy.post("/v1/track", bad_call("m-1")).status(), 503);
    EXPECT_TRUE(proxy.says("cannot be written: database is locked"));
    EXPECT_THAT(proxy.admin("/status").body,
                HasSubstr(R"("troubles":[{"of":"the store )" + proxy.store() + R"(","problem":"database is locked","since":")"));
    EXPECT_EQ(proxy.admin("/ready").status(), 200);  // what is good goes on
  }
  EXPECT_TRUE(proxy.says(" is written again"));
  EXPECT_THAT(proxy.admin("/status").body, HasSubstr(R"("troubles":[])"));
  EXPECT_THAT(proxy.admin("/status").body, Not(HasSubstr("database is locked")));
}

TEST(LostStore, IsToldAndMadeAnew) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  EXPECT_EQ(proxy.post("/v1/track", bad_call("m-1")).status(), 400);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(proxy.store() + end);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_store_replaced_total 1\n"));
  EXPECT_THAT(proxy.admin("/status").body, HasSubstr(R"("replaced":1)"));
  EXPECT_EQ(proxy.post("/v1/track", bad_call("m-2")).status(), 400);
  EXPECT_THAT(proxy.quarantine(), AllOf(HasSubstr("m-2"), Not(HasSubstr("m-1"))));
}

// What a batch says of all its calls is kept once: a long context costs its length, not its length for
// each call, and those who send meanwhile are served.
TEST(LongContext, OfManyBadCallsIsKeptAndHoldsUpNobody) {
  constexpr int kCalls = 2'400, kOthers = 20;
  const ConfigFile config("proxy: {mode: enforce, on_internal_error: refuse, limits: {body: 2MB}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  std::string body = R"({"context":{"k":0)";
  for (int i = 0; i < 40'000; ++i) body += ",\"k" + std::to_string(i) + "\":1";
  body += "},\"batch\":[";
  for (int i = 0; i < kCalls; ++i) body += (i == 0 ? "" : ",") + bad_call("long-" + std::to_string(i));
  body += "]}";
  int answered = 0;
  std::thread sender([&] { answered = proxy.post("/v1/batch", body).status(); });
  for (int i = 0; i < kOthers; ++i)
    EXPECT_EQ(proxy.post("/v1/track", bad_call("other-" + std::to_string(i))).status(), 400);
  sender.join();
  EXPECT_EQ(answered, 400) << "Segment's own answer to a batch above 500 KB";
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantine_rows " +
                                                std::to_string(kCalls + kOthers) + "\n"));
  const std::string shown = proxy.command({"export", "--message-id", "long-2399"});
  EXPECT_THAT(shown, AllOf(HasSubstr(R"("messageId":"long-2399")"), HasSubstr(R"("k39999":1}})")));
  EXPECT_THAT(proxy.command({"list", "--limit", "3000"}), Not(HasSubstr("k39999")));
}

// A row for each of tens of thousands of calls that some hundred bytes of gzip hold would keep the store
// from everybody else's: what has more calls than Segment takes, and is rejected, is kept as it came.
TEST(ManyCalls, OfWhichNoneGoesOnAreKeptAsOne) {
  const ConfigFile config("proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const auto batch_of = [](int calls) {
    std::string body = "{\"writeKey\":\"a-key\",\"batch\":[" + bad_call("many-0");
    for (int i = 1; i < calls; ++i) body += "," + bad_call("many-" + std::to_string(i));
    return body + "]}";
  };
  const HttpMessage answer = proxy.post("/v1/batch", batch_of(2'501), "");
  EXPECT_EQ(answer.status(), 400);
  EXPECT_THAT(answer.body, AllOf(HasSubstr("2501 events were rejected and kept in the quarantine as one body"),
                                 HasSubstr("LIM"), HasSubstr(R"("rejected":2501)")));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantine_rows 1\n"));
  const std::string kept = proxy.command({"export"});
  EXPECT_THAT(kept, AllOf(HasSubstr("\"many-0\""), HasSubstr("\"many-2500\""), Not(HasSubstr("a-key"))));
  config.write("proxy: {mode: enforce, reject_status: 200}\n");
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.says("the new configuration is in force"));
  const HttpMessage taken = proxy.post("/v1/batch", batch_of(2'502), "");
  EXPECT_EQ(taken.status(), 200);
  EXPECT_THAT(taken.body, HasSubstr("2502 events were rejected and kept in the quarantine as one body"));
  EXPECT_EQ(proxy.post("/v1/batch", batch_of(2'500), "").status(), 200);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantine_rows 2502\n"));
  EXPECT_THAT(upstream.requests(), testing::IsEmpty());
}

// An upstream that has its answers held back until so many requests are there.
class Crowd {
 public:
  Crowd(Upstream& upstream, size_t wanted) : wanted_(wanted) {
    upstream.respond([this](const HttpMessage& request) {
      std::unique_lock lock(mutex_);
      ++seen_[request.body];
      ++here_;
      most_ = std::max(most_, here_);
      changed_.notify_all();
      changed_.wait_for(lock, std::chrono::milliseconds(kPatienceMs),
                        [this] { return open_ || most_ >= wanted_; });
      --here_;
      return ok_answer();
    });
  }
  bool wait_for(size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(kPatienceMs),
                             [&] { return here_ >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  size_t most() {
    const std::lock_guard lock(mutex_);
    return most_;
  }
  std::map<std::string, int> seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  const size_t wanted_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t here_ = 0, most_ = 0;
  bool open_ = false;
  std::map<std::string, int> seen_;  // bodies
};

class Replays : public ::testing::Test {
 protected:
  // Rejected by the proxy, and good by the rules of later.
  void reject(int count) {
    for (int i = 0; i < count; ++i)
      EXPECT_EQ(proxy_.post("/v1/track", bad_call("m-" + std::to_string(i))).status(), 400);
  }
  std::string replay() {
    return proxy_.command({"replay", "--all", "--config", mended_.path(), "--upstream",
                           upstream_.url()});
  }

  static std::string config(const std::string& rules) {
    return "proxy:\n  mode: enforce\n  sources:\n    web: {write_key: {env: REPLAYS_KEY}}\n" + rules;
  }
  static std::string set_key() {
    ::setenv("REPLAYS_KEY", "key", 1);  // that of Proxy::post
    return {};
  }

  const std::string key_ = set_key();
  const ConfigFile config_{config("")};
  const ConfigFile mended_{config("rules: {ENV106: off}\n")};
  Upstream upstream_;
  Proxy proxy_{upstream_, config_.arguments()};
};

TEST_F(Replays, KeepSixteenRequestsOnTheirWay) {
  reject(40);
  Crowd crowd(upstream_, 16);
  EXPECT_THAT(replay(), HasSubstr("40 replayed\n"));
  EXPECT_EQ(crowd.most(), 16U);
  EXPECT_THAT(crowd.seen(), SizeIs(40));
}

// What it runs on is the proxy's first. It is a thread here, as a thread keeps what it was set to.
TEST_F(Replays, StepAsideForTheProxy) {
  reject(1);
  QuarantineArguments arguments;
  arguments.action = QuarantineAction::kReplay;
  arguments.config = mended_.path();
  arguments.flags = {{"store", proxy_.store()}, {"upstream", upstream_.url()}};
  arguments.all = true;
  int code = -1, policy = -1, nice = 0;
  std::thread([&] {
    code = quarantine_command(arguments);
    policy = ::sched_getscheduler(0);
    nice = ::getpriority(PRIO_PROCESS, 0);
  }).join();
  EXPECT_EQ(code, 0);
  EXPECT_EQ(policy, SCHED_BATCH);
  EXPECT_GE(nice, 10);
}

// The second comes while the first has all of it on its way.
TEST_F(Replays, TwoAtOnceSendEachEventOnce) {
  reject(16);
  Crowd crowd(upstream_, 1'000);
  std::string first;
  std::thread one([&] { first = replay(); });
  EXPECT_TRUE(crowd.wait_for(16));
  EXPECT_THAT(replay(), AllOf(HasSubstr("16 taken by another replay\n"), HasSubstr("taken by another replay track ")));
  crowd.open();
  one.join();
  EXPECT_THAT(first, HasSubstr("16 replayed\n"));
  EXPECT_THAT(crowd.seen(), SizeIs(16));
  for (const auto& [body, times] : crowd.seen()) EXPECT_EQ(times, 1) << body;
  EXPECT_THAT(replay(), HasSubstr("nothing waits"));
}

}  // namespace
}  // namespace specgate::proxy::testing
