// Every path, under every method, in every mode: what is judged, what goes on, what is refused, and that
// a dry-run and a proxy without an upstream send nothing anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
const std::string kPixelOfGood = "?writeKey=k&userId=u1&event=Signed+Up&messageId=m1";
const std::string kPixelOfBad = "?writeKey=k&userId=u1&messageId=m1";

enum class Fate { kJudged, kPassed, kOtherMethod, kUnknown };

struct Row {
  const char* method;
  std::string target;
  Fate fate;
  bool from_cdn = false;
};

// Each spelling that some server takes for a path of events is one.
std::vector<Row> rows() {
  std::vector<Row> out;
  for (const char* target :
       {"/v1/track", "/v1/Track", "/v1/track/", "/v1/TRACK", "/v1//track", "/V1/track", "//v1/track",
        "/v1/./track", "/v1/x/../track", "/v1/%74rack", "/v1/tr%61ck/", "/v1/%2574rack", "/v1%2Ftrack", "/v1/T",
        "/v1/track///", "/gate/V1/Track/", "/v1/projects/../track", "/v1/%2e/track", "/v1/track?x=1",
        "/v1/TRACK/?x=/v1/m", "/v1/Batch", "/v1/b/", "/v1/IMPORT/", "/v1/Import", "/sdk/batch",
        "/gate/SDK/batch/", "/api/s/track", "/api/s/%74rack", "/api/v1/s2s/event"}) {
    out.push_back({"POST", target, Fate::kJudged});
    for (const char* method : {"PUT", "PATCH", "DELETE", "GET", "HEAD", "PURGE", "post"}) {
      out.push_back({method, target, Fate::kOtherMethod});
    }
  }
  for (const char* target : {"/v1/pixel/track", "/v1/Pixel/Track/", "/v1//pixel/%74rack"}) {
    for (const char* method : {"GET", "HEAD"}) {
      out.push_back({method, target + kPixelOfBad, Fate::kJudged});
    }
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "get"}) {
      out.push_back({method, target + kPixelOfBad, Fate::kOtherMethod});
    }
  }
  for (const char* method : {"GET", "HEAD"}) {
    for (const char* target :
         {"/v1/projects/%252e%252e/pixel/track", "/analytics.js/v1/..;/..;/v1/pixel/track",
          "/v1/projects/x/v1/pixel/track"}) {
      out.push_back({method, target + kPixelOfBad, Fate::kJudged});
    }
  }
  for (const char* target : {"/v1/m", "/v1/M/", "/v1//m"}) {
    out.push_back({"POST", target, Fate::kPassed});
    out.push_back({"PUT", target, Fate::kOtherMethod});
    out.push_back({"GET", target, Fate::kOtherMethod});
  }
  for (const char* target :
       {"/v1/projects/KEY/settings", "/V1/Projects/KEY/settings/", "/gate/v1/projects/KEY/settings",
        "/analytics.js/v1/KEY/analytics.min.js", "/next-integrations/actions/x.js",
        "/analytics-next/bundles/x.js"}) {
    out.push_back({"GET", target, Fate::kPassed, true});
    out.push_back({"HEAD", target, Fate::kPassed, true});
    out.push_back({"POST", target, Fate::kOtherMethod, true});
  }
  for (const char* target : {"/", "/v1", "/v1/", "/v1/tracks", "/v2/track", "/v1/track;x=1", "/v1/trac",
                             "/v1/pixel", "/v1/pixel/unknown", "/v1/%252574rack", "/track", "/unknown",
                             "/v1/track%00", "/v1/track/x", "/v1\\track", "/v1/track%20",
                             // Out of a folder of the CDN, for Tomcat, IIS or a server behind a server.
                             "/v1/projects/..;/pixel/track", "/v1/projects/..;x=1/pixel/track",
                             "/v1/projects/%2e%2e;/pixel/track", "/v1/projects/..%3B/pixel/track",
                             "/v1/projects/;/../pixel/track/x", "/v1/projects/..\\pixel\\track",
                             "/v1/projects/..%5cpixel%5Ctrack", "/v1/projects/x\\..\\..\\pixel\\track",
                             "/next-integrations/..%5c../v1/pixel/trac",
                             // Counters to whoever reads from the end, a track to another.
                             "/v1/m/..\\track\\x/..", "/v1/m/..%5ctrack%5Cx/..", "/v1/track/v1/m",
                             "/v1/m/..%255ctrack%255cx/..", "/v1/track;/../m", "/sdk/batch/v1/m",
                             "/api/s/track/v1/m", "/gate/v1/b/V1/M/", "/v1/m%5c..%5ctrack/..",
                             "/v1/projects/%25252e%25252e/pixel/track", "/v1/projects/..%00/pixel/track"}) {
    for (const char* method : {"POST", "GET", "HEAD", "PUT", "PURGE"}) {
      out.push_back({method, target, Fate::kUnknown});
    }
  }
  return out;
}

