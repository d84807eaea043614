#include "lint/input/text_kinds.h"

#include <algorithm>
#include <array>

#include "lint/input/foreign_marks.h"
#include "lint/input/language_kinds.h"
#include "lint/input/plan_kinds.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr size_t kLook = size_t{16} << 10;  // bytes that are looked at
constexpr std::string_view kMark = "\xEF\xBB\xBF";

constexpr std::string_view kGiveJson =
    "give JSON: one call a line, an array, a batch, or requests as {method, path, headers, body}";

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Three of four bytes of what should be letters are zero.
bool is_utf32(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) return true;
  constexpr size_t kEnough = 8, kSize = 4;
  const auto letters = [&](size_t at) {
    for (size_t i = 0; i < std::min(text.size() / kSize * kSize, size_t{32}); ++i) {
      if ((text[i] != '\0') != (i % kSize == at)) return false;
    }
    return text.size() >= kEnough;
  };
  return letters(0) || letters(kSize - 1);
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

// Begins with a byte that begins no text: a control character, or what is no UTF-8. Of a character that is cut
// off nobody knows.
bool begins_binary(std::string_view text) {
  if (text.empty()) return false;
  constexpr std::string_view kControls = "\t\n\f\r\x1b\x1e";  // that texts begin with
  constexpr unsigned char kBlank = 0x20, kAscii = 0x80;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < kAscii) return first < kBlank && kControls.find(text[0]) == std::string_view::npos;
  const bool two = first >= 0xC2 && first < 0xE0, three = first >= 0xE0 && first < 0xF0, four = first >= 0xF0 && first < 0xF5;
  const size_t bytes = two ? 2 : three ? 3 : four ? 4 : 0;
  if (bytes == 0) return true;
  const std::string_view rest = text.substr(1, bytes - 1);
  return std::any_of(rest.begin(), rest.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != kAscii; });
}

// "eyJ0eXBlIjoi...": an object or a list, or gzip, and nothing else on the line.
bool is_base64(std::string_view line) {
  constexpr std::string_view kBegins[] = {"eyJ", "eyA", "ewog", "W3si", "W3sK", "H4sI"};
  constexpr size_t kShortest = 16;
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=";
  return line.size() >= kShortest && line.find_first_not_of(kAlphabet) == std::string_view::npos &&
         std::any_of(std::begin(kBegins), std::end(kBegins),
                     [&](std::string_view begin) { return line.starts_with(begin); });
}

// "data=eyJ0...&writeKey=x", as a form is posted.
bool is_form(std::string_view line) {
  size_t pairs = 0;
  while (!line.empty()) {
    const std::string_view pair = line.substr(0, line.find('&'));
    const size_t sign = pair.find('=');
    const bool good = sign != 0 && sign != std::string_view::npos &&
                      pair.find_first_of(" \t\"{}<>") == std::string_view::npos;
    if (!good) return false;
    ++pairs;
    line.remove_prefix(std::min(pair.size() + 1, line.size()));
  }
  return pairs > 1;
}

// What curl -v says of a request: "*   Trying ...", "> POST /v1/track HTTP/1.1".
bool is_verbose(std::string_view text) {
  if (!text.starts_with("* ") && !text.starts_with("> ")) return false;
  return text.starts_with("> POST ") || text.find("\n> POST ") != std::string_view::npos ||
         text.find("\n> GET ") != std::string_view::npos;
}

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

// "Host: api.segment.io": of HTTP whose first line is lost.
bool is_header(std::string_view line) {
  constexpr std::string_view kHeaders[] = {"content-type", "content-length", "authorization",
                                           "user-agent",   "accept",         "accept-encoding"};
  if (line.starts_with(":method:") || line.starts_with(":authority:") || line.starts_with(":status:")) return true;
  const size_t colon = line.find(':');
  return colon != std::string_view::npos && colon + 1 < line.size() &&
         std::any_of(std::begin(kHeaders), std::end(kHeaders),
                     [&](std::string_view name) { return equal_but_for_case(line.substr(0, colon), name); });
}

