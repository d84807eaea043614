#include "proxy/store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "proxy/store/key_hash.h"
#include "tests/proxy/store_support.h"
#include "tests/support/files.h"

namespace specgate::proxy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What memory and a file must both do.
class AnyStoreTest : public StoreTest, public testing::WithParamInterface<const char*> {
 protected:
  std::unique_ptr<Store> open_any() {
    StoreSettings settings;
    settings.file = GetParam();
    settings.keep_ms = 0;  // the clocks of tests stand long ago
    return open(settings);
  }
};
INSTANTIATE_TEST_SUITE_P(All, AnyStoreTest, testing::Values(":memory:", ""),
                         [](const auto& param) { return *param.param ? "Memory" : "File"; });

TEST_P(AnyStoreTest, AllOfARowComesBack) {
  const auto store = open_any();
  EventRecord event = rejected("m1", std::string("{\"a\":\"\xff \0\"}", 11));
  event.index = 3;
  event.envelope = R"({"context":{}})";
  event.patch = "[1]";
  event.reverse = "[2]";
  Origination origin = from();
  ASSERT_TRUE(begin_quarantine(*store, origin, {event}).get());

  const std::vector<StoredEvent> rows = store->quarantined({});
  ASSERT_EQ(rows.size(), 1U);
  const StoredEvent& row = rows[0];
  EXPECT_EQ(row.from.at_ms, origin.at_ms);
  EXPECT_EQ(row.from.request_id, "req-1");
  EXPECT_EQ(row.from.source, "web");
  EXPECT_EQ(row.from.key_hash, "aa");
  EXPECT_EQ(row.from.route, "/v1/batch");
  EXPECT_EQ(row.event.index, 3U);
  EXPECT_EQ(row.event.outcome, Outcome::kReject);
  EXPECT_EQ(row.event.type, "track");
  EXPECT_EQ(row.event.name, "Order Completed");
  EXPECT_EQ(row.event.message_id, "m1");
  EXPECT_EQ(row.event.findings, event.findings);
  EXPECT_EQ(row.event.rules, event.rules);
  EXPECT_EQ(row.event.worst, Severity::kError);
  EXPECT_EQ(row.event.payload, event.payload);
  EXPECT_EQ(row.event.envelope, event.envelope);
  EXPECT_EQ(row.event.patch, "[1]");
  EXPECT_EQ(row.event.reverse, "[2]");
  EXPECT_EQ(row.seen, 1U);
  EXPECT_EQ(row.last_ms, origin.at_ms);
  EXPECT_EQ(row.replayed_ms, 0);
  EXPECT_EQ(store->find(row.id)->event.message_id, "m1");
  EXPECT_FALSE(store->find(row.id + 1));
}

TEST_P(AnyStoreTest, TheSameEventIsSeenAgain) {
  const auto store = open_any();
  ASSERT_TRUE(quarantine(*store, {rejected("m1", "1"), rejected("m1", "1")}));
  Origination later = from();
  later.at_ms += 5000;
  ASSERT_TRUE(begin_quarantine(*store, later, {rejected("m1", "1")}).get());
  // Another key, and no messageId at all, are other events.
  ASSERT_TRUE(begin_quarantine(*store, from("ios", "bb"), {rejected("m1")}).get());
  ASSERT_TRUE(quarantine(*store, {rejected(""), rejected("")}));

  EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("", "", "m1", "m1"));
  const StoredEvent row = store->quarantined({}).back();
  EXPECT_EQ(row.seen, 3U);
  EXPECT_EQ(row.last_ms, later.at_ms);
  EXPECT_EQ(row.event.payload, "1");
  const StoreCounts counts = store->counts();
  EXPECT_EQ(counts.quarantined, 6U);
  EXPECT_EQ(counts.repeated, 2U);
  EXPECT_EQ(counts.rows, 4U);
  EXPECT_GT(counts.bytes, 0U);
}

