// decode() takes and refuses what RapidJSON's own reader does, reads the same values and finds the
// same fault at the same place, on texts damaged by chance; where the two part on purpose, the test
// says so.
#include <gtest/gtest.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "bench/corpus.h"
#include "spec/decode/decode.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

// A value where it stands; numbers as they are spelled.
struct Value {
  size_t levels = 0;
  Kind kind = Kind::kNull;
  std::string key, text;
  bool duplicate = false;
  bool operator==(const Value&) const = default;
};

struct Peer {
  bool accepts = false;
  rapidjson::ParseErrorCode code = rapidjson::kParseErrorNone;
  size_t offset = 0;
  std::vector<Value> values;
};

class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {
 public:
  bool Null() { return add(Kind::kNull, {}); }
  bool Bool(bool) { return add(Kind::kBoolean, {}); }
  bool RawNumber(const char* text, unsigned size, bool) {
    const std::string number(text, size);
    const bool real = number.find_first_of(".eE") != std::string::npos;
    return add(real ? Kind::kReal : Kind::kInteger, number);
  }
  bool String(const char* text, unsigned size, bool) { return add(Kind::kString, {text, size}); }
  bool StartObject() { return add(Kind::kObject, {}) && open(); }
  bool StartArray() { return add(Kind::kArray, {}) && open(); }
  bool EndObject(unsigned) { return close(); }
  bool EndArray(unsigned) { return close(); }
  bool Key(const char* text, unsigned size, bool) {
    key_.assign(text, size);
    duplicate_ = !keys_.back().insert(key_).second;
    return true;
  }

  std::vector<Value> values;

 private:
  bool add(Kind kind, const std::string& text) {
    values.push_back({keys_.size(), kind, key_, text, duplicate_});
    key_.clear();
    duplicate_ = false;
    return true;
  }
  bool open() {
    keys_.emplace_back();
    return true;
  }
  bool close() {
    keys_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> keys_;  // of each open container
  std::string key_;
  bool duplicate_ = false;
};

std::vector<Value> values_of(const Batch& batch) {
  std::vector<Value> values;
  for (size_t i = 0; i < batch.nodes.size(); ++i) {
    const Node& node = batch.nodes[i];
    const size_t levels = i == 0 ? 0 : values[node.parent].levels + 1;
    values.push_back({levels, node.kind, std::string(node.key), std::string(node.text),
                      (node.flags & kDuplicateKey) != 0});
  }
  return values;
}

Peer ask_peer(const std::string& text) {
  if (text.find('\0') != std::string::npos) return {};  // RapidJSON takes it for the end
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::StringStream in(text.c_str());
  rapidjson::Reader reader;
  Handler handler;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(in, handler);
  return {!result.IsError(), result.Code(), result.Offset(), std::move(handler.values)};
}

// What only RapidJSON refuses.
bool refused_for_reach(rapidjson::ParseErrorCode code) {
  return code == rapidjson::kParseErrorNumberTooBig ||
         code == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
}

// Where RapidJSON does not say it of the byte where the fault is seen.
bool placed_elsewhere(rapidjson::ParseErrorCode code) {
  return code == rapidjson::kParseErrorStringInvalidEncoding;
}

std::string damaged(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes = "\"\\{}[],:0e-.u\x01\x80\xe2\xff dtn";
  constexpr std::string_view kMembers[] = {"\"type\":1,", "\"x\":[-0.5e+3,{}],",
                                           "\"user\\u0049d\" :null,", "\"x\" : \"\\u00e9\\n\",",
                                           "\"a-key-of-more-than-thirty-two-bytes\":true,"};
  const auto below = [&](size_t limit) { return random() % limit; };
  for (size_t i = 0; i <= below(3); ++i) {
    const size_t at = below(text.size() - 1);
    switch (below(6)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
        break;
      case 2:
        text.erase(at, 1 + below(3));
        break;
      case 3:
        text.replace(at, 1, "\\ud83e");
        break;
      case 4:  // blanks, and keys out of their order
        text.insert(text.find_first_of("{,:", at) + 1, below(2) == 0 ? " " : "\r\n\t");
        break;
      default:
        text.insert(text.find_last_of("{,", at) + 1, kMembers[below(std::size(kMembers))]);
        break;
    }
  }
  return text;
}

TEST(DecodePeer, AgreesOnDamagedTexts) {
  const std::string corpus = bench::make_events(50);
  std::mt19937 random(7);  // NOLINT: the same texts in every run
  DecodeBuffers buffers;
  size_t accepted = 0;
  for (int round = 0; round < 200; ++round) {
    for (size_t at = 0; at < corpus.size(); at = corpus.find('\n', at) + 1) {
      const std::string text = damaged(corpus.substr(at, corpus.find('\n', at) - at), random);
      const Batch batch = decode(text, {}, spec(), buffers);
      const Peer peer = ask_peer(text);
      const bool accepts = batch.syntax_error == Batch::kNoError;
      accepted += accepts ? 1 : 0;
      if (!peer.accepts && refused_for_reach(peer.code)) continue;
      const std::string about = text + "\nat " + std::to_string(batch.syntax_error) + ": " +
                                std::string(batch.syntax_words) +
                                "\npeer: " + rapidjson::GetParseError_En(peer.code);
      ASSERT_EQ(accepts, peer.accepts) << about;
      if (accepts) {
        ASSERT_TRUE(values_of(batch) == peer.values) << about;
      } else if (!placed_elsewhere(peer.code)) {
        ASSERT_EQ(batch.syntax_error, peer.offset) << about;
      }
    }
  }
  EXPECT_GT(accepted, 1000U);  // the damage leaves some of them whole
}

}  // namespace
}  // namespace specgate
