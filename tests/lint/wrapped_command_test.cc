// What calls come wrapped in is read, whatever recorded it; what holds none is named once.
#include "rules/key/base64.h"
#include "spec/text/compression.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}
// As the inside of a JSON string.
std::string in_string(const std::string& json) {
  return replaced(replaced(json, "\\", "\\\\"), "\"", "\\\"");
}
std::string base64(const std::string& text) { return encode_base64(text, Base64::kPlain); }
std::string gzip(const std::string& text) { return pack(Packing::kGzip, text); }

// Wrong in one way each: no id, and another name than the Spec's.
const std::string kCall = R"({"type":"track","event":"Coupon Printed","messageId":"w1"})";
const std::string kOther = R"({"type":"track","event":"order_completed","userId":"u1","messageId":"w2"})";

struct Wrapping {
  std::string name, text;  // CALL and OTHER stand for the calls, escaped where they must be
  bool fixed = true;       // --fix reaches the second call
};

std::vector<Wrapping> wrappings() {
  const std::string call = in_string(kCall), other = in_string(kOther);
  const std::string url = "https://api.segment.io/v1/track";
  return {
      {"events", R"({"events":[)" + kCall + "," + kOther + "]}"},
      {"data", R"({"cursor":"x","data":{"items":[)" + kCall + "," + kOther + "]}}"},
      {"requests in a list",
       R"([{"method":"POST","path":"/v1/track","headers":{"Authorization":"Basic V0s6"},"body":)" + kCall +
           R"(},{"method":"POST","path":"/v1/t","headers":{"Authorization":"Basic V0s6"},"body":")" + other + "\"}]"},
      {"bodies in base64",
       R"([{"method":"POST","path":"/v1/track","headers":{"Authorization":"Basic V0s6"},"body":")" + base64(kCall) +
           R"("},{"method":"POST","path":"/v1/t","headers":{"Authorization":"Basic V0s6"},"body":")" +
           base64(gzip(kOther)) + "\"}]",
       false},
      {"one body in base64 a line",
       R"({"method":"POST","path":"/v1/track","headers":{"Authorization":"Basic V0s6"},"body":")" + base64(kCall) +
           "\"}\n" R"({"method":"POST","path":"/v1/t","headers":{"Authorization":"Basic V0s6"},"body":")" +
           base64(gzip(kOther)) + "\"}\n",
       false},
      {"API Gateway",
       R"([{"httpMethod":"POST","path":"/v1/track","headers":{"Authorization":"Basic V0s6"},"isBase64Encoded":false,"body":")" +
           call + R"("},{"version":"2.0","rawPath":"/v1/t","headers":{"authorization":"Basic V0s6"},"isBase64Encoded":true,"body":")" +
           base64(kOther) + "\"}]",
       false},
      {"SQS of Lambda",
       R"({"Records":[{"messageId":"s1","receiptHandle":"r","body":")" + call +
           R"(","eventSource":"aws:sqs"},{"messageId":"s2","receiptHandle":"r","body":")" + other +
           R"(","eventSource":"aws:sqs"}]})"},
      {"SQS of the CLI",
       R"({"Messages":[{"MessageId":"s1","ReceiptHandle":"r","Body":")" + call +
           R"("},{"MessageId":"s2","Body":")" + other + R"("}]})"},
      {"SNS in SQS", R"({"Messages":[{"MessageId":"s1","Body":")" +
                         in_string(R"({"Type":"Notification","Message":")" + call + "\"}") +
                         R"("},{"MessageId":"s2","Body":")" +
                         in_string(R"({"Type":"Notification","Message":")" + other + "\"}") + "\"}]}",
       false},
      {"Kinesis of Lambda",
       R"({"Records":[{"kinesis":{"partitionKey":"p","data":")" + base64(kCall) +
           R"("},"eventSource":"aws:kinesis"},{"kinesis":{"partitionKey":"p","data":")" + base64(gzip(kOther)) +
           R"("},"eventSource":"aws:kinesis"}]})",
       false},
      {"Kinesis of the CLI",
       R"({"Records":[{"SequenceNumber":"1","Data":")" + base64(kCall) + R"("},{"SequenceNumber":"2","Data":")" +
           base64(kOther) + R"("}],"MillisBehindLatest":0})",
       false},
      {"Firehose",
       R"({"deliveryStreamArn":"a","records":[{"recordId":"1","data":")" + base64(kCall) +
           R"("},{"recordId":"2","data":")" + base64(kOther) + R"("}]})",
       false},
      {"EventBridge, a line each",
       R"({"version":"0","id":"e1","detail-type":"Segment","source":"aws.partner/segment.com/x","detail":)" + kCall +
           "}\n" R"({"version":"0","id":"e2","detail-type":"Segment","source":"aws.partner/segment.com/x","detail":)" +
           kOther + "}\n"},
      {"Pub/Sub",
       R"([{"message":{"data":")" + base64(kCall) + R"(","messageId":"1"},"subscription":"s"},{"message":{"data":")" +
           base64(kOther) + R"(","messageId":"2"},"subscription":"s"}])",
       false},
      {"HAR",
       R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"request":{"method":"GET","url":"https://www.example.com/","headers":[]},"response":{"content":{"text":"<html>"}}},{"request":{"method":"POST","url":")" +
           url + R"(","headers":[{"name":"Authorization","value":"Basic V0s6"}],"postData":{"mimeType":"application/json","text":")" +
           call + R"("}},"response":{"status":200}},{"request":{"method":"POST","url":"https://cdp.example.com/v1/t","headers":[{"name":"Authorization","value":"Basic V0s6"}],"postData":{"mimeType":"text/plain","text":")" +
           other + R"("}}},{"request":{"method":"POST","url":"https://www.example.com/login","headers":[],"postData":{"mimeType":"application/json","text":"{\"user\":\"x\"}"}}}]}})"},
      {"WireMock",
       R"({"requests":[{"id":"1","request":{"url":"/v1/track","absoluteUrl":"http://x/v1/track","method":"POST","headers":{"Authorization":"Basic V0s6"},"body":")" +
           call + R"(","bodyAsBase64":")" + base64(kCall) +
           R"("},"responseDefinition":{"status":200,"body":"{}"}},{"id":"2","request":{"url":"/v1/t","method":"POST","headers":{"Authorization":"Basic V0s6"},"body":"\u001f?","bodyAsBase64":")" +
           base64(gzip(kOther)) + R"("}}],"meta":{"total":2}})",
       false},
      {"MockServer",
       R"([{"method":"POST","path":"/v1/track","headers":{"Authorization":["Basic V0s6"]},"body":{"type":"JSON","json":)" +
           kCall + R"(}},{"method":"POST","path":"/v1/t","headers":{"Authorization":["Basic V0s6"]},"body":")" + other +
           "\"}]"},
      {"mitmproxy as JSON",
       R"([{"type":"http","version":"20","request":{"method":"POST","host":"api.segment.io","path":"/v1/track","headers":[["Authorization","Basic V0s6"]],"content":")" +
           call + R"("},"response":{"content":"{}"}},{"type":"http","request":{"method":"POST","path":"/v1/t","headers":[["Authorization","Basic V0s6"]],"content":")" +
           other + R"("}}])"},
  };
}

