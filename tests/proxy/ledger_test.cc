#include "proxy/ledger/ledger.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <thread>

#include "proxy/net/time_text.h"
#include "proxy/settings/path_words.h"
#include "rules/rules.h"
#include "tests/proxy/prometheus_text.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"
#include "tests/support/spec.h"

namespace specgate::proxy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

Exchange exchange_of(std::string source) {
  Exchange exchange;
  exchange.from = {1795261923120, "r-1", std::move(source), "a1b2", "/v1/batch"};
  exchange.peer = "10.0.0.7";
  exchange.method = "POST";
  exchange.status = exchange.upstream_status = 200;
  exchange.bytes_in = 900;
  exchange.bytes_out = 120;
  exchange.total_us = 4200;
  exchange.upstream_us = 3900;
  exchange.judge_us = 30;
  exchange.mode = Mode::kEnforce;
  exchange.traffic = "events";
  exchange.retry = 1;
  exchange.events = 4;
  exchange.passed = 2;
  exchange.rewritten = exchange.rejected = 1;
  exchange.errors = 1;
  exchange.warnings = 2;
  exchange.rules = {{&rules::missing_identity, 1}, {&rules::event_name_casing, 2}};
  exchange.config_hash = "c0ffee";
  return exchange;
}

std::string audit_line(const Exchange& exchange) {
  std::string line;
  append_audit_line(exchange, line);
  return line;
}

TEST(AuditLine, TellsEverything) {
  Exchange exchange = exchange_of("web");
  exchange.tls_subject = "CN=app";
  exchange.duplicates = 3;
  exchange.infos = 4;
  exchange.trouble = Trouble::kClientGone;
  exchange.unreadable = Unreadable::kEncodingTwice;
  exchange.fields_left_out = 5;
  EXPECT_EQ(audit_line(exchange),
            "{\"time\":\"2026-11-21T11:52:03.120Z\",\"requestId\":\"r-1\",\"peer\":\"10.0.0.7\","
            "\"source\":\"web\",\"keyHash\":\"a1b2\",\"tlsSubject\":\"CN=app\",\"method\":\"POST\","
            "\"path\":\"/v1/batch\",\"status\":200,\"upstreamStatus\":200,\"bytesIn\":900,"
            "\"bytesOut\":120,\"totalUs\":4200,\"upstreamUs\":3900,\"judgeUs\":30,"
            "\"traffic\":\"events\",\"mode\":\"enforce\",\"retry\":1,"
            "\"events\":{\"passed\":2,\"rewritten\":1,\"rejected\":1,\"duplicates\":3},"
            "\"findings\":{\"error\":1,\"warning\":2,\"info\":4},"
            "\"rules\":{\"" +
                std::string(rules::missing_identity.id) + "\":1,\"" +
                std::string(rules::event_name_casing.id) +
                "\":2},\"trouble\":\"client-gone\",\"uninspectable\":\"encoding-twice\","
                "\"fieldsLeftOut\":5,\"configHash\":\"c0ffee\"}");
}

TEST(AuditLine, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(audit_line({}),
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"status\":0,\"bytesIn\":0,\"bytesOut\":0,"
            "\"totalUs\":0,\"mode\":\"observe\"}");
}