// Whoever gives several events one messageId loses none of them here.
TEST_P(AnyStoreTest, DifferentEventsUnderOneMessageIdAreRowsOfTheirOwn) {
  const auto store = open_any();
  EventRecord enveloped = rejected("m1", "1");
  enveloped.envelope = R"({"context":{}})";
  ASSERT_TRUE(quarantine(*store, {rejected("m1", "1"), rejected("m1", "2"), rejected("m1", "3")}));
  ASSERT_TRUE(quarantine(*store, {rejected("m1", "2"), enveloped}));
  const std::vector<StoredEvent> rows = store->quarantined({});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].event.envelope, enveloped.envelope);
  EXPECT_EQ(rows[1].event.payload, "3");
  EXPECT_EQ(rows[2].event.payload, "2");
  EXPECT_EQ(rows[2].seen, 2U);
  EXPECT_EQ(rows[3].event.payload, "1");
}

TEST_P(AnyStoreTest, AClaimIsOneReplaysAlone) {
  const auto store = open_any();
  ASSERT_TRUE(quarantine(*store, {rejected("m1"), rejected("m2"), rejected("m3")}));
  const StoreClaim one{"one", 1'000, 2'000, false}, other{"other", 1'500, 2'500, false};
  const std::vector<int64_t> ids = {1, 2, 3, 9};
  EXPECT_THAT(*store->claim({1, 2}, one), ElementsAre(1, 2));
  EXPECT_THAT(*store->claim(ids, other), ElementsAre(3));
  EXPECT_TRUE(store->settle({1}, {2}, 77));
  EXPECT_EQ(store->find(1)->replayed_ms, 77);
  EXPECT_THAT(*store->claim(ids, other), ElementsAre(2, 3));
  // Whoever died holds nothing for ever, and neither does a clock that was set back.
  EXPECT_THAT(*store->claim(ids, {"late", 2'500, 3'500, false}), ElementsAre(2, 3));
  EXPECT_THAT(*store->claim(ids, {"before", 10, 20, false}), ElementsAre(2, 3));
  EXPECT_THAT(*store->claim(ids, {"again", 30, 40, true}), ElementsAre(1, 2, 3));
}

