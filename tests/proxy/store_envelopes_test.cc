// What a batch says of all its calls: written once, read with each of its rows, gone with the last of
// them. Sizes are bytes of the store, counted by pages.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <cstdlib>
#include <functional>
#include <memory>

#include "tests/proxy/store_support.h"

namespace specgate::proxy {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

constexpr size_t kLong = 64 * 1024;

std::string context_of(size_t bytes, char filled) {
  return R"({"context":{"about":")" + std::string(bytes, filled) + "\"}}";
}

std::vector<EventRecord> batch_of(int calls, const SharedText& envelope, const std::string& name = "m") {
  std::vector<EventRecord> out;
  for (int i = 0; i < calls; ++i) {
    out.push_back(rejected(name + std::to_string(i)));
    out.back().envelope = envelope;
  }
  return out;
}

class EnvelopesTest : public StoreTest {
 protected:
  std::unique_ptr<Store> open_with(uint64_t keep_bytes, int64_t keep_ms = 0) const {
    StoreSettings settings;
    settings.keep_bytes = settings.keep_memory_bytes = keep_bytes;
    settings.keep_ms = keep_ms;
    return open(settings);
  }
  // The first number that `sql` tells, by another connection.
  int64_t number(const std::string& sql) const {
    int64_t out = -1;
    run(sql, [](void* to, int, char** columns, char**) {
      *static_cast<int64_t*>(to) = columns[0] == nullptr ? 0 : std::atoll(columns[0]);
      return 0;
    }, &out);
    return out;
  }
  void run(const std::string& sql, sqlite3_callback take = nullptr, void* to = nullptr) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10'000);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), take, to, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
};

class AnyEnvelopesTest : public EnvelopesTest, public testing::WithParamInterface<const char*> {
 protected:
  std::unique_ptr<Store> open_any(uint64_t keep_bytes = 0) const {
    StoreSettings settings;
    settings.file = GetParam();
    settings.keep_ms = 0;
    settings.keep_bytes = settings.keep_memory_bytes = keep_bytes;
    return open(settings);
  }
};
INSTANTIATE_TEST_SUITE_P(All, AnyEnvelopesTest, testing::Values(":memory:", ""),
                         [](const auto& param) { return *param.param ? "Memory" : "File"; });

TEST_P(AnyEnvelopesTest, OneIsWrittenOnceForAllCallsOfItsBatch) {
  const auto store = open_any();
  constexpr size_t kCalls = 2'400;
  const uint64_t empty = store->counts().bytes;
  ASSERT_TRUE(quarantine(*store, batch_of(kCalls, context_of(kLong, 'x')))) << store->trouble();
  EXPECT_EQ(store->counts().rows, kCalls);
  // A row of these takes some 300 bytes, and in a file it lies in the log, too.
  EXPECT_LE(store->counts().bytes - empty, 2 * (kLong + kCalls * 600));
}

// Whoever holds it many times over: what counts is what it says.
TEST_P(AnyEnvelopesTest, EqualTextsAreOne) {
  const auto store = open_any();
  constexpr size_t kCalls = 300;
  std::vector<EventRecord> events = batch_of(kCalls, {});
  for (EventRecord& event : events) event.envelope = context_of(kLong, 'x');
  const uint64_t empty = store->counts().bytes;
  ASSERT_TRUE(quarantine(*store, events));
  EXPECT_LE(store->counts().bytes - empty, 2 * (kLong + kCalls * 600));
}

TEST_P(AnyEnvelopesTest, EachRowIsReadWithItsOwn) {
  const auto store = open_any();
  const SharedText one = context_of(10, '1'), other = context_of(9'000, '2');
  std::vector<EventRecord> mixed = batch_of(3, one, "mixed");
  mixed[1].envelope = other;
  mixed.push_back(rejected("mixed3"));  // none at all
  ASSERT_TRUE(quarantine(*store, {rejected("before")}));
  ASSERT_TRUE(quarantine(*store, batch_of(2, one, "one")));
  ASSERT_TRUE(quarantine(*store, {rejected("between")}));
  ASSERT_TRUE(quarantine(*store, mixed));
  const std::vector<StoredEvent> rows = store->quarantined({});
  EXPECT_THAT(ids_of(rows), ElementsAre("mixed3", "mixed2", "mixed1", "mixed0", "between", "one1",
                                        "one0", "before"));
  const SharedText none, wanted[] = {none, one, other, one, none, one, one, none};
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].event.envelope, wanted[i]) << rows[i].event.message_id;
    EXPECT_EQ(store->find(rows[i].id)->event.envelope, wanted[i]) << rows[i].event.message_id;
  }
  StoreQuery without;
  without.envelopes = false;
  for (const StoredEvent& row : store->quarantined(without)) EXPECT_TRUE(row.event.envelope.empty());
}

