#include "rules/run/message_id_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>
#include <string>

namespace specgate {
namespace {

std::string id_of(uint64_t number) { return "node-next-" + std::to_string(number); }

TEST(MessageIdWindow, TellsWhereAnIdStoodFirst) {
  MessageIdWindow window;
  EXPECT_FALSE(window.seen_before("m1", {.event = 3, .line = 4}));
  EXPECT_FALSE(window.seen_before("m2", {.event = 4, .line = 5}));
  const auto first = window.seen_before("m1", {.event = 9, .line = 10});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->event, 3U);
  EXPECT_EQ(first->line, 4U);
  EXPECT_EQ(window.seen_before("m1", {.event = 11})->event, 3U) << "the first stays the first";
}

TEST(MessageIdWindow, EveryByteOfAnIdCounts) {
  MessageIdWindow window;
  const std::string ids[] = {"",          "a", "aaaaaaa", "aaaaaaaa",           "aaaaaaaaa",
                             "aaaaaaaab", "A", "b",       std::string("a\0", 2)};
  for (const std::string& id : ids) EXPECT_FALSE(window.seen_before(id, {})) << id;
  for (const std::string& id : ids) EXPECT_TRUE(window.seen_before(id, {})) << id;
}

// Each half of the hash, and its lower 32 bits alone: where an id lies and what is told of it there.
TEST(MessageIdWindow, HashesOfIdsThatDifferInOneBitDiffer) {
  for (const MessageIdWindow::Key key : {MessageIdWindow::Key{}, MessageIdWindow::Key{7, 1}}) {
    std::set<uint64_t> lows, highs;
    std::set<uint32_t> tags, homes;
    size_t ids = 0;
    const auto take = [&](const std::string& id) {
      const MessageIdWindow::Hash hash = MessageIdWindow::hash_of(id, key);
      lows.insert(hash.low);
      highs.insert(hash.high);
      homes.insert(static_cast<uint32_t>(hash.low));
      tags.insert(static_cast<uint32_t>(hash.high));
      ++ids;
    };
    for (size_t size = 0; size <= 70; ++size) {
      std::string id(size, 'a');
      take(id);
      for (char& c : id) {
        for (int bit = 0; bit < 8; ++bit) {
          c = static_cast<char>('a' ^ 1 << bit);
          take(id);
        }
        c = 'a';
      }
    }
    for (uint64_t i = 0; i < 20000; ++i) take(id_of(i));
    EXPECT_EQ(lows.size(), ids);
    EXPECT_EQ(highs.size(), ids);
    EXPECT_GE(homes.size() + 3, ids) << "as chance has it";
    EXPECT_GE(tags.size() + 3, ids);
  }
}

TEST(MessageIdWindow, ForgetsTheOldestWhenFull) {
  MessageIdWindow window({.ids = 3});
  for (uint64_t i = 0; i < 4; ++i) EXPECT_FALSE(window.seen_before(id_of(i), {.event = i}));
  EXPECT_EQ(window.size(), 3U);
  for (uint64_t i = 1; i < 4; ++i) EXPECT_EQ(window.seen_before(id_of(i), {.event = 9})->event, i);
  EXPECT_EQ(window.forgotten(), 1U);
  EXPECT_FALSE(window.seen_before(id_of(0), {}));
  EXPECT_EQ(window.forgotten(), 2U);
}

// Half of an event's number is kept.
TEST(MessageIdWindow, TellsTheEventBeyondFourBillion) {
  MessageIdWindow window;
  constexpr uint64_t kFour = uint64_t{1} << 32;
  EXPECT_FALSE(window.seen_before("m1", {.event = kFour - 1}));
  EXPECT_FALSE(window.seen_before("m2", {.event = kFour + 2}));
  EXPECT_EQ(window.seen_before("m1", {.event = kFour + 7})->event, kFour - 1);
  EXPECT_EQ(window.seen_before("m2", {.event = 2 * kFour + 1})->event, kFour + 2);
}

TEST(MessageIdWindow, ForgetsWhatIsTooOld) {
  MessageIdWindow window({.ids = 100, .age_ms = 1000});
  EXPECT_FALSE(window.seen_before("m1", {}, 5000));
  EXPECT_FALSE(window.seen_before("m2", {}, 5600));
  EXPECT_TRUE(window.seen_before("m1", {}, 6000)) << "a thousand milliseconds are not too old";
  EXPECT_FALSE(window.seen_before("m1", {}, 6001));
  EXPECT_TRUE(window.seen_before("m2", {}, 6001));
  EXPECT_FALSE(window.seen_before("m3", {}, 60000));
  EXPECT_EQ(window.size(), 1U);
}

TEST(MessageIdWindow, HoldsNothingWithoutRoom) {
  MessageIdWindow window({.ids = 0});
  EXPECT_FALSE(window.seen_before("m1", {}));
  EXPECT_FALSE(window.seen_before("m1", {}));
}

// Against the plain way, over enough ids for the ring to come round and the table to close many
// gaps.
TEST(MessageIdWindow, IsTheLastSoManyDistinctIds) {
  constexpr size_t kIds = 1000;
  MessageIdWindow window({.ids = kIds});
  std::deque<std::pair<uint64_t, uint64_t>> kept;  // number, event
  uint64_t random = 1;
  for (uint64_t event = 0; event < 20000; ++event) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    const uint64_t number = (random >> 33) % 3000;
    const auto same = [&](const auto& one) { return one.first == number; };
    const auto known = std::find_if(kept.begin(), kept.end(), same);
    const auto first = window.seen_before(id_of(number), {.event = event});
    ASSERT_EQ(first.has_value(), known != kept.end()) << event;
    if (first) {
      ASSERT_EQ(first->event, known->second);
      continue;
    }
    kept.emplace_back(number, event);
    if (kept.size() > kIds) kept.pop_front();
  }
  EXPECT_EQ(window.size(), kIds);
}

TEST(MessageIdWindow, GrowsOverAgedEntriesInOrder) {
  MessageIdWindow window({.ids = 10000, .age_ms = 50});
  for (int64_t now = 0; now < 1000; ++now) {
    EXPECT_FALSE(window.seen_before(id_of(static_cast<uint64_t>(now)), {}, now));
  }
  EXPECT_EQ(window.size(), 51U);
  for (uint64_t i = 0; i < 5000; ++i) window.seen_before(id_of(2000 + i), {.event = i}, 999);
  EXPECT_EQ(window.size(), 5051U);
  EXPECT_TRUE(window.seen_before(id_of(949), {}, 999));
  EXPECT_EQ(window.seen_before(id_of(6999), {.event = 5000}, 999)->event, 4999U);
}

TEST(MessageIdWindow, StatesItsMemory) {
  constexpr size_t kMegabyte = size_t{1} << 20;
  EXPECT_EQ(MessageIdWindow::most_bytes(kMegabyte), 24 * kMegabyte);
}

}  // namespace
}  // namespace specgate
