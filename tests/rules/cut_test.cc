#include "rules/engine/cut.h"

#include <gtest/gtest.h>

#include "spec/text/utf8.h"

namespace specgate {
namespace {

TEST(Cut, ShortTextsStayAsTheyAre) {
  EXPECT_EQ(cut(""), "");
  EXPECT_EQ(cut("\xff\0x"), "\xff");
  EXPECT_EQ(cut(std::string(kMostQuoted, 'x')), std::string(kMostQuoted, 'x'));
}

TEST(Cut, LongTextsSayHowLongTheyWere) {
  const std::string out = cut(std::string(3'900'000, 'x'));
  EXPECT_LE(out.size(), kMostQuoted);
  EXPECT_TRUE(out.starts_with("xxxx"));
  EXPECT_TRUE(out.ends_with("x\xE2\x80\xA6 (3 900 000 bytes)")) << out.substr(out.size() - 40);
}

TEST(Cut, CuttingAgainChangesNothing) {
  const std::string out = cut(std::string(1 << 20, 'x'));
  EXPECT_EQ(cut(out), out);
}

TEST(Cut, NoCharacterIsCut) {
  for (const std::string_view character : {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
    for (size_t shift = 0; shift < 4; ++shift) {
      std::string text(shift, 'x');
      while (text.size() < 2 * kMostQuoted) text += character;
      EXPECT_EQ(first_bad_utf8(cut(text)), kAllUtf8) << character << shift;
    }
  }
  EXPECT_LE(cut(std::string(2 * kMostQuoted, '\x80')).size(), kMostQuoted) << "no UTF-8 at all";
}

TEST(Cut, NumbersAreInGroups) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(1200), "1 200");
  EXPECT_EQ(grouped(16'700'000), "16 700 000");
}

}  // namespace
}  // namespace specgate
