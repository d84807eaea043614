// Bodies of nearly the length that is judged, one after another: each in every place of a call where a
// text may be long, in every format.
#include "tests/lint/memory_support.h"

namespace specgate {
namespace {

constexpr size_t kLong = 8'200'000;  // with all around it still judged
static_assert(kLong < kLongestBody && kLongestBody < kLong + kLong / 20);
constexpr size_t kTimes = 5;

std::string many(std::string_view piece, size_t size = kLong) {
  std::string out;
  out.reserve(size + piece.size());
  while (out.size() < size) out += piece;
  return out;
}

// Of the same size, and no piece like the one before.
std::string numbered() {
  std::string out;
  for (size_t i = 0; out.size() < kLong; ++i) out.append(std::to_string(i)).append(400, 'x');
  return out;
}

// A call as text, `$` where the long text stands and `#` where the number of the line does.
struct Shape {
  std::string name, call, piece;
};

const Shape kId{"id", R"({"type":"track","event":"Order Completed","userId":"u","messageId":"#$"})", "x"};
const Shape kName{"name", R"({"type":"track","event":"#$","userId":"u","messageId":"m#"})", "ab_cd "};
const Shape kKey{
    "key", R"({"type":"track","event":"Order Completed","userId":"u","messageId":"m#","properties":{"#$":1}})",
    "a_B "};
const Shape kEscaped{
    "escaped", R"({"type":"track","event":"Order Completed","userId":"u","messageId":"#$"})", "\\n"};
const Shape kCaptured{
    "captured",
    R"({"method":"POST","path":"/v1/track","body":"{\"type\":\"track\",\"event\":\"order_completed\",\"messageId\":\"#$\"}"})",
    "q"};
const Shape kProperty{
    "property",
    R"({"type":"track","event":"Order Completed","userId":"u","messageId":"m#","properties":{"currency":"$","order_id":""}})",
    "y "};

const Shape kMail{
    "mail",
    R"({"type":"track","event":"Note Added","userId":"u","messageId":"m#","properties":{"note":"a@example.com $"}})",
    "y "};
const Shape kBlanks{
    "blanks", R"({"type":"track","event":"order_completed",$"userId":"u","messageId":"m#"})", "  \t"};

const Shape kShapes[] = {
    kMail, kBlanks, kId, kName, kKey, kEscaped, kCaptured, kProperty,
    {"user", R"({"type":"track","event":"Order Completed","userId":"$","messageId":"m#"})", "u"},
    {"type", R"({"type":"$","event":"Order Completed","userId":"u","messageId":"m#"})", "TRACK"},
    {"time", R"({"type":"track","event":"Order Completed","userId":"u","messageId":"m#","timestamp":"$"})", "x"},
    {"same", R"({"type":"track","event":"Order Completed","userId":"u","messageId":"$"})", "x"},
    {"open", R"({"type":"track","event":"$)", "x"},
};

class GiantsCommand : public MemoryCommand {
 protected:
  void make_shape(const std::string& file, const Shape& shape) const {
    const std::string giant = many(shape.piece);
    make(file, kTimes, [&](size_t i, std::string& out) {
      for (const char c : shape.call) {
        if (c == '$') {
          out += giant;
        } else if (c == '#') {
          out += std::to_string(i);
        } else {
          out += c;
        }
      }
      out += '\n';
    });
  }

  // No finding repeats more than it may.
  void expect_short(const std::string& what) const {
    EXPECT_LE(fs::file_size(path("report")), size_t{2} << 20) << what;
  }
};

TEST_F(GiantsCommand, EveryTextOfACallMayBeLong) {
  for (const Shape& shape : kShapes) {
    make_shape("a.jsonl", shape);
    expect(measure({"-f", "jsonl", "--jobs", "8", "--exit-zero", path("a.jsonl")}), 0, shape.name);
    expect_short(shape.name);
  }
}

TEST_F(GiantsCommand, WhatIsCutIsSaid) {
  make_shape("a.jsonl", kId);
  expect(measure({"-f", "jsonl", "--exit-zero", path("a.jsonl")}), 0, "id");
  EXPECT_THAT(read("report"), testing::HasSubstr("\xE2\x80\xA6 (8 200 001 bytes)\""));
  make_shape("a.jsonl", kKey);
  expect(measure({"-f", "jsonl", "--exit-zero", path("a.jsonl")}), 0, "key");
  EXPECT_THAT(read("report"), testing::ContainsRegex("\"path\":\"/properties/0a_B [^\"]*bytes\\)\""));
}

TEST_F(GiantsCommand, InEveryFormat) {
  make_shape("a.jsonl", kProperty);
  for (const char* format : {"text", "stylish", "json", "sarif", "junit", "github"}) {
    expect(measure({"-f", format, "--exit-zero", path("a.jsonl")}), 0, format);
    expect_short(format);
  }
  expect(measure({"-f", "sarif=" + path("s").string(), "-f", "junit=" + path("j").string(), "-f", "json",
                  "--exit-zero", path("a.jsonl")}),
         0, "several");
}

TEST_F(GiantsCommand, InArraysDocumentsFilesAndGzip) {
  const std::string giant = many("x");
  const auto call_of = [](const std::string& id) {
    return "{\n\"type\":\"track\",\"event\":\"order_completed\",\"messageId\":\"" + id + "\"}";
  };
  const auto call = [&](size_t i) { return call_of(std::to_string(i) + giant); };
  make("array.json", kTimes, [&](size_t i, std::string& out) {
    out += (i == 0 ? "[" : ",") + call(i) + (i + 1 == kTimes ? "]" : "");
  });
  make("documents.json", kTimes, [&](size_t i, std::string& out) { out += call(i) + "\n"; });
  const std::string rows = call_of(numbered());  // what packs a thousandfold would be taken for a bomb
  make("a.jsonl.gz", kTimes, [&](size_t, std::string& out) { out += rows + "\n"; });
  for (const char* name : {"array.json", "documents.json", "a.jsonl.gz"}) {
    expect(measure({"-f", "jsonl", "--jobs", "8", "--exit-zero", path(name)}), 0, name);
  }
  expect(measure({"-f", "jsonl", "--exit-zero", "-"}, path("documents.json")), 0, "standard input");
  for (size_t i = 0; i < kTimes; ++i) {
    make("many/" + std::to_string(i) + ".json", 1, [&](size_t, std::string& out) { out += call(i); });
  }
  expect(measure({"-f", "jsonl", "--jobs", "8", "--exit-zero", path("many")}), 0, "files");
}

// An array that comes in pieces is still one: where it is none, that is told, whatever is broken.
TEST_F(GiantsCommand, ALongArrayThatIsBrokenIsToldOf) {
  const std::string call = R"({"type":"page","userId":"u"})";
  const std::string calls = many(call + ",", 1'200'000) + call;
  const std::string spaced = many(call + " ", 1'200'000) + call;
  const std::string texts[] = {
      "[" + calls,       "[" + calls + ",",  "[" + calls + "}",       "[" + calls + ",]",
      "[" + spaced + "]", "[[[[" + calls + "]", "[" + many("[],", 1'200'000) + "[]", many("[", 1'200'000),
      many("[1,", 1'200'000)};
  for (const std::string& text : texts) {
    for (const char* name : {"a.json", "a.json.gz"}) {
      make(name, 1, [&](size_t, std::string& out) { out = text; });
      expect(measure({"-f", "jsonl", "--select", "ENV101", path(name)}), 1, text.substr(0, 60));
      EXPECT_THAT(read("report"), testing::ContainsRegex("ENV101.*not JSON|not JSON.*ENV101")) << text.substr(0, 60);
    }
    write("a.json", text);
    expect(measure({"-f", "jsonl", "--select", "ENV101", "-"}, path("a.json")), 1, text.substr(0, 60));
  }
}

// As large as each worker may have one.
TEST_F(GiantsCommand, ManyWorkersWithLongLines) {
  const std::string text = many("x", 900'000);
  make("a.jsonl", 80, [&](size_t i, std::string& out) {
    out += R"({"type":"track","event":"order_completed","messageId":")" + std::to_string(i) + text + "\"}\n";
  });
  const std::string ones = many("1,", 60'000);
  make("b.jsonl", 60, [&](size_t, std::string& out) { out += "{\"batch\":[" + ones + "1]}\n"; });
  for (const char* name : {"a.jsonl", "b.jsonl"}) {
    expect(measure({"-f", "jsonl", "--jobs", "64", "--exit-zero", path(name)}), 0, name);
    expect(measure({"--diff", "-f", "jsonl", "--jobs", "64", "--exit-zero", path(name)}), 0,
           std::string("diff of ") + name);
  }
}

}  // namespace
}  // namespace specgate