class WrappedCommand : public CommandTest {
 protected:
  // The rules that are found, with lines and columns left out.
  std::vector<std::string> rules(const std::string& arguments, const std::string& input = "") {
    std::vector<std::string> out;
    for (const std::string& one : findings(run(arguments, input).out)) {
      out.push_back(one.substr(one.find(' ') + 1));
    }
    return out;
  }
};

TEST_F(WrappedCommand, CallsAreJudgedWhateverTheyAreWrappedIn) {
  for (const auto& [name, text, fixed] : wrappings()) {
    write("in.json", text);
    const Ran ran = run("lint --format jsonl --select ID101,NAM,ENV101,ENV102,RUN in.json");
    EXPECT_THAT(ran.out, HasSubstr("\"events\":2")) << name << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("\"rule\":\"ID101\"")) << name << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("Order Completed")) << name << ran.out;
    EXPECT_THAT(ran.out, Not(HasSubstr("ENV10"))) << name << ran.out;
    EXPECT_THAT(ran.out, Not(HasSubstr("RUN10"))) << name << ran.out;
    EXPECT_EQ(ran.code, 1) << name;
    // The same from standard input.
    EXPECT_EQ(run("lint --format jsonl --stdin-filename in.json --select ID101,NAM,ENV101,ENV102,RUN -", text).out, ran.out)
        << name;
  }
}

TEST_F(WrappedCommand, FixesReachWhatStandsInPlaceOrInAText) {
  for (const auto& [name, text, fixed] : wrappings()) {
    write("in.json", text);
    run("lint --fix --select NAM in.json");
    const std::string after = replaced(read("in.json"), "Order Completed", "order_completed");
    EXPECT_EQ(after, text) << name;  // and nothing else changes
    EXPECT_EQ(read("in.json") != text, fixed) << name;
  }
}

TEST_F(WrappedCommand, PlansAreInferredFromThemToo) {
  for (const auto& [name, text, fixed] : wrappings()) {
    write("in.json", text);
    const Ran ran = run("plan infer --to yaml in.json");
    EXPECT_THAT(ran.err, HasSubstr("from 2 calls")) << name << ran.err;
  }
}

// After case37: in a list they say what the same lines say.
TEST_F(WrappedCommand, RequestsInAListAreJudgedAsLinesAre) {
  const std::vector<std::string> lines = {
      R"({"method":"POST","path":"/v1/import","headers":{"Content-Type":"application/json","Authorization":"Basic V0s6"},"body":{"batch":[{"action":"track","userId":"u1","event":"Coupon Printed","properties":{},"messageId":"m1","context":{"library":"analytics-ruby"}}],"sentAt":"2026-11-01T00:00:00Z"}})",
      R"({"method":"POST","path":"/v1/b","headers":{"Content-Type":"text/plain"},"body":"{\"batch\":[{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"Coupon Printed\",\"properties\":{},\"messageId\":\"m2\"}],\"writeKey\":\"WK\"}"})",
      R"({"method":"POST","path":"/v1/t?ver=1","headers":{},"body":{"userId":"","event":"Coupon Printed","properties":{},"messageId":"m3","writeKey":"WK"}})",
      R"({"method":"POST","path":"/analytics/v1/t","headers":{},"body":{"userId":"","event":"Coupon Printed","properties":{},"messageId":"m4","writeKey":"WK"}})"};
  std::string list = "[\n", text;
  for (size_t i = 0; i < lines.size(); ++i) {
    list += lines[i] + (i + 1 < lines.size() ? ",\n" : "\n]\n");
    text += lines[i] + "\n";
  }
  write("list.json", list);
  write("lines.jsonl", text);
  const std::vector<std::string> in_list = rules("lint --format jsonl list.json");
  EXPECT_EQ(in_list, rules("lint --format jsonl lines.jsonl"));
  EXPECT_FALSE(in_list.empty());
  EXPECT_THAT(run("lint list.json").out, Not(HasSubstr("type is missing")));
}

