#include "spec/text/yaml_tree_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "spec/catalogue/embedded.h"

namespace specgate {
namespace {

bool same(const YamlNode& a, const YamlNode& b);

bool same_member(const YamlMember& a, const YamlMember& b) {
  return a.key == b.key && a.line == b.line && a.column == b.column && same(a.value, b.value);
}

bool same(const YamlNode& a, const YamlNode& b) {
  return a.kind == b.kind && a.quoted == b.quoted && a.line == b.line && a.column == b.column &&
         a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.members, b.members, same_member);
}

YamlNode parsed(std::string_view text) {
  Result<YamlNode> tree = parse_yaml("f.yaml", text);
  EXPECT_TRUE(tree) << text;
  return tree ? *std::move(tree) : YamlNode{};
}

// The bytes where nothing stands behind them, so that a sanitizer sees a read past the end.
Result<YamlNode> unpacked(std::string_view bytes) {
  const std::unique_ptr<char[]> room(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), room.get());
  return unpack("f.yaml", {room.get(), bytes.size()});
}

void expect_round_trip(const YamlNode& tree) {
  const Result<YamlNode> back = unpacked(pack(tree));
  ASSERT_TRUE(back) << back.problems()[0].text();
  EXPECT_TRUE(same(*back, tree));
}

TEST(EmbeddedFiles, EachPackIsTheTreeOfItsText) {
  ASSERT_FALSE(embedded_files().empty());
  for (const EmbeddedFile& file : embedded_files()) {
    const Result<YamlNode> tree = unpack(file.name, file.pack);
    ASSERT_TRUE(tree) << file.name;
    EXPECT_TRUE(same(*tree, parsed(file.text))) << file.name;
    EXPECT_EQ(pack(*tree), file.pack) << file.name;
  }
}

TEST(EmbeddedFiles, AreSortedAsThoseOfAFolder) {
  EXPECT_TRUE(std::ranges::is_sorted(embedded_files(), {}, &EmbeddedFile::name));
}

TEST(ParseSpec, AnEditedFileIsReadAsItStands) {
  const Result<YamlNode> tree = parse_spec({"words.yaml", "a: 1\n"});
  ASSERT_TRUE(tree);
  EXPECT_TRUE(same(*tree, parsed("a: 1\n")));
}

TEST(ParseSpec, AFileOfAnotherNameIsReadAsItStands) {
  const EmbeddedFile& first = embedded_files().front();
  const Result<YamlNode> tree = parse_spec({"other.yaml", std::string(first.text)});
  ASSERT_TRUE(tree);
  EXPECT_TRUE(same(*tree, parsed(first.text)));
}

TEST(ParseSpec, NamesTheFileThatIsNoYaml) {
  const Result<YamlNode> tree = parse_spec({"words.yaml", "a: [\n"});
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.problems()[0].text(), "words.yaml:2:1: end of sequence flow not found");
}

class OddTree : public testing::TestWithParam<std::string> {};

TEST_P(OddTree, ComesBackAsItWas) { expect_round_trip(parsed(GetParam())); }

INSTANTIATE_TEST_SUITE_P(
    Cases, OddTree,
    testing::Values("", "~", "''", "\"a\\0b\"", "[]", "{}", "[[], {}, ~, '', x]",
                    "{'': '', \" \": [~]}", "\n\n\n      a: 1\n", "a: &x {k: [1, 2]}\nb: *x\n",
                    "k: |\n  \"lines\"\n  ?\?/ and \\ \n", "é: ü\n",
                    std::string(63, '[') + std::string(63, ']'), "t: " + std::string(100'000, 'x'),
                    std::string(300, '\n') + std::string(200, ' ') + "a: 1\n"));

TEST(Pack, KeepsTheLargestPlaces) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.line = 0xffffffff;
  node.column = 0x80000000;
  node.text = std::string("\0\xff\x80", 3);
  expect_round_trip(node);
}

constexpr std::string_view kSample = "a: 1\nb: [x, 'y', ~]\nc: {d: {e: long enough a text}}\n";

TEST(Unpack, EveryTruncationIsAProblem) {
  const std::string whole = pack(parsed(kSample));
  for (size_t size = 0; size < whole.size(); ++size) {
    const Result<YamlNode> tree = unpacked(std::string_view(whole).substr(0, size));
    ASSERT_FALSE(tree) << size;
    EXPECT_THAT(tree.problems()[0].text(),
                testing::StartsWith("f.yaml: the packed tree is damaged at byte "));
  }
}

TEST(Unpack, BytesLeftOverAreAProblem) { EXPECT_FALSE(unpacked(pack(parsed(kSample)) + '\0')); }

// Any byte may be any other: a tree or a problem comes of it, and no read past the end.
TEST(Unpack, EveryDamagedByteIsSurvived) {
  const std::string whole = pack(parsed(kSample));
  for (size_t at = 0; at < whole.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(byte);
      const Result<YamlNode> tree = unpacked(damaged);
      EXPECT_EQ(static_cast<bool>(tree), tree.problems().empty());
    }
  }
}

struct BadBytes {
  const char* name;
  std::string bytes;
};

TEST(Unpack, RefusesWhatWasNeverPacked) {
  using std::string_literals::operator""s;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "\x02\x01\x01\x01"s;  // a list of one list of one ...
  const BadBytes cases[] = {
      {"nothing", ""s},
      {"no such kind", "\x08\x01\x01"s},
      {"a number without end", "\x00\xff\xff\xff\xff\xff\xff\x01"s},
      {"a number of more than 32 bits", "\x00\xff\xff\xff\xff\x1f\x01"s},
      {"a text longer than the bytes", "\x01\x01\x01\xff\xff\xff\xff\x0f"s},
      {"a list longer than the bytes", "\x02\x01\x01\xff\xff\xff\xff\x0f"s},
      {"a mapping longer than the bytes", "\x03\x01\x01\xff\xff\xff\xff\x0f"s},
      {"too deep", deep},
  };
  for (const BadBytes& bad : cases) EXPECT_FALSE(unpacked(bad.bytes)) << bad.name;
}

}  // namespace
}  // namespace specgate
