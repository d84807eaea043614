// The check of a head before any parser: no control character slips through, wherever it stands.
#include "proxy/http/head.h"

#include <gmock/gmock.h>

namespace specgate::proxy {
namespace {

const std::string kBegin = "POST /v1/track HTTP/1.1\r\nHost: a\r\nX-Padding: ";
const std::string kEnd = "\r\nContent-Length: 0\r\n\r\n";

std::string refusal_of(const std::string& raw) {
  RequestHead head;
  return std::string(read_request_head(raw, 100, head).why);
}

// Beside bytes that differ from it by one bit or one in value, in lines of every length up to two
// machine words more than a vector.
TEST(HeadTest, EveryControlCharacterIsFoundInEveryPlace) {
  for (size_t size = 1; size < 24; ++size) {
    for (const char beside : {'a', ' ', '~', '\x80', '\xff'}) {
      std::string value(size, beside);
      value.front() = value.back() = 'b';
      ASSERT_EQ(refusal_of(kBegin + value + kEnd), "") << size;
      for (size_t at = 0; at < size; ++at) {
        for (int c = 0; c < 0x80; ++c) {
          if ((c >= 0x20 && c != 0x7f) || c == '\t') continue;
          std::string broken = value;
          broken[at] = static_cast<char>(c);
          ASSERT_EQ(refusal_of(kBegin + broken + kEnd),
                    "the head has a stray CR, LF or control character")
              << "0x" << std::hex << c << " at " << at << " of " << size;
        }
      }
    }
  }
}

TEST(HeadTest, ATabMayStandInAValue) {
  EXPECT_EQ(refusal_of(kBegin + "a\tb\t\tc" + kEnd), "");
}

TEST(HeadTest, NoLineGoesOnInTheNext) {
  for (const char* fold : {"a\r\n b", "a\r\n\tb"}) EXPECT_NE(refusal_of(kBegin + fold + kEnd), "");
}

// The second reading of the same bytes is not made anew, unless the question is another.
TEST(HeadTest, AnAnswerThatCameBeforeReadsAsItDid) {
  constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  ResponseHead head;
  for (const bool to_head : {false, false, true, true, false}) {
    ASSERT_TRUE(read_response_head(kAnswer, to_head, head));
    EXPECT_EQ(head.framing.kind, to_head ? Framing::Kind::kNone : Framing::Kind::kLength);
    EXPECT_EQ(head.fields.size(), 1U);
  }
  const std::string broken = "HTTP/1.1 200 OK\r\nContent-Length: -\r\n\r\n";
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(read_response_head(broken, false, head));
  EXPECT_TRUE(read_response_head(kAnswer, false, head));
  EXPECT_EQ(head.framing.length, 2U);
}

// RFC 9110 8.6: the same length told twice is one length, and is told once from here on.
TEST(HeadTest, EqualLengthsOfAnAnswerAreOne) {
  for (const char* lines : {"Content-Length: 42\r\n", "Content-Length: 42, 42\r\n",
                            "Content-Length: 42\r\nX: y\r\ncontent-length: 42\r\n",
                            "Content-Length: 42 ,42\r\nContent-Length: 42\r\n"}) {
    for (const bool to_head : {false, true}) {
      ResponseHead head;
      ASSERT_TRUE(read_response_head("HTTP/1.1 200 OK\r\n" + std::string(lines) + "\r\n", to_head,
                                     head))
          << lines;
      EXPECT_EQ(head.framing.length, to_head ? 0U : 42U);
      EXPECT_EQ(head.fields.count(http::field::content_length), 1U);
      EXPECT_EQ(head.fields[http::field::content_length], "42");
    }
  }
  for (const char* lines :
       {"Content-Length: 42, 43\r\n", "Content-Length: 42\r\nContent-Length: 43\r\n",
        "Content-Length: 42,\r\n", "Content-Length: ,42\r\n", "Content-Length: ,\r\n",
        "Content-Length: 42\r\nContent-Length:\r\n", "Content-Length: 42, 042\r\n",
        "Content-Length: 42 42\r\n", "Content-Length: 42,42\r\nTransfer-Encoding: chunked\r\n"}) {
    ResponseHead head;
    EXPECT_FALSE(
        read_response_head("HTTP/1.1 200 OK\r\n" + std::string(lines) + "\r\n", false, head))
        << lines;
  }
}

}  // namespace
}  // namespace specgate::proxy