TEST_F(WrappedCommand, AnEntryWithoutItsBodyIsNamed) {
  const std::string with = R"({"request":{"method":"POST","url":"https://api.segment.io/v1/t","headers":[{"name":"Authorization","value":"Basic V0s6"}],"postData":{"text":")" +
                           in_string(kOther) + "\"}}}";
  for (const std::string& without : {
           std::string(R"({"request":{"method":"POST","url":"https://api.segment.io/v1/batch","headers":[]}})"),
           std::string(R"({"request":{"method":"POST","url":"https://api.segment.io/v1/batch","headers":[],"postData":{"text":""}}})"),
           std::string(R"({"request":{"method":"POST","url":"https://api.segment.io/v1/batch","headers":[],"postData":{"text":"H4sIAAAA"}}})"),
       }) {
    write("a.har", R"({"log":{"entries":[)" + with + ",\n" + without + "]}}");
    const Ran ran = run("lint --format jsonl a.har");
    EXPECT_THAT(ran.out, HasSubstr("RUN104")) << without;
    EXPECT_THAT(ran.out, HasSubstr("\"line\":2")) << without;
    EXPECT_EQ(ran.code, 1);
  }
  write("a.json", R"({"method":"POST","path":"/v1/batch","headers":{}})");
  EXPECT_THAT(run("lint a.json").out, HasSubstr("the request to /v1/batch was not judged: it has no body"));
  // A preflight has none, and settings are asked for without one.
  write("a.har", R"({"log":{"entries":[)" + with +
                     R"(,{"request":{"method":"OPTIONS","url":"https://api.segment.io/v1/batch"}},{"request":{"method":"GET","url":"https://cdn.segment.com/v1/projects/k/settings"}}]}})");
  EXPECT_THAT(run("lint --format jsonl a.har").out, Not(HasSubstr("RUN10")));
}

// Whatever else the file holds, and however the request is told.
TEST_F(WrappedCommand, ACapturedRequestWithoutItsCallIsAFinding) {
  const std::string pixel = "/v1/pixel/track?data=" + base64(kOther);
  for (const std::string& request : {
           std::string(R"({"method":"POST","path":"/v1/track","body":null})"),
           std::string(R"({"method":"POST","path":"/v1/track"})"),
           std::string(R"({"method":"post","url":"https://api.segment.io/v1/t","headers":{"a":"b"}})"),
           std::string(R"({"path":"/v1/track","body":null})"),
           std::string(R"({"path":"/v1/track","headers":{}})"),
           std::string(R"({"method":"POST","path":"/v1/import","body":null})"),
           std::string(R"({"method":"POST","body":null})"),
           std::string(R"({"headers":{},"body":null})"),
           R"({"method":"GET","path":")" + pixel + "\"}",
           R"({"method":"GET","path":")" + pixel + R"(","body":null})",
           R"({"method":"GET","path":")" + pixel + R"(","body":""})",
           R"({"method":"GET","url":"https://api.segment.io)" + pixel + R"(","headers":{}})",
           std::string(R"({"method":"GET","path":"/v1/pixel/track?event=A&userId=u"})"),
           R"({"log":{"entries":[{"request":{"method":"GET","url":"https://api.segment.io)" + pixel + R"(","headers":[]}}]}})",
       }) {
    for (const std::string& text : {request + "\n" + kOther + "\n", "[" + request + ",\n" + kOther + "]\n"}) {
      write("in.json", text);
      const Ran ran = run("lint --format jsonl --select RUN104,ENV101,ENV102 in.json");
      const Found found = findings(ran.out);
      EXPECT_EQ(ran.code, 1) << text;
      if (text.starts_with('[') && !found.empty() && found[0].find("ENV102") != std::string::npos) {
        continue;  // in a list it is a call without a type, and told as one
      }
      ASSERT_EQ(found.size(), 1U) << text << ran.out;
      EXPECT_THAT(found[0], HasSubstr("RUN104")) << text;
      EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << text;
      EXPECT_THAT(ran.out, Not(HasSubstr("data="))) << "a query may hold what is personal";
    }
  }
  for (const std::string request :
       {R"({"method":"OPTIONS","path":"/v1/track"})", R"({"method":"GET","path":"/v1/projects/k/settings"})",
        R"({"status":200,"headers":{},"body":null})"}) {
    write("in.json", request + "\n" + kOther + "\n");
    EXPECT_EQ(run("lint --select RUN104 in.json").code, 0) << request;
  }
}

const std::string kFine =
    R"({"type":"track","event":"Coupon Printed","userId":"u1","messageId":"w1","timestamp":"2026-01-01T00:00:00Z"})";

// A recording of a browser holds the traffic of the whole site.
TEST_F(WrappedCommand, WhatGoesElsewhereIsACallOnlyForSure) {
  const auto entry = [](const std::string& url, const std::string& body) {
    return R"({"request":{"method":"POST","url":")" + url + R"(","headers":[],"postData":{"mimeType":"application/json","text":")" +
           in_string(body) + "\"}}}";
  };
  const std::string ours = entry("https://api.segment.io/v1/t", kFine);
  for (const auto& [url, body] : std::vector<std::pair<std::string, std::string>>{
           {"https://shop.example/login", R"({"userId":"ann","password":"x"})"},
           {"https://shop.example/api/cart", R"({"userId":5,"items":[]})"},
           {"https://crm.example/contacts", R"({"properties":{"email":"a@b.example"}})"},
           {"https://shop.example/api/i", R"({"integrations":[1]})"},
           {"https://shop.example/api/batch", R"({"batch":[{"op":"add"}]})"},
           {"https://cms.example/pages", R"({"type":"page","name":"Home","id":5})"},
           {"https://api.mixpanel.com/track", R"({"event":"A","properties":{"token":"t","distinct_id":"u"}})"},
           {"https://app.posthog.com/e/", R"({"event":"$pageview","properties":{"distinct_id":"u"}})"}}) {
    write("in.har", R"({"log":{"entries":[)" + ours + "," + entry(url, body) + "]}}");
    const Ran ran = run("lint --profile minimal --ignore KEY101 --format jsonl in.har");
    EXPECT_EQ(ran.code, 0) << url << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << url;
  }
  // A collector of one's own, and a call that lacks its type.
  for (const std::string& body : {kFine, std::string(R"({"event":"A","userId":"u1"})")}) {
    write("in.har", R"({"log":{"entries":[)" + ours + "," + entry("https://www.example.com/collect", body) + "]}}");
    EXPECT_THAT(run("lint --format jsonl in.har").out, HasSubstr("\"events\":2")) << body;
  }
}

// Charles, Insomnia, and others keep a body below a name of their own.
TEST_F(WrappedCommand, ABodyIsFoundWhereRecordersKeepIt) {
  const std::string text = in_string(kFine);
  for (const std::string& record : {
           R"([{"method":"POST","host":"api.segment.io","path":"/v1/t","request":{"headers":[],"body":{"text":")" + text + "\"}}}]",
           R"([{"method":"POST","url":"https://api.segment.io/v1/t","requestBody":")" + text + "\"}]",
           R"([{"method":"POST","url":"https://api.segment.io/v1/t","postDataJSON":)" + kFine + "}]",
           R"({"resources":[{"method":"POST","url":"https://api.segment.io/v1/t","headers":[],"body":{"mimeType":"application/json","text":")" +
               text + "\"}}]}"}) {
    write("in.json", record);
    const Ran ran = run("lint --profile minimal --ignore KEY101 --format jsonl in.json");
    EXPECT_EQ(ran.code, 0) << record << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << record;
  }
}

// However a recorder writes headers, they are read; of those that it left out nothing is said.
TEST_F(WrappedCommand, TheKeyIsReadHoweverHeadersStand) {
  const std::string body = in_string(kFine);
  for (const std::string headers :
       {R"("headers":{"authorization":"Basic V0s6"})", R"("headers":{"Authorization":["Basic V0s6"]})",
        R"("headers":[{"name":"authorization","values":["Basic V0s6"]}])",
        R"("headers":[{"name":"Authorization","value":"Basic V0s6"}])",
        R"("header":[{"key":"Authorization","value":"Basic V0s6"}])",
        R"("header":{"firstLine":"POST /v1/t HTTP/1.1","headers":[{"name":"Authorization","value":"Basic V0s6"}]})",
        R"("headers":[["Host","api.segment.io"],["Authorization","Basic V0s6"]])",
        R"("rawHeaders":["Host","api.segment.io","Authorization","Basic V0s6"])",
        R"("headers":[":method","POST","authorization","Basic V0s6"])",
        R"("headers":["Host: api.segment.io","Authorization: Basic V0s6"])",
        R"("headers":"Host: api.segment.io\r\nAuthorization: Basic V0s6\r\n")",
        R"("multiValueHeaders":{"Authorization":["Basic V0s6"]})",
        R"("headers":{"authorization":[{"key":"Authorization","value":"Basic V0s6"}]})",
        R"("headers":[{"Name":"Authorization","Value":"Basic V0s6"}])",
        R"("headers":[{"Authorization":"Basic V0s6"},{"Host":"x"}])",
        R"("headers":{"Authorization":[{"matcher":"exact","value":"Basic V0s6"}]})", R"("query":"")", R"("headers":null)",
        R"("header":[],"auth":{"type":"basic","basic":[{"key":"username","value":"V0s"}]})"}) {
    for (const std::string& payload : {R"("body":")" + body + "\"", "\"body\":" + kFine}) {
      const std::string record = R"({"method":"POST","url":"https://api.segment.io/v1/t",)" + std::string(headers) + "," + payload + "}";
      for (const std::string& text : {record, "[" + record + "]", R"({"item":[{"request":)" + record + "}]}",
                                      R"([{"method":"POST","host":"api.segment.io","path":"/v1/t","request":{)" +
                                          std::string(headers) + "," + payload + "}}]"}) {
        write("in.json", text);
        const Ran ran = run("lint --profile partner --select KEY --format jsonl in.json");
        EXPECT_EQ(ran.code, 0) << text << ran.out << ran.err;
        EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << text;
        // Another key than the header's is seen, too, where that was read.
        if (headers.find("V0s6") == std::string::npos || text.starts_with('{')) continue;
        write("in.json", replaced(replaced(text, R"("userId":)", R"("writeKey":"other","userId":)"), R"(\"userId\":)",
                                  R"(\"writeKey\":\"other\",\"userId\":)"));
        EXPECT_THAT(run("lint --format jsonl --select KEY in.json").out, HasSubstr("KEY102")) << text;
      }
    }
  }
  for (const std::string unclear : {R"([[1],[2]])", R"({"Host":"x"},"auth":["k",""])", R"({"Host":"x"},"auth":"k:")"}) {
    write("in.json", R"({"method":"POST","path":"/v1/t","headers":)" + unclear + R"(,"body":")" + body + "\"}");
    EXPECT_THAT(run("lint --format jsonl --select KEY in.json").out, Not(HasSubstr("KEY101"))) << unclear;
  }
  for (const std::string headers : {R"({})", R"([])", R"({"Authorization":""})", R"({"Host":"x"},"auth":{"type":"noauth"})", R"([{"name":"Host","value":"x"}])", R"(["Host: x"])", R"("Host: x")"}) {
    write("in.json", R"({"method":"POST","path":"/v1/t","headers":)" + headers + R"(,"body":")" + body + "\"}");
    EXPECT_THAT(run("lint --format jsonl --select KEY in.json").out, HasSubstr("KEY101")) << headers;
  }
}

