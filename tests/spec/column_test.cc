// The folding of names into columns, held against what Segment's own package makes of them.
#include "spec/catalogue/column.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/files.h"

namespace specgate {
namespace {

TEST(ColumnTest, IsWhatGoSnakecaseMakesOfTheName) {
  size_t names = 0;
  for (const std::string& row : file_lines(SPECGATE_SOURCE "/tests/spec/columns.tsv")) {
    if (row.starts_with('#')) continue;
    const size_t tab = row.find('\t');
    ASSERT_NE(tab, std::string::npos) << row;
    const std::string name = row.substr(0, tab), column = row.substr(tab + 1);
    EXPECT_EQ(column_of(name), column) << name;
    EXPECT_EQ(is_own_column(name), name == column) << name;
    EXPECT_TRUE(same_column(name, column)) << name;
    EXPECT_LE(column.size(), column_bound(name.size())) << name;
    ++names;
  }
  EXPECT_GT(names, 300U);
}

TEST(ColumnTest, MayBeNothing) {
  EXPECT_EQ(column_of(""), "");
  EXPECT_EQ(column_of("注文完了"), "");
  EXPECT_TRUE(is_own_column(""));
  EXPECT_FALSE(is_own_column("_"));
}

TEST(ColumnTest, LongNamesAreNotCopied) {
  const std::string upper(kMostColumnName + 1, 'A'), lower(kMostColumnName + 1, 'a');
  EXPECT_FALSE(same_column(upper, lower));
  EXPECT_TRUE(same_column(lower, lower));
}

}  // namespace
}  // namespace specgate
