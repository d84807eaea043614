// Names on the command line that lead to something that is no file, and text that is no UTF-8.
#include "spec/text/text_file.h"
#include "tests/support/command.h"
#include "tests/support/odd_files.h"

namespace specgate {
namespace {

using testing::HasSubstr;

constexpr uintmax_t kMega = 1 << 20;

// What the command line may name, and how much of it is read.
struct Reader {
  std::string command;  // the name comes last
  uintmax_t most;
  std::string told;
};

const Reader kReaders[] = {
    {"lint --config ", 16 * kMega, "16 MB"},
    {"lint --isolated --plan ", 64 * kMega, "64 MB"},
    {"plan lint ", 64 * kMega, "64 MB"},
    {"plan convert --to yaml ", 64 * kMega, "64 MB"},
    {"plan docs ", 64 * kMega, "64 MB"},
    {"plan diff good.yaml ", 64 * kMega, "64 MB"},
    {"plan breaking good.yaml --against ", 64 * kMega, "64 MB"},
};

class FilesCommand : public CommandTest {};

// The command may read pipes, but not for ever.
std::string wrong_of(const Reader& reader, const OddFile& odd) {
  if (odd.path.ends_with("fifo")) return "a pipe that nobody writes to";
  const bool config = reader.command == kReaders[0].command;
  return config && odd.wrong == kNoSuchFile ? "there is no such configuration file" : odd.wrong;
}

TEST_F(FilesCommand, WhatIsNoFileIsToldForWhatItIs) {
  write("good.yaml", "events: {Order Completed: {}}\n");
  for (const Reader& reader : kReaders) {
    for (const OddFile& odd : odd_files(path("odd"), reader.most, reader.told)) {
      const bool fifo = odd.path.ends_with("fifo");
      if (fifo && &reader != kReaders) continue;  // it is waited for; once is enough
      const Ran ran = run(reader.command + odd.path, kGood);
      EXPECT_EQ(ran.code, 2) << reader.command << odd.path;
      EXPECT_THAT(ran.err, HasSubstr(odd.path)) << reader.command;
      EXPECT_THAT(ran.err, HasSubstr(wrong_of(reader, odd))) << reader.command << odd.path;
    }
  }
}

TEST_F(FilesCommand, PipesWillDoWhereTheyAreWritten) {
  write("events.jsonl", kNoId + "\n");
  EXPECT_EQ(run("lint --config /dev/stdin events.jsonl", "rules: {ID101: off}\n").code, 0);
  EXPECT_EQ(run("plan lint /dev/stdin", "events: {Order Completed: {}}\n").code, 0);
  EXPECT_EQ(run("plan lint -", "events: {Order Completed: {}}\n").code, 0);
  EXPECT_EQ(run("lint --config /dev/null events.jsonl").code, 1);
}

// Events may come out of a pipe, and reports may go into one; nobody need be at its other end.
TEST_F(FilesCommand, EventsAndReports) {
  odd_files(path("odd"), 1, "");
  write("a.jsonl", kGood + "\n");
  const auto told = [&](const std::string& arguments, const std::string& wrong) {
    const Ran ran = run("lint --isolated " + arguments);
    EXPECT_EQ(ran.code, 2) << arguments;
    EXPECT_THAT(ran.err, HasSubstr(wrong)) << arguments;
  };
  told("odd/fifo", "odd/fifo: cannot read: a pipe that nobody writes to");
  told("/dev/zero", "/dev/zero: cannot read: a device, wanted a file");
  told("odd/dangling", "odd/dangling: no such file");
  told("odd/loop", "odd/loop: no such file");
  told("odd/folder", "no event was read");
  told("-o odd/fifo a.jsonl", "odd/fifo: cannot write: a pipe that nobody reads");
  told("-o odd/folder a.jsonl", "odd/folder: cannot write: Is a directory");
  told("-o odd/folder a.jsonl", "Is a directory, wanted a file");
  told("-o odd/none/report a.jsonl", "odd/none/report: cannot write: No such file or directory, wanted a file in a folder");
  told("--spec /dev/zero a.jsonl", "/dev/zero: cannot be read: a device, wanted a folder of .yaml files");
  told("--spec a.jsonl a.jsonl", "a.jsonl: cannot be read: a file, wanted a folder of .yaml files");
  told("--spec odd/fifo a.jsonl", "odd/fifo: cannot be read: a pipe, wanted a folder of .yaml files");
  told("--spec odd/none a.jsonl", "odd/none: cannot be read: no such folder");
  told("-f sarif=odd/loop a.jsonl", "odd/loop: cannot write: ");
  EXPECT_EQ(run("lint --isolated -", "").code, 2) << "nothing at all";
  EXPECT_EQ(run("lint --isolated /dev/stdin", kGood).code, 0);
}

TEST_F(FilesCommand, BytesThatAreNoUtf8AreToldWithTheirPlace) {
  struct Row {
    std::string command, file, text, told;
  };
  const Row rows[] = {
      {"lint --config specgate.yaml", "specgate.yaml", "rules:\n  ID101: \"\xff\"\n", ":2:11: byte 0xff"},
      {"plan lint plan.yaml", "plan.yaml", "events:\n  \"a\xe4\": {}\n", ":2:5: byte 0xe4"},
      {"plan convert --to public-api plan.yaml", "plan.yaml", "events:\n  a: {x: \xc0\xaf}\n", ":2:10: byte 0xc0"},
      {"plan lint plan.json", "plan.json", "{\"rules\":[],\n\"a\":\"\xed\xa0\x80\"}", ":2:6: byte 0xed"},
      {"plan lint plan.csv", "plan.csv",
       "Event Name,Event Description,Property Name\nA,\xa0,b\n", ":2:3: byte 0xa0"},
  };
  for (const Row& row : rows) {
    write(row.file, row.text);
    const Ran ran = run(row.command);
    EXPECT_EQ(ran.code, 2) << row.command;
    EXPECT_THAT(ran.err, HasSubstr(row.file + row.told)) << row.command;
    EXPECT_THAT(ran.err, HasSubstr("is no valid UTF-8")) << row.command;
    fs::remove(path(row.file));
  }
}

// What a plan is called decides what is said of it: no CSV is told of YAML, and no hint comes twice.
TEST_F(FilesCommand, ATableIsToldOfTables) {
  using namespace std::string_literals;
  struct Row {
    std::string text, told;
  };
  const Row rows[] = {
      {"\xff\xfe" "E\0v\0e\0n\0t\0 \0N\0a\0m\0e\0,\0S\0t\0a\0t\0u\0s\0\n\0"s,
       "byte 0xff is no valid UTF-8; this looks like UTF-16, save the table as CSV UTF-8\n"},
      {"Event Name,Description\nA,\xa0\n", "byte 0xa0 is no valid UTF-8, save the table as CSV UTF-8\n"},
      {"foo,bar\n\"a: b,c\n", "the first line of this CSV names fewer than two columns"},
      {"foo,bar\n" + std::string(9 << 20, 'x'), "the first line of this CSV names fewer than two columns"},
  };
  for (const Row& row : rows) {
    write("plan.csv", row.text);
    const Ran ran = run("plan lint plan.csv");
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr("plan.csv:"));
    EXPECT_THAT(ran.err, HasSubstr(row.told));
    EXPECT_THAT(ran.err, testing::Not(HasSubstr("YAML")));
  }
}

}  // namespace
}  // namespace specgate
