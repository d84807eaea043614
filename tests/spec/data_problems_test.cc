// Reading a folder as the Spec, and what is said of files that are wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>

#include "spec/catalogue/catalogue.h"
#include "tests/support/folder.h"

namespace specgate {
namespace {

using testing::Contains;

TEST(ReadSpec, TheFolderAndTheBinaryHoldTheSame) {
  Result<std::vector<SpecFile>> read = read_spec(std::string(SPECGATE_SOURCE) + "/spec/data");
  ASSERT_TRUE(read);
  std::map<std::string, std::string> folder, binary;
  for (const SpecFile& file : *read) folder[file.name] = file.text;
  for (const SpecFile& file : embedded_spec()) binary[file.name] = file.text;
  EXPECT_TRUE(folder == binary);
  EXPECT_TRUE(load_spec(*read));
}

TEST(ReadSpec, AFolderThatIsNotThereIsAProblem) {
  const Folder folder;
  const std::string nowhere = folder / "no_such_folder";
  const Problems problems = read_spec(nowhere).problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].text(), testing::StartsWith(nowhere + ": cannot be read: "));
}

TEST(ReadSpec, AFolderWithoutYamlIsAProblem) {
  const Folder folder;
  const std::string empty = folder.path().string();
  const Problems problems = read_spec(empty).problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].text(), empty + ": holds no .yaml file, wanted those of a Spec");
}

std::vector<std::string> problems_of(const std::vector<SpecFile>& files) {
  const Result<SpecData> loaded = load_spec(files);
  std::vector<std::string> out;
  for (const Problem& problem : loaded.problems()) out.push_back(problem.text());
  return out;
}

// The embedded files with one of them replaced; no text removes it.
std::vector<std::string> problems_with(const std::string& name, const std::string& text) {
  std::vector<SpecFile> files = embedded_spec();
  files.erase(std::remove_if(files.begin(), files.end(),
                             [&](const SpecFile& file) { return file.name == name; }),
              files.end());
  if (!text.empty()) files.push_back({name, text});
  return problems_of(files);
}

struct BadSpec {
  const char* name;
  const char* file;
  const char* text;
  std::vector<std::string> problems;
};
void PrintTo(const BadSpec& bad, std::ostream* out) { *out << bad.name; }

class LoadBadSpec : public testing::TestWithParam<BadSpec> {};