TEST(AuditLine, IsOneLineOfJsonWhateverTheCallerSends) {
  Exchange exchange;
  exchange.method = "GE\nT\"";
  exchange.from.route = "/\r\n{\"time\":\x1b[31m\xFF\\";
  exchange.tls_subject = std::string("CN=\0\xE2\x80\xAE", 7);
  const std::string line = audit_line(exchange);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
  EXPECT_FALSE(document.HasParseError()) << line;
  for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(AuditLine, ShowsNoWriteKeyOfAPath) {
  const PathWords words(spec());
  for (const auto& [path, shown] : std::map<std::string, std::string>{
           {"/v1/projects/SECRET/settings", "/v1/projects/*/settings"},
           {"/prefix/v1/projects/SECRET", "/*/v1/projects/*"},
           {"/", "/"},
           {"*", "*"},
           {"/v1/Track/", "/v1/Track/"},
           {"/v1/%2574rack", "/v1/track"},
           {"/v1/x/..//b", "/v1/b"},
           {"/v1/..", "/"},
           {"/v1/{writeKey}", "/v1/*"},
           {"/v1/validate/identify", "/v1/validate/identify"},
           {"/api/v1/s2s/event", "/api/v1/s2s/event"},
           {"/next-integrations/actions/SECRET.js", "/next-integrations/actions/*"},
           {"/analytics.js/v1/SECRET/analytics.min.js", "/analytics.js/v1/*/analytics.min.js"},
           {"/v1/projects/", "/v1/projects/"}}) {
    Exchange exchange;
    words.show(path, exchange.from.route);
    EXPECT_EQ(exchange.from.route, shown);
    EXPECT_THAT(audit_line(exchange), HasSubstr("\"path\":\"" + shown + "\""));
    EXPECT_THAT(audit_line(exchange), Not(HasSubstr("SECRET")));
  }
}

std::unique_ptr<Ledger> ledger_of(const LogSettings& log = {}) {
  auto ledger = Ledger::open(log);
  EXPECT_TRUE(ledger) << ledger.problems()[0].text();
  return std::move(*ledger);
}

PrometheusText metrics_of(Ledger& ledger, const LiveCounts& live = {},
                          const StoreCounts& store = {}) {
  PrometheusText text(ledger.metrics(live, store));
  EXPECT_THAT(text.complaints, IsEmpty());
  return text;
}

TEST(Metrics, HasEveryFamilyOnceAndOfTheRightType) {
  auto ledger = ledger_of();
  ledger->record(exchange_of("web"));
  const auto types = metrics_of(*ledger).types;
  std::map<std::string, std::string> wanted;
  for (const char* name : {"request", "judge", "upstream"}) {
    wanted["specgate_" + std::string(name) + "_seconds"] = "histogram";
  }
  for (const char* name :
       {"requests", "events", "events_left_alone", "findings", "findings_by_severity", "upstream_responses", "trouble",
        "uninspectable", "unjudged", "fields_left_out", "retries", "received_bytes", "sent_bytes",
        "connections_refused", "reloads", "reload_failures", "quarantined", "quarantine_repeated", "feed_rows", "feed_dropped",
        "store_expired", "store_expired_by_size", "store_expired_waiting", "store_failures",
        "store_late", "store_replaced", "audit_dropped", "notices_sent", "notices_lost"}) {
    wanted["specgate_" + std::string(name) + "_total"] = "counter";
  }
  for (const char* name : {"connections", "upstream_connections", "start_time_seconds",
                           "config_age_seconds", "quarantine_rows", "store_bytes", "build_info",
                           "body_memory_bytes", "body_memory_limit_bytes", "long_bodies",
                           "configurations"}) {
    wanted["specgate_" + std::string(name)] = "gauge";
  }
  EXPECT_EQ(types, wanted);
}

TEST(Metrics, CountsAnExchange) {
  auto ledger = ledger_of();
  Exchange exchange = exchange_of("web");
  exchange.unreadable = Unreadable::kEncodingTwice;
  exchange.fields_left_out = 3;
  ledger->record(exchange);
  ledger->record(exchange);
  const PrometheusText text = metrics_of(*ledger);
  const std::string identity(rules::missing_identity.id), casing(rules::event_name_casing.id);
  const std::string severity(name_of(rules::event_name_casing.severity));
  const std::map<std::string, double> wanted = {
      {"specgate_requests_total{status_class=\"2xx\",traffic=\"events\"}", 2},
      {"specgate_events_total{mode=\"enforce\",outcome=\"pass\",source=\"web\"}", 4},
      {"specgate_events_total{mode=\"enforce\",outcome=\"rewrite\",source=\"web\"}", 2},
      {"specgate_events_total{mode=\"enforce\",outcome=\"reject\",source=\"web\"}", 2},
      {"specgate_findings_total{rule=\"" + identity + "\",severity=\"error\"}", 2},
      {"specgate_findings_total{rule=\"" + casing + "\",severity=\"" + severity + "\"}", 4},
      {"specgate_findings_by_severity_total{severity=\"warning\"}", 4},
      {"specgate_findings_by_severity_total{severity=\"info\"}", 0},
      {"specgate_upstream_responses_total{status_class=\"2xx\"}", 2},
      {"specgate_retries_total", 2},
      {"specgate_received_bytes_total", 1800},
      {"specgate_sent_bytes_total", 240},
      {"specgate_request_seconds_count", 2},
      {"specgate_request_seconds_bucket{le=\"0.005\"}", 2},
      {"specgate_request_seconds_bucket{le=\"0.0025\"}", 0},
      {"specgate_judge_seconds_bucket{le=\"5e-05\"}", 2},
      {"specgate_trouble_total{kind=\"upstream-timeout\"}", 0},
      {"specgate_uninspectable_total{code=\"encoding-twice\"}", 2},
      {"specgate_uninspectable_total{code=\"body-too-large\"}", 0},
      {"specgate_fields_left_out_total", 6},
  };
  for (const auto& [sample, value] : wanted) EXPECT_EQ(text.value(sample), value) << sample;
  EXPECT_NEAR(text.value("specgate_upstream_seconds_sum"), 0.0078, 1e-9);
}

TEST(Metrics, SaysWhatIsKeptElsewhere) {
  auto ledger = ledger_of();
  LiveCounts live{.connections = 1,
                  .refused = 2,
                  .upstream_connections = 3,
                  .reloads = 4,
                  .failed_reloads = 5,
                  .started_ms = 1795261923000,
                  .config_ms = 0};
  const PrometheusText text =
      metrics_of(*ledger, live, {.quarantined = 6, .dropped = 7, .rows = 8, .bytes = 9});
  EXPECT_EQ(text.value("specgate_connections"), 1);
  EXPECT_EQ(text.value("specgate_connections_refused_total"), 2);
  EXPECT_EQ(text.value("specgate_upstream_connections"), 3);
  EXPECT_EQ(text.value("specgate_reloads_total"), 4);
  EXPECT_EQ(text.value("specgate_reload_failures_total"), 5);
  EXPECT_EQ(text.value("specgate_start_time_seconds"), 1795261923);
  EXPECT_EQ(text.value("specgate_quarantined_total"), 6);
  EXPECT_EQ(text.value("specgate_feed_dropped_total"), 7);
  EXPECT_EQ(text.value("specgate_quarantine_rows"), 8);
  EXPECT_EQ(text.value("specgate_store_bytes"), 9);
}

TEST(Metrics, TellsNoAnswerFromAnUpstreamNotAsked) {
  auto ledger = ledger_of();
  Exchange exchange;
  exchange.status = 502;
  exchange.upstream_us = 3'000'000;
  ledger->record(exchange);  // it did not answer
  exchange.upstream_us = 0;
  ledger->record(exchange);  // it was not asked
  const PrometheusText text = metrics_of(*ledger);
  EXPECT_EQ(text.value("specgate_upstream_responses_total{status_class=\"none\"}"), 1);
  EXPECT_EQ(text.value("specgate_upstream_seconds_count"), 1);
  EXPECT_EQ(text.value("specgate_requests_total{status_class=\"5xx\",traffic=\"\"}"), 2);
}

TEST(Metrics, BoundsItsLabels) {
  auto ledger = ledger_of();
  Exchange exchange;
  exchange.passed = 1;
  ledger->record(exchange);
  for (int i = 0; i < 1100; ++i) {
    exchange.from.source = "s" + std::to_string(i);
    ledger->record(exchange);
  }
  const PrometheusText text = metrics_of(*ledger);
  const auto of = [](const std::string& source) {
    return "specgate_events_total{mode=\"observe\",outcome=\"pass\",source=\"" + source + "\"}";
  };
  EXPECT_EQ(text.value(of("unknown")), 1);
  EXPECT_EQ(text.value(of("s0")), 1);
  EXPECT_EQ(text.value(of("other")), 101);
  EXPECT_EQ(text.count_of("specgate_events_total"), 1001);
}

TEST(Metrics, EscapesTheNameOfASource) {
  auto ledger = ledger_of();
  Exchange exchange;
  exchange.passed = 1;
  exchange.from.source = "a\"\n# HELP x\\";
  ledger->record(exchange);
  EXPECT_EQ(metrics_of(*ledger).value(
                R"(specgate_events_total{mode="observe",outcome="pass",source="a\"\n# HELP x\\"})"),
            1);
}

