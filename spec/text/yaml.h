// YAML text -> a tree of nodes that remember their line. The only door to yaml-cpp.
//
// Strict on purpose: duplicate keys, tags, multiple documents, more than 64 levels and more than
// 1 000 000 nodes after alias expansion (the "billion laughs") are problems, not surprises.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/result.h"

namespace specgate {

struct YamlMember;

// One YAML value. Owns its children; a plain tree, copyable, no pointers into the parser.
struct YamlNode {
  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMapping };
  Kind kind = Kind::kNull;
  bool quoted = false;   // '1.0' and 1.0 differ
  uint32_t line = 0;     // from 1
  uint32_t column = 0;   // from 1
  std::string text;      // of a scalar
  std::vector<YamlNode> items;      // of a sequence
  std::vector<YamlMember> members;  // of a mapping, in file order

  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_mapping() const { return kind == Kind::kMapping; }
  bool is_null() const { return kind == Kind::kNull; }
  const YamlNode* find(std::string_view key) const;  // of a mapping; null if absent
};

struct YamlMember {
  std::string key;
  uint32_t line = 0;
  uint32_t column = 0;
  YamlNode value;
};

// `file` is used in problems only.
Result<YamlNode> parse_yaml(std::string_view file, std::string_view text);

// The candidate nearest to `word`, or empty: Damerau-Levenshtein, at most a third of its length, case
// aside.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);
// The same as the end of a message: `, did you mean "x"?`, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

// Reads one mapping by known keys. Every getter notes its key; `finish` reports the keys that nobody
// asked for, with a "did you mean". A wrong type is reported at its line and yields the fallback, so
// that one pass finds all problems. Must outlive neither the node nor the problem list.
class YamlFields {
 public:
  YamlFields(std::string_view file, const YamlNode& mapping, Problems& problems);
  // With a short form: what is no mapping is the value of `key`. `order_id: String` is read as
  // `order_id: {type: String}`.
  YamlFields(std::string_view file, const YamlNode& value, std::string_view key,
             Problems& problems);

  const YamlNode* node(std::string_view key);                    // null if absent
  const YamlNode* mapping(std::string_view key);                 // null if absent or not a mapping
  const YamlNode* sequence(std::string_view key);                // null if absent or not a sequence
  std::string text(std::string_view key, std::string_view fallback = {});
  std::string required_text(std::string_view key);               // absent or empty is a problem
  bool flag(std::string_view key, bool fallback);
  std::optional<int64_t> integer(std::string_view key);
  std::vector<std::string> texts(std::string_view key);          // a scalar counts as a list of one

  // The index of the value in `names`; an unknown value is a problem that lists them.
  std::optional<size_t> choice(std::string_view key, const std::vector<std::string_view>& names);

  void problem(const YamlNode& at, std::string message);         // for checks of the caller's own
  void finish();                                                 // unknown keys become problems

 private:
  const YamlNode* find(std::string_view key) const;

  std::string_view file_;
  const YamlNode& mapping_;
  std::string_view short_for_;  // the key whose value `mapping_` is; empty: a mapping it is
  Problems& problems_;
  std::vector<std::string_view> asked_;
};

}  // namespace specgate