class Paths : public ::testing::TestWithParam<const char*> {
 protected:
  std::string mode() const { return GetParam(); }

  // A request of an event that breaks the Spec, to whatever it goes.
  HttpMessage ask(const Proxy& proxy, const Row& row, std::string_view fields = {}) const {
    Connection connection(proxy.port());
    const std::string method = row.method;
    const bool bare = method == "GET" || method == "HEAD" || method == "get";
    connection.send(request_text(method, row.target, bare ? "" : kBad,
                                 std::string(fields) + std::string(kWithKey) +
                                     (bare ? "" : "Content-Length: " + std::to_string(kBad.size()) +
                                                      "\r\n")));
    return connection.read(method == "HEAD");
  }
};

TEST_P(Paths, AreJudgedPassedOnOrRefused) {
  Upstream upstream, cdn;
  for (Upstream* one : {&upstream, &cdn}) {
    one->respond([](const HttpMessage& request) {
      const std::string answer = ok_answer();
      const bool bare = request.first.starts_with("HEAD ");
      return bare ? answer.substr(0, answer.find("\r\n\r\n") + 4) : answer;
    });
  }
  const ConfigFile config("proxy: {mode: " + mode() + ", cdn: '" + cdn.url() + "'}\n");
  Proxy proxy(upstream, config.arguments());
  const bool enforces = mode() == "enforce", dry = mode() == "dry-run";
  for (const Row& row : rows()) {
    SCOPED_TRACE(std::string(row.method) + ' ' + row.target);
    upstream.forget();
    cdn.forget();
    const HttpMessage answer = ask(proxy, row);
    const bool pixel = row.fate == Fate::kJudged && row.target.find("ixel") != std::string::npos;
    bool goes_on = !enforces && !dry;
    switch (row.fate) {
      case Fate::kJudged:
        EXPECT_EQ(answer.count("Specgate-Verdict"), 1U);
        EXPECT_THAT(answer.field("Specgate-Findings"), Not(HasSubstr("error=0")));
        EXPECT_EQ(answer.field("Content-Type") == "image/gif", pixel);
        EXPECT_EQ(answer.status() == 200, !enforces || pixel);
        break;
      case Fate::kPassed:
        goes_on = !dry;
        EXPECT_TRUE(dry || answer.status() == 200);
        break;
      case Fate::kOtherMethod:
        EXPECT_EQ(answer.status(), goes_on ? 200 : 405);
        EXPECT_EQ(answer.count("Allow"), goes_on ? 0U : 1U);
        break;
      case Fate::kUnknown:
        EXPECT_EQ(answer.status(), goes_on ? 200 : 404);
        break;
    }
    if (!goes_on && !pixel && row.fate != Fate::kPassed && row.fate != Fate::kJudged &&
        std::string(row.method) != "HEAD") {
      const bool unknown = row.fate == Fate::kUnknown;
      EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
      EXPECT_THAT(answer.body, AllOf(HasSubstr(unknown ? R"("code":"unknown-path")"
                                                       : R"("code":"method-not-allowed")"),
                                     HasSubstr(R"("message":")")));
    }
    Upstream& there = row.from_cdn ? cdn : upstream;
    Upstream& elsewhere = row.from_cdn ? upstream : cdn;
    EXPECT_THAT(elsewhere.requests(), IsEmpty());
    ASSERT_THAT(there.requests(), SizeIs(goes_on ? 1 : 0));
    if (goes_on) {  // with the bytes of its target
      EXPECT_EQ(there.requests()[0].first, std::string(row.method) + ' ' + row.target + " HTTP/1.1");
    }
  }
}

TEST_P(Paths, WhatNobodyJudgesIsCountedAndTold) {
  const Folder folder;
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", mode(), "--access-log", folder / "access.jsonl"});
  proxy.post("/v1/tracks", kBad);
  proxy.post("/v1/pixel/track", kBad);
  for (const char* counted : {R"(specgate_unjudged_total{code="unknown-path"} 1)",
                              R"(specgate_unjudged_total{code="method-not-allowed"} 1)"}) {
    EXPECT_TRUE(proxy.admin_tells("/metrics", counted));
  }
  EXPECT_THAT(proxy.admin("/status").body,
              HasSubstr(R"("unjudged":{"unknown-path":1,"method-not-allowed":1})"));
  proxy.stop(SIGTERM);
  EXPECT_THAT(file_text(folder / "access.jsonl"),
              AllOf(HasSubstr(R"("unjudged":"unknown-path")"),
                    HasSubstr(R"("unjudged":"method-not-allowed")"),
                    HasSubstr("\"mode\":\"" + mode() + "\"")));
}

TEST_P(Paths, ArePreflightedAll) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", mode()});
  for (const Row& row : rows()) {
    Connection connection(proxy.port());
    connection.send(request_text("OPTIONS", row.target, {},
                                 "Origin: https://shop.test\r\nAccess-Control-Request-Method: POST\r\n"));
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), 204) << row.target;
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "https://shop.test");
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// A browser that may not read the refusal takes it for a broken network.
TEST_P(Paths, AreRefusedWithCors) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", mode()});
  for (const char* target : {"/v1/tracks", "/v1/pixel/track"}) {
    const HttpMessage answer = proxy.post(target, kBad, "Origin: https://shop.test\r\n");
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "https://shop.test");
  }
}

