// What the admin port lists of events, findings and the quarantine, in pages of JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proxy/admin/api.h"
#include "proxy/admin/json.h"
#include "tests/proxy/admin_support.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using AdminApi = AdminTest;

TEST_F(AdminApi, PagesThroughEvents) {
  start();
  for (int64_t id = 1; id <= 5; ++id) store_.fed.push_back(row_of(id));
  const Reply first = get("/api/events?limit=2");
  EXPECT_THAT(items(first, "id"), ElementsAre("5", "4"));
  EXPECT_EQ(next(first), "4");
  const Reply second = get("/api/events?limit=2&after=4");
  EXPECT_THAT(items(second, "id"), ElementsAre("3", "2"));
  const Reply third = get("/api/events?limit=2&after=2");
  EXPECT_THAT(items(third, "id"), ElementsAre("1"));
  EXPECT_EQ(next(third), "null");
  EXPECT_EQ(next(get("/api/events?limit=5")), "null");
  EXPECT_EQ(get("/api/events?after=1").body, R"({"items":[],"next":null})");
}

// A store whose rows are long gives fewer than were asked for, as its contract allows.
class LongRows : public FakeStore {
 public:
  std::vector<StoredEvent> recent(const StoreQuery& query) override {
    StoreQuery fewer = query;
    fewer.limit = std::min<size_t>(query.limit, 3);
    return FakeStore::recent(fewer);
  }
};

TEST_F(AdminApi, APageThatIsCutSaysSoAndHowToGoOn) {
  LongRows store;
  for (int64_t id = 1; id <= 5; ++id) {
    store.fed.push_back(row_of(id));
    store.fed.back().event.payload = std::string(500'000, 'x');
  }
  const Rows rows = [&](const StoreQuery& query) { return store.recent(query); };
  StoreQuery query;
  const std::string first = rows_page(rows, query, Telling::kFeed);
  EXPECT_THAT(first, HasSubstr(R"("next":3,"cut":"the page ended early, at 1 MB: ask again with after=3")"));
  query.after_id = 3;
  EXPECT_THAT(rows_page(rows, query, Telling::kFeed), HasSubstr(R"("next":null})"));
  query.after_id = 0;
  const std::string findings = findings_page(rows, query);
  EXPECT_THAT(findings, HasSubstr(R"("id":1,)"));
  EXPECT_THAT(findings, HasSubstr(R"("next":null})"));
}

TEST_F(AdminApi, APageOfLongFindingsIsCut) {
  start();
  for (int64_t id = 1; id <= 5; ++id) {
    store_.fed.push_back(row_of(id));
    store_.fed.back().event.findings = R"(["x)" + std::string(600'000, 'x') + "\"]";
  }
  const Reply first = get("/api/findings");
  EXPECT_THAT(items(first, "id"), ElementsAre("5", "4"));
  EXPECT_EQ(next(first), "4");
  EXPECT_THAT(first.body, HasSubstr("ask again with after=4"));
}

TEST_F(AdminApi, TellsARow) {
  start();
  StoredEvent row = row_of(7);
  row.event.outcome = Outcome::kRewrite;
  row.event.patch = R"([{"op":"remove","path":"/a"}])";
  store_.fed = {row};
  EXPECT_EQ(get("/api/events").body,
            R"({"items":[{"id":7,"time":"2026-11-21T11:52:03.120Z","requestId":"r-7",)"
            R"("source":"web","keyHash":"a1b2","route":"/v1/batch","index":1,)"
            R"("outcome":"rewrite","type":"track","event":"Order Completed","messageId":"m7",)"
            R"("severity":"error","rules":["ID101","NAM103"],)"
            R"("findings":[{"rule":"ID101","message":"a, ] and }"},{"rule":"NAM103"}],)"
            R"("patch":[{"op":"remove","path":"/a"}]}],"next":null})");
}