// What all rows of a request say of where it came from is as long as its head lets it be.
TEST_P(AnyEnvelopesTest, OfALongPathItsEndIsKept) {
  const auto store = open_any();
  constexpr int kCalls = 1'000;
  Origination origin = from();
  origin.route = "/" + std::string(30'000, 'p') + "/v1/batch";
  const uint64_t empty = store->counts().bytes;
  ASSERT_TRUE(begin_quarantine(*store, origin, batch_of(kCalls, {})).get());
  EXPECT_LE(store->counts().bytes - empty, 2U * kCalls * 900);
  const std::string kept = store->quarantined({}).front().from.route;
  EXPECT_THAT(kept, EndsWith("pp/v1/batch"));
  EXPECT_THAT(kept, HasSubstr("\u2026")) << "it says that it was cut";
}

TEST_P(AnyEnvelopesTest, ABatchThatComesAgainAddsNothing) {
  const auto store = open_any();
  ASSERT_TRUE(quarantine(*store, batch_of(20, context_of(kLong, 'x'))));
  ASSERT_TRUE(quarantine(*store, batch_of(1, context_of(kLong, 'y'))));  // another event, by its context
  const StoreCounts before = store->counts();
  EXPECT_EQ(before.rows, 21U);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(quarantine(*store, batch_of(20, context_of(kLong, 'x'))));
  EXPECT_EQ(store->counts().rows, 21U);
  EXPECT_EQ(store->counts().repeated, 400U);
  EXPECT_LE(store->counts().bytes, before.bytes + 2 * kLong * (*GetParam() ? 0 : 20)) << "but the log";
  EXPECT_EQ(store->find(1)->seen, 21U);
  EXPECT_EQ(store->find(1)->event.envelope, context_of(kLong, 'x'));
}

// keep_size counts them, too, and they go with their rows.
TEST_P(AnyEnvelopesTest, AFloodOfThemStaysWithinItsSize) {
  constexpr uint64_t kKeep = 1 << 20;
  const auto store = open_any(kKeep);
  constexpr int kBatches = 150;
  for (int i = 0; i < kBatches; ++i) {
    const std::string name = "b" + std::to_string(i) + "-";
    ASSERT_TRUE(quarantine(*store, batch_of(12, context_of(40'000, 'x'), name))) << store->trouble();
    ASSERT_LE(store->counts().bytes, kKeep * 11 / 10) << i;
  }
  const StoreCounts counts = store->counts();
  EXPECT_GE(counts.rows, 10U * 12);
  EXPECT_EQ(counts.rows + counts.expired_waiting, 12U * kBatches);
  for (const StoredEvent& row : store->quarantined({}))
    EXPECT_EQ(row.event.envelope, context_of(40'000, 'x')) << row.id;
}

TEST_F(EnvelopesTest, OneGoesWithTheLastOfItsRows) {
  constexpr int kBatches = 60;
  {
    const auto store = open_with(1 << 20);
    for (int i = 0; i < kBatches; ++i)
      ASSERT_TRUE(quarantine(*store, batch_of(5, context_of(40'000, 'x'), std::to_string(i) + "-")));
    EXPECT_GT(store->counts().expired_by_size, 0U);
  }
  EXPECT_EQ(number("SELECT count(*) FROM envelopes WHERE last<(SELECT min(id) FROM quarantine)"), 0);
  const auto of_rows = "SELECT count(DISTINCT substr(message_id,1,instr(message_id,'-'))) FROM quarantine";
  EXPECT_EQ(number("SELECT count(*) FROM envelopes"), number(of_rows));
}

TEST_F(EnvelopesTest, AgeTakesThemAlong) {
  Origination old = from();
  old.at_ms -= 1000 * 3600 * 24;
  {
    const auto store = open_with(0);
    ASSERT_TRUE(begin_quarantine(*store, old, batch_of(700, context_of(kLong, 'o'), "old")).get());
    ASSERT_TRUE(quarantine(*store, batch_of(2, context_of(kLong, 'n'), "new")));
  }
  const auto store = open_with(0, 1000 * 3600);
  while (store->counts().expired < 700) ASSERT_TRUE(quarantine(*store, {rejected("again")}));
  EXPECT_EQ(number("SELECT count(*) FROM envelopes"), 1);
  EXPECT_EQ(store->quarantined({}).back().event.envelope, context_of(kLong, 'n'));
}

// Kept together or not at all: of a request whose second event cannot be written, nothing is.
TEST_F(EnvelopesTest, HalfOfARequestIsNotKept) {
  const auto store = open_with(0);
  run("CREATE TRIGGER refuse BEFORE INSERT ON quarantine WHEN new.message_id='bad' "
      "BEGIN SELECT RAISE(ABORT,'not this one'); END");
  std::vector<std::future<bool>> told;
  told.push_back(begin_quarantine(*store, from(), batch_of(3, context_of(50, 'x'), "a")));
  std::vector<EventRecord> half = batch_of(3, context_of(50, 'y'), "b");
  half[1].message_id = "bad";
  told.push_back(begin_quarantine(*store, from(), half));
  told.push_back(begin_quarantine(*store, from(), batch_of(3, context_of(50, 'z'), "c")));
  EXPECT_TRUE(told[0].get());
  EXPECT_FALSE(told[1].get());
  EXPECT_TRUE(told[2].get());
  EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("c2", "c1", "c0", "a2", "a1", "a0"));
  EXPECT_EQ(store->counts().rows, 6U);
  EXPECT_EQ(store->counts().failed, 3U);
  EXPECT_EQ(number("SELECT count(*) FROM envelopes"), 2);
}

// The schema of version 2, as released.
constexpr const char* kVersionTwo = R"(
PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;
CREATE TABLE quarantine(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  digest TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
CREATE TABLE feed(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1,
  replayed_ms INTEGER NOT NULL DEFAULT 0, item INTEGER NOT NULL, worst INTEGER NOT NULL,
  outcome TEXT NOT NULL, source TEXT NOT NULL, key_hash TEXT NOT NULL, route TEXT NOT NULL,
  type TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, rules TEXT NOT NULL,
  digest TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL, findings TEXT NOT NULL, payload TEXT NOT NULL,
  envelope TEXT NOT NULL, patch TEXT NOT NULL, reverse TEXT NOT NULL);
CREATE UNIQUE INDEX quarantine_digest ON quarantine(digest) WHERE digest <> '';
CREATE TABLE mark(
  what TEXT NOT NULL, id INTEGER NOT NULL, began INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY(what, id)) WITHOUT ROWID;
CREATE TABLE claim(id INTEGER PRIMARY KEY, owner TEXT NOT NULL, until_ms INTEGER NOT NULL);
CREATE TABLE expired(
  what TEXT NOT NULL, reason TEXT NOT NULL, rows INTEGER NOT NULL, waiting INTEGER NOT NULL,
  PRIMARY KEY(what, reason)) WITHOUT ROWID;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('hash_key','00112233'),('rows','40'),('age','1'),('age_wall','1');
INSERT INTO mark VALUES('quarantine',1,1,1);
INSERT INTO claim VALUES(3,'someone',99);
INSERT INTO expired VALUES('quarantine','size',7,5);
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n<40)
INSERT INTO quarantine(at_ms,last_ms,item,worst,outcome,source,key_hash,route,type,name,message_id,
  rules,digest,request_id,findings,payload,envelope,patch,reverse)
SELECT 1,1,0,3,'reject','web','aa','/v1/batch','track','Order','m'||n,'ID101','d'||n,'r','[]','{}',
  CASE WHEN n%2 THEN '{"context":{"n":'||n||'}}' ELSE '' END,'','' FROM c;
PRAGMA application_id=1397770068; PRAGMA user_version=2;
)";

TEST_F(EnvelopesTest, AStoreOfVersionTwoIsBroughtOverWithAllThatIsInIt) {
  run(kVersionTwo);
  {
    const auto store = open_with(0);
    EXPECT_EQ(store->hash_key(), "00112233");
    EXPECT_EQ(store->counts().rows, 40U);
    EXPECT_EQ(store->counts().expired_waiting, 5U);
    EXPECT_EQ(store->find(1)->event.envelope, R"({"context":{"n":1}})");
    EXPECT_EQ(store->find(2)->event.envelope, "");
    ASSERT_TRUE(quarantine(*store, batch_of(2, context_of(10, 'x'), "new")));
    EXPECT_EQ(store->find(39)->event.envelope, R"({"context":{"n":39}})");
    EXPECT_EQ(store->find(40)->event.envelope, "");
    EXPECT_EQ(store->find(42)->event.envelope, context_of(10, 'x'));
  }
  EXPECT_EQ(number("PRAGMA user_version"), 3);
  EXPECT_EQ(number("SELECT count(*) FROM claim"), 1);
  const auto again = open_with(0);
  EXPECT_THAT(again->quarantined({}), SizeIs(42));
  EXPECT_EQ(again->counts().rows, 42U);
}

// Its rows with their texts in them go as those of today do.
TEST_F(EnvelopesTest, RowsOfVersionTwoMakeRoom) {
  run(kVersionTwo);
  run("UPDATE quarantine SET envelope=printf('%.60000c','x')");
  const auto store = open_with(1 << 20);
  for (int i = 0; i < 40 || store->counts().bytes > (1U << 20) * 11 / 10; ++i)
    ASSERT_TRUE(quarantine(*store, batch_of(5, context_of(30'000, 'y'), std::to_string(i) + "-")));
  EXPECT_GE(store->counts().rows, 50U);
  EXPECT_EQ(store->quarantined({}).front().event.envelope, context_of(30'000, 'y'));
}

}  // namespace
}  // namespace specgate::proxy
