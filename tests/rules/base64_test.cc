#include "rules/key/base64.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "rules/key/credentials.h"

namespace specgate {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  std::array<char, 32> bytes;
  const auto size = decode_base64(text, bytes);
  if (!size) return std::nullopt;
  return std::string(bytes.data(), *size);
}

TEST(Base64, ReadsWhatTheRfcLists) {  // RFC 4648, section 10
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},
      {"Zg==", "f"},
      {"Zm8=", "fo"},
      {"Zm9v", "foo"},
      {"Zm9vYg==", "foob"},
      {"Zm9vYmE=", "fooba"},
      {"Zm9vYmFy", "foobar"},
  };
  for (const auto& [text, plain] : vectors) EXPECT_EQ(decoded(text), plain) << text;
}

TEST(Base64, ReadsBothAlphabetsWithOrWithoutPadding) {
  EXPECT_EQ(decoded("-_-_"), decoded("+/+/"));
  EXPECT_EQ(decoded("Zg"), "f");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text : {"Z", "Zm9v!", "Zm 9v", "Zg===", "Z=m9"})
    EXPECT_FALSE(decoded(text)) << text;
}

TEST(Base64, StopsAtTheEndOfTheBuffer) {
  EXPECT_TRUE(decoded(std::string(40, 'A')));
  EXPECT_FALSE(decoded(std::string(400, 'A')));
}

TEST(Credentials, ReadTheFormsOfTheHeader) {
  const struct {
    std::string_view header;
    Credentials::Scheme scheme;
    bool readable, colon;
    std::string_view key;
  } cases[] = {
      {"", Credentials::Scheme::kNone, false, false, ""},
      {"Basic YWJjMTIzOg==", Credentials::Scheme::kBasic, true, true, "abc123"},
      {"  basic   YWJjMTIzOg== ", Credentials::Scheme::kBasic, true, true, "abc123"},
      {"Basic YWJjMTIz", Credentials::Scheme::kBasic, true, false, "abc123"},
      {"Basic abc123def456", Credentials::Scheme::kBasic, false, false, ""},
      {"Basic", Credentials::Scheme::kBasic, true, false, ""},
      {"Bearer YWJjMTIzOg==", Credentials::Scheme::kBearer, false, false, ""},
      {"Digest x", Credentials::Scheme::kOther, false, false, ""},
  };
  for (const auto& one : cases) {
    const Credentials read(one.header);
    EXPECT_EQ(read.scheme(), one.scheme) << one.header;
    EXPECT_EQ(read.readable(), one.readable) << one.header;
    EXPECT_EQ(read.colon(), one.colon) << one.header;
    EXPECT_EQ(read.key(), one.key) << one.header;
  }
}

}  // namespace
}  // namespace specgate