struct Foreign {
  std::string text, is;
};

TEST_F(WrappedCommand, WhatHoldsNoCallsIsNamedOnce) {
  for (const auto& [text, is] : std::vector<Foreign>{
           {R"({"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://x.example/"}}]}})", "a HAR"},
           {R"({"log":"ready\n","stream":"stdout","time":"2026-01-01T00:00:00Z"})", "a log line"},
           {"-- daily orders\nSELECT event FROM tracks;\n", "SQL"},
           {"/* what we send */\n// twice\nanalytics.track('A');\n", "a program's text, JavaScript or the like"},
           {R"({"name":"x","version":"1.0.0","scripts":{"test":"jest"},"dependencies":{}})", "a package.json"},
           {R"({"rules":[{"type":"TRACK","key":"A","jsonSchema":{}}],"name":"P"})", "a tracking plan"},
           {R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"a":{}}})", "a JSON Schema"},
           {R"([{"id":"1","received_at":"2026-01-01","anonymous_id":"a","event":"order_completed","event_text":"Order Completed"},{"id":"2","received_at":"2026-01-01","anonymous_id":"b","event":"x","event_text":"X"}])",
            "an export of a warehouse"},
           {R"({"received_at":"2026-01-01","user_id":"u","context_ip":"10.0.0.1"})", "an export of a warehouse"},
           {R"({"a":1,"b":{"c":[2]}})", "JSON without any field of a call"},
           {"id,anonymous_id,event\n1,a,order_completed\n2,b,x\n", "CSV"},
           {"event;user_id\nA;u1\nB;u2\n", "CSV"},
           {"# calls\nevents:\n  - type: track\n    event: A\n", "YAML"},
           {"- type: track\n  event: A\n", "YAML"},
           {"POST /v1/track HTTP/1.1\r\nHost: api.segment.io\r\nContent-Type: application/json\r\n\r\n" + kCall + "\n",
            "HTTP as it travelled"},
           {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "HTTP as it travelled"},
           {"curl https://api.segment.io/v1/track -d '{}'\n", "a curl command"},
           {"<html><body>no</body></html>\n", "XML or HTML"},
           {"1234:9:websocket;0:~8:response;6:999:12;", "a flow file of mitmproxy"},
           {std::string("\xFF\xFE{\0\"\0a\0", 8), "UTF-16 text"},
           {std::string("\0{\0\"\0t\0y\0p\0e", 12), "UTF-16 text"},
           {R"({"name":"x","version":"1.0.0","description":"d"})", "a package.json"},
           {R"({"name":"x","private":true,"workspaces":["a"]})", "a package.json"},
           {R"({"name":"P","events":[{"name":"A","eventType":"track","rules":{"type":"object"}}]})", "a tracking plan"},
           {R"({"data":{"rules":[{"type":"TRACK","key":"A","jsonSchema":{}}],"pagination":{}}})", "a tracking plan"},
           {R"({"data":{"trackingPlan":{"id":"tp","name":"P","rules":[]}}})", "a tracking plan"},
           {R"({"data":[{"id":"1","received_at":"2026-01-01","anonymous_id":"a"}]})", "an export of a warehouse"},
           {R"({"rows":[{"id":"1","received_at":"2026-01-01","anonymous_id":"a"}]})", "an export of a warehouse"},
           {R"([{"ID":"a","RECEIVED_AT":"2026-01-01","ANONYMOUS_ID":"x","EVENT":"order_completed","EVENT_TEXT":"Order Completed"}])",
            "an export of a warehouse"},
           {R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}})", "GeoJSON"},
           {R"({"type":"Point","coordinates":[1,2]})", "GeoJSON"},
           {R"({"specversion":"1.0","type":"com.x","source":"/s","id":"1","data":{"a":1}})", "CloudEvents without a call"},
           {R"({"event":"Signed Up","properties":{"time":1,"distinct_id":"u"}})", "an export of Mixpanel"},
           {R"([{"event":"Signed Up","properties":{"token":"t","distinct_id":"u"}}])", "an export of Mixpanel"},
           {R"({"event_type":"A","event_properties":{},"amplitude_id":1})", "an event of Amplitude's"},
           {R"({"api_key":"k","events":[{"event_type":"A","user_id":"u"}]})", "an event of Amplitude's"},
           {R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[]})", "SARIF"},
           {R"({"$schema":"https://docs.renovatebot.com/renovate-schema.json","extends":["a"]})",
            "a document of a schema that is none of calls"},
           {R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":"x"})", "a JSON Schema"},
           {"Host: api.segment.io\nContent-Type: application/json\n\n" + kCall + "\n", "HTTP as it travelled"},
           {"host: api.segment.io\r\n\r\n" + kCall + "\r\n", "HTTP as it travelled"},
           {"\x1e" + kCall + "\n\x1e" + kOther + "\n", "a JSON text sequence (RFC 7464)"},
           {"id|event|user\n1|a|b\n", "CSV"},
           {"event\norder_completed\norder_paid\n", "CSV"},
           {"[section]\na = 1\n", "TOML"},
           {"# mine\ntitle = \"x\"\n\n[[a.b]]\nc = [1, 2]\n", "TOML, or lines of key = value"},
           {"[[products]]\nname = \"x\"\n", "TOML"},
           {"resource \"segment_tracking_plan\" \"x\" {\n}\n", "HCL, as Terraform has it"},
           {"resource \"segment_source\" \"x\" { slug = \"a\" }\n", "HCL, as Terraform has it"},
           {"SELECT a, b\nFROM tracks\nWHERE x = 1;\n", "SQL"},
           {"insert into tracks (a) values (1);\n", "SQL"},
           {"analytics.track(\"A\", {a: 1});\n", "a program's text, JavaScript or the like"},
           {"const x = { a: 1 };\n", "a program's text, JavaScript or the like"},
           {"import { a } from 'x';\n", "a program's text, JavaScript or the like"},
           {"callback({\"type\":\"track\"})\n", "a program's text, JavaScript or the like"},
           {"2026-11-30 INFO sending {\"type\":\"track\"}\n", "the text of a log"},
           {"2026-11-30T10:00:00Z app started, all is well\n", "the text of a log"},
           {"[2026-11-30T10:00:00] app.INFO: sent {}\n", "the text of a log"},
           {"[INFO] starting\n", "the text of a log"},
           {"INFO starting, with 2 threads\n", "the text of a log"},
           {"This is a letter to those who send events.\n", "plain text"},
           {"Event Name,Event Description,Property Name,Property Type\nA,B,c,string\n", "a tracking plan as CSV"},
           {"name: Shop\n\nevents:\n  # paid\n  Order Completed:\n    properties: {}\n", "a tracking plan"},
           {"events: {Boat Rented: {}}\n", "a tracking plan"},
           {"terraform {\n  required_version = \"1\"\n}\n", "HCL, as Terraform has it"},
           {"data: " + kCall + "\n\ndata: " + kOther + "\n\n", "server-sent events"},
           {"event: message\nid: 1\ndata: " + kCall + "\n\n", "server-sent events"},
           {std::string("\xFF\xFE\0\0{\0\0\0\"\0\0\0", 12), "UTF-32 text"},
           {std::string("\0\0\xFE\xFF\0\0\0{", 8), "UTF-32 text"},
           {std::string("{\0\0\0\"\0\0\0a\0\0\0", 12), "UTF-32 text"},
           {std::string("PK\x03\x04\x14\0\0\0", 8), "a ZIP archive"},
           {std::string("PAR1\0\0", 6), "Parquet"},
           {"\x82\xA4type\xA5track", "binary"},  // MessagePack
           {"\xBF\x64type\x65track\xFF", "binary"},  // CBOR
           {"\x04\x22\x4D\x18\x64\x40", "binary"},  // LZ4
           {"eyJ0eXBlIjoidHJhY2siLCJldmVudCI6IkEifQ==\n", "base64"},
           {"data=eyJ0eXBlIjoidHJhY2sifQ%3D%3D&writeKey=abc", "a form as it is posted"},
           {"*   Trying 192.0.2.1:443...\n> POST /v1/track HTTP/1.1\n> Host: api.segment.io\n>\n", "HTTP as it travelled"},
           {R"({"name":"a/b","type":"library","require":{"php":">=8"}})", "a composer.json"},
           {R"({"@context":"https://schema.org","@type":"Event","name":"x"})", "JSON-LD"},
           {R"([{"domain":"x.example","name":"sid","value":"1","path":"/"}])", "a list of cookies"},
           {R"({"type":"object","properties":{"event":{"type":"string"}},"required":["event"]})", "a JSON Schema"},
           {R"({"rules":[{"type":"TRACK","key":"A","version":1,"jsonSchema":{}}]})", "a tracking plan"},
           {R"([{"type":"TRACK","key":"A","version":1,"jsonSchema":{}}])", "a list of a tracking plan's rules"},
           {R"({"rules":[{"type":"TRACK","key":"A","json_schema":"{\"type\":\"object\",\"properties\":{}}"}]})", "a tracking plan"},
           {R"({"name":"x","display_name":"X","rules":{"events":[{"name":"A","rules":{}}]}})", "a tracking plan"},
           {R"({"events":{"Boat Rented":{"properties":{"a":"string"}}}})", "a tracking plan"},
           {R"({"resource":{"segment_tracking_plan":{"x":{"name":"X","rules":[]}}}})", "a tracking plan"},
           {R"({"api_key":"k","batch":[{"event":"A","distinct_id":"u","properties":{}}]})", "an event of PostHog's"},
           {R"({"api_key":"k","batch":[{"event":"A","properties":{"distinct_id":"u"}}]})", "an event of PostHog's"},
           {R"({"api_key":"k","event":"A","distinct_id":"u","timestamp":"2026-01-01"})", "an event of PostHog's"},
           {R"([{"event":"A","distinct_id":"u","properties":{"a":1}}])", "an event of PostHog's"},
           {R"({"$token":"t","$distinct_id":"u","$set":{"a":1}})", "a profile of Mixpanel's"},
           {R"({"client_id":"x","events":[{"name":"purchase","params":{"a":1}}]})", "a hit of Google Analytics"},
           {R"({"level":"info","ts":1,"msg":"hi","event":"started"})", "a log line"},
           {R"({"severity":"INFO","timestamp":"2026-01-01T00:00:00Z","message":"hi","userId":"u1"})", "a log line"},
           {R"({"id":1,"name":"Ann"})", "JSON that has nothing of a call but a name"},
           {R"([{"id":1,"name":"Shoe","category":"x","price":2},{"id":2,"name":"Boot","price":3}])",
            "JSON that has nothing of a call but a name"},
       }) {
    write("in.json", text);
    const Ran ran = run("lint --format jsonl in.json");
    const std::vector<std::string> all = findings(ran.out);
    ASSERT_EQ(all.size(), 1U) << is << ran.out;
    EXPECT_THAT(all[0], HasSubstr("1:1")) << is;
    EXPECT_THAT(all[0], HasSubstr("RUN103")) << is;
    EXPECT_THAT(ran.out, HasSubstr("this is " + is + ", it holds no calls to judge: ")) << is;
    EXPECT_EQ(ran.code, 2) << is;
    EXPECT_EQ(run("lint --format jsonl --stdin-filename in.json -", text).out, ran.out) << is;
  }
}

