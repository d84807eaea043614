// Fingerprints and columns in characters: what a finding is known by, and where it stands.
#include "lint/report/fingerprint.h"

#include <algorithm>
#include <random>
#include <set>

#include "lint/report/character_column.h"
#include "tests/lint/report_support.h"

namespace specgate {
namespace {

uint64_t first_of(const std::string& file, const Finding& finding) {
  return Fingerprints().of(file, finding);
}

TEST(Fingerprint, IsTheSameForEver) {
  EXPECT_EQ(fingerprint_text(first_of("dir/a.jsonl", finding_of("no id", "/event"))),
            "8a187155fb1c1624");
  EXPECT_EQ(fingerprint_text(0x1f), "000000000000001f");
}

TEST(Fingerprint, StaysWhenTheFindingOnlyMoves) {
  const Finding finding = finding_of("no id", "/event");
  Finding moved = finding;
  moved.line = 900;
  moved.column = 1;
  moved.byte = 123'456;
  moved.event = 77;
  moved.message = "said in other words";
  moved.severity = Severity::kInfo;
  moved.message_id = "another";
  moved.has_fix = true;
  EXPECT_EQ(first_of("a", finding), first_of("a", moved));
}

TEST(Fingerprint, ChangesWithWhatTheFindingIs) {
  std::vector<Finding> others(6, finding_of("no id", "/event"));
  others[1].pointer = "/properties";
  others[2].type = "page";
  others[3].event_name = "Order Completed";
  others[4].rule = &rules::known_event_alias;
  others[5].pointer = "";
  others[5].type = "/eventtrack";  // the same letters in other fields
  std::set<uint64_t> prints = {first_of("b", others[0])};
  for (const Finding& other : others) prints.insert(first_of("a", other));
  EXPECT_EQ(prints.size(), 7U);
}

TEST(Fingerprint, TellsTheLikesApartByTheirOrder) {
  const Finding finding = finding_of("no id", "/event");
  Finding other = finding;
  other.event_name = "Order Completed";
  Fingerprints alone, among;
  std::set<uint64_t> prints;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t print = alone.of("a", finding);
    among.of("a", other);
    EXPECT_EQ(among.of("a", finding), print) << "findings of another kind do not count";
    prints.insert(print);
  }
  EXPECT_EQ(prints.size(), 1000U);
}

TEST(Fingerprint, MoreKindsThanCountersStayApart) {
  Fingerprints fingerprints;
  std::set<uint64_t> prints;
  Finding finding = finding_of("x", "");
  for (int i = 0; i < 200'000; ++i) {
    finding.pointer = "/p" + std::to_string(i);
    prints.insert(fingerprints.of("a", finding));
  }
  EXPECT_EQ(prints.size(), 200'000U);
}

// As plain as can be.
uint32_t column_of(const std::string& text, size_t offset) {
  uint32_t column = 1;
  size_t at = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  if (at == 0 && text.starts_with("\xEF\xBB\xBF")) at = std::min<size_t>(3, offset);
  for (; at < offset; ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) ++column;
  }
  return column;
}

TEST(CharacterColumn, CountsCodePoints) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z\n\xC3\xA9x";
  CharacterColumn columns(text);
  EXPECT_EQ(columns.at(0), 1U);
  EXPECT_EQ(columns.at(1), 2U);
  EXPECT_EQ(columns.at(3), 3U);
  EXPECT_EQ(columns.at(10), 5U) << "the emoji is one";
  EXPECT_EQ(columns.at(11), 6U) << "the line break";
  EXPECT_EQ(columns.at(12), 1U);
  EXPECT_EQ(columns.at(14), 2U);
  EXPECT_EQ(columns.at(999), 3U) << "the end";
  EXPECT_EQ(CharacterColumn("\xEF\xBB\xBF{").at(3), 1U) << "a byte-order mark is no character";
}

TEST(CharacterColumn, GoesForwardAndBack) {
  std::mt19937 random(7);
  const std::string pieces[] = {"a",    "\n",  "\xC3\xA9", "\xF0\x9F\x98\x80",
                                "\xFF", "xyz", "{\"k\":1}"};
  for (int round = 0; round < 200; ++round) {
    std::string text = round % 2 == 0 ? "" : "\xEF\xBB\xBF";
    for (int i = 0; i < 60; ++i) text += pieces[random() % std::size(pieces)];
    CharacterColumn columns(text);
    for (int i = 0; i < 100; ++i) {
      const size_t offset = random() % (text.size() + 1);
      ASSERT_EQ(columns.at(offset), column_of(text, offset)) << text << " " << offset;
    }
  }
}

}  // namespace
}  // namespace specgate
