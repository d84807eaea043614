// How old rows are when clocks are set, and what becomes of the store when its file is taken away.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <thread>

#include "tests/proxy/store_support.h"

namespace specgate::proxy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int64_t kHour = 3'600'000, kDay = 24 * kHour;

// Clocks that go when they are told to.
class SetClockTest : public StoreTest {
 protected:
  std::unique_ptr<Store> open_at(int64_t keep_ms) {
    StoreSettings settings;
    settings.file = file();
    settings.keep_ms = keep_ms;
    StoreSeams seams;
    seams.clocks = {[this] { return wall_.load(); }, [this] { return steady_.load(); }};
    auto store = Store::open(settings, nullptr, std::move(seams));
    EXPECT_TRUE(store) << store.problems()[0].text();
    return *std::move(store);
  }
  void put(Store& store, const std::string& id) {
    Origination origin = from();
    origin.at_ms = wall_;
    ASSERT_TRUE(begin_quarantine(store, origin, {rejected(id)}).get());
  }
  void pass(int64_t ms) {
    wall_ += ms;
    steady_ += ms;
  }
  // Once the store has looked what is due: it looks after each commit, once a second at most, and each
  // process looks at least once.
  std::vector<std::string> left_after_a_look(int64_t keep_ms) {
    open_at(keep_ms).reset();
    return ids_of(open_at(0)->quarantined({}));
  }

  std::atomic<int64_t> wall_ = 1'800'000'000'000, steady_ = 5'000;
};

TEST_F(SetClockTest, WhatIsOldGoes) {
  {
    const auto store = open_at(30 * kDay);
    put(*store, "old");
    pass(20 * kDay);
    put(*store, "young");
    pass(11 * kDay);
    put(*store, "new");  // the clock is kept with it
  }
  EXPECT_THAT(left_after_a_look(30 * kDay), ElementsAre("new", "young"));
}

TEST_F(SetClockTest, AJumpOfTheWallClockAgesNothing) {
  for (const int64_t jump : {400 * kDay, -400 * kDay}) {
    {
      const auto store = open_at(30 * kDay);
      put(*store, "before" + std::to_string(jump));
      wall_ += jump;
      put(*store, "after" + std::to_string(jump));
    }
    EXPECT_EQ(left_after_a_look(30 * kDay).front(), "after" + std::to_string(jump));
  }
  EXPECT_EQ(left_after_a_look(30 * kDay).size(), 4U);
}

TEST_F(SetClockTest, AJumpBetweenTwoProcessesCountsForATenthAtMost) {
  {
    const auto store = open_at(30 * kDay);
    put(*store, "old");
    pass(26 * kDay);
    put(*store, "young");
  }
  wall_ += 400 * kDay;
  steady_ = 1;  // the machine was started anew
  EXPECT_THAT(left_after_a_look(30 * kDay), ElementsAre("young", "old"));
  {
    const auto store = open_at(30 * kDay);
    pass(2 * kDay);
    put(*store, "new");
  }
  EXPECT_THAT(left_after_a_look(30 * kDay), ElementsAre("new", "young"));
}

TEST_F(SetClockTest, RowsFromTheFutureKeepNothingFromGoing) {
  {
    const auto store = open_at(30 * kDay);
    Origination future = from();
    future.at_ms = wall_ + 400 * kDay;
    ASSERT_TRUE(begin_quarantine(*store, future, {rejected("future")}).get());
    put(*store, "old");
    pass(31 * kDay);
    put(*store, "new");
  }
  EXPECT_THAT(left_after_a_look(30 * kDay), ElementsAre("new"));
}

