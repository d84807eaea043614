#include "spec/text/text_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/support/folder.h"
#include "tests/support/odd_files.h"

namespace specgate {
namespace {

class ReadFile : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_ / name; }

  const Folder folder_;
  std::string text_ = "of before";
};

TEST_F(ReadFile, WhatIsNoFileIsRefusedInWords) {
  for (const OddFile& odd : odd_files(folder_.path(), 1 << 20, "1 MB")) {
    EXPECT_EQ(read_file(odd.path, {.most = 1 << 20}, text_), odd.wrong) << odd.path;
    const bool too_large = odd.path.ends_with("large");
    EXPECT_EQ(wrong_with_file(odd.path), too_large ? "" : odd.wrong) << odd.path;
  }
}

TEST_F(ReadFile, AFileIsReadWhole) {
  const std::string whole(300'000, 'x');
  folder_.write("f", whole);
  EXPECT_EQ(read_file(path("f"), {.most = whole.size()}, text_), "");
  EXPECT_EQ(text_, whole);
  EXPECT_EQ(read_file(path("f"), {.most = whole.size() - 1}, text_), "larger than 299999 bytes");
  EXPECT_EQ(read_file("/dev/null", {}, text_), "");
  EXPECT_EQ(text_, "");
}

// A file that says it is empty and is not.
TEST_F(ReadFile, TheSizeThatIsToldIsNotTrusted) {
  EXPECT_EQ(read_file("/proc/self/status", {}, text_), "");
  EXPECT_THAT(text_, testing::HasSubstr("VmPeak"));
  EXPECT_EQ(read_file("/proc/self/status", {.most = 64}, text_), "larger than 64 bytes");
}

// Reads of a pipe wait; those of a file do not, as what only calls itself one may never have more.
TEST_F(ReadFile, OnlyWhatIsNoFileIsWaitedFor) {
  folder_.write("f", "{}");
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  const auto waits = [&](const std::string& name) {
    int file = -1;
    EXPECT_EQ(open_stream(path(name), file), "");
    const bool out = (fcntl(file, F_GETFL) & O_NONBLOCK) == 0;
    close(file);
    return out;
  };
  EXPECT_FALSE(waits("f"));
  std::thread writer([&] { folder_.write("fifo", "{}"); });
  EXPECT_TRUE(waits("fifo"));
  writer.join();
}

TEST_F(ReadFile, APipeIsReadWhereItMayBe) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  std::thread writer([&] { folder_.write("fifo", "made on the way"); });
  EXPECT_EQ(read_file(path("fifo"), {.streams = Streams::kRead}, text_), "");
  writer.join();
  EXPECT_EQ(text_, "made on the way");
}

// Twice as much as a pipe holds comes in pieces; what has no end is cut off by the limit.
TEST_F(ReadFile, APipeHasALimitAsWell) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string name = "/dev/fd/" + std::to_string(ends[0]);
  const std::string most(128 << 10, 'x');
  std::thread writer([&] {
    EXPECT_EQ(write(ends[1], most.data(), most.size()), static_cast<ssize_t>(most.size()));
    close(ends[1]);
  });
  EXPECT_EQ(read_file(name, {.most = most.size(), .streams = Streams::kRead}, text_), "");
  writer.join();
  close(ends[0]);
  EXPECT_EQ(text_, most);
  EXPECT_EQ(read_file("/dev/zero", {.streams = Streams::kRead}, text_), "a device, wanted a file");
}

TEST_F(ReadFile, APipeThatNobodyWritesToIsGivenUp) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(read_file(path("fifo"), {.streams = Streams::kRead}, text_),
            "a pipe that nobody writes to");
}

TEST_F(ReadFile, AFolderIsNoStream) {
  EXPECT_EQ(read_file(folder_.path().string(), {.streams = Streams::kRead}, text_),
            "a folder, wanted a file");
}

TEST(Utf8Problem, TellsThePlaceAndTheByte) {
  struct Row {
    std::string_view text;
    uint32_t line, column;
    std::string_view message;
  };
  const Row rows[] = {
      {"\xff", 1, 1, "byte 0xff is no valid UTF-8, wanted UTF-8"},
      {"a: 1\nb: \xe4\n", 2, 4, "byte 0xe4 is no valid UTF-8, wanted UTF-8"},
      {"\xc3\xa4\xc0\xaf", 1, 3, "byte 0xc0 is no valid UTF-8, wanted UTF-8"},
      {"\n\n\xed\xa0\x80", 3, 1, "byte 0xed is no valid UTF-8, wanted UTF-8"},
      {"x\xf4\x90\x80\x80", 1, 2, "byte 0xf4 is no valid UTF-8, wanted UTF-8"},
      {std::string_view("\xff\xfe" "a\0", 4), 1, 1,
       "byte 0xff is no valid UTF-8; this looks like UTF-16, save it as UTF-8"},
  };
  for (const Row& row : rows) {
    const std::optional<Problem> problem = utf8_problem("f", row.text);
    ASSERT_TRUE(problem) << row.message;
    EXPECT_EQ(problem->line, row.line) << row.text;
    EXPECT_EQ(problem->column, row.column) << row.text;
    EXPECT_EQ(problem->message, row.message);
  }
  EXPECT_FALSE(utf8_problem("f", "\xef\xbb\xbf" "gr\xc3\xbc\xc3\x9f"));
}

}  // namespace
}  // namespace specgate
