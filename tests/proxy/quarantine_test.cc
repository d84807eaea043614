// The quarantine command on a store, and replay against an upstream in this process.
#include "proxy/quarantine/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <future>
#include <sstream>

#include "proxy/store/key_hash.h"
#include "proxy/store/store.h"
#include "tests/proxy/scripted_upstream.h"
#include "tests/support/folder.h"

namespace specgate::proxy {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Said {
  int code = 0;
  std::string out, err;
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
  }
};

constexpr int64_t kArrived = 1767225600000;  // 2026-01-01T00:00:00.000Z

// What stands in the quarantine.
struct Row {
  std::string payload;
  std::string route = "/v1/batch";
  std::string envelope{};
  std::string key = "web-key";
  std::string source = "web";
};

std::string call(std::string_view id, std::string_view more) {
  return R"({"type":"track","event":"Signed Up","messageId":")" + std::string(id) +
         R"(","timestamp":"2025-12-31T23:59:00.000Z")" + std::string(more) + "}";
}
std::string good(std::string_view id) { return call(id, R"(,"userId":"u1")"); }
std::string bad(std::string_view id) { return call(id, ""); }
std::string batch(std::string_view call) { return R"({"batch":[)" + std::string(call) + "]}"; }

class QuarantineTest : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("QUARANTINE_TEST_KEY", "web-key", 1);
    configure("enforce", upstream_.url());
    StoreSettings settings;
    settings.file = folder_ / "store.sqlite3";
    settings.keep_ms = 0;
    store_ = *Store::open(settings);
  }

  void configure(const std::string& mode, const std::string& url) const {
    folder_.write("specgate.yaml", "proxy:\n  upstream: " + url + "/prefix\n  mode: " + mode +
                                       "\n  store: {file: store.sqlite3}\n  sources:\n"
                                       "    web: {write_key: {env: QUARANTINE_TEST_KEY}}\n");
  }

  int64_t put(const Row& row) {
    Origination from{kArrived, "req-" + std::to_string(++count_), row.source,
                     hash_of_key(store_->hash_key(), row.key), row.route};
    EventRecord event;
    event.outcome = Outcome::kReject;
    event.type = "track";
    event.name = "Signed Up";
    const size_t id = row.payload.find(R"("messageId":")");
    if (id != std::string::npos) event.message_id = row.payload.substr(id + 13, 2);
    event.rules = "ID101";
    event.worst = Severity::kError;
    event.findings =
        R"([{"rule":"ID101","name":"missing-identity","severity":"error","path":"","message":"no one"}])";
    event.payload = row.payload;
    event.envelope = row.envelope;
    std::promise<bool> kept;
    store_->quarantine(from, {event}, [&](bool done) { kept.set_value(done); });
    EXPECT_TRUE(kept.get_future().get());
    return store_->quarantined({}).front().id;
  }

  Said run(QuarantineAction action, const std::function<void(QuarantineArguments&)>& set = {}) {
    QuarantineArguments arguments;
    arguments.action = action;
    arguments.config = folder_ / "specgate.yaml";
    arguments.now_ms = kArrived + 1000;
    if (set) set(arguments);
    Said said;
    char *out = nullptr, *err = nullptr;
    size_t out_size = 0, err_size = 0;
    arguments.out = ::open_memstream(&out, &out_size);
    arguments.err = ::open_memstream(&err, &err_size);
    said.code = quarantine_command(arguments);
    std::fclose(arguments.out);
    std::fclose(arguments.err);
    said.out.assign(out, out_size);
    said.err.assign(err, err_size);
    std::free(out);
    std::free(err);
    return said;
  }
  Said replay_all() {
    return run(QuarantineAction::kReplay, [](QuarantineArguments& a) { a.all = true; });
  }

  ScriptedUpstream upstream_;
  const Folder folder_;
  std::unique_ptr<Store> store_;
  int count_ = 0;
};