// Nobody else can write to the store while this is there.
class LockedFile {
 public:
  explicit LockedFile(const std::string& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &db_), SQLITE_OK);
    sqlite3_busy_timeout(db_, 10'000);
    EXPECT_EQ(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~LockedFile() { sqlite3_close(db_); }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

 private:
  sqlite3* db_ = nullptr;
};

// The end of trouble is told once, and nobody's event is needed for it.
TEST_F(SetClockTest, AStoreThatIsFreeAgainIsTold) {
  StoreSettings settings;
  settings.file = file();
  StoreSeams seams;
  seams.clocks = {[this] { return wall_.load(); }, [this] { return steady_.load(); }};
  std::mutex mutex;
  std::condition_variable told;
  std::vector<std::string> heard;
  const auto hear = [&](const std::string& why) {
    const std::lock_guard lock(mutex);
    heard.push_back(why);
    told.notify_all();
  };
  const auto store = *Store::open(settings, hear, std::move(seams));
  {
    const LockedFile locked(file());
    EXPECT_FALSE(quarantine(*store, {rejected("m1")}));
    EXPECT_EQ(store->trouble(), "database is locked");
    pass(60'000);  // it is tried out, in vain
  }
  std::unique_lock lock(mutex);
  for (int i = 0; i < 100 && heard.size() < 2; ++i) {
    pass(1'000);
    told.wait_for(lock, std::chrono::milliseconds(100));
  }
  EXPECT_THAT(heard, ElementsAre("database is locked", ""));
  lock.unlock();
  EXPECT_EQ(store->trouble(), "");
  EXPECT_TRUE(quarantine(*store, {rejected("m2")}));
  EXPECT_THAT(heard, ElementsAre("database is locked", ""));
}

// The counts are kept: a scrape runs no statement, however many rows there are.
thread_local int statements = 0;  // that this thread has run
int count_statement(unsigned, void*, void*, void*) { return ++statements, 0; }
int watch(sqlite3* db, const char**, const void*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count_statement, nullptr);
}

TEST_F(StoreTest, CountsAskNothing) {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
  StoreSettings settings;
  settings.file = file();
  const auto store = open(settings);
  sqlite3_reset_auto_extension();
  ASSERT_TRUE(quarantine(*store, {rejected("m1"), rejected("m2")}));
  const int before = statements;
  EXPECT_GT(before, 0);
  EXPECT_EQ(store->counts().rows, 2U);
  EXPECT_EQ(statements, before);
}

class LostFileTest : public StoreTest {
 protected:
  std::unique_ptr<Store> open_heard() {
    StoreSettings settings;
    settings.file = file();
    StoreSeams seams;
    seams.notice = [this](const std::string& what) {
      const std::lock_guard lock(mutex_);
      heard_.push_back(what);
      told_.notify_all();
    };
    return *Store::open(settings, nullptr, std::move(seams));
  }
  std::string next_notice() {
    std::unique_lock lock(mutex_);
    const bool came =
        told_.wait_for(lock, std::chrono::seconds(10), [this] { return !heard_.empty(); });
    if (!came) return "none";
    const std::string out = heard_.front();
    heard_.erase(heard_.begin());
    return out;
  }
  void remove_all() const {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file() + end);
  }

  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<std::string> heard_;
};

TEST_F(LostFileTest, IsNoticedWithoutTrafficAndMadeAnew) {
  const auto store = open_heard();
  const std::string key = store->hash_key();
  ASSERT_TRUE(quarantine(*store, {rejected("m1")}));
  remove_all();
  EXPECT_THAT(next_notice(), HasSubstr("was removed or replaced while it was open; 1 quarantined"));
  ASSERT_TRUE(quarantine(*store, {rejected("m2")}));
  EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("m2"));
  EXPECT_EQ(store->counts().replaced, 1U);
  EXPECT_EQ(store->counts().rows, 1U);
  const auto other = open();  // as `quarantine list` does
  EXPECT_THAT(ids_of(other->quarantined({})), ElementsAre("m2"));
  EXPECT_EQ(other->hash_key(), key) << "hashes of write keys mean the same";
}

// What is said to be kept lies in the file that everybody finds, whichever part of it is taken away.
TEST_F(LostFileTest, NothingIsKeptInAFileThatIsGone) {
  const auto store = open_heard();
  int id = 0;
  for (const std::vector<const char*>& gone :
       {std::vector<const char*>{""}, {"-wal"}, {"", "-wal", "-shm"}}) {
    ASSERT_TRUE(quarantine(*store, {rejected("before")}));
    for (const char* end : gone) fs::remove(file() + end);
    const std::string name = "after" + std::to_string(++id);
    ASSERT_TRUE(quarantine(*store, {rejected(name)}));
    EXPECT_EQ(ids_of(open()->quarantined({})).front(), name);
  }
}

TEST_F(LostFileTest, AnotherStoreInItsPlaceIsLeftAlone) {
  auto store = open_heard();
  ASSERT_TRUE(quarantine(*store, {rejected("m1")}));
  const std::string aside = file() + ".aside";
  fs::rename(file(), aside);
  StoreSettings other;
  other.file = file() + ".other";
  open(other).reset();
  const auto size = fs::file_size(other.file);
  fs::rename(other.file, file());
  EXPECT_FALSE(quarantine(*store, {rejected("m2")}));
  EXPECT_THAT(store->trouble(), HasSubstr("another store lies where this one was"));
  EXPECT_EQ(fs::file_size(file()), size);
  fs::rename(aside, file());  // and it comes back
  EXPECT_TRUE(quarantine(*store, {rejected("m3")}));
  EXPECT_THAT(ids_of(store->quarantined({})), ElementsAre("m3", "m1"));
}

// What cannot be opened in its place is told, keeps nothing, and takes nothing down.
TEST_F(LostFileTest, WhatIsNoFileInItsPlaceIsTold) {
  const auto store = open_heard();
  const std::vector<std::function<void()>> places = {
      [&] { fs::create_directory(file()); },
      [&] { ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0); },
      [&] { fs::create_symlink(file(), file()); },
      [&] { fs::create_symlink("/dev/zero", file()); },
      [&] { fs::create_symlink(file() + ".nowhere/x", file()); }};
  for (const auto& place : places) {
    ASSERT_TRUE(quarantine(*store, {rejected("before")}));
    remove_all();
    place();
    EXPECT_FALSE(quarantine(*store, {rejected("meanwhile")}));
    EXPECT_THAT(store->trouble(), Not(IsEmpty()));
    EXPECT_THAT(store->quarantined({}), IsEmpty());
    fs::remove(file());
  }
  EXPECT_TRUE(quarantine(*store, {rejected("after")}));
}

}  // namespace
}  // namespace specgate::proxy
