#include "rules/report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace specgate {
namespace {

struct Rune {
  uint32_t code = 0;
  uint32_t size = 1;
  bool valid = true;
};

uint32_t sequence_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The smallest code a sequence of that many bytes may spell (RFC 3629: no overlong forms).
constexpr std::array<uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};

Rune rune_at(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const uint32_t size = sequence_size(lead);
  if (size == 1) return {lead, 1, true};
  if (size == 0 || at + size > text.size()) return {lead, 1, false};
  uint32_t code = lead & (0x7FU >> size);
  for (uint32_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0U) != 0x80U) return {lead, 1, false};
    code = code << 6 | (byte & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[size] || code > 0x10FFFF || surrogate) return {lead, 1, false};
  return {code, size, true};
}

// Code points that steer a terminal or reorder a line instead of being seen on it: C1 controls,
// line and paragraph separators, direction marks, embeddings, overrides and isolates, the
// byte-order mark.
bool steers(uint32_t code) {
  return (code >= 0x7F && code <= 0x9F) || code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
         code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

void append_hex(uint32_t value, int digits, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[value >> shift & 0xF];
}

void append_unicode_escape(uint32_t code, std::string& out) {
  if (code > 0xFFFF) {
    const uint32_t rest = code - 0x10000;
    append_unicode_escape(0xD800 + (rest >> 10), out);
    code = 0xDC00 + (rest & 0x3FF);
  }
  out += "\\u";
  append_hex(code, 4, out);
}

// The letter of a short escape, or 0.
char short_escape(uint32_t code) {
  switch (code) {
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    default:
      return 0;
  }
}

// What JSON text and plain text agree on: everything but the two escape characters themselves.
void append_json_rune(std::string_view text, size_t at, const Rune& rune, std::string& out) {
  if (!rune.valid) {
    out += "\xEF\xBF\xBD";
  } else if (const char letter = short_escape(rune.code); letter != 0) {
    out += '\\';
    out += letter;
  } else if (rune.code < 0x20 || steers(rune.code)) {
    append_unicode_escape(rune.code, out);
  } else {
    out += text.substr(at, rune.size);
  }
}

void append_plain_rune(std::string_view text, size_t at, const Rune& rune, std::string& out) {
  if (!rune.valid || (rune.code < 0x20 && short_escape(rune.code) == 0) || rune.code == 0x7F) {
    out += "\\x";
    append_hex(rune.code, 2, out);
  } else {
    append_json_rune(text, at, rune, out);
  }
}

constexpr bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7F; }

// Bytes that stand for themselves in every output; most text is nothing else.
constexpr auto kOrdinary = [] {
  std::array<bool, 256> table{};
  for (size_t c = 0x20; c < 0x7F; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

size_t ordinary_run(std::string_view text, size_t at) {
  const size_t begin = at;
  while (at < text.size() && kOrdinary[static_cast<unsigned char>(text[at])]) ++at;
  return at - begin;
}

}  // namespace

void append_json_text(std::string_view text, std::string& out) {
  out += '"';
  for (size_t at = 0; at < text.size();) {
    const size_t run = ordinary_run(text, at);
    out += text.substr(at, run);
    at += run;
    if (at == text.size()) break;
    const Rune rune = rune_at(text, at);
    if (rune.code == '"' || rune.code == '\\') {
      out += '\\';
      out += static_cast<char>(rune.code);
    } else {
      append_json_rune(text, at, rune, out);
    }
    at += rune.size;
  }
  out += '"';
}

void append_json_value(std::string_view json, std::string& out) {
  bool in_string = false;
  for (size_t at = 0; at < json.size();) {
    const size_t run = ordinary_run(json, at);
    out += json.substr(at, run);
    at += run;
    if (at == json.size()) break;
    const Rune rune = rune_at(json, at);
    if (in_string && rune.code == '\\' && at + 1 < json.size()) {
      out += json.substr(at, 2);
      at += 2;
      continue;
    }
    if (rune.code == '"') in_string = !in_string;
    const bool blank = !in_string && (rune.code == '\n' || rune.code == '\r' || rune.code == '\t');
    if (blank) {
      out += ' ';
    } else {
      append_json_rune(json, at, rune, out);
    }
    at += rune.size;
  }
}

void append_plain(std::string_view text, size_t most, std::string& out) {
  if (most == 0) most = text.size();
  size_t shown = 0;
  for (size_t at = 0; at < text.size();) {
    size_t run = 0;
    while (at + run < text.size() && is_printable_ascii(text[at + run])) ++run;
    run = std::min(run, most - shown);
    out += text.substr(at, run);
    at += run;
    shown += run;
    if (at == text.size()) return;
    if (shown == most) {
      out += "\xE2\x80\xA6";  // an ellipsis
      return;
    }
    const Rune rune = rune_at(text, at);
    append_plain_rune(text, at, rune, out);
    at += rune.size;
    ++shown;
  }
}

}  // namespace specgate
