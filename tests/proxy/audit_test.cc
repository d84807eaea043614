// The access log on a bad day: a line is written, or counted as dropped, never neither and never both.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

#include "proxy/ledger/ledger.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

size_t lines_of(const std::string& text) {
  return static_cast<size_t>(std::ranges::count(text, '\n'));
}

size_t count_of(const std::string& word, const std::string& text) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

class Audit : public ::testing::Test {
 protected:
  Audit() {
    std::signal(SIGPIPE, SIG_IGN);  // as the program does
    fs::create_directory(folder_);
    log_.file = (folder_ / "access.log").string();
    ::testing::internal::CaptureStderr();
  }

  void open() {
    auto opened = Ledger::open(log_);
    ASSERT_TRUE(opened);
    ledger_ = std::move(*opened);
  }
  // So many requests, told apart by their paths.
  void record(int requests, size_t padding = 0) {
    for (int i = 0; i < requests; ++i) {
      Exchange exchange;
      exchange.from.route = "/" + std::to_string(recorded_++) + std::string(padding, 'x');
      ledger_->record(exchange);
    }
  }
  // Ends the trail, with patience; returns how many lines were dropped in all, and sees to it that
  // standard error says so.
  uint64_t end(Clock::duration patience = std::chrono::seconds(10)) {
    ledger_->close(Clock::now() + patience);
    const uint64_t dropped = ledger_->log_state().dropped;
    ledger_.reset();
    told_ = ::testing::internal::GetCapturedStderr();
    return dropped;
  }
  // A pipe with a name and a reader who does not read.
  int make_fifo() {
    EXPECT_EQ(::mkfifo(log_.file.c_str(), 0600), 0);
    return ::open(log_.file.c_str(), O_RDONLY | O_NONBLOCK);
  }
  static std::string drain(int reader) {
    std::string text;
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(reader, bytes, sizeof bytes)) > 0;) {
      text.append(bytes, static_cast<size_t>(size));
    }
    return text;
  }
  std::string all_files() const {
    std::string text;
    for (const auto& file : fs::directory_iterator(folder_)) {
      if (file.is_regular_file()) text += file_text(file.path());
    }
    return text;
  }

  const Folder own_;
  const fs::path folder_ = own_.path() / "logs";
  LogSettings log_;
  std::unique_ptr<Ledger> ledger_;
  int recorded_ = 0;
  std::string told_;
};

TEST_F(Audit, ALogThatCannotBeRotatedGrowsOn) {
  log_.rotate_bytes = 2000;
  log_.keep_files = 1;
  fs::create_directories(folder_ / "access.1.log" / "in the way");
  open();
  record(100);
  EXPECT_EQ(end(), 0U);
  EXPECT_EQ(lines_of(file_text(log_.file)), 100U);
  EXPECT_EQ(count_of("is not rotated and grows on", told_), 1U);
}

TEST_F(Audit, ARotationThatCannotGoOnErasesNothing) {
  log_.rotate_bytes = 2000;
  log_.keep_files = 3;
  write_file(folder_ / "access.1.log", "one\n");
  write_file(folder_ / "access.2.log", "two\n");
  fs::create_directories(folder_ / "access.3.log" / "in the way");
  open();
  record(100);
  EXPECT_EQ(end(), 0U);
  EXPECT_EQ(file_text(folder_ / "access.1.log"), "one\n");
  EXPECT_EQ(file_text(folder_ / "access.2.log"), "two\n");
  EXPECT_EQ(lines_of(file_text(log_.file)), 100U);
}

TEST_F(Audit, RotationFillsAGapBeforeItErases) {
  log_.rotate_bytes = 2000;
  log_.keep_files = 3;
  write_file(folder_ / "access.1.log", "one\n");
  write_file(folder_ / "access.3.log", "three\n");
  write_file(log_.file, std::string(1950, 'x') + '\n');
  open();
  record(1);
  EXPECT_EQ(end(), 0U);
  EXPECT_EQ(file_text(folder_ / "access.2.log"), "one\n");
  EXPECT_EQ(file_text(folder_ / "access.3.log"), "three\n");
  EXPECT_EQ(lines_of(file_text(log_.file)), 1U);
}

