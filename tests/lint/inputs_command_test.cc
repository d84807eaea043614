// Which inputs a run reads, and that success words never stand beside a failure.
#include <linux/capability.h>
#include <sys/prctl.h>

#include "spec/text/compression.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using InputsCommand = CommandTest;

// Nothing at all is to be said of it.
std::string fine(const std::string& id) {
  return R"({"type":"track","event":"Boat Rented","userId":"u1","timestamp":"2026-01-01T00:00:00Z","messageId":")" + id +
         "\"}\n";
}

TEST_F(InputsCommand, NothingReadIsNoSuccess) {
  write("good.jsonl", fine("g1"));
  write("empty.json", "");
  write("blank.json", "\n \n");
  write("no_plan.json", "{\"a\":1}");
  write("plan.json", R"({"rules":[]})");
  for (const std::string command :
       {"lint empty.json", "lint blank.json", "lint good.jsonl empty.json", "lint empty.json good.jsonl",
        "lint missing.json", "lint good.jsonl missing.json", "plan lint no_plan.json", "plan lint plan.json", "plan lint plan.json no_plan.json",
        "plan lint empty.json", "lint -"}) {
    for (const std::string format : {"stylish", "text", "github"}) {
      const Ran ran = run(command + " --format " + format);
      EXPECT_EQ(ran.code, 2) << command;
      EXPECT_THAT(ran.out, Not(HasSubstr("✔"))) << command;
      EXPECT_THAT(ran.err, Not(::testing::IsEmpty())) << command;
    }
  }
  EXPECT_THAT(run("lint good.jsonl empty.json").err, HasSubstr("empty.json: no event was read: it is empty"));
  EXPECT_THAT(run("lint empty.json").out, HasSubstr("✖ no event was judged"));
  EXPECT_THAT(run("lint good.jsonl missing.json").out, HasSubstr("✖ not all was done: no problems in 1 event"));
  for (const std::string command : {"lint --allow-empty empty.json", "lint --allow-empty good.jsonl blank.json"}) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.code, 0) << command << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("✔")) << command;
  }
}

// A mistake that was found is a finding, though no event could be read; what holds no calls is none.
TEST_F(InputsCommand, BrokenJsonIsAFindingAndNoEmptyInput) {
  for (const std::string text : {"{\"type\":\"track\",\n", "{bad}\n", "not json\n"}) {
    write("broken.json", text);
    const Ran ran = run("lint --format jsonl broken.json");
    EXPECT_EQ(ran.code, 1) << text << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("\"events\":0")) << text;
    EXPECT_THAT(ran.err, Not(HasSubstr("no event was read"))) << text;
  }
  EXPECT_THAT(run("lint --help").out, HasSubstr("broken JSON\n     is a finding, so 1"));
}

// What was asked for and held no event is no success beside what did.
TEST_F(InputsCommand, AFolderWithoutEventsFailsBesideGoodFiles) {
  write("good.jsonl", fine("g1"));
  write("notes/README.md", "no events\n");
  const Ran ran = run("lint good.jsonl notes");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.out, Not(HasSubstr("✔")));
  EXPECT_THAT(ran.err, HasSubstr("notes: no event was read: no file in it holds any"));
  EXPECT_EQ(run("lint good.jsonl notes --allow-empty").code, 0);
}

TEST_F(InputsCommand, NoFlagMakesASuccessOfNothing) {
  write("package.json", R"({"name":"x","version":"1.0.0","dependencies":{}})");
  for (const std::string flags : {"--exit-zero", "--fail-on none"}) {
    EXPECT_EQ(run("lint package.json " + flags).code, 2) << flags;
    EXPECT_EQ(run("lint package.json --allow-empty " + flags).code, 0) << flags;
  }
  EXPECT_EQ(run("lint package.json").code, 2);
  EXPECT_EQ(run("lint package.json --allow-empty").code, 1);
}

TEST_F(InputsCommand, TermsThatAreNotMetAreNoSuccess) {
  write("good.jsonl", fine("g1"));
  for (const std::string terms : {"--min-events 5", "--require-event Nobody"}) {
    const Ran ran = run("lint good.jsonl " + terms);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, Not(HasSubstr("✔"))) << terms;
  }
  EXPECT_THAT(run("lint good.jsonl --min-events 1").out, HasSubstr("✔"));
  const Ran few = run("lint good.jsonl --min-events 5");
  EXPECT_THAT(few.out + few.err, HasSubstr("1 event is fewer than --min-events 5"));
  write("batch.json", R"({"type":"batch","userId":"u1"})");
  EXPECT_THAT(run("lint batch.json").out, HasSubstr("a batch has its calls in an array \"batch\""));
}