// What is told of a schema works: a plan with it as the schema of a rule.
TEST_F(WrappedCommand, ASchemaIsToldToGoIntoAPlan) {
  const std::string schema = R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["a"]})";
  write("schema.json", schema);
  const std::string rule = R"({"rules": [{"type": "TRACK", "key": "Order Completed", "version": 1, "jsonSchema": {...}}]})";
  EXPECT_THAT(run("lint schema.json").out, HasSubstr(rule));
  write("plan.json", replaced(rule, "{...}", schema));
  write("in.jsonl", R"({"type":"track","event":"Order Completed","userId":"u1"})" "\n");
  EXPECT_THAT(run("lint --plan plan.json --select PLN in.jsonl").out, HasSubstr("PLN103"));
}

// A thousand lines of the same are one finding: the first, with the number of the others.
TEST_F(WrappedCommand, WhatHoldsNoCallsLineByLineIsFolded) {
  for (const std::string line : {R"({"id":"N","received_at":"2026-01-01","anonymous_id":"a"})", R"({"foo":N})",
                                 R"({"level":"info","ts":N,"msg":"hi"})"}) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += replaced(line, "N", std::to_string(i)) + "\n";
    for (const std::string& all : {text, text + kCall + "\n"}) {
      write("rows.json", all);
      const Ran ran = run("lint --format jsonl --select RUN103,ID101 rows.json");
      const Found found = findings(ran.out);
      ASSERT_EQ(found.size(), all == text ? 1U : 2U) << ran.out.substr(0, 2000);
      EXPECT_THAT(found[0], HasSubstr("1:1 RUN103")) << line;
      EXPECT_THAT(ran.out, HasSubstr("(and 999 more like it)")) << line;
    }
  }
}

