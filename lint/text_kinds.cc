#include "lint/text_kinds.h"

#include <algorithm>
#include <array>

namespace specgate {
namespace {

constexpr size_t kLook = size_t{16} << 10;  // bytes that are looked at
constexpr std::string_view kMark = "\xEF\xBB\xBF";

constexpr std::string_view kGiveJson =
    "give JSON: one call a line, an array, a batch, or requests as {method, path, headers, body}";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Every other byte of what should be letters is zero.
bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  constexpr size_t kEnough = 4;
  if (text.size() < kEnough) return false;
  const auto pairs = [&](size_t zero) {
    for (size_t i = 0; i + 1 < std::min(text.size(), size_t{32}); i += 2) {
      if (text[i + zero] != '\0' || text[i + 1 - zero] == '\0') return false;
    }
    return true;
  };
  return pairs(0) || pairs(1);
}

struct Magic {
  std::string_view bytes, is, instead;
};
constexpr Magic kMagics[] = {
    {"PK\x03\x04", "a ZIP archive", "unpack it"},
    {"\x28\xB5\x2F\xFD", "packed with zstd", "unpack it, or pack with gzip"},
    {"BZh", "packed with bzip2", "unpack it, or pack with gzip"},
    {"\xFD" "7zXZ", "packed with xz", "unpack it, or pack with gzip"},
    {"PAR1", "Parquet", kGiveJson},
    {"Obj\x01", "Avro", kGiveJson},
    {"SQLite format 3", "an SQLite database", "specgate-proxy quarantine export writes its events as JSON Lines"},
    {"%PDF", "a PDF", kGiveJson},
};

// 1234:9:websocket;... as mitmproxy writes flows.
bool is_tnetstring(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 12 || digits + 1 >= text.size() || text[digits] != ':') return false;
  size_t at = ++digits;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at > digits && at + 1 < text.size() && text[at] == ':' &&
         (is_letter(text[at + 1]) || text[at + 1] == ';');
}

// "POST /v1/track HTTP/1.1", "HTTP/1.1 200 OK", "POST https://api.segment.io/v1/t"
bool is_http(std::string_view line) {
  if (line.starts_with("HTTP/1.") || line.starts_with("HTTP/2")) return true;
  constexpr std::string_view kMethods[] = {"GET ",    "POST ", "PUT ",    "PATCH ",
                                           "DELETE ", "HEAD ", "OPTIONS "};
  return std::any_of(std::begin(kMethods), std::end(kMethods), [&](std::string_view method) {
    if (!line.starts_with(method)) return false;
    const std::string_view target = line.substr(method.size());
    return target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://");
  });
}

// How many fields the line has where a header's names stand between `separator`s; 0: it is none.
size_t header_fields(std::string_view line, char separator) {
  size_t fields = 0;
  while (true) {
    const size_t end = std::min(line.find(separator), line.size());
    std::string_view name = line.substr(0, end);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    const bool good = !name.empty() && name.size() < 100 &&
                      name.find_first_of("{}[]:\"=<>") == std::string_view::npos && !is_digit(name[0]);
    if (!good) return 0;
    ++fields;
    if (end == line.size()) return fields;
    line.remove_prefix(end + 1);
  }
}

bool is_table(std::string_view text) {
  const std::string_view line = first_line(text);
  constexpr std::array<char, 3> kSeparators = {',', '\t', ';'};
  return std::any_of(kSeparators.begin(), kSeparators.end(), [&](char separator) {
    const size_t fields = header_fields(line, separator);
    if (fields < 2) return false;
    const std::string_view rest = text.substr(std::min(text.find('\n'), text.size() - 1) + 1);
    const std::string_view second = first_line(rest);
    const auto found = static_cast<size_t>(std::count(second.begin(), second.end(), separator));
    return rest.empty() ? fields > 2 : found + 1 >= fields;
  });
}

// A line of "key: value" or "- item".
bool is_yaml_line(std::string_view line) {
  if (line.starts_with("- ") || line == "-") return true;
  size_t end = line.find(':');
  if (end == 0 || end == std::string_view::npos) return false;
  const bool ends = end + 1 == line.size() || line[end + 1] == ' ';
  std::string_view key = line.substr(0, end);
  if (key.size() >= 2 && (key[0] == '"' || key[0] == '\'') && key.back() == key[0]) {
    key = key.substr(1, key.size() - 2);
  }
  const auto is_key = [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == ' ' || c == '$';
  };
  return ends && key.size() < 100 && !is_digit(key[0]) && std::all_of(key.begin(), key.end(), is_key);
}

bool is_yaml(std::string_view text) {
  if (text.starts_with("%YAML")) return true;
  while (!text.empty()) {
    const std::string_view line = first_line(text);
    const bool passed = line.empty() || line[0] == '#' || line == "---";
    if (!passed) return is_yaml_line(line);
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return false;
}

// A line that begins with a bracket in its first column may well hold a call.
bool has_json_line(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '{' || text[at] == '[') return true;
    const size_t newline = text.find('\n', at);
    if (newline == std::string_view::npos) return false;
    at = newline + 1;
  }
  return false;
}

}  // namespace

std::string wrong_kind(const TextKind& kind) {
  return "this is " + std::string(kind.is) + ", it holds no calls: " + std::string(kind.instead);
}

bool is_binary(std::string_view begin) {
  begin = begin.substr(0, kLook);
  if (is_utf16(begin)) return false;
  return begin.find('\0') != std::string_view::npos || is_tnetstring(begin) ||
         std::any_of(std::begin(kMagics), std::end(kMagics),
                     [&](const Magic& magic) { return begin.starts_with(magic.bytes); });
}

TextKind text_kind(std::string_view begin) {
  if (begin.starts_with(kMark)) begin.remove_prefix(kMark.size());
  const size_t start = begin.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  if (is_utf16(begin)) return {"UTF-16 text", "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"};
  const std::string_view text = begin.substr(start, kLook);
  if (text[0] == '{' || text[0] == '[') return {};
  for (const Magic& magic : kMagics) {
    if (text.starts_with(magic.bytes)) return {magic.is, magic.instead};
  }
  if (is_tnetstring(text)) {
    return {"a flow file of mitmproxy", "save it as HAR: mitmdump -nr FILE --set hardump=calls.har"};
  }
  const std::string_view line = first_line(text);
  if (is_http(line)) {
    return {"HTTP as it travelled", "give its body, or the request as {method, path, headers, body}"};
  }
  if (line.starts_with("curl ")) {
    return {"a curl command", "give the JSON of its -d, or the request as {method, path, headers, body}"};
  }
  if (has_json_line(begin)) return {};
  if (text.find('\0') != std::string_view::npos) return {"binary", kGiveJson};
  if (text[0] == '<') return {"XML or HTML", kGiveJson};
  if (is_table(text)) return {"CSV", kGiveJson};
  if (is_yaml(text)) return {"YAML", kGiveJson};
  return {};
}

}  // namespace specgate