TEST_F(AdminApi, PassesFiltersOn) {
  start();
  const Reply reply =
      get("/api/"
          "quarantine?source=web%20shop&type=track&event=Order+Completed&rule=NAM103&messageId=m%25"
          "&outcome=reject&since=1795261923120&until=2026-11-21T11:52:04Z&waiting=true&limit=1000"
          "&after=77");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const StoreQuery& query = store_.last;
  EXPECT_EQ(query.source, "web shop");
  EXPECT_EQ(query.type, "track");
  EXPECT_EQ(query.name, "Order Completed");
  EXPECT_EQ(query.rule, "NAM103");
  EXPECT_EQ(query.message_id, "m%");
  EXPECT_EQ(query.outcome, Outcome::kReject);
  EXPECT_EQ(query.since_ms, 1795261923120);
  EXPECT_EQ(query.until_ms, 1795261924000);
  EXPECT_TRUE(query.only_waiting);
  EXPECT_EQ(query.limit, 1001U);
  EXPECT_EQ(query.after_id, 77);
}

TEST_F(AdminApi, NamesTheParameterThatIsWrong) {
  start();
  const std::map<std::string, std::string> cases = {{"limit=0", "limit"},
                                                    {"limit=1001", "limit"},
                                                    {"limit=x", "limit"},
                                                    {"limit=", "limit"},
                                                    {"limit=1e2", "limit"},
                                                    {"limit=1&limit=2", "limit"},
                                                    {"after=-1", "after"},
                                                    {"after=0", "after"},
                                                    {"after=99999999999999999999", "after"},
                                                    {"since=yesterday", "since"},
                                                    {"until=%00", "until"},
                                                    {"waiting=maybe", "waiting"},
                                                    {"outcome=pas", "outcome"},
                                                    {"outcome=", "outcome"},
                                                    {"sorce=web", "sorce"},
                                                    {"limit=5&%22%3Cb%3E=1", "\"<b>"}};
  for (const auto& [query, parameter] : cases) {
    for (const char* path : {"/api/events?", "/api/findings?", "/api/quarantine?"}) {
      const Reply reply = get(path + query);
      EXPECT_EQ(reply.status, 400U) << query;
      EXPECT_EQ(json(reply)["parameter"].GetString(), parameter) << query;
    }
  }
  EXPECT_EQ(get("/api/events?limit=1001").body,
            R"({"error":"limit is \"1001\", wanted a number from 1 to 1000","parameter":"limit"})");
}

TEST_F(AdminApi, GivesAnItemForEachFinding) {
  start();
  for (int64_t id = 1; id <= 4; ++id) store_.fed.push_back(row_of(id));
  store_.fed[1].event.findings.clear();  // nothing was wrong with event 2
  const Reply first = get("/api/findings?limit=3");
  EXPECT_THAT(items(first, "id"), ElementsAre("4", "4", "3", "3"));
  EXPECT_EQ(next(first), "3");
  const Reply second = get("/api/findings?limit=3&after=3");
  EXPECT_THAT(items(second, "id"), ElementsAre("1", "1"));
  EXPECT_EQ(next(second), "null");
  EXPECT_STREQ(json(second)["items"][0]["finding"]["message"].GetString(), "a, ] and }");
}

TEST_F(AdminApi, LooksForFindingsInBoundedTime) {
  start();
  for (int64_t id = 1; id <= 6000; ++id) {
    store_.fed.push_back(row_of(id));
    if (id != 3) store_.fed.back().event.findings = "[]";
  }
  const Reply first = get("/api/findings");
  EXPECT_THAT(items(first, "id"), IsEmpty());
  EXPECT_EQ(next(first), "1001");
  EXPECT_THAT(items(get("/api/findings?after=1001"), "id"), ElementsAre("3", "3"));
}