// Known and unknown, answered here and there, one after the other on one connection.
TEST_P(Paths, AnswerInTheOrderInWhichTheyAreAsked) {
  Upstream upstream;
  const ConfigFile config("proxy: {mode: " + mode() + ", cdn: '" + upstream.url() + "'}\n");
  Proxy proxy(upstream, config.arguments());
  const bool refuses = mode() == "enforce" || mode() == "dry-run";
  struct Asked {
    const char* method;
    const char* target;
    int status;
  };
  const Asked all[] = {{"POST", "/unknown", refuses ? 404 : 200},
                       {"POST", "/v1/Track/", mode() == "enforce" ? 400 : 200},
                       {"PUT", "/v1/track", refuses ? 405 : 200},
                       {"POST", "/v1/m", 200},
                       {"GET", "/v1/projects/k/settings", mode() == "enforce" ? 400 : 200},  // it has a body
                       {"DELETE", "/v1/pixel/track", refuses ? 405 : 200},
                       {"POST", "/v1/unknown", refuses ? 404 : 200},
                       {"POST", "/v1/track", mode() == "enforce" ? 400 : 200}};
  for (const char* version : {"HTTP/1.1", "HTTP/1.0"}) {
    std::string text;
    for (const Asked& one : all) {
      text += std::string(one.method) + ' ' + one.target + ' ' + version +
              "\r\nHost: a\r\nConnection: keep-alive\r\n" + std::string(kWithKey) +
              "Content-Length: " + std::to_string(kBad.size()) + "\r\n\r\n" + kBad;
    }
    Connection connection(proxy.port());
    connection.send(text);
    for (const Asked& one : all) {
      EXPECT_EQ(connection.read().status(), one.status) << one.method << ' ' << one.target << version;
    }
  }
}

