// A node is
//
//   head      one byte: the kind, plus 4 if quoted
//   line, column
//   scalar:   text
//   sequence: count, then so many nodes
//   mapping:  count, then so many of: key, line, column, node
//
// Numbers are little-endian groups of seven bits, all but the last with the high bit set; a text is
// its size and its bytes.
#include "spec/text/yaml_tree_bytes.h"

namespace specgate {
namespace {

constexpr uint8_t kQuoted = 4;
constexpr uint8_t kKindBits = 3;
constexpr uint32_t kMostLevels = 64;  // as parse_yaml: nothing deeper was ever packed

void put_number(uint32_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

void put_text(std::string_view text, std::string& out) {
  put_number(static_cast<uint32_t>(text.size()), out);
  out += text;
}

void put_node(const YamlNode& node, std::string& out) {
  out += static_cast<char>(static_cast<uint8_t>(node.kind) | (node.quoted ? kQuoted : 0));
  put_number(node.line, out);
  put_number(node.column, out);
  if (node.is_scalar()) put_text(node.text, out);
  if (node.is_sequence()) put_number(static_cast<uint32_t>(node.items.size()), out);
  for (const YamlNode& item : node.items) put_node(item, out);
  if (node.is_mapping()) put_number(static_cast<uint32_t>(node.members.size()), out);
  for (const YamlMember& member : node.members) {
    put_text(member.key, out);
    put_number(member.line, out);
    put_number(member.column, out);
    put_node(member.value, out);
  }
}

// Every read yields false at the first byte that cannot be right, and all after it fail too.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  size_t at() const { return at_; }
  bool at_end() const { return at_ == bytes_.size(); }

  bool node(YamlNode& out, uint32_t levels_left) {
    if (levels_left == 0 || at_end()) return false;
    const auto head = static_cast<uint8_t>(bytes_[at_++]);
    if (head > (kKindBits | kQuoted)) return false;
    out.kind = static_cast<YamlNode::Kind>(head & kKindBits);
    out.quoted = (head & kQuoted) != 0;
    if (!number(out.line) || !number(out.column)) return false;
    switch (out.kind) {
      case YamlNode::Kind::kNull:
        return true;
      case YamlNode::Kind::kScalar:
        return text(out.text);
      case YamlNode::Kind::kSequence:
        return items(out.items, levels_left - 1);
      case YamlNode::Kind::kMapping:
        return members(out.members, levels_left - 1);
    }
    return false;
  }

 private:
  bool number(uint32_t& out) {
    out = 0;
    for (unsigned shift = 0; shift < 35 && !at_end(); shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_[at_++]);
      if (shift == 28 && byte > 0x0f) return false;  // more than 32 bits
      out |= static_cast<uint32_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  // A count of things that take a byte or more each, so that no bad one asks for much memory.
  bool count(uint32_t& out) { return number(out) && out <= bytes_.size() - at_; }

  bool text(std::string& out) {
    uint32_t size = 0;
    if (!count(size)) return false;
    out.assign(bytes_.data() + at_, size);
    at_ += size;
    return true;
  }

  bool items(std::vector<YamlNode>& out, uint32_t levels_left) {
    uint32_t size = 0;
    if (!count(size)) return false;
    out.resize(size);
    for (YamlNode& item : out) {
      if (!node(item, levels_left)) return false;
    }
    return true;
  }

  bool members(std::vector<YamlMember>& out, uint32_t levels_left) {
    uint32_t size = 0;
    if (!count(size)) return false;
    out.resize(size);
    for (YamlMember& member : out) {
      if (!text(member.key) || !number(member.line) || !number(member.column)) return false;
      if (!node(member.value, levels_left)) return false;
    }
    return true;
  }

  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace

std::string pack(const YamlNode& tree) {
  std::string out;
  put_node(tree, out);
  return out;
}

Result<YamlNode> unpack(std::string_view file, std::string_view bytes) {
  Unpacker unpacker(bytes);
  YamlNode tree;
  if (unpacker.node(tree, kMostLevels) && unpacker.at_end()) return tree;
  return Problem{std::string(file), 0, 0,
                 "the packed tree is damaged at byte " + std::to_string(unpacker.at())};
}

}  // namespace specgate