// What comes behind something else, with its number, at its last.
TEST_F(WrappedCommand, WhatHoldsNoCallsBetweenOthersIsFolded) {
  const std::string row = R"({"id":"1","received_at":"2026-01-01","anonymous_id":"a"})" "\n";
  const std::string foo = "{\"foo\":1}\n", call = kCall + "\n";
  const auto found = [&](const std::string& text) {
    write("rows.jsonl", text);
    const Ran ran = run("lint --format jsonl --select RUN103,ID101 rows.jsonl");
    std::string out;
    for (const std::string& one : findings(ran.out)) out += one.substr(0, one.find_last_not_of(" ") + 1) + "; ";
    return out + std::to_string(std::count(ran.out.begin(), ran.out.end(), '('));
  };
  EXPECT_EQ(found(row), "1:1 RUN103; 0");
  EXPECT_EQ(found(row + row), "1:1 RUN103; 1");
  EXPECT_EQ(found(row + row + call), "1:1 RUN103; 3:1 ID101; 1");
  EXPECT_EQ(found(row + call + row), "1:1 RUN103; 2:1 ID101; 3:1 RUN103; 0");
  EXPECT_EQ(found(row + call + row + call + row), "1:1 RUN103; 2:1 ID101; 4:1 ID101; 5:1 RUN103; 1");
  EXPECT_EQ(found(row + row + foo + foo), "1:1 RUN103; 3:1 RUN103; 2");
  EXPECT_EQ(found(row + foo + row + foo), "1:1 RUN103; 2:1 RUN103; 3:1 RUN103; 4:1 RUN103; 0");
}

// A call with mistakes is a call, and a stray word before lines of JSON costs them nothing.
TEST_F(WrappedCommand, CallsWithMistakesAreNotTakenForSomethingElse) {
  for (const std::string& text :
       {std::string(R"({"userId":"u1","traits":{}})"), std::string(R"({"tpye":"track","event":"A","userId":"u"})"),
        std::string(R"({"type":"trak","event":"A","userId":"u1"})"), "starting up: now\n" + kCall + "\n",
        std::string(R"({"batch":[{"foo":1}]})"), std::string(R"([{"event":"A","userId":"u"}])"),
        std::string(R"({"event":"A","userId":"u","properties":{"distinct_id":"d","time":1}})"),
        std::string(R"({"type":"page","name":"Home","version":2})"), std::string("[true]\n"),
        std::string(R"({"name":"Home"})"), std::string(R"({"name":"Home","category":"Docs"})"),
        std::string(R"({"name":"Home","propertys":{}})"), std::string(R"({"name":"Home","user_id":"u1"})"),
        std::string(R"({"tpye":"page","name":"Home"})"), std::string(R"({"event":"A"})"),
        std::string(R"({"type":"TRACK","event":"A","key":"a","jsonSchema":{}})"),
        std::string(R"({"event":"A","properties":{"distinct_id":"d"}})"),
        std::string(R"({"event":"A","userId":"u","distinct_id":"d"})"),
        std::string(R"({"event":"A","userId":"u","properties":{},"message":"hi","level":3})"),
        std::string(R"({"batch":[{"event":"A","properties":{"distinct_id":"u"}}]})"),
        std::string(R"({"batch":[{"level":"info","msg":"hi"}]})"),
        std::string(R"({"event":"A Done","userId":"u1","level":3,"message":"done","timestamp":"2026-01-01T00:00:00Z"})"),
        std::string(R"({"event":"A Done","severity":"low","message":"printer","time":"09:00","user_id":"u1"})"),
        std::string(R"({"batch":[{"level":"info","message":"x","ts":1,"event":"A"}],"writeKey":"k"})"),
        std::string(R"({"event":"A Done","user_id":"u1","properties":{"time":312,"token":"BTC"}})"),
        std::string(R"({"event":"A Done","properties":{"time":"12:00","token":"x"}})"),
        std::string(R"({"event":"A Done","anonymous_id":"a1","received_at":"2026-01-01T00:00:00Z","properties":{},"context":{}})"),
        std::string(R"({"Type":"track","UserId":"u1","Event":"Song Played"})"),
        std::string(R"({"message_id":"m","user_id":"u1","event_name":"x"})"), std::string(R"({"propertys":{"a":1}})"),
        std::string(R"({"evnt":"A Done","user_id":"u1"})"),
        std::string(R"({"events":{"-N1":{"event":"A Done","userId":"u1","properties":{"a":1}}}})"),
        std::string(R"({"level":"info","ts":1,"msg":"hi","event":{"type":"track","event":"A"}})"),
        std::string(R"({"level":"info","ts":1,"msg":"hi","call":{"type":"track","event":"A","userId":"u"}})"),
        "[\n" + kCall + "\n]\n",
        "INFO starting up now\n" + kCall + "\n", "[INFO] starting\n" + kCall + "\n", "const x = 1\n" + kCall + "\n",
        "2026-11-30 10:00:00 all is well\n" + kCall + "\n", std::string("2026-11-30\n"), std::string("2026-11-30,INFO,x y\n"),
        std::string("\"select a from b\"\n"), std::string("not json\n")}) {
    write("in.json", text);
    EXPECT_THAT(run("lint --format jsonl in.json").out, Not(HasSubstr("RUN10"))) << text;
  }
}

TEST_F(WrappedCommand, AMixedListLosesNothing) {
  write("in.json", "[" + kCall + R"(,{"foo":1},{"events":[)" + kOther + "]}]");
  const Ran ran = run("lint --format jsonl --select ID101,ENV102,NAM in.json");
  EXPECT_THAT(ran.out, HasSubstr("ID101"));
  EXPECT_THAT(ran.out, HasSubstr("Order Completed"));
  EXPECT_THAT(ran.out, HasSubstr("\"events\":2"));  // and the second is named
  EXPECT_THAT(run("lint in.json").out, HasSubstr("JSON without any field of a call"));
}

