#include "spec/json/json_quote.h"

namespace specgate {

char* write_json_string(std::string_view text, char* out) {
  constexpr char kHex[] = "0123456789abcdef";
  *out++ = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      *out++ = '\\';
      *out++ = c;
    } else if (byte >= 0x20) {
      *out++ = c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      *out++ = '\\';
      *out++ = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
    } else {
      for (const char d : {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]}) *out++ = d;
    }
  }
  *out++ = '"';
  return out;
}

void append_json_string(std::string_view text, std::string& out) {
  const size_t old = out.size();
  out.resize(old + json_string_bound(text.size()));
  const char* const end = write_json_string(text, out.data() + old);
  out.resize(static_cast<size_t>(end - out.data()));
}

void append_pointer_step(std::string_view key, std::string& out) {
  out += '/';
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
}

}  // namespace specgate
