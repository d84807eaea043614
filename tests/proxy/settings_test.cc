// What comes out of specgate.yaml, flags and variables.
#include "proxy/settings/settings.h"

#include "proxy/settings/reader.h"
#include "tests/proxy/settings_support.h"
#include "tests/support/folder.h"

namespace specgate::proxy {
namespace {

std::string number(auto value) { return std::to_string(value); }
std::string word(bool value) { return value ? "yes" : "no"; }

const SourceSettings& source_of(const ProxySettings& proxy, std::string_view name) {
  for (const SourceSettings& source : proxy.sources) {
    if (source.name == name) return source;
  }
  ADD_FAILURE() << "no source " << name;
  static const SourceSettings kNone;
  return kNone;
}

struct Value {
  std::string_view yaml;
  Flags flags;
  Variables variables;
  std::string (*get)(const ProxySettings&);
  std::string_view wanted;
};

#define GET(expression) [](const ProxySettings& p) -> std::string { return expression; }

const std::string_view kStages = R"(
proxy:
  upstream: http://proxy.test
  mode: observe
  percent: 10
  stage: staging
  sources:
    web: {write_key: {env: WEB_KEY}, reject_status: 400}
    ios: {write_key: {env: IOS_KEY}, mode: dry-run}
stages:
  staging: {mode: rewrite, percent: 20, sources: {web: {mode: enforce, plan: plan.json}}}
  prod:
    mode: enforce
    sources:
      web: {write_key: {env: PROD_WEB_KEY}, reject_status: 200}
      tv: {write_key: {file: secrets/tv}}
)";

const Value kValues[] = {
    // what holds where nothing is said
    {"", {}, {}, GET(p.listen.text()), "http://127.0.0.1:8080"},
    {"", {}, {}, GET(p.cdn.text()), "https://cdn.segment.com"},
    {"", {}, {}, GET(word(p.admin.empty() && p.admin_token.empty())), "yes"},
    {"", {}, {}, GET(std::string(name_of(p.policy.mode))), "observe"},
    {"", {}, {}, GET(std::string(name_of(p.policy.reject_status))), "auto"},
    {"", {}, {}, GET(number(p.timeouts.upstream)), "15000"},
    {"", {}, {}, GET(p.policy.upstream.text()), "http://flag.test"},
    {"proxy:", {}, {}, GET(number(p.limits.body)), "524288"},
    // the program
    {"proxy: {listen: '[::1]:0'}", {}, {}, GET(p.listen.authority()), "[::1]:0"},
    {"proxy: {listen: localhost:81}", {}, {}, GET(p.listen.authority()), "127.0.0.1:81"},
    {"proxy: {admin: 127.0.0.1:9000}", {}, {}, GET(p.admin.authority()), "127.0.0.1:9000"},
    {"proxy: {admin_token: {env: WEB_KEY}}",
     {},
     {},
     GET(std::string(p.admin_token.reveal())),
     "web-key-1"},
    {"proxy: {admin_token: {file: secrets/token}}",
     {},
     {},
     GET(std::string(p.admin_token.reveal())),
     "from-a-file"},
    {"proxy: {admin_token: {file: secrets/crlf}}",
     {},
     {},
     GET(std::string(p.admin_token.reveal())),
     "from-windows"},
    {"proxy: {admin_token: {file: secrets/token}}",
     {},
     {{"SPECGATE_ADMIN_TOKEN", "t"}},
     GET(std::string(p.admin_token.reveal())),
     "t"},
    {"", {}, {{"SPECGATE_HASH_KEY", "h"}}, GET(std::string(p.hash_key.reveal())), "h"},
    {"proxy: {cdn: 'http://127.0.0.1:7/cdn/'}",
     {},
     {},
     GET(p.cdn.text()),
     "http://127.0.0.1:7/cdn"},
    {"proxy: {threads: 3}", {}, {}, GET(number(p.threads)), "3"},
    {"proxy: {unknown_sources: allow}", {}, {}, GET(word(p.refuse_unknown)), "no"},
    {"proxy: {clients: {allow: [10.0.0.0/8, '::1'], deny: [10.1.0.0/16]}}",
     {},
     {},
     GET(p.allow[0].text + " " + number(p.allow[1].bits) + " " + p.deny[0].text),
     "10.0.0.0/8 128 10.1.0.0/16"},
    {"proxy: {trust_forwarded: true}", {}, {}, GET(word(p.trust_forwarded)), "yes"},
    {"proxy: {strict_plan: true}", {}, {}, GET(word(p.strict_plan)), "yes"},
    {"proxy: {headers: false, reencode: false}", {}, {}, GET(word(p.headers || p.reencode)), "no"},
    {"proxy: {duplicate_window: {age: 1h, ids: 99}}",
     {},
     {},
     GET(number(p.duplicate_window_ms) + " " + number(p.duplicate_window_ids)),
     "3600000 99"},
    {"proxy: {limits: {head: 16KB, fields: 50, connections: 7}}",
     {},
     {},
     GET(number(p.limits.head) + " " + number(p.limits.fields) + " " +
         number(p.limits.connections)),
     "16384 50 7"},
    {"proxy: {limits: {body: 2 MiB}}", {}, {}, GET(number(p.limits.inflated)), "4194304"},
    {"proxy:", {}, {}, GET(number(p.limits.memory)), "268435456"},
    {"proxy: {limits: {memory: 1GB}}", {}, {}, GET(number(p.limits.memory)), "1073741824"},
    {"proxy: {limits: {inflated: 128MB}}", {}, {}, GET(number(p.limits.memory)), "403177472"},
    {"proxy: {limits: {body: 8MB}}", {}, {}, GET(number(p.limits.inflated)), "8388608"},
    {"proxy: {timeouts: {head: 500ms, body: 1s, idle: 2m, connect: 1h, drain: 1d}}",
     {},
     {},
     GET(number(p.timeouts.head) + " " + number(p.timeouts.body) + " " + number(p.timeouts.idle) +
         " " + number(p.timeouts.connect) + " " + number(p.timeouts.drain)),
     "500 1000 120000 3600000 86400000"},
    {"proxy: {timeouts: {upstream: 1m, upstream_head: 5s, upstream_idle: 2s}}",
     {},
     {},
     GET(number(p.timeouts.upstream) + " " + number(p.timeouts.upstream_head) + " " +
         number(p.timeouts.upstream_idle)),
     "60000 5000 2000"},
    {"proxy: {store: {file: q.sqlite3, keep: 7d, keep_size: 1GB}}",
     {},
     {},
     GET(p.store.file.substr(p.store.file.rfind('/')) + " " + number(p.store.keep_ms) + " " +
         number(p.store.keep_bytes)),
     "/q.sqlite3 604800000 1073741824"},
    {"proxy: {store: {file: ':memory:'}}", {}, {}, GET(p.store.file), ":memory:"},
    {"proxy: {access_log: {file: '-', rotate: 1MB, keep: 2}}",
     {},
     {},
     GET(p.log.file + " " + number(p.log.rotate_bytes) + " " + number(p.log.keep_files)),
     "- 1048576 2"},
    // the policy
    {"proxy: {mode: dry-run}", {}, {}, GET(std::string(name_of(p.policy.mode))), "dry-run"},
    {"proxy: {percent: 0}", {}, {}, GET(number(p.policy.percent)), "0"},
    {"proxy: {profile: partner}", {}, {}, GET(p.policy.profile), "partner"},
    {"proxy: {plan: plan.json}", {}, {}, GET(word(p.policy.plan.ends_with("/plan.json"))), "yes"},
    {"proxy: {reject_at: warning, reject_status: 200}",
     {},
     {},
     GET(std::string(name_of(p.policy.reject_at)) + " " + std::string(name_of(p.policy.reject_status))),
     "warning 200"},
    {"proxy: {batch: all-or-nothing, duplicates: drop}",
     {},
     {},
     GET(word(p.policy.all_or_nothing&& p.policy.drop_duplicates)),
     "yes"},
    {"proxy: {on_uninspectable: refuse, on_internal_error: forward}",
     {},
     {},
     GET(word(p.policy.on_uninspectable == OnTrouble::kRefuse &&
              p.policy.on_internal_error == OnTrouble::kForward)),
     "yes"},
    {"proxy: {unknown_paths: forward}",
     {},
     {},
     GET(word(p.policy.unknown_paths == OnTrouble::kForward)),
     "yes"},
    {"proxy: {rate: {per_second: 12.5, burst: 50}}",
     {},
     {},
     GET(number(p.policy.rate.per_second) + " " + number(p.policy.rate.burst)),
     "12.500000 50.000000"},
    // upstream and region
    {"proxy: {region: eu}",
     {{"upstream", ""}},
     {},
     GET(p.policy.upstream.text()),
     "https://events.eu1.segmentapis.com"},
    {"",
     {{"region", "us"}, {"upstream", ""}},
     {},
     GET(p.policy.upstream.text()),
     "https://api.segment.io"},
    {"settings: {region: eu}",
     {{"upstream", ""}},
     {},
     GET(p.policy.region + " " + p.policy.upstream.host),
     "eu events.eu1.segmentapis.com"},
    {"proxy: {region: eu, upstream: 'http://mirror.test'}",
     {{"upstream", ""}},
     {},
     GET(p.policy.upstream.text()),
     "http://mirror.test"},
    {"proxy: {region: us, sources: {x: {write_key: {env: WEB_KEY}, region: eu}}}",
     {{"upstream", ""}},
     {},
     GET(p.policy.upstream.host + " " + p.sources[0].policy.upstream.host),
     "api.segment.io events.eu1.segmentapis.com"},
    {"proxy: {mode: dry-run}", {{"upstream", ""}}, {}, GET(word(p.policy.upstream.empty())), "yes"},
    {"proxy: {upstream: none, region: eu}",
     {{"upstream", ""}},
     {},
     GET(p.policy.upstream.text() + word(p.policy.upstream.empty())),
     "noneno"},
    {"", {{"upstream", "none"}}, {}, GET(p.policy.upstream.text()), "none"},
    {"proxy: {sources: {x: {write_key: {env: WEB_KEY}, upstream: 'http://mirror.test'}}}",
     {{"offline", "true"}},
     {},
     GET(p.policy.upstream.text() + " " + p.sources[0].policy.upstream.text()),
     "none none"},
    {"proxy: {upstream: none, sources: {x: {write_key: {env: WEB_KEY}, upstream: 'http://x.test'}}}",
     {{"upstream", ""}},
     {},
     GET(p.policy.upstream.text() + " " + p.sources[0].policy.upstream.text()),
     "none http://x.test"},
    {"proxy: {offline: false}", {}, {{"SPECGATE_OFFLINE", "true"}}, GET(p.policy.upstream.text()), "none"},
    // flag before variable before file
    {"proxy: {mode: rewrite}",
     {},
     {{"SPECGATE_MODE", "enforce"}},
     GET(std::string(name_of(p.policy.mode))),
     "enforce"},
    {"proxy: {mode: rewrite}",
     {{"mode", "observe"}},
     {{"SPECGATE_MODE", "enforce"}},
     GET(std::string(name_of(p.policy.mode))),
     "observe"},
    {"proxy: {mode: rewrite}",
     {},
     {{"SPECGATE_MODE", ""}},
     GET(std::string(name_of(p.policy.mode))),
     "rewrite"},
    {"",
     {{"upstream-timeout", "3"}, {"header-timeout", "250ms"}},
     {},
     GET(number(p.timeouts.upstream) + " " + number(p.timeouts.head)),
     "3000 250"},
    {"",
     {},
     {{"SPECGATE_UPSTREAM_TIMEOUT", "2m"}, {"SPECGATE_LISTEN", "0.0.0.0:1"}},
     GET(number(p.timeouts.upstream) + " " + p.listen.authority()),
     "120000 0.0.0.0:1"},
    {"",
     {{"store", "q.db"}, {"access-log", "-"}, {"threads", "2"}},
     {},
     GET(p.store.file + " " + p.log.file + " " + number(p.threads)),
     "q.db - 2"},
    {"",
     {{"admin", "127.0.0.1:0"}, {"cdn", "https://c.test"}, {"profile", "strict"}},
     {},
     GET(p.admin.authority() + " " + p.cdn.host + " " + p.policy.profile),
     "127.0.0.1:0 c.test strict"},
    // defaults < proxy < stage < flags < source < the stage's source
    {kStages,
     {},
     {},
     GET(std::string(name_of(p.policy.mode)) + " " + number(p.policy.percent)),
     "rewrite 20"},
    {kStages, {}, {}, GET(p.policy.upstream.host), "flag.test"},
    {kStages, {{"upstream", ""}}, {}, GET(p.policy.upstream.host), "proxy.test"},
    {kStages, {}, {}, GET(std::string(name_of(source_of(p, "web").policy.mode))), "enforce"},
    {kStages, {}, {}, GET(number(source_of(p, "web").policy.percent)), "20"},
    {kStages, {}, {}, GET(std::string(name_of(source_of(p, "web").policy.reject_status))), "400"},
    {kStages, {}, {}, GET(std::string(name_of(source_of(p, "ios").policy.mode))), "dry-run"},
    {kStages,
     {{"mode", "observe"}},
     {},
     GET(std::string(name_of(p.policy.mode)) + " " +
         std::string(name_of(source_of(p, "web").policy.mode))),
     "observe enforce"},
    {kStages,
     {{"stage", "prod"}},
     {{"PROD_WEB_KEY", "p1"}},
     GET(p.stage + " " + std::string(name_of(source_of(p, "web").policy.mode)) + " " +
         std::string(name_of(source_of(p, "web").policy.reject_status))),
     "prod enforce 200"},
    // in prod the key of staging need not be there
    {kStages,
     {},
     {{"SPECGATE_STAGE", "prod"}, {"PROD_WEB_KEY", "p1"}, {"WEB_KEY", ""}},
     GET(std::string(source_of(p, "web").write_key.reveal()) + " " +
         std::string(source_of(p, "tv").write_key.reveal())),
     "p1 from-tv"},
    {R"(proxy: {violations_to: web, sources: {web: {write_key: {env: WEB_KEY},
        forward_blocked_to: ios}, ios: {write_key: {env: IOS_KEY}}}})",
     {},
     {},
     GET(p.violations_to + " " + source_of(p, "web").forward_blocked_to),
     "web ios"},
};