// Beside calls, what is none is a broken call or named; its place is told.
TEST_F(WrappedCommand, NothingInAListOfCallsIsPassedOver) {
  const std::string good = R"({"type":"track","event":"Coupon Printed","userId":"u1","messageId":"g1"})";
  const std::string row = R"({"received_at":"2026-01-01","anonymous_id":"a","event_text":"A"})";
  std::vector<std::string> texts;
  for (const std::string item :
       {R"({"foo":1})", R"({"type":"track"})", R"({"type":"page"})", R"("x")", "null", "7", "[]", "{}",
        R"({"type":"trak","name":"x"})", R"({"items":[1]})"}) {
    for (const std::string key : {"events", "data", "messages", "rows"}) {
      texts.push_back("{\"" + key + "\":[\n" + good + ",\n" + item + "]}");
      texts.push_back("{\"" + key + "\":[" + good + "," + good + ",\n\n" + item + "\n," + good + "]}");
    }
  }
  for (const std::string& body : {in_string(R"({"tpye":"track","name":"A"})"), std::string("hello"), std::string(),
                                  in_string(R"({"s3":{"bucket":"b","key":"k"}})"), in_string(row), std::string("{}"),
                                  std::string("hello world"), base64("hello world")}) {
    texts.push_back(R"({"Records":[{"body":")" + in_string(good) + "\"},\n\n{\"body\":\"" + body + "\"}]}");
    texts.push_back(R"([{"MessageId":"1","Body":")" + in_string(good) + "\"},\n\n{\"MessageId\":\"2\",\"Body\":\"" + body + "\"}]");
  }
  texts.push_back(R"({"Records":[{"body":")" + in_string(good) + "\"},\n\n{\"messageId\":\"2\"}]}");
  for (const std::string& bytes : {std::string("hello world"), std::string(R"({"foo":1})"), std::string("\x08\x01\x12\xff\xfe zz", 8)}) {
    texts.push_back(R"({"Records":[{"kinesis":{"data":")" + base64(good) + "\"}},\n\n{\"kinesis\":{\"data\":\"" + base64(bytes) + "\"}}]}");
    texts.push_back(R"({"records":[{"data":")" + base64(good) + "\"},\n\n{\"data\":\"" + base64(bytes) + "\"}]}");
  }
  for (const std::string& text : texts) {
    write("in.json", text);
    const Ran ran = run("lint --format jsonl --select ENV,ID,RUN103,RUN104 in.json");
    const Found found = findings(ran.out);
    EXPECT_EQ(ran.code, 1) << text << ran.out << ran.err;
    ASSERT_FALSE(found.empty()) << text << ran.out;
    for (const std::string& one : found) EXPECT_EQ(one.substr(0, 2), "3:") << text << ran.out;
  }
}

// Nor where it stands alone.
TEST_F(WrappedCommand, AMessageThatHoldsNoCallIsNamed) {
  for (const auto& [text, is] : std::vector<std::pair<std::string, std::string>>{
           {R"({"Records":[{"body":"{\"received_at\":\"2026-01-01\",\"anonymous_id\":\"a\"}"}]})", "an export of a warehouse"},
           {R"({"Records":[{"kinesis":{"data":")" + base64(R"({"foo":1})") + "\"}}]}", "JSON without any field of a call"},
           {R"({"log":{"entries":[{"request":{"method":"POST","url":"https://x.example/login","postData":{"text":"{\"user\":\"x\"}"}}}]}})",
            "a HAR"},
           {R"({"foo":"{\"a\":1}"})", "JSON without any field of a call"},
       }) {
    write("in.json", text);
    const Ran ran = run("lint --format jsonl in.json");
    EXPECT_THAT(ran.out, HasSubstr("this is " + is)) << text << ran.err;
    EXPECT_EQ(ran.code, 2) << text;
  }
  for (const std::string item : {"{\"type\":\"track\"}", R"({"type":"Page","name":"Home"})"}) {
    write("in.json", "{\"events\":[" + item + "]}");
    const Ran ran = run("lint --format jsonl in.json");
    EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << item;
    EXPECT_THAT(ran.out, HasSubstr("\"rule\":\"ID101\"")) << item;
  }
}

// However the packed text begins, and whatever packed it.
TEST_F(WrappedCommand, CallsInBase64AreReadHoweverTheyBegin) {
  const std::string call = kCall.substr(1);
  for (const std::string& text :
       {" {" + call, "\n{" + call, "\r\n  {" + call, "{\t" + call, "[\t" + kCall + "]", "\xEF\xBB\xBF" + kCall,
        "\x1e{" + call, std::string(100, ' ') + kCall, "{  " + call, pack(Packing::kZlib, kCall), gzip(" " + kCall)}) {
    for (const std::string& packed : {base64(text), encode_base64(text, Base64::kUrl), "data:application/json;base64," + base64(text),
                                      base64(text).substr(0, 20) + "\\n" + base64(text).substr(20)}) {
      write("in.json", R"({"Records":[{"kinesis":{"data":")" + packed + R"("}},{"kinesis":{"data":")" + base64(kOther) + R"("}}]})");
      const Ran ran = run("lint --format jsonl --select ID101,RUN in.json");
      EXPECT_THAT(ran.out, HasSubstr("\"events\":2")) << text << ran.out;
      EXPECT_THAT(ran.out, HasSubstr("ID101")) << text << ran.out;
      write("in.json", R"({"method":"POST","path":"/v1/t","headers":{"Authorization":"Basic V0s6"},"body":")" + packed + R"("})");
      EXPECT_THAT(run("lint --format jsonl --select ID101,RUN in.json").out, HasSubstr("ID101")) << text;
    }
  }
}

// A text of several bodies is cut as a file is.
TEST_F(WrappedCommand, LinesOfCallsWithinATextAreEachJudged) {
  for (const std::string& between : {std::string("\n"), std::string("\r\n"), std::string(" "), std::string("\n\x1e")}) {
    const std::string lines = kCall + between + kOther + "\n";
    std::string escaped = replaced(in_string(lines), "\n", "\\n");
    escaped = replaced(replaced(escaped, "\r", "\\r"), "\x1e", "\\u001e");
    for (const std::string& text :
         {R"({"Records":[{"body":")" + escaped + "\"}]}", R"({"Records":[{"kinesis":{"data":")" + base64(lines) + "\"}}]}",
          R"({"log":{"entries":[{"request":{"method":"POST","url":"https://api.segment.io/v1/t","headers":[{"name":"Authorization","value":"Basic V0s6"}],"postData":{"text":")" +
              escaped + "\"}}}]}}"}) {
      write("in.json", text);
      const Ran ran = run("lint --format jsonl --select ID101,NAM,ENV101,RUN in.json");
      EXPECT_THAT(ran.out, HasSubstr("\"events\":2")) << text << ran.out;
      EXPECT_THAT(ran.out, HasSubstr("ID101")) << text << ran.out;
      EXPECT_THAT(ran.out, HasSubstr("Order Completed")) << text << ran.out;
      EXPECT_THAT(ran.out, Not(HasSubstr("ENV101"))) << text << ran.out;
    }
  }
  // Its places are those of the text, and a line that is none is told.
  write("in.json", R"({"Records":[{"body":")" + in_string(kOther) + "\\n{\\\"foo\\\":1}\\n" + in_string(kCall) + "\"}]}");
  const Ran ran = run("lint --fix --format jsonl --select ID101,NAM,ENV102,RUN in.json");
  const Found found = findings(ran.out);
  EXPECT_THAT(found, ::testing::ElementsAre(HasSubstr("NAM101"), HasSubstr("RUN103"), HasSubstr("ID101"))) << ran.out;
}