TEST_P(LoadBadSpec, NamesTheProblemAndItsPlace) {
  const BadSpec& bad = GetParam();
  EXPECT_THAT(problems_with(bad.file, bad.text), testing::IsSupersetOf(bad.problems));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, LoadBadSpec,
    testing::Values(
        BadSpec{"unknown_key",
                "events/x.yaml",
                "vertical: x\npage: p\nevents:\n  A:\n    categroy: c\n",
                {"events/x.yaml:5:5: unknown key \"categroy\", did you mean \"category\"?"}},
        BadSpec{"unknown_type",
                "events/x.yaml",
                "vertical: x\npage: p\nevents:\n  A:\n    properties:\n      a: Strng\n"
                "      b: {type: Integr, note: n}\n      c: {type: Rope}\n      d: {note: n}\n",
                {"events/x.yaml:6:10: \"type\" is \"Strng\", wanted a documented type, "
                 "did you mean \"String\"?",
                 "events/x.yaml:7:17: \"type\" is \"Integr\", wanted a documented type, "
                 "did you mean \"Integer\"?",
                 "events/x.yaml:8:17: \"type\" is \"Rope\", wanted a documented type",
                 "events/x.yaml:9:10: \"type\" is missing"}},
        BadSpec{
            "bad_enums",
            "events/x.yaml",
            "vertical: x\npage: p\nevents:\n  A:\n    call: trak\n    status: v2\n"
            "    properties:\n      a: {type: String, required: recomended, format: emial}\n",
            {"events/x.yaml:5:11: \"call\" is \"trak\", wanted one of identify, track, page, "
             "screen, group, alias, did you mean \"track\"?",
             "events/x.yaml:6:13: \"status\" is \"v2\", wanted one of current, v1-legacy",
             "events/x.yaml:8:35: \"required\" is \"recomended\", wanted one of optional, "
             "recommended, yes, did you mean \"recommended\"?",
             "events/x.yaml:8:55: \"format\" is \"emial\", wanted one of none, date, email, url, "
             "path, currency, locale, ip, timezone, channel, did you mean \"email\"?"}},
        BadSpec{"bad_also",
                "context.yaml",
                "page: p\nfields:\n  context.a: {type: String, also: [Nmber]}\n",
                {"context.yaml:3:35: \"also\" is \"Nmber\", wanted a documented type, "
                 "did you mean \"Number\"?"}},
        BadSpec{"event_twice_in_a_file",
                "events/x.yaml",
                "vertical: x\npage: p\nevents:\n  A: {}\n  A: {}\n",
                {"events/x.yaml:5:3: the key \"A\" is given twice"}},
        BadSpec{"event_twice_in_a_vertical",
                "events/x.yaml",
                "vertical: video\npage: p\nevents:\n  Video Ad Started: {}\n",
                {"events/x.yaml:4:3: the event \"Video Ad Started\" is given twice in the vertical "
                 "\"video\""}},
        BadSpec{"property_twice",
                "events/x.yaml",
                "vertical: x\npage: p\nfragments:\n  f:\n    a: String\nevents:\n  A:\n"
                "    properties:\n      a: String\n      <f>:\n",
                {"events/x.yaml:10:7: \"a\" is given twice in \"A\""}},
        BadSpec{"fragments",
                "events/x.yaml",
                "vertical: x\npage: p\nfragments:\n  product: {a: String}\n  hollow: {}\nevents:\n"
                "  A:\n    properties:\n      p[].<prodct>:\n      <product>: 1\n",
                {"events/x.yaml:5:3: the fragment \"hollow\" has no properties",
                 "events/x.yaml:9:7: unknown fragment \"prodct\", did you mean \"product\"?",
                 "events/x.yaml:10:7: a fragment has a value, wanted none"}},
        BadSpec{"no_vertical",
                "events/x.yaml",
                "events:\n  A: {}\n",
                {"events/x.yaml:2:3: the event \"A\" has no \"vertical\", nor has the file",
                 "events/x.yaml:2:3: the event \"A\" has no \"page\", nor has the file"}},
        BadSpec{"dangling_aliases",
                "aliases.yaml",
                "groups:\n  - kind: event\n    basis: stated\n    why: w\n    page: p\n    names:\n"
                "      a: Order Complted\n      b: [Order Completed, Nothing At All]\n"
                "  - {kind: field, basis: stated, why: w, page: p, names: {c: userIdd}}\n",
                {"aliases.yaml:7:7: \"a\" stands for \"Order Complted\", which is no event of the "
                 "Spec, did you mean \"Order Completed\"?",
                 "aliases.yaml:8:7: \"b\" stands for \"Nothing At All\", which is no event of the "
                 "Spec",
                 "aliases.yaml:9:59: \"c\" stands for \"userIdd\", which is no field of the Spec, "
                 "did you mean \"userId\"?"}},
        BadSpec{"bad_alias_groups",
                "aliases.yaml",
                "groups:\n  - {kind: evnt, basis: stated, why: w, page: p, names: {}}\n"
                "  - {kind: trait, basis: sated, names: {x: email}}\n",
                {"aliases.yaml:2:12: \"kind\" is \"evnt\", wanted one of event, property, field, "
                 "context_field, trait, did you mean \"event\"?",
                 "aliases.yaml:3:26: \"basis\" is \"sated\", wanted one of stated, mapping-table, "
                 "docs-own-variant, preset-code, inferred, did you mean \"stated\"?",
                 "aliases.yaml:3:41: \"x\" has no \"why\" or no \"page\", nor has its group"}},
        BadSpec{"bad_numbers",
                "limits.yaml",
                "numbers: {event_bytes: 32 KB, batch_bytes: 0, batch_evnts: 2500}\n",
                {"limits.yaml:1:24: \"event_bytes\" is \"32 KB\", wanted a whole number",
                 "limits.yaml:1:44: \"batch_bytes\" is 0, wanted 1 to 4294967295",
                 "limits.yaml:1:10: \"batch_events\" is missing",
                 "limits.yaml:1:47: unknown key \"batch_evnts\", did you mean \"batch_events\"?"}},
        BadSpec{"bad_endpoint",
                "endpoints.yaml",
                "groups:\n  - page: p\n    endpoints:\n      POST: {}\n      GET /a: {hots: h}\n",
                {"endpoints.yaml:4:7: \"POST\" lacks a path or a page",
                 "endpoints.yaml:5:16: unknown key \"hots\", did you mean \"hosts\"?"}},
        BadSpec{"bad_words",
                "privacy.yaml",
                "red: [a, b, a]\ncurrencies: [usd, EUR]\nyelow: []\n",
                {"privacy.yaml:1:6: \"a\" is given twice in \"red\"",
                 "privacy.yaml:2:13: \"usd\" is not three capital letters",
                 "privacy.yaml:3:1: unknown key \"yelow\", did you mean \"yellow\"?"}},
        BadSpec{"bad_call_file",
                "calls/x.yaml",
                "call: track\nfields:\n  - {field: a, type: String}\n  - {type: String, page: p}\n",
                {"calls/x.yaml:1:1: the call \"track\" has another file already",
                 "calls/x.yaml:3:5: \"page\" is missing, here and in the file",
                 "calls/x.yaml:4:5: \"field\" is missing"}},
        BadSpec{"bad_common_calls",
                "calls/common.yaml",
                "calls: [trck, page]\nfields: []\n",
                {"calls/common.yaml:1:8: \"trck\" is not a call, did you mean \"track\"?",
                 "calls/common.yaml: the call \"trck\" has no file"}},
        BadSpec{"unknown_file",
                "alias.yaml",
                "a: 1\n",
                {"alias.yaml: unknown file, did you mean \"aliases.yaml\"?"}},
        BadSpec{"missing_file", "privacy.yaml", "", {"privacy.yaml: the file is missing"}},
        BadSpec{"bad_syntax",
                "traits.yaml",
                "identify: [\n",
                {"traits.yaml:2:1: end of sequence flow not found"}}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(LoadSpec, ProblemsOfAllFilesAreListedTogether) {
  std::vector<SpecFile> files = embedded_spec();
  for (SpecFile& file : files) {
    if (file.name == "traits.yaml") file.text = "identfy: {}\n";
    if (file.name == "privacy.yaml") file.text = "rde: []\n";
  }
  const std::vector<std::string> problems = problems_of(files);
  EXPECT_THAT(problems,
              Contains("traits.yaml:1:1: unknown key \"identfy\", did you mean \"identify\"?"));
  EXPECT_THAT(problems, Contains("privacy.yaml:1:1: unknown key \"rde\", did you mean \"red\"?"));
}

}  // namespace
}  // namespace specgate