// A block of headers; what is called `host` alone may be of YAML, unless JSON follows.
bool is_headers(std::string_view text) {
  bool any = false, host = false;
  while (!text.empty()) {
    const std::string_view line = first_line(text);
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (line.empty()) return any || (host && !text.empty() && (text[0] == '{' || text[0] == '['));
    const size_t colon = line.find(':', 1);
    if (colon == std::string_view::npos || line.find_first_of(" \t{[\"") < colon) return false;
    any |= is_header(line);
    host |= equal_but_for_case(line.substr(0, colon), "host");
  }
  return any;
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

// The name of a column, and in the lines below it one word each.
bool is_column(std::string_view text) {
  constexpr std::string_view kColumns[] = {"event",  "event_name",   "name",  "id",    "user_id",    "userid",
                                           "email",  "anonymous_id", "type",  "key",   "message_id", "messageid",
                                           "anonymousid", "event_text", "timestamp", "received_at"};
  std::string_view name = first_line(text);
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  const size_t newline = text.find('\n');
  return newline != std::string_view::npos && newline + 1 < text.size() &&
         std::any_of(std::begin(kColumns), std::end(kColumns),
                     [&](std::string_view column) { return equal_but_for_case(name, column); });
}

bool is_table(std::string_view text) {
  const std::string_view line = first_line(text);
  if (is_column(text)) return true;
  constexpr std::array<char, 4> kSeparators = {',', '\t', ';', '|'};
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

// What is left of the text from its first line that is neither empty nor a comment.
std::string_view from_first_said(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = first_line(text);
    if (!line.empty() && line[0] != '#') return text;
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text;
}

size_t bare_key(std::string_view line) {
  size_t end = 0;
  const auto is_key = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; };
  while (end < line.size() && is_key(line[end])) ++end;
  return end;
}

// "key = value"
bool is_assignment(std::string_view line) {
  const size_t key = bare_key(line);
  const size_t sign = line.find_first_not_of(" \t", key);
  return key != 0 && !is_digit(line[0]) && sign != std::string_view::npos && line[sign] == '=' &&
         (sign + 1 == line.size() || line[sign + 1] != '=');
}

// "[section]" or "[[section]]" alone on a line, and an assignment below it, or below others of its kind.
bool is_section(std::string_view text) {
  const std::string_view line = first_line(text);
  const size_t open = line.find_first_not_of('[');
  if (open == 0 || open > 2 || open == std::string_view::npos || is_digit(line[open])) return false;
  const size_t key = bare_key(line.substr(open));
  if (key == 0 || line.substr(open + key) != std::string_view("]]").substr(2 - open)) return false;
  for (std::string_view rest = text; rest.starts_with('[');) {
    rest = from_first_said(rest.substr(std::min(rest.find('\n'), rest.size() - 1) + 1));
    if (is_assignment(first_line(rest))) return true;
  }
  return false;
}

// `resource "segment_tracking_plan" "x" {`
bool is_hcl(std::string_view line) {
  constexpr std::string_view kBlocks[] = {"resource", "variable", "terraform", "provider", "data",
                                          "module",   "output",   "locals",    "import",   "moved"};
  const size_t key = bare_key(line), open = line.find('{');
  if (open == std::string_view::npos) return false;
  if (line.substr(0, open).find_first_of("(:=,") != std::string_view::npos) return false;
  const bool closed = open + 1 == line.size() || line.ends_with('}');  // with all of its block, or the first line
  return closed && std::find(std::begin(kBlocks), std::end(kBlocks), line.substr(0, key)) != std::end(kBlocks);
}

// Lines of "event:", "id:" and "data:", a blank one behind each event.
bool is_stream(std::string_view text) {
  constexpr std::string_view kData = "data:";
  for (const std::string_view field : {"event:", "id:", "retry:", ":"}) {
    if (text.starts_with(field)) {
      return text.find("\ndata:") != std::string_view::npos && text.find("\n\n") != std::string_view::npos;
    }
  }
  if (!text.starts_with(kData)) return false;
  const std::string_view line = first_line(text.substr(kData.size()));
  const size_t value = line.find_first_not_of(' ');
  return value != std::string_view::npos &&
         (line.substr(value).starts_with("{\"") || line.substr(value).starts_with("[{"));
}

// A line that begins with a bracket in its first column may well hold a call.
bool has_json_line(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '{' || (text[at] == '[' && !is_section(text.substr(at)))) return true;
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
  if (is_utf32(begin) || is_utf16(begin)) return false;
  return begin.find('\0') != std::string_view::npos || is_tnetstring(begin) ||
         (begins_binary(begin) && !has_json_line(begin)) ||
         std::any_of(std::begin(kMagics), std::end(kMagics),
                     [&](const Magic& magic) { return begin.starts_with(magic.bytes); });
}

