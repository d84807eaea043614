// The room of the store: what floods, full disks and files of older versions do to it. Sizes are bytes
// on disk, of the file and its log.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/proxy/store_support.h"

namespace specgate::proxy {
namespace {

using testing::HasSubstr;

class RoomTest : public StoreTest {
 protected:
  uint64_t on_disk() const {
    uint64_t bytes = 0;
    for (const char* end : {"", "-wal", "-shm"}) {
      std::error_code absent;
      const auto size = fs::file_size(file() + end, absent);
      bytes += absent ? 0 : size;
    }
    return bytes;
  }
  std::unique_ptr<Store> open_with(uint64_t keep_bytes) const {
    StoreSettings settings;
    settings.keep_bytes = keep_bytes;
    return open(settings);
  }
};

struct Flood {
  const char* name;
  uint64_t keep;
  size_t rows, row_bytes, batch;
};

class FloodTest : public RoomTest, public testing::WithParamInterface<Flood> {};
INSTANTIATE_TEST_SUITE_P(
    All, FloodTest,
    testing::Values(Flood{"SmallRows", 1 << 20, 6'000, 300, 500},
                    Flood{"MiddleRows", 1 << 20, 1'500, 3'000, 100},
                    Flood{"LongRows", 1 << 20, 160, 60'000, 8},
                    Flood{"RowsLargerThanTheLog", 1 << 20, 30, 400'000, 1},
                    Flood{"FiveMegabytes", 5 << 20, 16'000, 800, 2'000}),
    [](const auto& param) { return param.param.name; });

// Several times keep_size, all of it kept when it came, and never a tenth above it on disk.
TEST_P(FloodTest, WhatComesInPushesOutTheOldest) {
  const Flood& flood = GetParam();
  const auto store = open_with(flood.keep);
  const uint64_t most = flood.keep + flood.keep / 10;
  uint64_t highest = 0;
  size_t count = 0;
  for (size_t i = 0; i < flood.rows;) {
    std::vector<std::future<bool>> told;
    for (const size_t end = i + flood.batch; i < end; ++i) {
      told.push_back(begin_quarantine(
          *store, from(), {rejected("m" + std::to_string(i), std::string(flood.row_bytes, 'x'))}));
      store->feed(from(), fed(Outcome::kPass));
    }
    for (std::future<bool>& one : told) count += one.get() ? 1 : 0;
    highest = std::max(highest, on_disk());
  }
  EXPECT_EQ(count, flood.rows) << store->trouble();
  EXPECT_LE(highest, most);
  const StoreCounts counts = store->counts();
  EXPECT_GT(counts.rows, 0U);
  EXPECT_EQ(counts.expired_waiting + counts.rows, flood.rows);
  EXPECT_GE(counts.bytes, flood.keep * 3 / 4) << "no more than needed goes";
  StoreQuery newest;
  newest.limit = 1;
  ASSERT_EQ(store->quarantined(newest).size(), 1U);
  EXPECT_EQ(store->quarantined(newest)[0].event.message_id, "m" + std::to_string(flood.rows - 1));
}

TEST_F(RoomTest, MemoryIsBoundedInTheSameWay) {
  StoreSettings settings;
  settings.file = ":memory:";
  settings.keep_memory_bytes = 1 << 20;
  const auto store = open(settings);
  for (int i = 0; i < 2'000; ++i) {
    ASSERT_TRUE(quarantine(*store, {rejected("m" + std::to_string(i), std::string(3'000, 'x'))}));
    ASSERT_LE(store->counts().bytes, (1U << 20) * 11 / 10) << i;
  }
  EXPECT_GT(store->counts().rows, 100U);
}

TEST_F(RoomTest, MemoryIs64MegabytesUnlessItIsSaid) {
  EXPECT_EQ(StoreSettings().keep_memory_bytes, uint64_t{64} << 20);
}

// Nothing goes for a record that cannot be kept anyway.
TEST_F(RoomTest, ARecordThatIsTooLargePushesNothingOut) {
  const auto store = open_with(1 << 20);
  ASSERT_TRUE(quarantine(*store, {rejected("small")}));
  EXPECT_FALSE(quarantine(*store, {rejected("large", std::string(2'000'000, 'x'))}));
  EXPECT_THAT(store->trouble(), HasSubstr("keep_size leaves room for"));
  EXPECT_TRUE(quarantine(*store, {rejected("next")}));
  EXPECT_EQ(store->counts().rows, 2U);
}

// Files may not grow any more: as on a disk that has become full.
TEST_F(RoomTest, AFullDiskPushesOutAndGoesOn) {
  const auto store = open_with(8 << 20);
  for (int i = 0; i < 60; ++i)
    ASSERT_TRUE(quarantine(*store, {rejected("before" + std::to_string(i), std::string(15'000, 'x'))}));
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  const rlim_t usual = limit.rlim_cur;
  ::signal(SIGXFSZ, SIG_IGN);
  const uint64_t full = std::max(fs::file_size(file()), fs::file_size(file() + "-wal"));
  limit.rlim_cur = full;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  int kept = 0;
  for (int i = 0; i < 300; ++i)
    kept += quarantine(*store, {rejected("during" + std::to_string(i), std::string(15'000, 'x'))});
  const std::string trouble = store->trouble();
  limit.rlim_cur = usual;
  ::setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_EQ(kept, 300) << trouble;
  EXPECT_LE(fs::file_size(file()), full);
  EXPECT_GT(store->counts().expired_by_size, 0U);
  const uint64_t rows = store->counts().rows;
  for (int i = 0; i < 60; ++i)
    ASSERT_TRUE(quarantine(*store, {rejected("after" + std::to_string(i), std::string(15'000, 'x'))}));
  EXPECT_EQ(store->counts().rows, rows + 60) << "with room again nothing need go";
}

// The schema of version 1, as released.
constexpr const char* kVersionOne = R"(
PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;
CREATE TABLE quarantine(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
CREATE TABLE feed(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
CREATE UNIQUE INDEX quarantine_message ON quarantine(key_hash, message_id) WHERE message_id <> '';
CREATE TABLE expired(
  what TEXT NOT NULL, reason TEXT NOT NULL, rows INTEGER NOT NULL, waiting INTEGER NOT NULL,
  PRIMARY KEY(what, reason)) WITHOUT ROWID;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('hash_key','00112233');
INSERT INTO expired VALUES('quarantine','size',7,5);
PRAGMA application_id=1397770068; PRAGMA user_version=1;
)";

class VersionOneTest : public RoomTest {
 protected:
  void make(const std::string& rows) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &db), SQLITE_OK);
    char* wrong = nullptr;
    EXPECT_EQ(sqlite3_exec(db, (kVersionOne + rows).c_str(), nullptr, nullptr, &wrong), SQLITE_OK)
        << wrong;
    sqlite3_close(db);
  }
  // `count` rows with a payload of so many bytes; `at` is SQL, of the row's number n.
  static std::string rows(int count, int bytes, const std::string& at) {
    return "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n<" +
           std::to_string(count) +
           ") INSERT INTO quarantine(at_ms,last_ms,item,worst,outcome,source,key_hash,route,type,"
           "name,message_id,rules,request_id,findings,payload,envelope,patch,reverse) SELECT " +
           at + ",0,0,3,'reject','web','aa','/v1/batch','track','Order','m'||n,'ID101','r','[]',"
           "printf('%." + std::to_string(bytes) + "c','x'),'','','' FROM c;";
  }
  static std::string now() { return std::to_string(unix_ms_now()); }
};

TEST_F(VersionOneTest, IsBroughtOverWithAllThatIsInIt) {
  make(rows(50, 100, now() + "-n"));
  const auto store = open();
  EXPECT_EQ(store->hash_key(), "00112233");
  const StoreCounts counts = store->counts();
  EXPECT_EQ(counts.rows, 50U);
  EXPECT_EQ(counts.expired_by_size, 7U);
  EXPECT_EQ(counts.expired_waiting, 5U);
  ASSERT_EQ(store->quarantined({}).size(), 50U);
  EXPECT_EQ(store->quarantined({}).front().event.message_id, "m50");
  ASSERT_TRUE(quarantine(*store, {rejected("m50"), rejected("m50", "1"), rejected("m50", "1")}));
  EXPECT_EQ(store->counts().rows, 52U);
  EXPECT_EQ(open()->counts().rows, 52U);
}

TEST_F(VersionOneTest, AFileThatIsTooLargeComesWithinItsSize) {
  make(rows(8'000, 3'000, now() + "-10000+n"));
  ASSERT_GT(fs::file_size(file()), 24'000'000U);
  const auto store = open_with(2 << 20);
  for (int i = 0; on_disk() > (2U << 20) * 11 / 10; ++i)
    ASSERT_TRUE(quarantine(*store, {rejected("new" + std::to_string(i), std::string(3'000, 'x'))}));
  EXPECT_GT(store->counts().rows, 300U);
  EXPECT_EQ(store->quarantined({}).front().event.message_id.substr(0, 3), "new");
}

}  // namespace
}  // namespace specgate::proxy
