// Where recorded requests were sent: what Segment would not take there is told, the calls judged all the same.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kCall = R"({"type":"track","userId":"u1","event":"Coupon Printed","messageId":"w1"})";

std::string in_string(const std::string& json) {
  std::string out;
  for (const char c : json) (c == '"' || c == '\\' ? out += '\\' : out) += c;
  return out;
}

struct Sent {
  std::string method, target, told;  // `told`: of the message; empty: nothing is
};

const std::vector<Sent> kSent = {
    {"POST", "/v1/track", ""},
    {"post", "/v1/track", ""},
    {"POST", "/v1/Track/", ""},
    {"POST", "/v1/t?ver=1", ""},
    {"POST", "/analytics/v1/batch", ""},
    {"POST", "/v1/import", ""},
    {"POST", "/sdk/batch", ""},
    {"POST", "https://cdp.example.com/v1/t", ""},
    {"GET", "/v1/track", "of the request GET /v1/track: the method is GET, wanted POST"},
    {"PUT", "/v1/batch", "of the request PUT /v1/batch: the method is PUT, wanted POST"},
    {"DELETE", "https://cdp.example.com/v1/t", "the method is DELETE, wanted POST"},
    {"POST", "/v1/pixel/track", "the method is POST, wanted GET with the call in the query"},
    {"POST", "/v2/track", "POST /v2/track: it takes none at this path, did you mean POST /v1/track?"},
    {"POST", "/track", "did you mean POST /v1/track?"},
    {"POST", "/v1/trakc", "did you mean POST /v1/track?"},
    {"POST", "/v1/bacth/", "did you mean POST /v1/batch?"},
    {"POST", "https://api.segment.io/v1/trakc?key=K", "the request POST /v1/trakc: it takes none"},
    {"POST", "http://localhost:9000/v1/idnetify", "did you mean POST /v1/identify?"},
    {"POST", "/collect", "wanted POST /v1/batch, /v1/track or another of its paths for calls"},
    {"POST", "/v1/m", "it takes none at this path"},
    {"POST", "/v1/projects/k/track", "did you mean POST /v1/track?"},
};

class TargetsCommand : public CommandTest {
 protected:
  // "1 RUN105": the line and the rule of each finding about targets.
  std::vector<std::string> told(const std::string& text) {
    write("in.json", text);
    std::vector<std::string> out;
    ran_ = run("lint --isolated --format jsonl --select RUN105,RUN106,ENV101,ENV102 in.json");
    for (const std::string& one : findings(ran_.out)) {
      out.push_back(one.substr(0, one.find(':')) + one.substr(one.find(' '), 7));
    }
    return out;
  }
  Ran ran_;
};

TEST_F(TargetsCommand, WhatSegmentWouldNotTakeIsTold) {
  for (const Sent& sent : kSent) {
    const std::string head = R"({"method":")" + sent.method + R"(","url":")" + sent.target + R"(",)";
    const std::string har =
        R"({"log":{"entries":[)" "\n" R"({"request":{"method":")" + sent.method + R"(","url":")" +
        (sent.target[0] == '/' ? "https://api.segment.io" : "") + sent.target +
        R"(","headers":[],"postData":{"text":")" + in_string(kCall) + R"("}}}]}})";
    for (const std::string& text :
         {"\n" + head + R"("body":)" + kCall + "}", "\n" + head + R"("body":")" + in_string(kCall) + "\"}\n" + kCall,
          "[\n" + head + R"("body":)" + kCall + "}]", "[\n" + head + R"("body":")" + in_string(kCall) + "\"}]",
          R"({"Messages":[)" "\n" R"({"Body":")" + in_string(head + R"("body":)" + kCall + "}") + "\"}]}", har}) {
      const std::vector<std::string> all = told(text);
      if (sent.told.empty()) {
        EXPECT_THAT(all, IsEmpty()) << text;
        EXPECT_EQ(ran_.code, 0) << text;
      } else {
        EXPECT_THAT(all, ElementsAre("2 RUN105")) << text << ran_.out;
        EXPECT_THAT(ran_.out, HasSubstr(in_string(sent.told))) << text;
        EXPECT_EQ(ran_.code, 1) << text;
      }
      EXPECT_THAT(ran_.out, Not(HasSubstr("key=K"))) << "a query may hold a key";
      EXPECT_THAT(ran_.out, Not(HasSubstr("\"events\":0"))) << text;
    }
  }
}