// A rule of a configuration goes with it at the next reload; one with its code goes on counting.
TEST(Metrics, KnowsARuleByItsCode) {
  auto ledger = ledger_of();
  Exchange exchange;
  for (int reload = 0; reload < 2; ++reload) {
    auto rule = std::make_unique<Rule>();
    rule->id = "CUSTOM1001";
    exchange.rules = {{rule.get(), 1}};
    ledger->record(exchange);
  }
  EXPECT_EQ(metrics_of(*ledger).value(
                "specgate_findings_total{rule=\"CUSTOM1001\",severity=\"warning\"}"),
            2);
}

TEST(Metrics, CountsFromManyThreads) {
  auto ledger = ledger_of();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&ledger, i] {
      for (int n = 0; n < 500; ++n) ledger->record(exchange_of("s" + std::to_string(n % (i + 2))));
      (void)ledger->metrics({}, {});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const PrometheusText text = metrics_of(*ledger);
  EXPECT_EQ(text.value("specgate_request_seconds_count"), 2000);
}

class AuditFile : public ::testing::Test {
 protected:
  AuditFile() { log_.file = (folder_ / "access.log").string(); }

  static unsigned mode(const fs::path& path) {
    struct stat about {};
    EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
    return about.st_mode & 0777U;
  }
  static size_t lines(const fs::path& path) {
    const std::string text = file_text(path);
    return static_cast<size_t>(std::ranges::count(text, '\n'));
  }

  const Folder own_;
  const fs::path folder_ = own_.path();
  LogSettings log_;
};

TEST_F(AuditFile, HoldsALineForEachRequestAndIsPrivate) {
  const Exchange first = exchange_of("web"), second = exchange_of("app");
  {
    auto ledger = ledger_of(log_);
    ledger->record(first);
    ledger->record(second);
  }
  EXPECT_EQ(file_text(log_.file), audit_line(first) + "\n" + audit_line(second) + "\n");
  EXPECT_EQ(mode(log_.file), 0600U);
}

