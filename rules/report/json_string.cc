#include "rules/report/json_string.h"

#include <cstdint>

#include "rules/engine/edit.h"

namespace specgate {
namespace {

uint32_t hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  return static_cast<uint32_t>((c | 0x20) - 'a' + 10) & 0xF;
}

// \uXXXX at `at`, or 0xFFFFFFFF.
uint32_t unit_at(std::string_view raw, size_t at) {
  if (at + 6 > raw.size() || raw[at] != '\\' || raw[at + 1] != 'u') return 0xFFFFFFFF;
  uint32_t unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) unit = unit << 4 | hex_value(raw[i]);
  return unit;
}

void append_utf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int tails = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr uint32_t kLeads[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLeads[tails] | code >> (6 * tails));
  for (int i = tails - 1; i >= 0; --i) out += static_cast<char>(0x80U | (code >> (6 * i) & 0x3F));
}

char simple_escape(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return letter;
  }
}

// Appends one character of a raw string; returns how many raw bytes it took.
size_t append_one(std::string_view raw, size_t at, std::string& out) {
  if (raw[at] != '\\' || at + 1 == raw.size()) {
    out += raw[at];
    return 1;
  }
  const uint32_t unit = unit_at(raw, at);
  if (unit == 0xFFFFFFFF) {
    out += simple_escape(raw[at + 1]);
    return 2;
  }
  const uint32_t low = unit >= 0xD800 && unit <= 0xDBFF ? unit_at(raw, at + 6) : 0;
  if (low >= 0xDC00 && low <= 0xDFFF) {
    append_utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
    return 12;
  }
  append_utf8(unit, out);
  return 6;
}

}  // namespace

std::string plain_of(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return std::string(json);
  const std::string_view raw = json.substr(1, json.size() - 2);
  std::string plain;
  for (size_t at = 0; at < raw.size();) at += append_one(raw, at, plain);
  return plain;
}

void append_escaped(std::string_view plain, std::string& out) {
  std::string quoted;
  append_json_string(plain, quoted);
  out.append(quoted, 1, quoted.size() - 2);
}

size_t RawOffsets::raw(size_t plain) {
  if (plain < at_plain_) at_raw_ = at_plain_ = 0;
  std::string one;
  while (at_plain_ < plain && at_raw_ < raw_.size()) {
    one.clear();
    at_raw_ += append_one(raw_, at_raw_, one);
    at_plain_ += one.size();
  }
  return at_raw_;
}

}  // namespace specgate