TextKind text_kind(std::string_view begin) {
  if (begin.starts_with(kMark)) begin.remove_prefix(kMark.size());
  const size_t start = begin.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  if (is_utf32(begin)) return {"UTF-32 text", "save it as UTF-8 (iconv -f UTF-32 -t UTF-8)"};
  if (is_utf16(begin)) return {"UTF-16 text", "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"};
  const std::string_view text = begin.substr(start, kLook);
  if (is_section(text)) return {"TOML", kGiveJson};
  const bool logged = text[0] == '[' && is_log(first_line(text));
  if (logged && text.find("\n{") == std::string_view::npos) return kind_by_language(text);
  if (text[0] == '{' || text[0] == '[') return {};
  if (text[0] == '\x1e') {
    return {"a JSON text sequence (RFC 7464)", "give its lines without the separators (tr -d '\\036')"};
  }
  for (const Magic& magic : kMagics) {
    if (text.starts_with(magic.bytes)) return {magic.is, magic.instead};
  }
  if (is_tnetstring(text)) {
    return {"a flow file of mitmproxy", "save it as HAR: mitmdump -nr FILE --set hardump=calls.har"};
  }
  const std::string_view line = first_line(text);
  if (is_http(line) || is_headers(text) || is_verbose(text)) {
    return {"HTTP as it travelled", "give its body, or the request as {method, path, headers, body}"};
  }
  if (line.starts_with("curl ")) {
    return {"a curl command", "give the JSON of its -d, or the request as {method, path, headers, body}"};
  }
  if (is_stream(text)) return {"server-sent events", "give what stands behind each \"data:\""};
  const std::string_view said = from_first_said(text);
  if (is_section(said)) return {"TOML", kGiveJson};
  if (is_hcl(first_line(said))) return {"HCL, as Terraform has it", kGiveJson};
  if (has_json_line(begin)) return {};
  if (const TextKind told = kind_by_language(text)) return told;
  if (begins_binary(text)) return {"binary", kGiveJson};
  if (is_base64(line)) return {"base64", "decode it (base64 -d), or give it as the body of a request"};
  if (is_form(line)) return {"a form as it is posted", "give the call that one of its fields holds"};
  if (text.find('\0') != std::string_view::npos) return {"binary", kGiveJson};
  if (text[0] == '<') return {"XML or HTML", kGiveJson};
  if (is_plan_table(text)) return {"a tracking plan as CSV", kGivePlan};
  if (is_table(text)) return {"CSV", kGiveJson};
  if (is_assignment(first_line(said))) return {"TOML, or lines of key = value", kGiveJson};
  if (is_yaml(text)) return is_plan_yaml(text) ? TextKind{"a tracking plan", kGivePlan} : TextKind{"YAML", kGiveJson};
  if (is_prose(line)) return {"plain text", kGiveJson};
  return {};
}

}  // namespace specgate
