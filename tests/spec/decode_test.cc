#include "spec/decode/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "bench/corpus.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using namespace std::string_literals;

class Decode : public ::testing::Test {
 protected:
  const Batch& read(std::string body, const Arrival& arrival = {}) {
    body_ = std::move(body);
    batch_ = decode(body_, arrival, spec(), buffers_);
    return batch_;
  }
  std::string_view raw(const Node& node) const {
    return batch_.source.substr(node.begin, node.end - node.begin);
  }
  const Node* at(std::string_view key) const {
    const Node* found = nullptr;
    for (const Node& node : batch_.nodes) {
      if (node.has_key() && node.key == key) found = &node;
    }
    return found;
  }
  std::string_view path_of(const Node& node) const { return spec().paths()[node.path].path; }

  std::string body_;
  Batch batch_;
  DecodeBuffers buffers_;
};

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

struct NodeRow {
  std::string_view raw, key, text, path;
  Kind kind;
  uint32_t parent, next;
};

TEST_F(Decode, NodesInDocumentOrder) {
  read(
      R"({ "event" : "A\"b", "properties":{"products":[{"price":1.50},[]],"x":{"y":[null,true]}} })");
  const NodeRow rows[] = {
      {body_, "", "", "", Kind::kObject, 0, 11},
      {R"("A\"b")", "event", "A\"b", "event", Kind::kString, 0, 2},
      {R"({"products":[{"price":1.50},[]],"x":{"y":[null,true]}})", "properties", "", "properties",
       Kind::kObject, 0, 11},
      {R"([{"price":1.50},[]])", "products", "", "properties.products", Kind::kArray, 2, 7},
      {R"({"price":1.50})", "", "", "properties.products[]", Kind::kObject, 3, 6},
      {"1.50", "price", "1.50", "properties.products[].price", Kind::kReal, 4, 6},
      {"[]", "", "", "properties.products[]", Kind::kArray, 3, 7},
      {R"({"y":[null,true]})", "x", "", "properties.?", Kind::kObject, 2, 11},
      {"[null,true]", "y", "", "properties.??", Kind::kArray, 7, 11},
      {"null", "", "", "properties.??", Kind::kNull, 8, 10},
      {"true", "", "", "properties.??", Kind::kBoolean, 8, 11},
  };
  ASSERT_EQ(batch_.nodes.size(), std::size(rows));
  for (size_t i = 0; i < std::size(rows); ++i) {
    SCOPED_TRACE(i);
    const Node& node = batch_.nodes[i];
    EXPECT_EQ(raw(node), rows[i].raw);
    EXPECT_EQ(node.key, rows[i].key);
    EXPECT_EQ(node.has_key(), !rows[i].key.empty());
    EXPECT_EQ(node.text, rows[i].text);
    EXPECT_EQ(path_of(node), rows[i].path);
    EXPECT_EQ(node.kind, rows[i].kind);
    EXPECT_EQ(node.parent, rows[i].parent);
    EXPECT_EQ(node.next, rows[i].next);
  }
}

TEST_F(Decode, SpansAndTreeHoldOnAllOfTheCorpus) {
  const std::string text = bench::make_batches(20, 10);
  for (size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    read(text.substr(begin, text.find('\n', begin) - begin));
    ASSERT_EQ(batch_.syntax_error, Batch::kNoError);
    ASSERT_EQ(batch_.events.size(), 10U);
    for (uint32_t i = 1; i < batch_.nodes.size(); ++i) {
      const Node& node = batch_.nodes[i];
      const Node& parent = batch_.nodes[node.parent];
      ASSERT_LT(node.parent, i);
      ASSERT_GT(node.next, i);
      ASSERT_LE(node.next, parent.next);
      ASSERT_GT(node.begin, parent.begin);
      ASSERT_LT(node.end, parent.end);
      ASSERT_EQ(node.has_key(), parent.is(Kind::kObject));
      ASSERT_EQ(node.is(Kind::kString), raw(node).starts_with('"') && raw(node).ends_with('"'));
      if (!node.has_key() || (node.flags & kKeyEscaped) != 0) continue;
      const KeySpan span = key_span(batch_, node);
      ASSERT_EQ(batch_.source.substr(span.begin, span.end - span.begin),
                '"' + std::string(node.key) + '"');
    }
  }
}

struct BadRow {
  std::string text;
  uint32_t at;
  std::string_view words;
};