TEST_F(QuarantineTest, ListIsATableOrLines) {
  put({good("m1")});
  put({good("m2"), "/v1/track", {}, "ios-key", "ios\x1b[31m"});
  const Said table = run(QuarantineAction::kList);
  EXPECT_EQ(table.code, 0);
  ASSERT_EQ(table.lines().size(), 4U);
  EXPECT_THAT(table.lines()[0], HasSubstr("ID  TIME"));
  EXPECT_THAT(table.lines()[1], AllOf(HasSubstr("ios\\x1b[31m"), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(table.lines()[2],
              AllOf(HasSubstr("2026-01-01T00:00:00.000Z"), HasSubstr("Signed Up"),
                    HasSubstr("ID101")));
  EXPECT_EQ(table.lines()[3], "2 shown of 2 quarantined");

  const Said lines = run(QuarantineAction::kList, [](QuarantineArguments& a) { a.json = true; });
  ASSERT_EQ(lines.lines().size(), 2U);
  EXPECT_THAT(lines.lines()[1], AllOf(HasSubstr(R"("messageId":"m1")"), Not(HasSubstr("payload"))));
}

struct Filter {
  const char* name;
  void (*set)(QuarantineArguments&);
  size_t rows;
};

TEST_F(QuarantineTest, Filters) {
  put({good("m1")});
  put({good("m2"), "/v1/batch", {}, "ios-key", "ios"});
  store_->mark_replayed(put({good("m3")}), 5);
  const Filter all[] = {
      {"source", [](QuarantineArguments& a) { a.source = "ios"; }, 1},
      {"type", [](QuarantineArguments& a) { a.type = "page"; }, 0},
      {"event", [](QuarantineArguments& a) { a.event = "Signed Up"; }, 3},
      {"rule by code", [](QuarantineArguments& a) { a.rule = "ID101"; }, 3},
      {"rule by name", [](QuarantineArguments& a) { a.rule = "missing-identity"; }, 3},
      {"another rule", [](QuarantineArguments& a) { a.rule = "ID102"; }, 0},
      {"message", [](QuarantineArguments& a) { a.message_id = "m2"; }, 1},
      {"age", [](QuarantineArguments& a) { a.since = "2s"; }, 3},
      {"too young", [](QuarantineArguments& a) { a.since = "0s"; }, 0},
      {"until", [](QuarantineArguments& a) { a.until = "2026-01-01"; }, 0},
      {"since", [](QuarantineArguments& a) { a.since = "2026-01-01T00:00:00Z"; }, 3},
      {"waiting", [](QuarantineArguments& a) { a.waiting = true; }, 2},
      {"limit", [](QuarantineArguments& a) { a.limit = 1; }, 1},
  };
  for (const Filter& filter : all) {
    const Said said = run(QuarantineAction::kExport, filter.set);
    EXPECT_EQ(said.code, 0) << filter.name;
    EXPECT_EQ(said.lines().size(), filter.rows) << filter.name;
  }
}

TEST_F(QuarantineTest, MoreRowsThanAPage) {
  for (int i = 0; i < 250; ++i) put({R"({"type":"page"})"});
  const auto lines = run(QuarantineAction::kExport).lines();
  EXPECT_EQ(lines.size(), 250U);
}

TEST_F(QuarantineTest, ShowIsReadable) {
  const int64_t id = put({good("m1"), "/v1/batch", R"({"context":{"ip":"1.2.3.4"}})"});
  const auto one = [id](QuarantineArguments& a) { a.ids = {id}; };
  const Said said = run(QuarantineAction::kShow, one);
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, HasSubstr("  messageId   m1\n"));
  EXPECT_THAT(said.out, HasSubstr("  replayed    not yet\n"));
  EXPECT_THAT(said.out, HasSubstr("  error   ID101 missing-identity  no one\n"));
  EXPECT_THAT(said.out, HasSubstr("Call\n  {\n    \"type\": \"track\",\n"));
  EXPECT_THAT(said.out, HasSubstr("    \"context\": {\n      \"ip\": \"1.2.3.4\"\n    }\n"));
  const Said absent = run(QuarantineAction::kShow, [](QuarantineArguments& a) { a.ids = {99}; });
  EXPECT_EQ(absent.code, 2);
  EXPECT_THAT(absent.err, HasSubstr("no event 99"));
}

struct Exported {
  Row row;
  std::string line;
};

TEST_F(QuarantineTest, ExportsWhatTheLinterReads) {
  const Exported all[] = {
      {{"{\"type\": \"page\",\n \"userId\":\t\"u\"}"}, R"({"type": "page",  "userId": "u"})"},
      {{R"({"type":"page"})", "/v1/batch", R"({"context":{"a":1},"integrations":{"All":true}})"},
       R"({"type":"page","context":{"a":1},"integrations":{"All":true}})"},
      {{R"({"type":"page","context":{}})", "/v1/batch", R"({"context":{"a":1}})"},
       R"({"type":"page","context":{}})"},
      {{R"({"event":"X","sentAt":"s"})", "/v1/track"}, R"({"event":"X","sentAt":"s","type":"track"})"},
      {{R"({"event":"X"})", "/v1/batch"}, R"({"event":"X"})"},
      {{R"({})", "/v1/t"}, R"({"type":"track"})"},
      {{R"([5])", "/v1/track"}, "[5]"},
      {{"{broken\n", "/v1/track"}, "{broken "},
  };
  for (const Exported& exported : all) {
    const int64_t id = put(exported.row);
    const Said said =
        run(QuarantineAction::kExport, [id](QuarantineArguments& a) { a.ids = {id}; });
    EXPECT_EQ(said.out, exported.line + "\n");
  }
  const Said whole =
      run(QuarantineAction::kExport, [](QuarantineArguments& a) { a.with_findings = true; });
  EXPECT_THAT(whole.lines().back(),
              AllOf(HasSubstr(R"("findings":[{"rule")"), HasSubstr(R"("payload":{"type")")));
}

TEST_F(QuarantineTest, ReplaysOnceAndKeepsIdAndTime) {
  const int64_t id = put({call("m1", R"(,"userId":"u1","sentAt":"2026-01-01T00:00:00Z")")});
  const Said said = replay_all();
  EXPECT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("1 replayed\n"));
  const auto requests = upstream_.taken();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].method(), http::verb::post);
  EXPECT_EQ(requests[0].target(), "/prefix/v1/batch");
  EXPECT_EQ(requests[0][http::field::authorization], "Basic d2ViLWtleTo=");
  EXPECT_EQ(requests[0][http::field::content_type], "application/json");
  EXPECT_EQ(requests[0].body(), batch(good("m1")));
  EXPECT_EQ(store_->find(id)->replayed_ms, kArrived + 1000);

  EXPECT_THAT(replay_all().out, HasSubstr("nothing waits"));
  const Said skipped =
      run(QuarantineAction::kReplay, [id](QuarantineArguments& a) { a.ids = {id}; });
  EXPECT_EQ(skipped.code, 0);
  EXPECT_THAT(skipped.out, HasSubstr("1 already replayed\n"));
  EXPECT_THAT(upstream_.taken(), IsEmpty());
  const Said again = run(QuarantineAction::kReplay,
                         [](QuarantineArguments& a) { a.all = a.again = true; });
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(upstream_.taken().size(), 1U);
}

