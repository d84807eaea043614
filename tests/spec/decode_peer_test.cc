// decode() takes and refuses what RapidJSON's own reader does, on texts damaged by chance; where
// the two part on purpose, the test says so.
#include <gtest/gtest.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <random>
#include <string>

#include "bench/corpus.h"
#include "bench/embedded_spec.h"
#include "spec/decode.h"

namespace specgate {
namespace {

struct Peer {
  bool accepts = false;
  rapidjson::ParseErrorCode code = rapidjson::kParseErrorNone;
};

struct Handler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Handler> {};

Peer ask_peer(const std::string& text) {
  if (text.find('\0') != std::string::npos) return {};  // RapidJSON takes it for the end
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  rapidjson::StringStream in(text.c_str());
  rapidjson::Reader reader;
  Handler handler;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(in, handler);
  return {!result.IsError(), result.Code()};
}

// What only RapidJSON refuses.
bool refused_for_reach(rapidjson::ParseErrorCode code) {
  return code == rapidjson::kParseErrorNumberTooBig ||
         code == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
}

std::string damaged(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes = "\"\\{}[],:0e-.u\x01\x80\xe2\xff dtn";
  const auto below = [&](size_t limit) { return random() % limit; };
  for (size_t i = 0; i <= below(3); ++i) {
    const size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
        break;
      case 2:
        text.erase(at, 1 + below(3));
        break;
      default:
        text.replace(at, 1, "\\ud83e");
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
      const Batch batch = decode(text, {}, bench::embedded(), buffers);
      const Peer peer = ask_peer(text);
      const bool accepts = batch.syntax_error == Batch::kNoError;
      accepted += accepts ? 1 : 0;
      if (!peer.accepts && refused_for_reach(peer.code)) continue;
      ASSERT_EQ(accepts, peer.accepts)
          << text << "\nat " << batch.syntax_error << ": " << batch.syntax_words
          << "\npeer: " << rapidjson::GetParseError_En(peer.code);
    }
  }
  EXPECT_GT(accepted, 1000U);  // the damage leaves some of them whole
}

}  // namespace
}  // namespace specgate