TEST_F(AuditFile, IsMadePrivateIfItWasNot) {
  write_file(log_.file, "before\n");
  ::chmod(log_.file.c_str(), 0644);
  ledger_of(log_)->record(exchange_of("web"));
  EXPECT_EQ(mode(log_.file), 0600U);
  EXPECT_EQ(lines(log_.file), 2U);
}

TEST_F(AuditFile, Rotates) {
  log_.rotate_bytes = 2000;
  log_.keep_files = 2;
  {
    auto ledger = ledger_of(log_);
    for (int i = 0; i < 50; ++i) ledger->record(exchange_of("web"));
  }
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder_)) {
    names.push_back(file.path().filename());
    EXPECT_EQ(mode(file.path()), 0600U) << file.path();
    EXPECT_LE(fs::file_size(file.path()), 2000U);
  }
  std::ranges::sort(names);
  EXPECT_THAT(names, ElementsAre("access.1.log", "access.2.log", "access.log"));
}

TEST_F(AuditFile, OpensAgainAfterARotationFromOutside) {
  const fs::path moved = folder_ / "moved.log";
  {
    auto ledger = ledger_of(log_);
    fs::rename(log_.file, moved);
    ledger->reopen();
    ledger->record(exchange_of("web"));
  }
  EXPECT_EQ(lines(moved), 0U);
  EXPECT_EQ(lines(log_.file), 1U);
  EXPECT_EQ(mode(log_.file), 0600U);
}

TEST_F(AuditFile, StaysWithTheOldFileIfItCannotBeOpenedAgain) {
  const fs::path moved = folder_.string() + "-moved";
  ::testing::internal::CaptureStderr();
  {
    auto ledger = ledger_of(log_);
    fs::rename(folder_, moved);
    ledger->reopen();
    ledger->record(exchange_of("web"));
  }
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              HasSubstr("cannot write the access log: No such file or directory"));
  EXPECT_EQ(lines(moved / "access.log"), 1U);
  fs::remove_all(moved);
}

TEST_F(AuditFile, IsAProblemIfItCannotBeOpened) {
  log_.file = (folder_ / "missing" / "access.log").string();
  const auto missing = Ledger::open(log_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.problems()[0].text(),
            log_.file + ": cannot write the access log: No such file or directory");
  log_.file = folder_.string();
  const auto folder = Ledger::open(log_);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.problems()[0].message, "cannot write the access log: Is a directory");
}

// A reader that does not read: the trail gives lines up, counts them and keeps nobody waiting.
TEST_F(AuditFile, CountsWhatItGivesUp) {
  ASSERT_EQ(::mkfifo(log_.file.c_str(), 0600), 0);
  const int reader = ::open(log_.file.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  auto ledger = ledger_of(log_);
  constexpr size_t kLines = 20000;  // more than wait in memory and in the pipe
  for (size_t i = 0; i < kLines; ++i) ledger->record(exchange_of("web"));
  const double dropped = metrics_of(*ledger).value("specgate_audit_dropped_total");
  EXPECT_GT(dropped, 5000);

  size_t arrived = 0;
  ::fcntl(reader, F_SETFL, 0);
  std::thread draining([&] {
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(reader, bytes, sizeof bytes)) > 0;) {
      arrived += static_cast<size_t>(std::count(bytes, bytes + size, '\n'));
    }
  });
  ledger.reset();
  draining.join();
  ::close(reader);
  EXPECT_EQ(static_cast<double>(arrived) + dropped, kLines);
}

TEST(Ledger, WritesTheTrailToStandardOutput) {
  ::testing::internal::CaptureStdout();
  ledger_of({.file = "-"})->record(exchange_of("web"));
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), audit_line(exchange_of("web")) + "\n");
}

TEST(Ledger, SaysOneLineOfJson) {
  ::testing::internal::CaptureStderr();
  ledger_of()->say("warning", "two\nlines \"here\"");
  const std::string line = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(line, ::testing::MatchesRegex("\\{\"time\":\"20[-0-9T:.]*Z\",\"level\":\"warning\","
                                            "\"message\":\"two\\\\nlines \\\\\"here\\\\\"\"\\}\n"));
}

TEST(TimeText, TellsBeforeAndAfter1970) {
  const std::map<int64_t, std::string> cases = {{-1, "1969-12-31T23:59:59.999Z"},
                                                {951782400000, "2000-02-29T00:00:00.000Z"}};
  for (const auto& [ms, wanted] : cases) {
    std::string text;
    append_time(ms, text);
    EXPECT_EQ(text, wanted);
  }
}

}  // namespace
}  // namespace specgate::proxy
