#include "lint/run/diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace specgate {
namespace {

// As it comes in pieces of `bytes`, cut where lines end and no change lies.
std::string unified(const std::string& text, const std::vector<LineChange>& changes, size_t bytes) {
  char* written = nullptr;
  size_t size = 0;
  std::FILE* const out = open_memstream(&written, &size);
  UnifiedDiff diff("f");
  size_t next = 0;
  for (size_t at = 0, end = 0; at < text.size(); at = end) {
    std::vector<LineChange> here;
    end = std::min(text.find('\n', std::min(at + bytes, text.size()) - 1), text.size() - 1) + 1;
    for (; next < changes.size() && changes[next].begin < end; ++next) {
      end = std::max(end, changes[next].end);
      here.push_back({changes[next].begin - at, changes[next].end - at, changes[next].lines});
    }
    for (; next < changes.size() && changes[next].begin == text.size() && end == text.size(); ++next) {
      here.push_back({text.size() - at, text.size() - at, changes[next].lines});
    }
    diff.take(std::string_view(text).substr(at, end - at), here, out);
  }
  diff.finish(out);
  std::fclose(out);
  std::string whole(written, size);
  std::free(written);
  return whole;
}

std::string diff(const std::string& before, const std::string& after) {
  std::vector<LineChange> changes;
  find_changes(before, after, 0, changes);
  std::string rebuilt;
  size_t at = 0;
  for (const LineChange& change : changes) {
    rebuilt += before.substr(at, change.begin - at) + std::string(change.lines);
    at = change.end;
  }
  EXPECT_EQ(rebuilt + before.substr(at), after) << "changes make the one out of the other";
  const std::string whole = unified(before, changes, std::max<size_t>(before.size(), 1));
  EXPECT_EQ(unified(before, changes, 1), whole) << "whatever the size of the pieces";
  return whole;
}

std::string numbers(int from, int to) {
  std::string out;
  for (int i = from; i <= to; ++i) out += std::to_string(i) + "\n";
  return out;
}

TEST(Diff, NothingForNothing) { EXPECT_EQ(diff("a\nb\n", "a\nb\n"), ""); }

TEST(Diff, OneLine) { EXPECT_EQ(diff("a\n", "b\n"), "--- f\n+++ f\n@@ -1 +1 @@\n-a\n+b\n"); }

TEST(Diff, KeepsThreeLinesAround) {
  EXPECT_EQ(diff(numbers(1, 9), numbers(1, 4) + "x\n" + numbers(6, 9)),
            "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(Diff, FarChangesAreTwoHunks) {
  EXPECT_EQ(diff("a\n" + numbers(1, 9) + "b\n", "a\nA\n" + numbers(1, 9)),
            "--- f\n+++ f\n@@ -1,4 +1,5 @@\n a\n+A\n 1\n 2\n 3\n@@ -8,4 +9,3 @@\n 7\n 8\n 9\n-b\n");
}

TEST(Diff, SaysWhereTheLastNewlineLacks) {
  EXPECT_EQ(diff("a\nb", "a\nc"),
            "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
            "\\ No newline at end of file\n");
}

TEST(Diff, ManyShapes) {
  const std::string texts[] = {"",
                               "a\n",
                               numbers(1, 50),
                               "x\n" + numbers(3, 60),
                               numbers(1, 20) + "y\n" + numbers(22, 50),
                               numbers(1, 300),
                               numbers(250, 600),
                               "a"};
  for (const std::string& before : texts) {
    for (const std::string& after : texts) diff(before, after);
  }
}

}  // namespace
}  // namespace specgate