TEST_F(Audit, EveryLineOfARotatedLogIsInOneFile) {
  log_.rotate_bytes = 2000;
  log_.keep_files = 1000;
  open();
  record(500);
  EXPECT_EQ(end(), 0U);
  const std::string all = all_files();
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(count_of("\"/" + std::to_string(i) + "\"", all), 1U) << i;
  }
}

TEST_F(Audit, AFileThatIsDeletedIsBegunAnew) {
  open();
  fs::remove(log_.file);
  record(10);
  EXPECT_EQ(end(), 0U);
  EXPECT_EQ(lines_of(file_text(log_.file)), 10U);
  EXPECT_THAT(told_, HasSubstr("was deleted, and is begun anew"));
}

TEST_F(Audit, AFolderThatBecomesAFileCostsLinesThatAreCounted) {
  open();
  fs::remove_all(folder_);
  write_file(folder_, "");
  record(10);
  EXPECT_EQ(end(), 10U);
  EXPECT_EQ(count_of("drops lines: it was deleted, and cannot be made again: Not a directory", told_),
            1U);
  EXPECT_THAT(told_, HasSubstr("ends; lines dropped: 10\""));
}

TEST_F(Audit, AFolderThatComesBackEndsTheSpell) {
  open();
  fs::remove_all(folder_);
  record(10);
  while (ledger_->log_state().dropped < 10) std::this_thread::yield();
  EXPECT_THAT(ledger_->log_state().trouble, HasSubstr("No such file or directory"));
  fs::create_directory(folder_);
  record(5);
  EXPECT_EQ(end(), 10U);
  EXPECT_EQ(lines_of(file_text(log_.file)), 5U);
  EXPECT_THAT(told_, HasSubstr("is written again; lines dropped: 10\""));
  EXPECT_THAT(told_, Not(HasSubstr("ends;")));
}

TEST_F(Audit, ATornLineSwallowsNoOther) {
  write_file(log_.file, "{\"time\":\"2026");
  open();
  record(1);
  EXPECT_EQ(end(), 0U);
  EXPECT_THAT(file_text(log_.file), ::testing::StartsWith("{\"time\":\"2026\n{"));
}

TEST_F(Audit, AReaderThatIsGoneCostsLinesThatAreCounted) {
  const int reader = make_fifo();
  open();
  ::close(reader);
  record(100);
  EXPECT_EQ(end(), 100U);
  EXPECT_EQ(count_of("drops lines: Broken pipe", told_), 1U);
  EXPECT_THAT(told_, HasSubstr("ends; lines dropped: 100\""));
}

TEST_F(Audit, AFifoWithoutAReaderIsAProblemAndNoWait) {
  ASSERT_EQ(::mkfifo(log_.file.c_str(), 0600), 0);
  const auto opened = Ledger::open(log_);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.problems()[0].text(), EndsWith("No such device or address"));
  ::testing::internal::GetCapturedStderr();
}

// However long the lines: one that is begun is ended, or its begin is all there is of it.
class Stalled : public Audit, public ::testing::WithParamInterface<size_t> {};

TEST_P(Stalled, AReaderIsNotWaitedForAtTheEnd) {
  const int reader = make_fifo();
  open();
  constexpr int kRequests = 1000;
  record(kRequests, GetParam());
  const uint64_t dropped = end(std::chrono::seconds(0));
  const std::string read = drain(reader);
  ::close(reader);
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(lines_of(read) + dropped, static_cast<size_t>(kRequests));
  EXPECT_THAT(told_, HasSubstr("lines dropped: " + std::to_string(dropped) + '"'));
}

TEST_P(Stalled, AReaderThatGoesOnGetsWholeLines) {
  const int reader = make_fifo();
  open();
  constexpr int kRequests = 12'000;  // more than can wait
  record(kRequests, GetParam());
  ::fcntl(reader, F_SETFL, 0);
  std::string read;
  std::thread reading([&] { read = drain(reader); });
  const uint64_t dropped = end();
  reading.join();
  ::close(reader);
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(lines_of(read) + dropped, static_cast<size_t>(kRequests));
  EXPECT_EQ(count_of("{\"time\"", read), lines_of(read));
  EXPECT_EQ(count_of("drops lines: it is written too slowly", told_), 1U);
}

INSTANTIATE_TEST_SUITE_P(Lines, Stalled, ::testing::Values(0, 5000));

}  // namespace
}  // namespace specgate::proxy
