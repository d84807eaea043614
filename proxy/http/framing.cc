#include "proxy/http/framing.h"

#include <algorithm>
#include <charconv>

namespace specgate::proxy {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// As many digits as anybody likes (RFC 9110 8.6): zeros before them say nothing, and what is too large to
// count is large.
bool is_length(std::string_view text, uint64_t& out) {
  if (!is_digits(text)) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc::result_out_of_range || out > kMostLength) out = kMostLength;
  return true;
}

}  // namespace

bool unite_lengths(Fields& fields) {
  if (!fields.contains(http::field::content_length)) return true;
  std::string_view length;
  bool agree = true;
  for (const Field& field : fields) {
    if (field.id != http::field::content_length) continue;
    // Not each_in_list: it skips what is empty, and "," or "42," are no lengths.
    for (std::string_view rest = field.value;;) {
      const size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view one = trimmed(rest.substr(0, comma));
      if (length.empty()) length = one;
      agree = agree && !one.empty() && one == length;
      if (comma == rest.size()) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (agree) fields.set({http::field::content_length, "Content-Length", length});
  return agree;
}

bool read_framing(const Fields& fields, unsigned version, Framing& out) {
  const size_t codings = fields.count(http::field::transfer_encoding);
  const size_t lengths = fields.count(http::field::content_length);
  if (codings == 0 && lengths == 0) return true;
  if (codings + lengths != 1) return false;
  if (codings == 1) {
    out.kind = Framing::Kind::kChunked;
    return version == 11 &&
           equals_ignoring_case(fields[http::field::transfer_encoding], "chunked");
  }
  out.kind = Framing::Kind::kLength;
  return is_length(fields[http::field::content_length], out.length);
}

bool shorten_lengths(std::string& text) {
  constexpr std::string_view kName = "content-length:";
  const std::string longest = std::to_string(kMostLength);
  bool any = false;
  for (size_t line = text.find("\r\n"); line != std::string::npos; line = text.find("\r\n", line)) {
    line += 2;
    if (!equals_ignoring_case(std::string_view(text).substr(line, kName.size()), kName)) continue;
    const size_t begin = line + kName.size(), end = text.find("\r\n", begin);
    if (end == std::string::npos) break;
    const std::string_view value = trimmed(std::string_view(text).substr(begin, end - begin));
    uint64_t length = 0;
    if (!is_length(value, length) || length != kMostLength || value.size() < longest.size()) continue;
    text.replace(begin, end - begin, std::string(end - begin - longest.size(), ' ') + longest);
    any = true;
  }
  return any;
}

}  // namespace specgate::proxy