TEST_F(Decode, SaysWhereAndWhyTextIsNoJson) {
  const BadRow rows[] = {
      {"", 0, "the document is empty"},
      {"  \r\n", 4, "the document is empty"},
      {"\xef\xbb\xbf", 3, "the document is empty"},
      {"\0"s, 0, "a NUL byte"},
      {"{}\0"s, 2, "a NUL byte"},
      {"{\"a\":\0 1}"s, 5, "a NUL byte"},
      {"{\"a\":\"\0\"}"s, 6, "a control character must be escaped"},
      {"{} {}", 3, "text after the end of the value"},
      {"{\"a\":1", 6, "the text ends in the middle of a value"},
      {"{\"a\":\"b", 7, "the string has no closing quote"},
      {"{\"a\":\"b\nc\"}", 7, "a control character must be escaped"},
      {"{\"a\":\"\\x\"}", 6, "there is no such escape"},
      {"{\"a\":\"\\u12g4\"}", 6, "\\u needs four hexadecimal digits"},
      {"{\"a\":\"\\u12", 6, "\\u needs four hexadecimal digits"},
      {"{\"a\" 1}", 5, "expected a colon after the key"},
      {"{1:1}", 1, "expected a key in double quotes"},
      {"{a:1}", 1, "a key without quotes, JSON wants double ones"},
      {"{'a':1}", 1, "single quotes, JSON has double ones"},
      {"{\"a\":1,}", 7, "a trailing comma, which JSON does not have"},
      {"{\"a\":1, // so\n}", 8, "a comment, which JSON does not have"},
      {"[/* so */ 1]", 1, "a comment, which JSON does not have"},
      {"{} # so", 3, "a comment, which JSON does not have"},
      {"[True]", 1, "Python's True, JSON has true"},
      {"[None]", 1, "Python's None, JSON has null"},
      {"{\"a\":1 \"b\":2}", 7, "expected a comma or }"},
      {"{\"a\":01}", 6, "a number that begins with 0, JSON has none but 0 itself"},
      {"[-007]", 3, "a number that begins with 0, JSON has none but 0 itself"},
      {"[0x1F]", 2, "a hexadecimal number, JSON has decimal ones"},
      {"[1_000]", 2, "an underscore in a number, which JSON does not have"},
      {"[123n]", 4, "a BigInt with its n, JSON has plain numbers"},
      {"[2026-01-31]", 5, "a date or a time without quotes"},
      {"[.5]", 1, "a number that begins with a point, JSON wants a digit before it"},
      {"[100 1]", 5, "expected a comma or ]"},
      {"[1.00 1]", 6, "expected a comma or ]"},
      {"[,1]", 1, "a comma where a value belongs"},
      {"}", 0, "a closing bracket where a value belongs"},
      {"{\"a\":}", 5, "a closing bracket where a value belongs"},
      {"{\xE2\x80\x9C" "a", 1, "typographic quotes, JSON has plain double ones"},
      {"[1 2]", 3, "expected a comma or ]"},
      {"[1,]", 3, "a trailing comma, which JSON does not have"},
      {"[1, ]", 4, "a trailing comma, which JSON does not have"},
      {"[nul]", 4, "expected a value"},
      {"[NaNs]", 1, "expected a value"},
      {"[-]", 2, "a minus sign without a number"},
      {"[+1]", 1, "a plus sign before a number, which JSON does not have"},
      {"[1.]", 3, "expected a digit after the decimal point"},
      {"[1e]", 3, "expected a digit in the exponent"},
      {"[1e+]", 4, "expected a digit in the exponent"},
      {"{\"a\":\"\xff\"}", 6, "not valid UTF-8"},
      {"{\"a\":\"\xc0\xaf\"}", 6, "not valid UTF-8"},
      {"{\"a\":\"\xed\xa0\x80\"}", 6, "not valid UTF-8"},
      {"{\"a\":\"\xf4\x90\x80\x80\"}", 6, "not valid UTF-8"},
      {"{\"a\":\"\xe4\xb8", 6, "not valid UTF-8"},
      {"[1 2, \"\xff\"]", 3, "expected a comma or ]"},
      {repeated("[", 513), 512, "nested deeper than 512 levels"},
      {repeated("[", 100'000), 512, "nested deeper than 512 levels"},
      {repeated("{\"a\":", 100'000), 512 * 5, "nested deeper than 512 levels"},
      {repeated("x", 70) + "\xff", 0, "expected a value"},
  };
  for (const BadRow& row : rows) {
    SCOPED_TRACE(row.text.substr(0, 40));
    read(row.text);
    EXPECT_EQ(batch_.syntax_error, row.at);
    EXPECT_EQ(batch_.syntax_words, row.words);
    EXPECT_EQ(batch_.form, Form::kBroken);
    EXPECT_TRUE(batch_.events.empty());
    EXPECT_EQ(batch_.nodes.size(), 1U);
  }
}

TEST_F(Decode, EveryCutOfACallIsAnErrorAndNoCrash) {
  const std::string text = bench::make_events(3);
  const std::string line = text.substr(0, text.find('\n'));
  for (size_t size = 0; size < line.size(); ++size) {
    read(line.substr(0, size));
    ASSERT_NE(batch_.syntax_error, Batch::kNoError) << size;
    ASSERT_LE(batch_.syntax_error, size);
  }
}

struct FlagRow {
  std::string_view value, text;
  uint16_t flags;
};

TEST_F(Decode, OddValuesAreJsonAndFlagged) {
  const FlagRow rows[] = {
      {R"("plain")", "plain", 0},
      {R"("undefined")", "undefined", kOddText},
      {R"("{{id}}")", "{{id}}", kOddText},
      {R"("")", "", 0},
      {R"("\u00e9\n\/\ud83e\udd8a")", "\u00e9\n/\U0001f98a", kTextEscaped},
      {R"("a\ud800b")", "a\ufffdb", kTextEscaped | kLoneSurrogate},
      {R"("\ude00")", "\ufffd", kTextEscaped | kLoneSurrogate | kOddText},
      {R"("\ud800\ud83e\udd8a")", "\ufffd\U0001f98a", kTextEscaped | kLoneSurrogate | kOddText},
      {R"("\ud800\n")", "\ufffd\n", kTextEscaped | kLoneSurrogate | kOddText},
      {"1e99999", "1e99999", kHugeNumber},
      {"-1.5E+400", "-1.5E+400", kHugeNumber},
      {"1e308", "1e308", 0},
      {"1e-99999", "1e-99999", 0},
      {"0e99999", "0e99999", 0},
      {"9007199254740992", "9007199254740992", 0},
      {"-9007199254740992", "-9007199254740992", 0},
      {"18446744073709551616", "18446744073709551616", kHugeNumber},
      {"-9223372036854775809", "-9223372036854775809", kHugeNumber},
      {"-0", "-0", 0},
      {"1.000000000000000000000", "1.000000000000000000000", 0},
  };
  for (const FlagRow& row : rows) {
    SCOPED_TRACE(row.value);
    read("{\"v\":" + std::string(row.value) + "}");
    ASSERT_EQ(batch_.syntax_error, Batch::kNoError) << batch_.syntax_words;
    EXPECT_EQ(batch_.nodes[1].text, row.text);
    EXPECT_EQ(batch_.nodes[1].flags, row.flags);
    EXPECT_EQ(raw(batch_.nodes[1]), row.value);
  }
  read("[1" + std::string(400, '0') + ".5, 0." + std::string(400, '0') + "1]");
  EXPECT_EQ(batch_.nodes[1].flags, kHugeNumber);
  EXPECT_EQ(batch_.nodes[2].flags, 0);
}

// What a double holds as it is arrives as it is, however long: only what it rounds is flagged.
TEST_F(Decode, WholeNumbersAreFlaggedWhereADoubleRoundsThem) {
  constexpr std::string_view kExact[] = {
      "9007199254740991",     "9007199254740992",        "9007199254740994",    "18014398509481988",
      "1000000000000000000",  "1152921504606846976",     "9223372036854775808", "-9223372036854775808",
      "9223372036854774784",  "18446744073709549568",    "9007199254740993.5",  "9007199254740992.0",
      "9007199254740994.000", "1180591620717411303424.0", "1e18",               "1e23",
      "-2.5e300",             "9.007199254740994e15",    "0.12345678901234567", "37.7749290000000000",
      "0.0000000000000000",   "1700000000000000"};
  constexpr std::string_view kRounded[] = {
      "9007199254740993",     "-9007199254740993",       "9007199254740995",     "18014398509481986",
      "9223372036854775807",  "-9223372036854775807",    "18446744073709551615", "1152921504606846977",
      "9007199254740993.0",   "-9007199254740993.00000", "9.007199254740993e15", "90071992547409930E-1",
      "36893488147419103233.0"};
  for (const bool rounded : {false, true}) {
    using Numbers = std::span<const std::string_view>;
    for (const std::string_view number : rounded ? Numbers(kRounded) : Numbers(kExact)) {
      read("{\"v\":" + std::string(number) + "}");
      ASSERT_EQ(batch_.syntax_error, Batch::kNoError) << batch_.syntax_words;
      EXPECT_EQ(batch_.nodes[1].flags, rounded ? kRoundedNumber : 0) << number;
      EXPECT_EQ(batch_.odd & kRoundedNumber, rounded ? kRoundedNumber : 0) << number;
    }
  }
}

TEST_F(Decode, EscapedKeysKeepTheirTokens) {
  read(R"({"\ud800\"\\" :1,"":2, "t\u0079pe"	:	"track"})");
  const std::string_view tokens[] = {R"("\ud800\"\\")", R"("")", R"("t\u0079pe")"};
  for (size_t i = 0; i < std::size(tokens); ++i) {
    const KeySpan span = key_span(batch_, batch_.nodes[i + 1]);
    EXPECT_EQ(batch_.source.substr(span.begin, span.end - span.begin), tokens[i]);
    EXPECT_TRUE(batch_.nodes[i + 1].has_key());
  }
  EXPECT_EQ(batch_.nodes[1].flags, kKeyEscaped | kLoneSurrogate);
  EXPECT_EQ(batch_.nodes[2].traits & kKeyEmpty, kKeyEmpty);
  EXPECT_EQ(path_of(batch_.nodes[3]), "type");
  EXPECT_EQ(batch_.events[0].call, Call::kTrack);
}

// Keys made to collide in the table of seen keys: so many that a look-up gives up. What stands twice is
// noted all the same.
TEST_F(Decode, DuplicatesAreNotedAmongKeysMadeToCollide) {
  constexpr uint64_t kMix = 0xd6e8feb86659fd93;  // as SeenKeys mixes; the object is node 1
  std::vector<std::string> keys;
  for (uint32_t i = 0; keys.size() < 100; ++i) {
    const std::string key = "key" + std::to_string(i);
    const uint64_t hash = hash_of(head_of(key), key) ^ kMix;
    const auto tag = static_cast<uint32_t>(((hash ^ hash >> 32) * kMix) >> 32);
    if ((tag & 0xff) == 7) keys.push_back(key);
  }
  std::string body = R"({"properties":{)";
  for (const std::string& key : keys) body += "\"" + key + "\":1,";
  read(body + "\"" + keys.back() + "\":2}}");
  const Node& last = batch_.nodes.back();
  EXPECT_EQ(last.key, keys.back());
  EXPECT_EQ(last.flags & kDuplicateKey, kDuplicateKey);
  EXPECT_EQ(batch_.odd & kDuplicateKey, kDuplicateKey);
  for (const Node& node : batch_.nodes.first(batch_.nodes.size() - 1)) EXPECT_EQ(node.flags, 0);
}

TEST_F(Decode, DuplicatesAreTheLaterMembersOfOneObject) {
  read(
      R"({"userId":1,"userId":2,"mine":1,"context":{"userId":3,"mine":2},"mine":3,"userI\u0064":4,)"
      R"("batch":[{"userId":5}],"context":{"ip":1,"ip":2}})");
  std::vector<std::string_view> repeated;
  for (const Node& node : batch_.nodes) {
    if ((node.flags & kDuplicateKey) != 0) repeated.push_back(raw(node));
  }
  EXPECT_THAT(repeated, ::testing::ElementsAre("2", "3", "4", R"({"ip":1,"ip":2})", "2"));
  EXPECT_EQ(batch_.events.size(), 1U);
}

// Keys of objects that are closed are forgotten where there are many; those of the objects around are not.
TEST_F(Decode, DuplicatesAreNotedAcrossObjectsThatAreClosed) {
  constexpr int kObjects = 2000, kKeys = 5;
  std::string text = R"({"mine":1,"properties":{"own":1,"list":[)";
  for (int object = 0; object < kObjects; ++object) {
    text += object == 0 ? "{" : ",{";
    for (int key = 0; key < kKeys; ++key) text += "\"k" + std::to_string(key) + "\":1,";
    text += R"("k0":"again"})";
  }
  read(text + R"(],"own":"again"},"mine":"again"})");
  size_t repeated = 0;
  for (const Node& node : batch_.nodes) {
    EXPECT_EQ((node.flags & kDuplicateKey) != 0, node.text == "again");
    repeated += (node.flags & kDuplicateKey) != 0 ? 1 : 0;
  }
  EXPECT_EQ(repeated, kObjects + 2U);
}

TEST_F(Decode, ManyKeysAreNoTrouble) {
  constexpr int kKeys = 20'000;
  std::string text = "{";
  for (int i = 0; i < 2 * kKeys; ++i) {
    text += (i == 0 ? "\"key_" : ",\"key_") + std::to_string(i % kKeys) + "\":1";
  }
  read(text + "}");
  ASSERT_EQ(batch_.nodes.size(), 2U * kKeys + 1);
  for (uint32_t i = 1; i <= 2 * kKeys; ++i) {
    ASSERT_EQ((batch_.nodes[i].flags & kDuplicateKey) != 0, i > kKeys) << i;
  }
}

TEST_F(Decode, LongLinesAndDeepOnesFit) {
  read("{\"event\":\"" + std::string(3'000'000, 'x') + "\"}");
  EXPECT_EQ(at("event")->text.size(), 3'000'000U);
  read("[" + repeated("1,", 1'000'000) + "1]");
  EXPECT_EQ(batch_.nodes.size(), 1'000'002U);
  read(repeated("[", 512) + repeated("]", 512));
  EXPECT_EQ(batch_.nodes.size(), 512U);
  EXPECT_EQ(batch_.nodes.back().next, 512U);
}

TEST_F(Decode, MarksAndBlanksAroundTheValue) {
  read("\xef\xbb\xbf \t\r\n{\"type\":\"track\"}\r\n");
  ASSERT_EQ(batch_.syntax_error, Batch::kNoError);
  EXPECT_EQ(batch_.nodes[0].begin, 7U);
  EXPECT_EQ(raw(batch_.nodes[1]), "\"track\"");
}

struct FormRow {
  std::string_view text;
  Form form;
  std::vector<std::string_view> events;  // the roots
  bool captured = false;
};

TEST_F(Decode, FindsTheCalls) {
  const FormRow rows[] = {
      {R"({"type":"track"})", Form::kCall, {R"({"type":"track"})"}},
      {R"([{"a":1},5])", Form::kArray, {R"({"a":1})", "5"}},
      {R"([])", Form::kArray, {}},
      {R"("text")", Form::kCall, {R"("text")"}},
      {R"({"batch":[{"a":1},null]})", Form::kBatch, {R"({"a":1})", "null"}},
      {R"({"batch":{"a":1}})", Form::kBatch, {}},
      {R"({"type":"track","batch":[1]})", Form::kCall, {R"({"type":"track","batch":[1]})"}},
      {R"({"event":"A","batch":3})", Form::kCall, {R"({"event":"A","batch":3})"}},
      {R"({"method":"POST","path":"/v1/t","body":{"event":"A"}})",
       Form::kCall,
       {R"({"event":"A"})"},
       true},
      {R"({"path":"/v1/b","body":{"batch":[{"a":1}]}})", Form::kBatch, {R"({"a":1})"}, true},
      {R"({"body":[7]})", Form::kArray, {"7"}, true},
      {R"({"method":"GET","path":"/v1/pixel/track?data=e30"})", Form::kCall, {}, true},
      {R"({"path":"/v1/m","body":{"series":[]}})", Form::kCall, {}, true},
      {R"({"path":"/v1/t","body":"{}"})", Form::kCall, {}, true},
      {R"({"body":"words"})", Form::kCall, {R"({"body":"words"})"}},
      {R"({"type":"track","body":{"a":1}})", Form::kCall, {R"({"type":"track","body":{"a":1}})"}},
  };
  for (const FormRow& row : rows) {
    SCOPED_TRACE(row.text);
    read(std::string(row.text));
    EXPECT_EQ(batch_.form, row.form);
    EXPECT_EQ(batch_.captured, row.captured);
    std::vector<std::string_view> roots;
    for (const Event& event : batch_.events) roots.push_back(raw(batch_.nodes[event.root]));
    EXPECT_EQ(roots, row.events);
  }
}

// Inside a call these are members nobody documents, and so is all that lies below them.
TEST_F(Decode, ForeignMembersOfACallAreUnplanned) {
  read(R"({"type":"track","body":{"userId":1},"batch":[{"type":2}],"path":"/"})");
  EXPECT_EQ(path_of(*at("body")), "?");
  EXPECT_EQ(path_of(*at("userId")), "??");
  EXPECT_EQ(path_of(*at("batch")), "?");
  EXPECT_EQ(path_of(*at("type")), "??");
  EXPECT_EQ(path_of(*at("path")), "?");
  EXPECT_EQ(batch_.events[0].slots[Slot::kBody], 0U);
  EXPECT_EQ(batch_.events[0].slots[Slot::kType], 1U);
}

struct CallRow {
  std::string_view text;
  Call call;
  TypeFrom from;
};

TEST_F(Decode, TellsWhichCallItIs) {
  const CallRow rows[] = {
      {R"({"type":"page"})", Call::kPage, TypeFrom::kStated},
      {R"({"type":"Track"})", Call::kTrack, TypeFrom::kFolded},
      {R"({"type":"purchase","event":"A"})", Call::kUnknown, TypeFrom::kStated},
      {R"({"type":7})", Call::kUnknown, TypeFrom::kStated},
      {R"({"type":null,"event":"A"})", Call::kTrack, TypeFrom::kGuessed},
      {R"({"action":"Identify","event":"A"})", Call::kIdentify, TypeFrom::kAction},
      {R"({"event":"A"})", Call::kTrack, TypeFrom::kGuessed},
      {R"({"userId":"1","previousId":"2"})", Call::kAlias, TypeFrom::kGuessed},
      {R"({"groupId":"1","traits":{}})", Call::kGroup, TypeFrom::kGuessed},
      {R"({"traits":{}})", Call::kIdentify, TypeFrom::kGuessed},
      {R"({"name":"Home","properties":{}})", Call::kUnknown, TypeFrom::kNowhere},
      {R"([{"event":"A"}])", Call::kUnknown, TypeFrom::kNowhere},
      {R"({"batch":[{"action":"track"}]})", Call::kTrack, TypeFrom::kAction},
      {R"({"path":"/v1/identify","body":{"event":"A"}})", Call::kIdentify, TypeFrom::kPath},
      {R"({"path":"/v1/p","body":{"type":"screen"}})", Call::kScreen, TypeFrom::kStated},
  };
  for (const CallRow& row : rows) {
    SCOPED_TRACE(row.text);
    read(std::string(row.text));
    ASSERT_EQ(batch_.events.size(), 1U);
    EXPECT_EQ(batch_.events[0].call, row.call);
    EXPECT_EQ(batch_.events[0].type_from, row.from);
  }
}

TEST_F(Decode, ReadsTheRecordOfARequest) {
  read(R"({"method":"POST","url":"https://events.example.com/v1/batch?x=1",)"
       R"("headers":{"CONTENT-type":["text/plain"],"authorization":"Basic abc"},)"
       R"("body":{"batch":[],"writeKey":"k"}})");
  const Transport& transport = batch_.arrival.transport;
  EXPECT_TRUE(transport.known);
  EXPECT_EQ(transport.method, "POST");
  EXPECT_EQ(transport.host, "events.example.com");
  EXPECT_EQ(transport.path, "/v1/batch?x=1");
  EXPECT_EQ(transport.content_type, "text/plain");
  EXPECT_EQ(transport.authorization, "Basic abc");
  EXPECT_TRUE(transport.has_authorization);
  EXPECT_EQ(raw(batch_.nodes[batch_.authorization]), "\"Basic abc\"");
  EXPECT_EQ(raw(batch_.nodes[batch_.content_type]), "\"text/plain\"");
  EXPECT_EQ(batch_.arrival.route.kind, Route::Kind::kBatch);
  EXPECT_EQ(raw(batch_.nodes[batch_.envelope]), R"({"batch":[],"writeKey":"k"})");
  for (const Slot slot :
       {Slot::kMethod, Slot::kHeaders, Slot::kBody, Slot::kBatch, Slot::kWriteKey}) {
    EXPECT_NE(batch_.slots[slot], 0U) << name_of(slot);
  }
  read(R"({"path":"/v1/t","headers":[{"name":"Host","value":"h"}],"body":"{\"a\":1}"})");
  EXPECT_EQ(batch_.arrival.transport.host, "h");
  EXPECT_EQ(batch_.nested_body, "{\"a\":1}");
}

// A body that came as a request is never itself read as the record of one.
TEST_F(Decode, AKnownTransportIsNotReplaced) {
  Arrival arrival;
  arrival.transport.known = true;
  read(R"({"method":"POST","path":"/v1/t","body":{}})", arrival);
  EXPECT_FALSE(batch_.captured);
}

}  // namespace
}  // namespace specgate