TEST_F(AdminApi, ShowsAnEventOfTheQuarantine) {
  start();
  store_.waiting = {row_of(7)};
  store_.waiting[0].seen = 3;
  store_.waiting[0].last_ms = 1795261924000;
  store_.waiting[0].event.envelope = R"({"context":{}})";
  const Reply list = get("/api/quarantine");
  EXPECT_FALSE(json(list)["items"][0].HasMember("payload"));
  const Reply reply = get("/api/quarantine/7");
  EXPECT_EQ(reply.status, 200U);
  const auto row = json(reply);
  EXPECT_STREQ(row["seen"].GetString(), "3");
  EXPECT_STREQ(row["lastTime"].GetString(), "2026-11-21T11:52:04.000Z");
  EXPECT_FALSE(row.HasMember("replayedTime"));
  EXPECT_STREQ(row["payload"]["n"].GetString(), "1.10");
  EXPECT_TRUE(row["envelope"]["context"].IsObject());
  EXPECT_STREQ(row["findings"][1]["rule"].GetString(), "NAM103");
  EXPECT_EQ(get("/api/quarantine/8").status, 404U);
  for (const char* id : {"", "x", "0", "-7", "7/", "7.0", "0x7", "99999999999999999999"}) {
    EXPECT_EQ(get(std::string("/api/quarantine/") + id).status, 400U) << id;
  }
}

TEST_F(AdminApi, GivesValidJsonWhateverTheEventHolds) {
  start();
  for (const std::string& payload :
       {std::string("{\"a\":\"\xFF\xE2\x80\xAE\"}"), std::string("{\"a\":1}],\"x\":[{"),
        std::string("not json\n\"\0\x1b[2J", 14), std::string("{\"a\":\n\t1}"),
        std::string(600, '[')}) {
    StoredEvent row = row_of(7);
    row.event.payload = row.event.findings = row.event.name = row.event.type = payload;
    row.from.source = row.event.rules = row.event.message_id = payload;
    store_.waiting = store_.fed = {row};
    for (const char* path :
         {"/api/quarantine/7", "/api/quarantine", "/api/events", "/api/findings"}) {
      const Reply reply = get(path);
      EXPECT_EQ(reply.status, 200U);
      json(reply);
      EXPECT_EQ(reply.body.find('\n'), std::string::npos);
    }
  }
}

TEST_F(AdminApi, AnswersWhenTheStoreFails) {
  start();
  ::testing::internal::CaptureStderr();
  const Reply reply = get("/api/events?source=broken");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("the disk is gone"));
  EXPECT_EQ(reply.status, 500U);
  EXPECT_EQ(reply.body, R"({"error":"internal error"})");
}

TEST(AdminJson, KnowsJson) {
  for (const char* good :
       {"{}", "[]", " [ 1 , -0.5e+3 ] ", "\"\\u00e9\\n\"", "{\"a\":{\"b\":[null,true,false]}}", "0",
        "-0", "1E5", "[[],{}]", "[[[1]],2]"}) {
    EXPECT_TRUE(is_json(good)) << good;
  }
  for (const char* bad :
       {"",      " ",          "{",       "}",           "[1,]",   "[,1]", "{\"a\"}", "{\"a\":}",
        "{a:1}", "{\"a\":1,}", "01",      "-",           "1.",     ".5",   "1e",      "+1",
        "tru",   "nul",        "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "\"",   "[1 2]",   "{} {}",
        "1]",    "NaN",        "'a'",     "[1}",         "\"\\"}) {
    EXPECT_FALSE(is_json(bad)) << bad;
  }
  EXPECT_TRUE(is_json(std::string(500, '[') + std::string(500, ']')));
  EXPECT_FALSE(is_json(std::string(100000, '[') + std::string(100000, ']')));
}

TEST(AdminJson, TakesArraysApart) {
  const auto items_of = [](std::string_view array) {
    std::vector<std::string> out;
    for_each_item(array, [&](std::string_view item) { out.emplace_back(item); });
    return out;
  };
  EXPECT_THAT(items_of(R"( [ {"a":"],["} , [1,2], "x" ,3 ] )"),
              ElementsAre(R"({"a":"],["})", "[1,2]", "\"x\"", "3"));
  for (const char* none : {"[]", "[ ]", "{}", "1", "", "[1", "[1,]"}) {
    EXPECT_THAT(items_of(none), IsEmpty()) << none;
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