TEST_F(InputsCommand, AFolderIsReadAsGitSeesItAndSaysWhatItSkipped) {
  write("events/a.jsonl", fine("g1"));
  write("events/node_modules/x/package.json", "{}");
  write("events/.git/config.json", kNoId);
  write("events/dist/b.jsonl", kNoId + "\n");
  write("events/deep/tmp/c.jsonl", kNoId + "\n");
  write("events/deep/kept.log.jsonl", fine("g2"));
  write("events/deep/other.log.jsonl", kNoId + "\n");
  write("events/image.json", std::string("\x89PNG\r\n\0\0", 8));
  write("events/empty.json", "");
  write("events/.gitignore", "# built\n/dist/\ntmp/\n*.log.jsonl\n!kept.log.jsonl\n");
  write("events/deep/.gitignore", "nothing\n");
  const Ran ran = run("lint events");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("✔ no problems in 2 events"));
  EXPECT_THAT(ran.out, HasSubstr("skipped 7 files:\n"));
  for (const char* line :
       {"  events/node_modules/: installed packages\n", "  events/.git/: git's own\n", "  events/dist/: excluded by .gitignore\n",
        "  events/deep/tmp/: excluded by .gitignore\n",
        "  events/deep/other.log.jsonl: excluded by .gitignore\n", "  events/image.json: binary\n",
        "  events/empty.json: empty\n"}) {
    EXPECT_THAT(ran.out, HasSubstr(line));
  }
  EXPECT_THAT(run("lint --format json events").out, HasSubstr("\"skipped\":7"));
  // What is named is read, whatever git says.
  EXPECT_EQ(run("lint events/dist/b.jsonl").code, 1);
  EXPECT_EQ(run("lint events/dist").code, 1);
}

// The folder's own repository counts above it.
TEST_F(InputsCommand, IgnoredByAFolderAbove) {
  write("repo/.git/HEAD", "ref: refs/heads/main\n");
  write("repo/.gitignore", "fixtures/raw/**\n");
  write("repo/fixtures/a.jsonl", fine("g1"));
  write("repo/fixtures/raw/b.jsonl", kNoId + "\n");
  const Ran ran = run("lint repo/fixtures");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("repo/fixtures/raw/"));
}

TEST_F(InputsCommand, GzipWithJsonWithinIsReadByWhateverName) {
  write("archive/1718236800000.filename.gz", pack(Packing::kGzip, kNoId + "\n" + fine("g1")));
  write("archive/backup.tar.gz", pack(Packing::kGzip, "package.json\n"));
  const Ran ran = run("lint archive");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("archive/1718236800000.filename.gz"));
  EXPECT_THAT(ran.out, HasSubstr("in 2 events"));
  EXPECT_THAT(ran.out, HasSubstr("  archive/backup.tar.gz: gzip, but what is in it is no JSON\n"));
}

// Text that is no JSON is somebody else's; what may hold calls, or cannot be told, is named.
TEST_F(InputsCommand, FilesOfOtherNamesThatMayHoldCallsAreNamed) {
  write("events/a.jsonl", fine("g1"));
  write("events/requests.log", kNoId + "\n");
  write("events/calls", "[\n " + kNoId + "]\n");
  write("events/logo.png", std::string("\x89PNG\r\n\0\0", 8));
  write("events/README.md", "[docs](https://example.com)\n");
  write("events/setup.cfg", "[section]\nkey = 1\n");
  write("events/style.css", "{ }\n");
  write("events/ignored.log", kNoId + "\n");
  write("events/.gitignore", "ignored.log\n");
  const Ran ran = run("lint events");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("skipped 3 files:\n"
                                 "  events/calls: JSON under another name, read where it is named\n"
                                 "  events/logo.png: binary\n"
                                 "  events/requests.log: JSON under another name, read where it is named\n"));
  EXPECT_EQ(run("lint events/requests.log").code, 1);
  write("specgate.yaml", "exclude: [\"*.log\", \"*.png\"]\n");
  EXPECT_THAT(run("lint events").out, HasSubstr("skipped 1 file:\n  events/calls: "));
}

