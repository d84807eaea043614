#include "spec/schema/format_uri.h"

#include "spec/schema/byte_sets.h"
#include "spec/schema/format.h"
#include "spec/text/uri.h"

namespace specgate {
namespace {

// RFC 3986, appendix A.
constexpr Signs is_scheme_sign("+-."), is_path_sign("-._~!$&'()*+,;=:@/"),
    is_query_sign("-._~!$&'()*+,;=:@/?"), is_user_sign("-._~!$&'()*+,;=:"),
    is_name_sign("-._~!$&'()*+,;="), is_variable_sign("_");
// RFC 6570, 2.1, and the apostrophe, which its errata allow.
constexpr std::string_view kNoLiterals = " \"<>\\^`{|}";

template <typename Test>
bool spelled(std::string_view text, UriSigns signs, const Test& test) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
      i += 2;
      continue;
    }
    const bool wide = signs == UriSigns::kWide && is_wide(text[i]);
    if (!wide && !test(text[i])) return false;
  }
  return true;
}

bool is_ip_literal(std::string_view text) {
  if (!text.starts_with('v') && !text.starts_with('V')) return matches(SchemaFormat::kIpv6, text);
  const size_t dot = text.find('.');
  return dot != std::string_view::npos && dot > 1 && dot + 1 < text.size() &&
         all(text.substr(1, dot - 1), is_hex) && all(text.substr(dot + 1), is_user_sign);
}

bool is_authority(std::string_view text, UriSigns signs) {
  if (const size_t at = text.find('@'); at != std::string_view::npos) {
    if (!spelled(text.substr(0, at), signs, is_user_sign)) return false;
    text.remove_prefix(at + 1);
  }
  const size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  if (bracket > 0 && !is_ip_literal(text.substr(1, bracket - 1))) return false;
  std::string_view port = text.substr(bracket > 0 ? bracket + 1 : 0);
  const std::string_view host = cut_at(':', port);
  if (bracket > 0 && !host.empty()) return false;
  return spelled(host, signs, is_name_sign) && all(port, is_digit);
}

bool are_parts(const Uri& uri, UriSigns signs) {
  const bool scheme = !uri.has_scheme() || (!uri.scheme.empty() && is_letter(uri.scheme[0]) &&
                                            all(uri.scheme, is_scheme_sign));
  return scheme && (!uri.has_authority() || is_authority(uri.authority, signs)) &&
         spelled(uri.path, signs, is_path_sign) && spelled(uri.query, signs, is_query_sign) &&
         spelled(uri.fragment, signs, is_query_sign);
}

// name, name:3 or name*
bool is_variable(std::string_view text) {
  if (text.ends_with('*')) {
    text.remove_suffix(1);
  } else if (const size_t colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view most = text.substr(colon + 1);
    if (most.empty() || most.size() > 4 || most[0] == '0' || !all(most, is_digit)) return false;
    text = text.substr(0, colon);
  }
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  while (!text.empty()) {
    const std::string_view word = cut_at('.', text);
    if (word.empty() || !spelled(word, UriSigns::kAscii, is_variable_sign)) return false;
  }
  return true;
}

bool is_expression(std::string_view text) {
  constexpr std::string_view kOperators = "+#./;?&=,!@|";
  if (!text.empty() && kOperators.find(text[0]) != std::string_view::npos) text.remove_prefix(1);
  if (text.empty() || text.back() == ',') return false;
  while (!text.empty()) {
    if (!is_variable(cut_at(',', text))) return false;
  }
  return true;
}

}  // namespace

bool is_uri(std::string_view text, UriSigns signs) {
  const Uri uri = split_uri(text);
  return uri.has_scheme() && are_parts(uri, signs);
}

bool is_uri_reference(std::string_view text, UriSigns signs) {
  return are_parts(split_uri(text), signs);
}

bool is_uri_template(std::string_view text) {
  const auto literal = [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7f' &&
           kNoLiterals.find(c) == std::string_view::npos;
  };
  while (!text.empty()) {
    const size_t open = std::min(text.find('{'), text.size());
    if (!spelled(text.substr(0, open), UriSigns::kWide, literal)) return false;
    if (open == text.size()) return true;
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) return false;
    if (!is_expression(text.substr(open + 1, close - open - 1))) return false;
    text.remove_prefix(close + 1);
  }
  return true;
}

bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '~') continue;
    if (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')) return false;
  }
  return true;
}

bool is_relative_json_pointer(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
  return text.substr(digits) == "#" || is_json_pointer(text.substr(digits));
}

}  // namespace specgate