// What is refused by its path asks for no body, and none of it becomes a request.
TEST_P(Paths, ThatAreRefusedAskForNoBody) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", mode()});
  const bool refuses = mode() == "enforce" || mode() == "dry-run";
  for (const char* head : {"POST /unknown", "PUT /v1/track", "POST /v1/pixel/track"}) {
    Connection connection(proxy.port());
    connection.send(std::string(head) + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    "Content-Length: " + std::to_string(kBad.size()) + "\r\n\r\n");
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status() == 100, !refuses) << head;
    if (!refuses) continue;
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_THAT(connection.read_all(), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Http, Paths,
                         ::testing::Values("observe", "rewrite", "enforce", "dry-run"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(UnknownPaths, GoOnOrNotAsTheOperatorDecides) {
  Upstream upstream;
  for (const auto& [keys, status] :
       {std::pair("mode: enforce", 404), std::pair("mode: enforce, unknown_paths: refuse", 404),
        std::pair("mode: enforce, unknown_paths: forward", 200),
        std::pair("mode: observe, unknown_paths: refuse", 404),
        std::pair("mode: observe, unknown_paths: forward", 200),
        std::pair("mode: rewrite, unknown_paths: refuse", 404),
        std::pair("mode: dry-run, unknown_paths: forward", 404),
        std::pair("mode: enforce, percent: 0", 200)}) {
    const ConfigFile config("proxy: {" + std::string(keys) + "}\n");
    Proxy proxy(upstream, config.arguments());
    upstream.forget();
    EXPECT_EQ(proxy.post("/v1/tracks", kBad).status(), status) << keys;
    EXPECT_THAT(upstream.requests(), SizeIs(status == 200 ? 1 : 0)) << keys;
    const bool known = proxy.post("/v1/m", "{}").status() == 200;
    EXPECT_TRUE(known) << keys;
  }
}

// By the key in the header; without one, what a source that enforces could have sent stays.
TEST(UnknownPaths, AreDecidedByTheSource) {
  setenv("PATHS_KEY", "webkey", 1);
  const ConfigFile config(
      "proxy: {sources: {web: {write_key: {env: PATHS_KEY}, mode: enforce}}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string web = "Authorization: Basic d2Via2V5Og==\r\n", none = "X-A: b\r\n";
  for (const auto& [fields, stays] :
       {std::pair(web, true), std::pair(std::string(kWithKey), false), std::pair(none, true)}) {
    EXPECT_EQ(proxy.post("/v1/tracks", kBad, fields).status(), stays ? 404 : 200) << fields;
    EXPECT_EQ(proxy.post("/v1/pixel/track", kBad, fields).status(), stays ? 405 : 200) << fields;
  }
}

TEST(UnknownPaths, AreClosedToStrangersToo) {
  setenv("PATHS_KEY", "webkey", 1);
  const ConfigFile config(
      "proxy: {unknown_sources: refuse, sources: {web: {write_key: {env: PATHS_KEY}}}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  for (const char* target : {"/v1/tracks", "/v1/pixel/track"}) {
    EXPECT_EQ(proxy.post(target, kBad, kWithKey).status(), 401);
    EXPECT_EQ(proxy.post(target, kBad, "X-A: b\r\n").status(), 401);
    EXPECT_EQ(proxy.post(target, kBad, "Authorization: Basic d2Via2V5Og==\r\n").status(), 200);
  }
  EXPECT_EQ(proxy.get("/v1/projects/other/settings").status(), 401);
}

TEST(DryRun, OfOneRequestSendsNothingOnAnyPath) {
  Upstream upstream;
  const ConfigFile config("proxy: {cdn: '" + upstream.url() + "'}\n");
  Proxy proxy(upstream, config.arguments());
  const std::string dry = "Specgate-Mode: dry-run\r\n" + std::string(kWithKey);
  EXPECT_EQ(proxy.post("/v1/track", kBad, dry).status(), 200);
  EXPECT_EQ(proxy.post("/v1/m", "{}", dry).body, R"({"success":true})");
  EXPECT_EQ(proxy.post("/v1/tracks", kBad, dry).status(), 404);
  EXPECT_EQ(proxy.post("/v1/pixel/track", kBad, dry).status(), 405);
  EXPECT_THAT(proxy.get("/v1/projects/k/settings", dry).body, HasSubstr(R"("apiKey":"k")"));
  EXPECT_EQ(proxy.get("/v1/pixel/track" + kPixelOfGood, dry).field("Content-Type"), "image/gif");
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// Whoever asks for a mode that is none, or for two, asked for something: nothing is sent in its place.
TEST(DryRun, AskedForInOtherWordsSendsNothing) {
  Upstream upstream;
  const ConfigFile config("proxy: {cdn: '" + upstream.url() + "'}\n");
  Proxy proxy(upstream, config.arguments());
  const std::string dry = "Specgate-Mode: dry-run\r\n";
  for (const std::string& fields :
       {"Specgate-Mode: x\r\n" + dry, dry + "specgate-mode: enforce\r\n",
        "Specgate-Mode: enforce\r\n" + dry, dry + "Specgate-Mode:\r\n",
        std::string("Specgate-Mode: dryrun\r\n"), std::string("SPECGATE-MODE: dry_run\r\n"),
        std::string("Specgate-Mode: enforce\r\n"), std::string("Specgate-Mode: \"dry-run\"\r\n"),
        std::string("Specgate-Mode: dry-run, dry-run\r\n"), std::string("Specgate-Mode:\r\n")}) {
    for (const char* target : {"/v1/track", "/v1/batch", "/v1/m", "/v1/tracks", "/v1/validate/track"}) {
      const HttpMessage answer = proxy.post(target, kBad, fields + std::string(kWithKey));
      EXPECT_EQ(answer.status(), 400) << target << fields;
      EXPECT_THAT(answer.body, AllOf(HasSubstr("unknown-mode"), HasSubstr("dry-run"))) << fields;
    }
    EXPECT_EQ(proxy.get("/v1/projects/k/settings", fields).status(), 400) << fields;
    EXPECT_EQ(proxy.get("/v1/pixel/track" + kPixelOfGood, fields).field("Content-Type"), "image/gif");
  }
  EXPECT_EQ(proxy.post("/v1/track", kBad, dry + dry + std::string(kWithKey)).status(), 200);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(WriteKeys, OfPathsAreNotLogged) {
  const Folder folder;
  Upstream upstream;
  const ConfigFile config("proxy: {cdn: '" + upstream.url() + "'}\n");
  std::vector<std::string> arguments = config.arguments();
  arguments.insert(arguments.end(), {"--access-log", folder / "access.jsonl"});
  Proxy proxy(upstream, arguments);
  for (const char* target :
       {"/v1/projects/SECRETKEY/settings", "/V1/Projects/SECRETKEY/settings", "/v1//projects/SECRETKEY/settings",
        "/v1/%70rojects/SECRETKEY/settings", "/Analytics.js/v1/SECRETKEY/analytics.min.js",
        "/v1/%2570rojects/SECRETKEY/settings", "/v1/projects\\SECRETKEY/settings",
        "/v1/projects;a/SECRETKEY/settings", "/v1/projects/a/settings/v1/projects/SECRETKEY/settings",
        "/v2/projects/SECRETKEY/settings", "/v1/settings/SECRETKEY", "/analytics.js/v2/SECRETKEY/a.js",
        "/v1/track;writeKey=SECRETKEY", "/v1/track%3fwriteKey=SECRETKEY", "/v1/track/SECRETKEY",
        "/SECRETKEY/v1/track", "/v1/SECRETKEY@example.com", "/%53ECRETKEY", "/SECRETKEY%",
        "/%2553ECRETKEY/..;/v1/m", "/v1/track?writeKey=SECRETKEY"}) {
    proxy.get(target);
    proxy.post(target, kBad);
  }
  for (const char* method : {"SECRETKEY", "SECRETKEY-1"}) {
    Connection connection(proxy.port());
    connection.send(request_text(method, "/v1/track", {}, {}));
    connection.read();
  }
  proxy.stop(SIGTERM);
  const std::string log = file_text(folder / "access.jsonl");
  for (const char* shown :
       {R"("path":"/v1/projects/*/settings")", R"("path":"/V1/Projects/*/settings")",
        R"("path":"/Analytics.js/v1/*/analytics.min.js")", R"("path":"/*/v1/track")", R"("path":"/v1/*")",
        R"("path":"/v1/track/*")", R"("method":"GET")", R"("method":"OTHER")"}) {
    EXPECT_THAT(log, HasSubstr(shown));
  }
  EXPECT_THAT(log, AllOf(Not(HasSubstr("SECRETKEY")), Not(HasSubstr("secretkey"))));
}

}  // namespace
}  // namespace specgate::proxy::testing
