#include "lint/input/packed_text.h"

#include <algorithm>
#include <optional>

#include "rules/key/base64.h"
#include "spec/text/compression.h"

namespace specgate {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr char kSeparator = '\x1e';

std::string_view without_scheme(std::string_view text) {
  constexpr std::string_view kData = "data:", kBase64 = ";base64,";
  constexpr size_t kLongestType = 100;
  if (!text.starts_with(kData)) return text;
  const size_t at = text.substr(0, kLongestType).find(kBase64);
  return at == std::string_view::npos ? text : text.substr(at + kBase64.size());
}

bool is_newline(char c) { return c == '\r' || c == '\n'; }

// RFC 1950 with the usual window.
bool is_zlib(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != 'x') return false;
  return (('x' << 8) + static_cast<unsigned char>(bytes[1])) % 31 == 0;
}

bool unpack_whole(Packing packing, size_t most, std::string& text) {
  const std::string packed = std::move(text);
  text = {};
  const Unpacked unpacked = unpack(packing, packed, most, text);
  return unpacked.end == Unpacked::End::kWhole && unread_behind(packed, unpacked).empty();
}

// JSON text sequences read as lines do.
void blank_separators(std::string& text) {
  for (size_t at = 0; (at = text.find(kSeparator, at)) != std::string::npos; ++at) {
    if (at == 0 || is_newline(text[at - 1])) text[at] = ' ';
  }
}

}  // namespace

size_t begin_of_json(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || is_newline(c) || c == kSeparator) {
      ++at;
    } else if (text.substr(at).starts_with(kMark)) {
      at += kMark.size();
    } else {
      break;
    }
  }
  return at;
}

bool begins_json(std::string_view text) {
  const size_t begin = begin_of_json(text);
  return begin < text.size() && (text[begin] == '{' || text[begin] == '[');
}

bool begins_packed(std::string_view text) {
  text = without_scheme(text);
  constexpr size_t kDigits = 64, kBytes = kDigits / 4 * 3;
  while (!text.empty()) {
    char digits[kDigits], bytes[kBytes];
    size_t size = 0, used = 0;
    for (; used < text.size() && size < kDigits; ++used) {
      if (!is_newline(text[used])) digits[size++] = text[used];
    }
    const std::optional<size_t> decoded = decode_base64({digits, size}, bytes);
    if (!decoded) return false;
    const std::string_view begin(bytes, *decoded);
    if (begins_json(begin) || is_gzip(begin) || is_zlib(begin)) return true;
    if (begin_of_json(begin) < begin.size()) return false;
    text.remove_prefix(used);
  }
  return false;
}

bool unpack_text(std::string_view base64, size_t most, std::string& out) {
  base64 = without_scheme(base64);
  std::string joined;
  if (std::any_of(base64.begin(), base64.end(), is_newline)) {
    joined.reserve(base64.size());
    std::copy_if(base64.begin(), base64.end(), std::back_inserter(joined),
                 [](char c) { return !is_newline(c); });
    base64 = joined;
  }
  out.resize(base64.size());
  const std::optional<size_t> size = decode_base64(base64, out);
  if (!size) return false;
  out.resize(*size);
  if (is_gzip(out) && !unpack_whole(Packing::kGzip, most, out)) return false;
  if (is_zlib(out) && !unpack_whole(Packing::kZlib, most, out)) return false;
  blank_separators(out);
  return begins_json(out);
}

}  // namespace specgate