struct Posted {
  const char* mode;
  Row row;
  std::string call;  // empty: still rejected
};

TEST_F(QuarantineTest, WhatIsPosted) {
  const std::string stamp = R"("timestamp":"2026-01-01T00:00:00.000Z")";
  const std::string number = call("m7", R"(,"userId":12)");
  const Posted all[] = {
      {"enforce", {R"({"userId":"u","event":"X","messageId":"m1"})", "/v1/track"},
       R"({"userId":"u","event":"X","messageId":"m1","type":"track",)" + stamp + "}"},
      {"enforce", {R"({"type":"page","userId":"u","messageId":"m2"})", "/v1/batch",
                   R"({"context":{"ip":"1.2.3.4"}})"},
       R"({"type":"page","userId":"u","messageId":"m2","context":{"ip":"1.2.3.4"},)" + stamp + "}"},
      {"enforce", {bad("m3")}, ""},
      {"observe", {bad("m4")}, ""},
      {"enforce", {"5"}, ""},
      {"enforce", {"{broken", "/v1/track"}, ""},
      {"observe", {number}, ""},
      {"rewrite", {number}, call("m7", R"(,"userId":"12")")},
  };
  for (const Posted& posted : all) {
    configure(posted.mode, upstream_.url());
    const int64_t id = put(posted.row);
    store_->mark_replayed(id, 0);
    const Said said = run(QuarantineAction::kReplay, [id](QuarantineArguments& a) { a.ids = {id}; });
    const bool passes = !posted.call.empty();
    EXPECT_EQ(said.code, passes ? 0 : 1) << posted.row.payload << said.out << said.err;
    EXPECT_EQ(upstream_.taken_bodies(),
              passes ? std::vector<std::string>{batch(posted.call)} : std::vector<std::string>());
    EXPECT_EQ(said.out.find("still rejected") == std::string::npos, passes);
    EXPECT_EQ(said.out.find("\n  error ") == std::string::npos, passes);
    EXPECT_EQ(store_->find(id)->replayed_ms != 0, passes);
  }
}

