// specgate.yaml: every key, and what the flags make of it.
#include "rules/config/config.h"

#include "rules/rules.h"
#include "tests/rules/config_support.h"
#include "tests/support/folder.h"

namespace specgate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace fs = std::filesystem;

TEST(ConfigTest, AnEmptyFileIsTheDefault) {
  const Config config = config_of("");
  EXPECT_EQ(config.rules.profile, Profile::kRecommended);
  EXPECT_THAT(config.rules.levels, IsEmpty());
  EXPECT_EQ(config.rules.settings.future_tolerance_ms, 600'000);
  EXPECT_FALSE(config.fail_on);
  EXPECT_FALSE(config.max_warnings);
  EXPECT_THAT(config.files, ElementsAre("specgate.yaml"));
  EXPECT_EQ(value_of(config, "profile"), "recommended (default)");
  EXPECT_EQ(default_config().settings.size(), config.settings.size());
}

TEST(ConfigTest, ReadsTheKeysOfTheRun) {
  const Config config = config_of(R"(
rules_version: 1
profile: partner
verticals: [ecommerce, b2b-saas]
exclude: ["node_modules/**", build/]
fail_on: warning
max_warnings: 10
format: jsonl
plan: plans/web.json
sources:
  web: {files: ["web/**"]}
  ios: {files: "ios/**"}
proxy: {listen: "127.0.0.1:8080", anything: [1, 2]}
stages: {prod: {mode: enforce}}
)");
  EXPECT_EQ(config.rules.profile, Profile::kPartner);
  EXPECT_THAT(config.rules.spec.verticals, ElementsAre("ecommerce", "b2b-saas"));
  EXPECT_THAT(config.exclude, ElementsAre("node_modules/**", "build/"));
  EXPECT_EQ(config.fail_on, Severity::kWarning);
  EXPECT_EQ(config.max_warnings, 10);
  EXPECT_THAT(config.formats, ElementsAre("jsonl"));
  EXPECT_EQ(config.plan, "plans/web.json");
  EXPECT_EQ(source_of(config, "web/a.jsonl"), "web");
  EXPECT_EQ(source_of(config, fs::absolute("ios/a.jsonl").string()), "ios");
  EXPECT_EQ(source_of(config, "other/a.jsonl"), "");
  ASSERT_THAT(config.sections, SizeIs(2));
  EXPECT_EQ(config.sections[0].key, "proxy");
  EXPECT_EQ(config.sections[0].value.find("listen")->text, "127.0.0.1:8080");
  EXPECT_EQ(config.sections[1].value.find("prod")->find("mode")->text, "enforce");
  EXPECT_EQ(value_of(config, "profile"), "partner (specgate.yaml:3)");
  EXPECT_EQ(value_of(config, "max_warnings"), "10 (specgate.yaml:7)");
}

TEST(ConfigTest, FailOnNoneNeverFails) {
  EXPECT_EQ(config_of("fail_on: none").fail_on, Severity::kOff);
}

TEST(ConfigTest, ReadsSettings) {
  const Config config = config_of(R"(
settings:
  integration: {name: my-tool}
  region: eu
  property_style: camelCase
  future_tolerance: 90s
  remove_red_keys: true
)");
  const Settings& settings = config.rules.settings;
  EXPECT_EQ(settings.integration_name, "my-tool");
  EXPECT_EQ(settings.integration_version, "1.0.0");
  EXPECT_EQ(settings.region, "eu");
  EXPECT_EQ(settings.property_style, Style::kCamel);
  EXPECT_EQ(config.rules.spec.property_style, Style::kCamel);
  EXPECT_EQ(settings.future_tolerance_ms, 90'000);
  EXPECT_TRUE(settings.remove_red_keys);
  EXPECT_EQ(value_of(config, "settings.region"), "eu (specgate.yaml:4)");
  EXPECT_EQ(value_of(config, "settings.future_tolerance"), "90s (specgate.yaml:6)");
}

TEST(ConfigTest, ReadsTimes) {
  const std::pair<std::string_view, int64_t> kCases[] = {
      {"0s", 0}, {"1500ms", 1500}, {"10m", 600'000}, {"2h", 7'200'000}, {"366d", 31'622'400'000}};
  for (const auto& [text, ms] : kCases) {
    const std::string yaml = "settings: {future_tolerance: " + std::string(text) + "}";
    EXPECT_EQ(config_of(yaml).rules.settings.future_tolerance_ms, ms) << text;
  }
}

// ---- rules --------------------------------------------------------------------------------------

TEST(ConfigTest, SelectorsMeanRules) {
  EXPECT_THAT(rules_meant("NAM101"), ElementsAre(&rules::event_name_casing));
  EXPECT_THAT(rules_meant("event-name-casing"), ElementsAre(&rules::event_name_casing));
  EXPECT_THAT(rules_meant("TIME"), SizeIs(5));
  EXPECT_THAT(rules_meant("EVT11"), ElementsAre(&rules::video_plurality, &rules::video_position));
  EXPECT_THAT(rules_meant("ALL"), SizeIs(all_rules().size()));
  for (const std::string_view none : {"", "E", "NA", "nam", "NAM999", "all", "event-name"}) {
    EXPECT_THAT(rules_meant(none), IsEmpty()) << none;
  }
}

TEST(ConfigTest, TheExactSelectorWinsWhateverTheOrder) {
  const Config config = config_of("rules: {event-name-casing: error, NAM: info, ALL: off}");
  EXPECT_EQ(level_of(config.rules.levels, rules::event_name_casing), Severity::kError);
  EXPECT_EQ(level_of(config.rules.levels, rules::property_name_dot), Severity::kInfo);
  EXPECT_EQ(level_of(config.rules.levels, rules::missing_type), Severity::kOff);
  EXPECT_EQ(value_of(config, "rules.NAM"), "info (specgate.yaml:1)");
}

TEST(ConfigTest, ReadsOverrides) {
  const Config config = config_of(R"(
overrides:
  - files: ["legacy/**"]
    events: "Old *"
    types: [page, screen]
    sources: [web]
    rules: {NAM: off, custom-one: error}
custom: [{name: custom-one, require: userId}]
)");
  ASSERT_THAT(config.rules.overrides, SizeIs(1));
  const Override& one = config.rules.overrides[0];
  EXPECT_EQ(level_of(one.rules, rules::event_name_casing), Severity::kOff);
  EXPECT_EQ(level_of(one.rules, custom_called(config, "custom-one").rule), Severity::kError);
  EXPECT_EQ(value_of(config, "overrides[0].rules.NAM"), "off (specgate.yaml:7)");
  const Whereabouts at{"legacy/a.json", "web", "Old Page", Call::kPage};
  EXPECT_TRUE(in_scope(one.scope, at));
  EXPECT_FALSE(in_scope(one.scope, {"new/a.json", "web", "Old Page", Call::kPage}));
  EXPECT_FALSE(in_scope(one.scope, {"legacy/a.json", "ios", "Old Page", Call::kPage}));
  EXPECT_FALSE(in_scope(one.scope, {"legacy/a.json", "", "Old Page", Call::kPage}));
  EXPECT_FALSE(in_scope(one.scope, {"legacy/a.json", "web", "New Page", Call::kPage}));
  EXPECT_FALSE(in_scope(one.scope, {"legacy/a.json", "web", "", Call::kPage}));
  EXPECT_FALSE(in_scope(one.scope, {"legacy/a.json", "web", "Old Page", Call::kTrack}));
}

TEST(ConfigTest, AnEmptyScopeHoldsEverywhere) {
  EXPECT_TRUE(in_scope({}, {}));
  EXPECT_TRUE(in_scope({}, {"a", "b", "c", Call::kTrack}));
}

TEST(ConfigTest, FileGlobsAreRelativeToTheirOwnFile) {
  const Folder folder;
  const std::string path =
      folder.write("team/specgate.yaml", "overrides: [{files: ['old/*'], rules: {NAM: off}}]");
  const auto config = load_config(path);
  ASSERT_TRUE(config);
  const Scope& scope = config->rules.overrides[0].scope;
  EXPECT_TRUE(file_in_scope(scope, folder / "team/old/a.json"));
  EXPECT_FALSE(file_in_scope(scope, folder / "old/a.json"));
  EXPECT_TRUE(file_in_scope(scope, "old/a.json"));
}

TEST(ConfigTest, ReadsIgnores) {
  Config config = config_of(R"(
ignore:
  - rule: pii-yellow-key
    event: Signed Up
    pointer: /properties/email
    type: track
    source: web
    files: ["a/**"]
    reason: contract 17
    owner: growth
    expires: 2027-01-31
  - {rule: NAM, event: "Old *", reason: frozen}
)");
  const auto& ignores = config.rules.ignores;
  ASSERT_THAT(ignores, SizeIs(1 + rules_meant("NAM").size()));
  EXPECT_EQ(ignores[0].rule, &rules::pii_yellow_key);
  EXPECT_EQ(ignores[0].pointer, "/properties/email");
  EXPECT_EQ(ignores[0].reason, "contract 17");
  EXPECT_EQ(ignores[0].owner, "growth");
  EXPECT_EQ(ignores[0].line, 3U);
  EXPECT_EQ(ignores[0].entry, 0U);
  EXPECT_EQ(ignores.back().entry, 1U);
  EXPECT_TRUE(in_scope(ignores[0].scope, {"a/b", "web", "Signed Up", Call::kTrack}));
  EXPECT_EQ(value_of(config, "ignore[1]"), "NAM: frozen (specgate.yaml:12)");
}

TEST(ConfigTest, IgnoresEndOnTheirDay) {
  Config config = config_of("ignore: [{rule: NAM, reason: x, expires: 2027-01-31}]");
  const Ignore& ignore = config.rules.ignores[0];
  EXPECT_FALSE(expired(ignore, ""));
  EXPECT_FALSE(expired(ignore, "2027-01-30"));
  EXPECT_TRUE(expired(ignore, "2027-01-31"));
  EXPECT_TRUE(expired(ignore, "2028-01-01"));
  EXPECT_THAT(expired_ignores(config.rules), IsEmpty());
  config.rules.today = "2027-02-01";
  EXPECT_THAT(expired_ignores(config.rules), SizeIs(1)) << "one entry, though it names a family";
}

// ---- custom rules -------------------------------------------------------------------------------

TEST(ConfigTest, ReadsCustomRules) {
  const Config config = config_of(R"(
custom:
  - name: order-id-required
    severity: error
    message: orders need an id
    doc: Finance joins on it.
    types: [track]
    events: [Order Completed]
    require: properties.order_id
  - {name: id-type, type: {field: "properties.products[].sku", is: [string, null]}}
  - {name: plan-enum, enum: {field: traits.plan, values: [free, pro, 1]}}
  - {name: order-pattern, pattern: {field: properties.order_id, matches: "^ord_"}}
  - {name: no-tests, forbid_event: [Test *, Debug]}
  - {name: new-name, rename_event: {from: Bought, to: Order Completed}}
  - {name: no-email, forbid_property: "*email*"}
  - {name: new-key, rename_property: {from: orderId, to: order_id}}
  - {name: titles, naming: {events: Title Case}}
  - {name: snakes, naming: {properties: snake_case}}
  - {name: prefixed, naming: {traits: {pattern: "^x_"}}}
)");
  ASSERT_THAT(config.rules.custom, SizeIs(11));
  const CustomRule& first = *config.rules.custom[0];
  EXPECT_EQ(first.rule.id, "CUSTOM101");
  EXPECT_EQ(first.rule.name, "order-id-required");
  EXPECT_EQ(first.rule.severity, Severity::kError);
  EXPECT_EQ(first.rule.message, "orders need an id");
  EXPECT_THAT(std::string(first.rule.doc), HasSubstr("Finance joins on it."));
  EXPECT_THAT(std::string(first.rule.doc), HasSubstr("`specgate.yaml`, line 3"));
  EXPECT_EQ(first.rule.calls, only(Call::kTrack));
  EXPECT_EQ(severity_in(Profile::kMinimal, first.rule), Severity::kError);
  EXPECT_NE(first.rule.check, nullptr);
  EXPECT_THAT(first.steps, ElementsAre("properties", "order_id"));

  const CustomRule& type = custom_called(config, "id-type");
  EXPECT_EQ(type.rule.id, "CUSTOM102");
  EXPECT_EQ(type.rule.severity, Severity::kWarning);
  EXPECT_EQ(type.kinds, mask(Kind::kString) | mask(Kind::kNull));
  EXPECT_THAT(type.steps, ElementsAre("properties", "products", "[]", "sku"));
  EXPECT_EQ(type.rule.calls, only(Call::kTrack) | only(Call::kPage) | only(Call::kScreen));
  EXPECT_EQ(type.wanted, "string or null");
  EXPECT_THAT(custom_called(config, "plan-enum").values, ElementsAre("free", "pro", "1"));
  EXPECT_EQ(custom_called(config, "plan-enum").rule.calls,
            only(Call::kIdentify) | only(Call::kGroup));
  EXPECT_NE(custom_called(config, "order-pattern").pattern, nullptr);
  EXPECT_THAT(custom_called(config, "no-tests").names, SizeIs(2));
  EXPECT_EQ(custom_called(config, "no-email").field, "properties.*email*");
  EXPECT_EQ(custom_called(config, "new-key").to, "order_id");
  EXPECT_EQ(custom_called(config, "titles").style, Style::kTitle);
  EXPECT_EQ(custom_called(config, "snakes").target, CustomRule::Target::kProperties);
  EXPECT_NE(custom_called(config, "prefixed").pattern, nullptr);

  EXPECT_THAT(rules_meant("CUSTOM", config.rules), SizeIs(11));
  EXPECT_THAT(rules_meant("CUSTOM102", config.rules), ElementsAre(&type.rule));
  EXPECT_THAT(rules_meant("id-type", config.rules), ElementsAre(&type.rule));
  EXPECT_TRUE(renames(config.rules, "Bought"));
  EXPECT_TRUE(renames(config.rules, "Order Completed"));
  EXPECT_FALSE(renames(config.rules, "Order Refunded"));
  EXPECT_TRUE(renames_property(config.rules, "orderId"));
  EXPECT_TRUE(renames_property(config.rules, "order_id"));
  EXPECT_FALSE(renames_property(config.rules, "total"));
}

TEST(ConfigTest, FieldsMayHoldDotsInKeys) {
  const Config config = config_of(R"(custom: [{name: a, require: 'properties.a\.b[].c'}])");
  EXPECT_THAT(config.rules.custom[0]->steps, ElementsAre("properties", "a.b", "[]", "c"));
}

TEST(ConfigTest, EventsBecomeTwoRules) {
  const Config config = config_of(R"(
events:
  rename: {Completed Purchase: Order Completed, Bought: Order Completed}
  forbid: [Debug, {name: "Test *", message: drop it before release}]
rules: {event-renamed: error}
)");
  ASSERT_THAT(config.rules.custom, SizeIs(2));
  const CustomRule& renamed = custom_called(config, "event-renamed");
  EXPECT_EQ(renamed.kind, CustomRule::Kind::kRenamedEvent);
  EXPECT_EQ(level_of(config.rules.levels, renamed.rule), Severity::kError);
  ASSERT_THAT(renamed.names, SizeIs(2));
  EXPECT_EQ(renamed.names[0].from, "Bought");
  EXPECT_THAT(config.rules.event_renames, SizeIs(2));
  const CustomRule& forbidden = custom_called(config, "event-forbidden");
  EXPECT_EQ(forbidden.names[1].from, "Test *");
  EXPECT_EQ(forbidden.names[1].to, ": drop it before release");
  EXPECT_EQ(value_of(config, "events.rename.Bought"), "Order Completed (specgate.yaml:3)");
}

// ---- selection ----------------------------------------------------------------------------------

TEST(ConfigTest, SelectReplacesTheSet) {
  Config config = config_of(R"(
profile: minimal
rules: {TIME101: off, NAM101: error}
overrides: [{types: [page], rules: {PII: error, TIME: error}}]
custom: [{name: mine, require: userId}]
)");
  Problems problems;
  select_rules(config.rules, {{"TIME", "NAM101"}, {"mine"}, {"TIME102"}}, problems);
  EXPECT_THAT(problems, IsEmpty());
  const RuleLevels& levels = config.rules.levels;
  EXPECT_EQ(level_of(levels, rules::timestamp_invalid), rules::timestamp_invalid.severity);
  EXPECT_EQ(level_of(levels, rules::event_name_casing), Severity::kError);
  EXPECT_EQ(level_of(levels, rules::timestamp_no_zone), Severity::kOff);
  EXPECT_EQ(level_of(levels, rules::invalid_json), Severity::kOff);
  EXPECT_EQ(level_of(levels, config.rules.custom[0]->rule), std::nullopt) << "on as it was";
  const RuleLevels& kept = config.rules.overrides[0].rules;
  EXPECT_EQ(level_of(kept, rules::pii_red_key), std::nullopt);
  EXPECT_EQ(level_of(kept, rules::timestamp_no_zone), std::nullopt);
  EXPECT_EQ(level_of(kept, rules::timestamp_invalid), Severity::kError);
}

TEST(ConfigTest, ExtendAddsAndIgnoreTakesAway) {
  RuleConfig config;
  config.profile = Profile::kMinimal;
  Problems problems;
  select_rules(config, {{}, {"property-name-dot"}, {"ID101"}}, problems);
  EXPECT_EQ(level_of(config.levels, rules::property_name_dot), rules::property_name_dot.severity);
  EXPECT_EQ(level_of(config.levels, rules::missing_identity), Severity::kOff);
  EXPECT_EQ(level_of(config.levels, rules::invalid_json), std::nullopt);
}

TEST(ConfigTest, SelectorsThatMeanNothingAreProblems) {
  RuleConfig config;
  Problems problems;
  select_rules(config, {{"EVTT"}, {"event-name-cashing"}, {"???"}}, problems);
  ASSERT_THAT(problems, SizeIs(3));
  EXPECT_EQ(problems[0].text(), "--select: no rule is called \"EVTT\", did you mean \"EVT\"?");
  EXPECT_EQ(problems[1].text(),
            "--extend-select: no rule is called \"event-name-cashing\", "
            "did you mean \"event-name-casing\"?");
  EXPECT_EQ(problems[2].text(), "--ignore: no rule is called \"???\"");
}

}  // namespace
}  // namespace specgate