// What Segment's libraries count of themselves, wherever it was recorded.
TEST_F(WrappedCommand, MetricsAreTelemetry) {
  const std::string series = R"({"series":[{"type":"Counter","metric":"x"}]})";
  for (const std::string& one :
       {R"({"method":"POST","url":"https://api.segment.io/v1/m","body":)" + series + "}",
        R"({"method":"POST","path":"/v1/m","body":")" + in_string(series) + "\"}", std::string(R"({"method":"POST","path":"/v1/m"})"),
        R"({"method":"POST","path":"/v1/m","headers":[],"postData":{"text":")" + in_string(series) + "\"}}"}) {
    for (const std::string& text : {one, "[" + one + "]", R"({"log":{"entries":[{"request":)" + one + "}]}}"}) {
      write("in.json", text);
      const Ran ran = run("lint --format jsonl in.json");
      EXPECT_TRUE(findings(ran.out).empty()) << text << ran.out;
      EXPECT_EQ(ran.code, 2) << text;
      EXPECT_THAT(ran.err, HasSubstr("telemetry of Segment's libraries, which is never judged")) << text;
    }
  }
  // A call that was sent there is one.
  write("in.json", R"({"method":"POST","path":"/v1/m","body":)" + kCall + "}");
  EXPECT_THAT(run("lint --format jsonl in.json").out, HasSubstr("RUN105"));
}

// Whichever way a comment before a call is written, it costs the call nothing.
TEST_F(WrappedCommand, CommentsBeforeACallAreAlike) {
  for (const std::string comment : {"# mine", "// mine", "/* mine */"}) {
    for (const std::string& text : {comment + "\n" + kCall + "\n", comment + "\n\n{\n" + kCall.substr(1), comment + " " + kCall}) {
      write("in.json", text);
      const Ran ran = run("lint --format jsonl --select ENV101,ID101 in.json");
      const bool behind = text.find('\n') == std::string::npos;  // then the call is of the comment
      EXPECT_EQ(findings(ran.out).size(), behind ? 1U : 2U) << text << ran.out;
      EXPECT_THAT(ran.out, HasSubstr(behind ? "\"events\":0" : "\"events\":1")) << text;
      EXPECT_EQ(ran.code, 1) << text;
    }
  }
}

TEST_F(WrappedCommand, TelemetryInARecordingIsNeverJudged) {
  const std::string body = in_string(kCall);
  const std::vector<std::string> telemetry = {
      R"({"method":"POST","url":"https://signals.segment.io/v1/b","postData":{"text":")" + body + "\"}}",
      R"({"method":"POST","url":"https://cdn.edgefn.segment.com/x","headers":[],"postData":{"text":")" + body + "\"}}",
      R"({"method":"POST","host":"signals.segment.io","path":"/v1/t","headers":[["a","b"]],"content":")" + body + "\"}",
      R"({"method":"POST","path":"/v1/t","headers":[["Host","Signals.Segment.io:443"]],"text":")" + body + "\"}",
      R"({"method":"POST","path":"/v1/t","headers":{":authority":"signals.segment.io"},"body":)" + kCall + "}",
      R"({"method":"POST","url":"https://signals.segment.io/v1/t","body":")" + body + "\"}",
  };
  for (const std::string& one : telemetry) {
    for (const std::string& text : {R"({"log":{"entries":[{"request":)" + one + "}]}}", "[" + one + "]", one}) {
      write("in.json", text);
      const Ran alone = run("lint --format jsonl in.json");
      EXPECT_TRUE(findings(alone.out).empty()) << text << alone.out;
      EXPECT_EQ(alone.code, 2) << text;
      EXPECT_THAT(alone.err, HasSubstr("telemetry of Segment's libraries, which is never judged")) << text;
    }
    write("in.json", R"({"log":{"entries":[{"request":)" + one +
                         R"(},{"request":{"method":"POST","url":"https://api.segment.io/v1/t","headers":[{"name":"Authorization","value":"Basic V0s6"}],"postData":{"text":")" +
                         in_string(kOther) + "\"}}}]}}");
    const Ran ran = run("lint --format jsonl --select ID101,RUN in.json");
    EXPECT_THAT(ran.out, HasSubstr("\"events\":1")) << one << ran.out;
    EXPECT_EQ(ran.code, 0) << one << ran.out;
  }
}

TEST_F(WrappedCommand, WhyABodyIsNotReadIsSaidAsItIs) {
  for (const auto& [data, why] : std::vector<std::pair<std::string, std::string>>{
           {R"({"text":""})", "it has no body"},
           {R"({"mimeType":"application/json","params":[]})", "it has no body"},
           {R"({"text":"hello"})", "its body is neither JSON nor base64 of it"},
           {R"({"text":"data=eyJhIjoxfQ=="})", "its body is neither JSON nor base64 of it"},
           {R"({"params":[{"name":"file","value":"x"}]})", "no call is in its body"},
           {R"({"text":"{bad"})", "not JSON"},
           {R"({"text":"{}"})", "userId is missing"},
       }) {
    write("a.har", R"({"log":{"entries":[{"request":{"method":"POST","url":"https://api.segment.io/v1/t","headers":[],"postData":)" +
                       data + "}}]}}");
    const Ran ran = run("lint --format jsonl a.har");
    EXPECT_THAT(ran.out, HasSubstr(why)) << data << ran.out;
    EXPECT_EQ(ran.code, ran.out.find("RUN104") == std::string::npos ? 1 : 2) << data;  // of none nothing was read
  }
}

// Bombs and endless wrappings end.
TEST_F(WrappedCommand, WrappingsAreBounded) {
  std::string text = kCall;
  for (int i = 0; i < 12; ++i) text = R"({"data":")" + base64(text) + "\"}";
  write("deep.json", text);
  EXPECT_THAT(run("lint --format jsonl deep.json").out, HasSubstr("it is wrapped too often"));
  write("bomb.json", R"({"Records":[{"kinesis":{"data":")" + base64(gzip("[" + std::string(40 << 20, ' ') + "1]")) +
                         R"("}},{"kinesis":{"data":")" + base64(kCall) + R"("}}]})");
  const Ran ran = run("lint --format jsonl bomb.json");
  EXPECT_THAT(ran.out, HasSubstr("RUN104"));
  EXPECT_THAT(ran.out, HasSubstr("\"events\":1"));
}

}  // namespace
}  // namespace specgate
