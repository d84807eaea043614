// A JSON text as a tree that owns itself and knows where each value stands in its file: for what is
// read once at load time and then taken apart, compared and written again (tracking plans,
// schemas). Events never become such a tree; see spec/event/event.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event/call.h"
#include "spec/text/result.h"

namespace specgate {

struct JsonMember;
class Spec;

struct Json {
  Kind kind = Kind::kNull;
  std::string text;         // a string, unescaped; a number as it was spelled; "true" or "false"
  uint32_t line = 0;        // from 1, where the value starts in its file; 0: it was never in one
  uint32_t column = 0;      // from 1, in bytes
  std::vector<Json> items;  // of an array
  std::vector<JsonMember> members;  // of an object, in the order of the file, each key once

  static Json null();
  static Json boolean(bool value);
  static Json integer(int64_t value);
  static Json string(std::string_view text);
  static Json array();
  static Json object();

  bool is(Kind k) const { return kind == k; }
  bool is_number() const { return admits(kNumber, kind); }
  bool is_true() const { return kind == Kind::kBoolean && text == "true"; }
  bool is_false() const { return kind == Kind::kBoolean && text == "false"; }
  const Json* find(std::string_view key) const;  // of an object; null if absent
  Json* find(std::string_view key);
  const JsonMember* member(std::string_view key) const;  // likewise, with the place of its key
  // The text of a member that is a string, or empty.
  std::string_view text_of(std::string_view key) const;
  // Replaces the member, or adds it last. Returns the new value.
  Json& set(std::string_view key, Json value);
  void erase(std::string_view key);

  // Equal as JSON Schema has it: order of members aside, 1.0 equal to 1; places do not count.
  friend bool operator==(const Json& a, const Json& b);

 private:
  static Json of(Kind kind);
};

struct JsonMember {
  std::string key;
  uint32_t line = 0;  // of the key's opening quote
  uint32_t column = 0;
  Json value;
};

// Decimal numbers as they are spelled, exactly: 1, 1.0, 10e-1 are equal; no rounding at any size.
bool same_number(std::string_view a, std::string_view b);
// -1, 0 or 1.
int compare_numbers(std::string_view a, std::string_view b);
// Has it no fraction? 1.0 and 1e2 have none.
bool is_whole(std::string_view number);

// Strict JSON. `file` is for problems, which have line and column: what is no JSON, more than 512
// levels, the same key twice in an object (each listed), more than 4 million values, a text of more
// than 64 MB. `spec` lends its decoder; nothing of it is kept.
Result<Json> parse_json(std::string_view file, std::string_view text, const Spec& spec);

// JSON again: spelled as it was read. kLines puts each member on a line, two spaces a level, and a
// last newline; kCompact has no blanks.
enum class JsonLayout : uint8_t { kCompact, kLines };
void append_json(const Json& json, JsonLayout layout, std::string& out);

}  // namespace specgate