TEST_F(InputsCommand, NothingInAFolderIsPassedOverInSilence) {
  write("events/a.jsonl", fine("g1"));
  write("elsewhere/b.jsonl", kNoId + "\n");
  mkfifo(path("events/pipe.jsonl").c_str(), 0600);
  mkfifo(path("events/pipe.JSON.GZ").c_str(), 0600);
  fs::create_symlink("nowhere", path("events/gone.jsonl"));
  fs::create_symlink("ring.json", path("events/ring.json"));
  fs::create_directory_symlink("../elsewhere", path("events/linked"));
  fs::create_directory_symlink(".", path("events/again"));
  write("events/packed.JSONL.zst", "(\xb5/\xfd");
  write("events/other.txt", "no name of events");
  const Ran ran = run("lint events");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("skipped 7 files:\n"));
  for (const char* line :
       {"pipe.jsonl: a pipe, read where it is named\n", "pipe.JSON.GZ: a pipe, read where it is named\n",
        "gone.jsonl: a link to a file that is not there\n", "ring.json: a link that leads nowhere\n",
        "linked/: a link to a folder, read where it is named\n", "again/: a link to a folder, read where it is named\n",
        "packed.JSONL.zst: packed, and not by gzip\n"}) {
    EXPECT_THAT(ran.out, HasSubstr(std::string("  events/") + line));
  }
  EXPECT_THAT(run("lint 'events/*.jsonl'").out, HasSubstr("skipped 2 files:\n"));
  EXPECT_THAT(run("lint 'events/*/*.jsonl' events/a.jsonl").out, HasSubstr("events/linked/: a link to a folder"));
  const Ran inferred = run("plan infer events");
  EXPECT_EQ(inferred.code, 0) << inferred.err;
  EXPECT_THAT(inferred.err, HasSubstr("skipped events/gone.jsonl: a link to a file that is not there\n"));
  write("plan.yaml", "events: {Boat Rented: {}}\n");
  const Ran replayed = run("plan diff plan.yaml plan.yaml --traffic events");
  EXPECT_THAT(replayed.err, HasSubstr("skipped events/gone.jsonl: a link to a file that is not there\n"));
  EXPECT_EQ(run("lint events/linked").code, 1);
}

TEST_F(InputsCommand, CapitalEndingsAreRead) {
  const std::string gzip = pack(Packing::kGzip, kNoId + "\n");
  for (const std::string name : {"B.JSONL", "b.Json", "B.NDJSON", "b.gz", "B.GZ", "b.JSONL.gz", "B.Har.GZ"}) {
    const bool packed = name.ends_with("gz") || name.ends_with("GZ");
    write("events/" + name, packed ? gzip : kNoId + "\n");
    EXPECT_EQ(run("lint events").code, 1) << name;
    fs::remove(path("events/" + name));
  }
}

// Root may read everything; programs started from here on may not.
void lay_down_the_right_to_read_all() {
  if (geteuid() != 0) return;
  for (const int right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) ASSERT_EQ(prctl(PR_CAPBSET_DROP, right), 0);
}

TEST_F(InputsCommand, AFolderThatMayNotBeReadIsNoSuccess) {
  lay_down_the_right_to_read_all();
  write("events/a.jsonl", fine("g1"));
  write("events/shut/deep/b.jsonl", kNoId + "\n");
  write("other/c.txt", "");
  write("specgate.yaml", "exclude: [\"events/shut/**\"]\n");
  for (const fs::path& shut : {path("events/shut"), path("events/shut/deep")}) {
    for (const fs::perms rights : {fs::perms::none, fs::perms::owner_exec}) {
      fs::permissions(shut, rights);
      const std::string name = fs::relative(shut, path("")).string();
      for (const std::string command :
           {"lint --isolated events", "lint --isolated .", "lint --isolated 'events/**/*.jsonl'",
            "lint --isolated --exit-zero events", "plan infer events", "plan infer 'ev*/**'"}) {
        const Ran ran = run(command);
        EXPECT_EQ(ran.code, 2) << command << name;
        EXPECT_THAT(ran.err, HasSubstr(name + ": cannot read: Permission denied")) << command;
        EXPECT_THAT(ran.out, Not(HasSubstr("✔"))) << command;
      }
      // What cannot hold anything that is wanted, and what is excluded, need not be read.
      EXPECT_EQ(run("lint --isolated 'events/*.jsonl'").code, 0);
      EXPECT_THAT(run("lint --isolated 'events/x*/*.jsonl' events/a.jsonl").err, Not(HasSubstr("Permission")));
      EXPECT_EQ(run("lint events").code, 0);
      fs::permissions(shut, fs::perms::owner_all);
    }
  }
  fs::permissions(path("events/shut"), fs::perms::none);
  EXPECT_THAT(run("lint --isolated events/shut/deep/b.jsonl").err, HasSubstr("b.jsonl: cannot read: Permission denied"));
  fs::permissions(path("events/shut"), fs::perms::owner_all);
  // Whatever a file is called, what cannot be opened is no "no JSON".
  write("events/b.gz", pack(Packing::kGzip, fine("g1")));
  fs::permissions(path("events/b.gz"), fs::perms::none);
  EXPECT_EQ(run("lint events").code, 2);
  EXPECT_THAT(run("lint events").err, HasSubstr("b.gz: cannot read: unreadable: Permission denied"));
}

}  // namespace
}  // namespace specgate
