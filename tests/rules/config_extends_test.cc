// What a configuration stands on: `extends`, and where it is found.
#include "rules/rules.h"
#include "tests/rules/config_support.h"
#include "tests/support/folder.h"

namespace specgate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(ConfigTest, LaterWinsAndTheFileItselfWinsOverAll) {
  const Folder folder;
  folder.write("base.json", R"({"profile": "minimal", "rules": {"NAM": "error", "TIME": "error"},
	"overrides": [{"types": ["page"], "rules": {"NAM": "off"}}],
	"ignore": [{"rule": "PII", "reason": "old"}],
	"exclude": ["a"], "events": {"rename": {"Old": "New", "B": "Base"}},
	"custom": [{"name": "mine", "severity": "info", "require": "userId"}]})");
  folder.write("sub/team.yaml", R"(
extends: ../base.json
rules: {NAM: warning, mine: off}
settings: {region: us}
events: {rename: {B: Team}}
)");
  const std::string path = folder.write("specgate.yaml", R"(
extends: [./sub/team.yaml, "specgate:strict"]
rules: {NAM101: off}
settings: {region: eu}
overrides: [{types: [track], rules: {NAM: info}}]
ignore: [{rule: NAM101, reason: new}]
exclude: [b]
custom: [{name: mine, severity: error, require: anonymousId}]
)");
  const auto config = load_config(path);
  ASSERT_TRUE(config) << config.problems()[0].text();
  EXPECT_THAT(config->files, ElementsAre(folder / "base.json", folder / "sub/team.yaml", path));
  EXPECT_EQ(config->rules.profile, Profile::kStrict);
  EXPECT_EQ(value_of(*config, "profile"), "strict (" + path + ":2)");
  const RuleLevels& levels = config->rules.levels;
  EXPECT_EQ(level_of(levels, rules::event_name_casing), Severity::kOff);
  EXPECT_EQ(level_of(levels, rules::property_name_dot), Severity::kWarning);
  EXPECT_EQ(level_of(levels, rules::timestamp_invalid), Severity::kError);
  EXPECT_EQ(config->rules.settings.region, "eu");
  ASSERT_THAT(config->rules.overrides, SizeIs(2));
  EXPECT_EQ(config->rules.overrides[0].scope.types, only(Call::kPage));
  EXPECT_EQ(config->rules.ignores.front().file, folder / "base.json");
  EXPECT_EQ(config->rules.ignores.back().reason, "new");
  EXPECT_THAT(config->exclude, ElementsAre("a", "b"));
  ASSERT_THAT(config->rules.custom, SizeIs(2)) << "mine, replaced, and event-renamed";
  EXPECT_EQ(config->rules.custom[0]->field, "anonymousId");
  EXPECT_EQ(level_of(levels, config->rules.custom[0]->rule), Severity::kOff);
  EXPECT_EQ(config->rules.event_renames[0], std::pair(std::string("B"), std::string("Team")));
}

TEST(ConfigTest, AFileExtendedTwiceIsReadOnce) {
  const Folder folder;
  folder.write("base.yaml", "ignore: [{rule: NAM101, reason: x}]");
  folder.write("a.yaml", "extends: base.yaml");
  folder.write("b.yaml", "extends: ./base.yaml");
  const auto config = load_config(folder.write("specgate.yaml", "extends: [a.yaml, b.yaml]"));
  ASSERT_TRUE(config);
  EXPECT_THAT(config->rules.ignores, SizeIs(1));
  EXPECT_THAT(config->files, SizeIs(4));
}

TEST(ConfigTest, ExtendsComplains) {
  const Folder folder;
  const auto first = [&](const std::string& name, std::string_view text) {
    const auto config = load_config(folder.write(name, text));
    return config ? std::string("no problem") : config.problems()[0].text();
  };
  EXPECT_EQ(first("a.yaml", "profile: strict\nextends: [none.yaml]"),
            (folder / "a.yaml") + ":2:11: \"none.yaml\", extended here, cannot be read: no such file (" +
                (folder / "none.yaml") + ")");
  EXPECT_THAT(first("b.yaml", "extends: ."), HasSubstr("a folder, wanted a file"));
  EXPECT_THAT(first("c.yaml", "extends: specgate:partners"),
              HasSubstr("did you mean \"partner\"?"));
  EXPECT_THAT(first("d.yaml", "extends: https://example.com/x.yaml"), HasSubstr("is a URL"));
  EXPECT_THAT(first("e.yaml", "extends: {a: b}"), HasSubstr("\"extends\" wants a file"));
  EXPECT_THAT(first("f.yaml", "extends: [[a]]"), HasSubstr("no text"));
  EXPECT_THAT(first("self.yaml", "extends: self.yaml"), HasSubstr("goes in a circle"));
  folder.write("one.yaml", "extends: two.yaml");
  EXPECT_EQ(first("two.yaml", "extends: one.yaml"),
            (folder / "one.yaml") +
                ":1:10: \"extends\" goes in a circle: " + (folder / "two.yaml") + " -> " +
                (folder / "one.yaml") + " -> " + (folder / "two.yaml"));
  for (int i = 0; i < 20; ++i) {
    folder.write(std::to_string(i) + ".yaml", "extends: " + std::to_string(i + 1) + ".yaml");
  }
  EXPECT_THAT(first("deep.yaml", "extends: 0.yaml"), HasSubstr("more than 16 levels"));
  folder.write("bad.yaml", "profil: strict");
  EXPECT_EQ(first("g.yaml", "extends: bad.yaml"),
            (folder / "bad.yaml") + ":1:1: unknown key \"profil\", did you mean \"profile\"?");
}

TEST(ConfigTest, AMissingFileIsSaidToBeMissing) {
  const Folder folder;
  EXPECT_EQ(load_config(folder / "x.yaml").problems()[0].text(),
            (folder / "x.yaml") + ": there is no such configuration file");
}

TEST(ConfigTest, IsFoundUpwards) {
  const Folder folder;
  const std::string outer = folder.write(".specgate.yaml", "");
  const std::string events = folder.write("a/b/events.jsonl", "");
  EXPECT_EQ(discover_config(events), outer);
  EXPECT_EQ(discover_config(folder / "a/b"), outer);
  EXPECT_EQ(discover_config(folder / "a/b/not-there.json"), outer);
  const std::string inner = folder.write("a/specgate.json", "{}");
  EXPECT_EQ(discover_config(events), inner);
  const std::string first = folder.write("a/specgate.yaml", "");
  EXPECT_EQ(discover_config(events), first);
}

}  // namespace
}  // namespace specgate