TEST(SettingsTest, Values) {
  const Folder folder;
  fill(folder);
  for (const Value& row : kValues) {
    const Environment keys(kKeys), variables(row.variables);
    const auto loaded =
        load_settings(folder.write("specgate.yaml", row.yaml), with_upstream(row.flags));
    ASSERT_TRUE(loaded) << row.yaml << "\n" << told(loaded.problems(), folder / "");
    EXPECT_EQ(row.get(loaded->proxy), row.wanted) << row.yaml;
  }
}

TEST(SettingsTest, SectionsOfAnExtendedFileAreRelativeToIt) {
  const Folder folder;
  const Environment keys(kKeys);
  folder.write("base/secret", "from-the-base");
  folder.write("base/base.yaml", "proxy: {upstream: 'http://u.test', admin_token: {file: secret}}");
  const auto loaded = load_settings(folder.write("specgate.yaml", "extends: base/base.yaml"), {});
  ASSERT_TRUE(loaded) << told(loaded.problems(), folder / "");
  EXPECT_EQ(loaded->proxy.admin_token.reveal(), "from-the-base");
}

TEST(SettingsTest, TheHashTellsConfigurationsApart) {
  const Folder folder;
  const std::string file = folder.write("specgate.yaml", "proxy: {upstream: 'http://u.test'}");
  const auto hash = [&](const Flags& flags) { return load_settings(file, flags)->hash; };
  const std::string plain = hash({});
  EXPECT_THAT(plain, testing::MatchesRegex("[0-9a-f]{16}"));
  EXPECT_EQ(hash({}), plain);
  EXPECT_NE(hash({{"mode", "rewrite"}}), plain);
  EXPECT_NE(hash({{"mode", "rewrite"}}), hash({{"mode", "enforce"}}));
  {
    const Environment one(Variables{{"SPECGATE_ADMIN_TOKEN", "one"}});
    const std::string with_token = hash({});
    const Environment two(Variables{{"SPECGATE_ADMIN_TOKEN", "two"}});
    EXPECT_EQ(hash({}), with_token);
  }
  folder.write("specgate.yaml", "proxy: {upstream: 'http://u.test' }");
  EXPECT_NE(hash({}), plain);
}

TEST(SettingsTest, ModesHaveNames) {
  EXPECT_EQ(mode_of("dry-run"), Mode::kDryRun);
  EXPECT_EQ(name_of(Mode::kRewrite), "rewrite");
  EXPECT_EQ(mode_of("Observe"), std::nullopt);
}

TEST(SettingsTest, Sizes) {
  EXPECT_EQ(size_bytes("0"), 0);
  EXPECT_EQ(size_bytes("512"), 512);
  EXPECT_EQ(size_bytes("512B"), 512);
  EXPECT_EQ(size_bytes("32 KiB"), 32768);
  EXPECT_EQ(size_bytes("32KB"), 32768);
  EXPECT_EQ(size_bytes("4MB"), 4 << 20);
  EXPECT_EQ(size_bytes("1GB"), int64_t{1} << 30);
  for (const std::string_view bad :
       {"", "KB", "1.5MB", "-1", "4 ", "4  MB", "4mb", "9999999GB", "99999999999999999999"}) {
    EXPECT_EQ(size_bytes(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace specgate::proxy