// A page ends early where rows are long: what follows is asked for by the last id.
TEST_P(AnyStoreTest, APageIsBoundedByItsBytesToo) {
  const auto store = open_any();
  for (int i = 1; i <= 6; ++i)
    ASSERT_TRUE(quarantine(*store, {rejected("m" + std::to_string(i), std::string(10'000, 'x'))}));
  StoreQuery query;
  query.most_bytes = 15'000;
  EXPECT_THAT(ids_of(store->quarantined(query)), ElementsAre("m6", "m5"));
  query.most_bytes = 1;
  query.after_id = 5;
  EXPECT_THAT(ids_of(store->quarantined(query)), ElementsAre("m4"));
}

TEST_P(AnyStoreTest, ASearchGoesThroughAllOfManyRows) {
  const auto store = open_any();
  std::vector<EventRecord> many;
  for (int i = 0; i < 9'000; ++i) many.push_back(rejected(std::to_string(i), "1"));
  many[1].type = many[5'000].type = "page";
  ASSERT_TRUE(quarantine(*store, many));
  StoreQuery query;
  query.type = "page";
  EXPECT_THAT(ids_of(store->quarantined(query)), ElementsAre("5000", "1"));
  query.type.clear();
  query.limit = 8'000;
  EXPECT_EQ(store->quarantined(query).size(), 8'000U);
}

TEST_P(AnyStoreTest, ReplayedRowsDoNotWait) {
  const auto store = open_any();
  ASSERT_TRUE(quarantine(*store, {rejected("m1"), rejected("m2")}));
  StoreQuery waiting;
  waiting.only_waiting = true;
  const int64_t id = store->quarantined(waiting)[0].id;
  EXPECT_TRUE(store->mark_replayed(id, 77));
  EXPECT_FALSE(store->mark_replayed(id + 10, 77));
  EXPECT_EQ(store->find(id)->replayed_ms, 77);
  EXPECT_THAT(ids_of(store->quarantined(waiting)), ElementsAre("m1"));
}

struct Asked {
  const char* name;
  void (*ask)(StoreQuery&);
  std::vector<std::string> found;
};

TEST_P(AnyStoreTest, Queries) {
  const auto store = open_any();
  for (int i = 1; i <= 3; ++i) {
    Origination origin = from(i == 2 ? "ios" : "web");
    origin.at_ms = 1000 * i;
    EventRecord event = rejected("m" + std::to_string(i));
    if (i == 3) event.type = "identify";
    if (i == 1) event.name = "Signed Up";
    if (i == 2) event.rules = "ID1011";
    ASSERT_TRUE(begin_quarantine(*store, origin, {event}).get());
  }
  const Asked all[] = {
      {"any", [](StoreQuery&) {}, {"m3", "m2", "m1"}},
      {"source", [](StoreQuery& q) { q.source = "ios"; }, {"m2"}},
      {"type", [](StoreQuery& q) { q.type = "identify"; }, {"m3"}},
      {"name", [](StoreQuery& q) { q.name = "Signed Up"; }, {"m1"}},
      {"rule", [](StoreQuery& q) { q.rule = "ID101"; }, {"m3", "m1"}},
      {"message", [](StoreQuery& q) { q.message_id = "m2"; }, {"m2"}},
      {"since", [](StoreQuery& q) { q.since_ms = 2000; }, {"m3", "m2"}},
      {"until", [](StoreQuery& q) { q.until_ms = 2000; }, {"m1"}},
      {"after", [](StoreQuery& q) { q.after_id = 3; }, {"m2", "m1"}},
      {"limit", [](StoreQuery& q) { q.limit = 1; }, {"m3"}},
      {"outcome", [](StoreQuery& q) { q.outcome = Outcome::kPass; }, {}},
      {"two", [](StoreQuery& q) { q.source = "web", q.type = "track"; }, {"m1"}},
  };
  for (const Asked& asked : all) {
    StoreQuery query;
    asked.ask(query);
    EXPECT_EQ(ids_of(store->quarantined(query)), asked.found) << asked.name;
  }
}

TEST_P(AnyStoreTest, FourThreadsAtOnce) {
  constexpr int kEach = 50;
  const auto store = open_any();
  std::atomic<int> kept{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        kept += quarantine(*store, {rejected(id), rejected(id + "b")}) ? 1 : 0;
        store->feed(from(), fed(Outcome::kReject));
        store->quarantined({});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kept, 4 * kEach);
  EXPECT_EQ(store->counts().rows, 8U * kEach);
}

TEST_P(AnyStoreTest, TheFeedDropsUnderPressureButNoRewrite) {
  const auto store = open_any();
  constexpr uint64_t kMany = 40'000;
  uint64_t dropped = 0;
  // While the writer is held up, nothing leaves the queue.
  std::promise<void> go;
  std::promise<void> held;
  store->quarantine(from(), {rejected("m")}, [&](bool) {
    held.set_value();
    go.get_future().wait();
  });
  held.get_future().wait();
  for (uint64_t i = 0; i < kMany; ++i) dropped += store->feed(from(), fed(Outcome::kPass)) ? 0 : 1;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(store->feed(from(), fed(Outcome::kRewrite)));
  go.set_value();
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(store->counts().dropped, dropped);
  // Groups take the feed in its order; a record of the quarantine makes the writer go on at once.
  while (store->counts().fed < kMany - dropped + 10) ASSERT_TRUE(quarantine(*store, {rejected("m")}));
  EXPECT_EQ(store->counts().fed, kMany - dropped + 10);
  StoreQuery query;
  query.outcome = Outcome::kRewrite;
  EXPECT_EQ(store->recent(query).size(), 10U);
  EXPECT_EQ(store->counts().rows, 1U) << "the feed is no quarantine";
}

TEST_F(StoreTest, TheEndCommitsWhatWaits) {
  {
    const auto store = open();
    for (int i = 0; i < 3; ++i) store->feed(from(), fed(Outcome::kPass));
  }
  EXPECT_EQ(open()->recent({}).size(), 3U);
}

TEST_F(StoreTest, TheFileAndItsCompanionsArePrivate) {
  const mode_t mask = ::umask(0);
  const auto store = open();
  ASSERT_TRUE(quarantine(*store, {rejected("m1")}));
  ::umask(mask);
  for (const char* suffix : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(file() + suffix), 0600U) << suffix;
}

TEST_F(StoreTest, TheHashKeyIsMadeOnce) {
  const std::string key = open()->hash_key();
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(open()->hash_key(), key);
  StoreSettings memory;
  memory.file = ":memory:";
  EXPECT_NE(open(memory)->hash_key(), key);
}

TEST_F(StoreTest, HashesOfKeys) {
  // HMAC-SHA256, RFC 4231, test case 2, the first half.
  EXPECT_EQ(hash_of_key("Jefe", "what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c7");
  EXPECT_EQ(hash_of_key("k", ""), "");
  EXPECT_NE(hash_of_key("", "w"), hash_of_key("k", "w"));
}

TEST_F(StoreTest, TwoProcessesShareAFile) {
  const auto proxy = open();
  const auto command = open();
  ASSERT_TRUE(quarantine(*proxy, {rejected("m1")}));
  const std::vector<StoredEvent> rows = command->quarantined({});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(command->mark_replayed(rows[0].id, 5));
  ASSERT_TRUE(quarantine(*proxy, {rejected("m2")}));
  EXPECT_EQ(proxy->find(rows[0].id)->replayed_ms, 5);
}

// What was told to be kept outlives the process that said so.
TEST_F(StoreTest, KeptIsKeptThoughTheProcessIsKilled) {
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto store = open();
    for (int i = 0;; ++i) {
      store->feed(from(), fed(Outcome::kPass));
      if (!quarantine(*store, {rejected(std::to_string(i))})) ::_exit(1);
      if (::write(told[1], &i, sizeof i) != sizeof i) ::_exit(2);
    }
  }
  ::close(told[1]);
  int last = -1;
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(::read(told[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  }
  ::kill(child, SIGKILL);
  for (int next; ::read(told[0], &next, sizeof next) == sizeof next;) last = next;
  ::waitpid(child, nullptr, 0);
  ::close(told[0]);
  StoreQuery query;
  query.limit = 1'000'000;
  EXPECT_GE(open()->quarantined(query).size(), static_cast<size_t>(last) + 1);
}

// A file that may not grow is as good as a full disk.
TEST_F(StoreTest, WhatCannotBeWrittenIsToldAndTheNextIsTried) {
  StoreSettings settings;
  settings.file = file();
  std::vector<std::string> heard;
  auto store = *Store::open(settings, [&](const std::string& why) { heard.push_back(why); });
  ASSERT_TRUE(quarantine(*store, {rejected("before")}));
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlim_t usual = limit.rlim_cur;
  ::signal(SIGXFSZ, SIG_IGN);
  limit.rlim_cur = 200'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  const bool large = quarantine(*store, {rejected("large", std::string(1'000'000, ' '))});
  store->feed(from(), fed(Outcome::kPass));
  const std::string trouble = store->trouble();
  const bool small = quarantine(*store, {rejected("small")});
  const bool again = quarantine(*store, {rejected("large", std::string(1'000'000, ' '))});
  limit.rlim_cur = usual;
  ::setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_FALSE(large);
  EXPECT_FALSE(again);
  EXPECT_EQ(trouble, "database or disk is full");
  EXPECT_TRUE(small);
  EXPECT_TRUE(quarantine(*store, {rejected("large", std::string(1'000'000, ' '))}));
  EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("large", "small", "before"));
  EXPECT_EQ(store->counts().failed, 2U);
  EXPECT_EQ(store->trouble(), "");
  store.reset();
  EXPECT_THAT(heard, ElementsAre("database or disk is full"));  // not by turns
}

TEST_F(StoreTest, AgeRemovesAndCounts) {
  {
    const auto store = open();
    Origination old = from();
    old.at_ms -= 1000 * 3600 * 24;
    ASSERT_TRUE(begin_quarantine(*store, old, {rejected("old"), rejected("sent")}).get());
    ASSERT_TRUE(quarantine(*store, {rejected("new")}));
    ASSERT_TRUE(store->mark_replayed(store->quarantined({})[1].id, 5));
    store->feed(old, fed(Outcome::kPass));
  }
  StoreSettings settings;
  settings.keep_ms = 3600 * 1000;
  {
    // The writer tidies up before it writes for the first time, or right after.
    const auto store = open(settings);
    while (store->counts().expired < 3) ASSERT_TRUE(quarantine(*store, {rejected("new")}));
    EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("new"));
  }
  const StoreCounts counts = open()->counts();  // counted in the file
  EXPECT_EQ(counts.expired, 3U);
  EXPECT_EQ(counts.expired_by_size, 0U);
  EXPECT_EQ(counts.expired_waiting, 1U);
}

TEST_F(StoreTest, SizeRemovesTheOldestAndTheFeedFirst) {
  const std::string text(20'000, 'x');
  {
    StoreSettings all;
    all.keep_bytes = 0;
    const auto store = open(all);
    EventRecord pass = fed(Outcome::kPass);
    pass.findings = text;
    for (int i = 0; i < 20; ++i) store->feed(from(), pass);
    for (int i = 0; i < 40; ++i)
      ASSERT_TRUE(quarantine(*store, {rejected("m" + std::to_string(i), text)}));
  }
  StoreSettings settings;
  settings.keep_bytes = 600'000;
  const auto store = open(settings);
  while (store->counts().expired_by_size < 25) store->counts();
  const std::vector<StoredEvent> left = store->quarantined({});
  ASSERT_FALSE(left.empty());
  EXPECT_EQ(left.front().event.message_id, "m39");
  EXPECT_GT(left.size(), 20U) << "no more than needed";
  EXPECT_LT(left.size(), 35U);
  EXPECT_TRUE(store->recent({}).empty());
  EXPECT_EQ(store->counts().expired_waiting, 40 - left.size());
}

TEST_F(StoreTest, ForeignFilesAreRefusedAndLeftAlone) {
  const std::string text = "this is no database, but long enough to be looked at by SQLite";
  write_file(file(), text);
  EXPECT_THAT(problem_of_opening(), HasSubstr("file is not a database"));
  EXPECT_EQ(fs::file_size(file()), text.size());
  fs::remove(file());
  open().reset();
  write_byte(68, 'x');  // of the application id
  EXPECT_THAT(problem_of_opening(), HasSubstr("no store of specgate"));
  EXPECT_FALSE(fs::exists(file() + "-wal"));
}

TEST_F(StoreTest, AStoreOfANewerSpecgateIsRefused) {
  open().reset();
  write_byte(63, 7);  // the last of the user version
  EXPECT_THAT(problem_of_opening(), HasSubstr("schema 7, this specgate knows schema 3"));
}

TEST_F(StoreTest, PlacesWhereNoStoreCanBe) {
  StoreSettings settings;
  settings.file = folder_ / "absent/store.sqlite3";
  EXPECT_THAT(Store::open(settings).problems()[0].text(), HasSubstr("No such file or directory"));
  settings.file = folder_.path().string();
  EXPECT_THAT(Store::open(settings).problems()[0].text(), HasSubstr("cannot open the store"));
}

}  // namespace
}  // namespace specgate::proxy