// Of many calls that one request brought, the request is told once.
TEST_F(TargetsCommand, OnceARequest) {
  const std::string events = R"("body":{"events":[)" + kCall + ",\n" + kCall + ",\n" + kCall + "]}}";
  EXPECT_THAT(told(R"([{"method":"POST","path":"/collect",)" + events + ",\n" R"({"method":"GET","path":"/v1/b",)" +
                   events + "]"),
              ElementsAre("1 RUN105", "4 RUN105"));
}

// A collector of one's own may have any path: whether it passes calls on, nobody can see.
TEST_F(TargetsCommand, AnotherHostsPathIsToldAsAdvice) {
  EXPECT_THAT(told(R"({"method":"POST","url":"https://www.example.com/evs/t","body":)" + kCall + "}"),
              ElementsAre("1 RUN106"));
  EXPECT_THAT(ran_.out, HasSubstr("POST www.example.com/evs/t"));
  EXPECT_EQ(ran_.code, 0);
  EXPECT_THAT(told(R"({"method":"POST","path":"/evs/t","headers":{"Host":"www.example.com"},"body":)" + kCall + "}"),
              ElementsAre("1 RUN106"));
  EXPECT_THAT(told(R"([{"request":{"method":"POST","host":"www.example.com","path":"/evs/t","content":")" + in_string(kCall) +
                   "\"}}]"),
              ElementsAre("1 RUN106"));
  EXPECT_THAT(told(R"({"method":"POST","url":"https://me:secret@www.example.com:8443/evs/t","body":)" + kCall + "}"),
              ElementsAre("1 RUN106"));
  EXPECT_THAT(ran_.out, AllOf(HasSubstr("POST www.example.com/evs/t"), Not(HasSubstr("secret"))));
  EXPECT_THAT(told(R"({"method":"POST","path":"/v1/projects/secret/track","body":)" + kCall + "}"),
              ElementsAre("1 RUN105"));
  EXPECT_THAT(ran_.out, AllOf(HasSubstr("POST /v1/projects/...: "), Not(HasSubstr("secret"))));
  // Telemetry is nobody's call.
  EXPECT_THAT(told(R"({"method":"POST","url":"https://signals.segment.io/v1/b","body":)" + kCall + "}\n" + kCall),
              IsEmpty());
  EXPECT_THAT(told(R"({"log":{"entries":[{"request":{"method":"POST","url":"https://signals.segment.io/v1/b","headers":[],)"
                   R"("postData":{"text":"{\"batch\":[{\"type\":\"track\"}]}"}}}]}})" "\n" + kCall),
              IsEmpty());
  EXPECT_THAT(ran_.out, HasSubstr("\"events\":1"));
}

// A call that was asked for, without a body.
TEST_F(TargetsCommand, AMethodWithoutABodyIsTold) {
  for (const std::string method : {"GET", "PUT", "get"}) {
    const std::string request = R"({"method":")" + method + R"(","path":"/v1/track"})";
    for (const std::string& text : {request, request + "\n" + kCall, "[" + request + "]"}) {
      write("in.json", text);
      const Ran ran = run("lint --isolated in.json");
      EXPECT_THAT(ran.out, HasSubstr("the request to /v1/track was not judged: its method is " + method +
                                     ", wanted POST with the call in the body"))
          << text;
      EXPECT_EQ(ran.code, text.find(kCall) == std::string::npos ? 2 : 1) << text;
    }
  }
  for (const std::string request :
       {R"({"method":"OPTIONS","path":"/v1/track"})", R"({"method":"HEAD","path":"/v1/track"})",
        R"({"method":"GET","path":"/v1/projects/k/settings"})",
        R"([{"method":"GET","url":"https://api.example.com/v1/group","headers":{}}])"}) {
    write("in.json", request + "\n" + kCall + "\n");
    EXPECT_EQ(run("lint --isolated --select RUN104,RUN105,RUN106 in.json").code, 0) << request;
  }
}

}  // namespace
}  // namespace specgate