TEST_F(QuarantineTest, ACallWithoutMessageIdGetsTheSameOneEachTime) {
  put({R"({"type":"track","event":"X","userId":"u"})"});
  upstream_.answer_with({503});
  EXPECT_EQ(replay_all().code, 1);
  EXPECT_EQ(replay_all().code, 0);
  const auto bodies = upstream_.taken_bodies();
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_THAT(bodies[0], HasSubstr(R"("messageId":"specgate-)"));
  EXPECT_EQ(bodies[0], bodies[1]);
}

TEST_F(QuarantineTest, ADryRunTouchesNothing) {
  const int64_t id = put({good("m1")});
  put({bad("m2")});
  const auto dry = [](QuarantineArguments& a) { a.all = a.dry_run = a.json = true; };
  const Said said = run(QuarantineAction::kReplay, dry);
  EXPECT_EQ(said.code, 1) << "one would still be rejected";
  ASSERT_EQ(said.lines().size(), 2U);
  EXPECT_THAT(said.lines()[0], AllOf(HasSubstr(R"("result":"would replay")"),
                                     HasSubstr("\"call\":" + good("m1"))));
  EXPECT_THAT(said.lines()[1], AllOf(HasSubstr(R"("result":"still rejected")"),
                                     HasSubstr(R"("rule":"ID101")")));
  EXPECT_EQ(upstream_.connections(), 0);
  EXPECT_EQ(store_->find(id)->replayed_ms, 0);
}

struct Failure {
  unsigned status;  // 0: the connection closes
  size_t asked;     // how many of two rows
  const char* words;
};

TEST_F(QuarantineTest, FailuresLeaveRowsWaiting) {
  const Failure all[] = {
      {503, 1, "the upstream answered 503"},
      {429, 1, "the upstream answered 429, retry after 7"},
      {0, 1, "cannot get an answer from http://127.0.0.1:"},
      {400, 2, "the upstream answered 400"},
      {301, 2, "the upstream answered 301"},
  };
  put({good("m1")});
  put({good("m2")});
  for (const Failure& failure : all) {
    upstream_.answer_with({failure.status, failure.status});
    const Said said = replay_all();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.out, AllOf(HasSubstr(failure.words), HasSubstr("2 not taken\n")));
    EXPECT_EQ(upstream_.taken().size(), failure.asked) << failure.words;
  }
  upstream_.answer_with({});
  const Said said = replay_all();
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(upstream_.taken_bodies(), ElementsAre(batch(good("m1")), batch(good("m2"))));
}

TEST_F(QuarantineTest, OneConnectionServesAllAndIsReplacedWhenDead) {
  for (const char* id : {"m1", "m2", "m3"}) put({good(id)});
  upstream_.answer_with({200, 0, 200, 200});
  EXPECT_EQ(replay_all().code, 0);
  EXPECT_EQ(upstream_.connections(), 2);
  EXPECT_EQ(upstream_.taken().size(), 4U);
}

TEST_F(QuarantineTest, RowsOfUnknownKeysAreLeft) {
  put({good("m1"), "/v1/batch", {}, "some-other-key"});
  put({good("m2"), "/v1/batch", {}, ""});
  put({good("m3")});
  const Said said = replay_all();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, AllOf(HasSubstr("no source of the configuration has the write key"),
                              HasSubstr("it came without a write key"),
                              HasSubstr("1 replayed, 2 no write key\n")));
  EXPECT_THAT(said.out, Not(HasSubstr("some-other-key")));
  EXPECT_EQ(upstream_.taken().size(), 1U);
}

TEST_F(QuarantineTest, WhatCannotBeDone) {
  struct Case {
    QuarantineAction action;
    void (*set)(QuarantineArguments&);
    const char* words;
  };
  const Case all[] = {
      {QuarantineAction::kShow, [](QuarantineArguments&) {}, "no id was given"},
      {QuarantineAction::kReplay, [](QuarantineArguments&) {}, "give ids, a filter or --all"},
      {QuarantineAction::kExport,
       [](QuarantineArguments& a) { a.ids = {1}, a.type = "page"; }, "one or the other"},
      {QuarantineAction::kList, [](QuarantineArguments& a) { a.since = "soon"; },
       "--since is \"soon\", wanted a time"},
      {QuarantineAction::kList, [](QuarantineArguments& a) { a.flags["store"] = "/absent.db"; },
       "/absent.db: there is no such store"},
      {QuarantineAction::kList, [](QuarantineArguments& a) { a.config = "/absent.yaml"; },
       "/absent.yaml"},
  };
  for (const Case& one : all) {
    const Said said = run(one.action, one.set);
    EXPECT_EQ(said.code, 2) << one.words;
    EXPECT_THAT(said.err, HasSubstr(one.words));
    EXPECT_EQ(said.out, "");
  }
}

}  // namespace
}  // namespace specgate::proxy
