#include "proxy/head.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>

namespace specgate::proxy {
namespace {

namespace beast = boost::beast;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// Every line ends in CR LF, none continues the one before, and no control character stands anywhere.
bool has_clean_lines(std::string_view raw) {
  for (size_t i = 0; i < raw.size(); ++i) {
    const auto c = static_cast<unsigned char>(raw[i]);
    if (c == '\r') {
      if (i + 1 == raw.size() || raw[i + 1] != '\n') return false;
      ++i;
      if (i + 1 < raw.size() && (raw[i + 1] == ' ' || raw[i + 1] == '\t')) return false;
    } else if ((c < 0x20 && c != '\t') || c == 0x7f) {
      return false;
    }
  }
  return true;
}

size_t count_of(const Fields& fields, http::field name) {
  const auto range = fields.equal_range(name);
  return static_cast<size_t>(std::distance(range.first, range.second));
}

bool is_length(std::string_view text, uint64_t& out) {
  constexpr size_t kMostDigits = 18;
  if (text.empty() || text.size() > kMostDigits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// Nothing but one length, or one `chunked`, or neither.
bool read_framing(const Fields& fields, unsigned version, Framing& out) {
  const size_t codings = count_of(fields, http::field::transfer_encoding);
  const size_t lengths = count_of(fields, http::field::content_length);
  if (codings == 0 && lengths == 0) return true;
  if (codings + lengths != 1) return false;
  if (codings == 1) {
    out.kind = Framing::Kind::kChunked;
    return version == 11 &&
           equals_ignoring_case(view(fields[http::field::transfer_encoding]), "chunked");
  }
  out.kind = Framing::Kind::kLength;
  return is_length(view(fields[http::field::content_length]), out.length);
}

// host or host:port, as in a URL: no user, no path, no blanks.
bool is_host(std::string_view text) {
  if (text.empty()) return false;
  size_t end = 0;
  if (text.front() == '[') {
    end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    for (const char c : text.substr(1, end - 1)) {
      if (!std::isxdigit(static_cast<unsigned char>(c)) && c != ':' && c != '.') return false;
    }
    ++end;
  } else {
    const auto is_name = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
    };
    end = static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_name) - text.begin());
    if (end == 0) return false;
  }
  if (end == text.size()) return true;
  const std::string_view port = text.substr(end + 1);
  return text[end] == ':' && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return false;
  return std::all_of(target.begin(), target.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

bool connection_says(const Fields& fields, std::string_view word) {
  const auto range = fields.equal_range(http::field::connection);
  for (auto at = range.first; at != range.second; ++at) {
    for (const auto one : http::token_list(at->value())) {
      if (equals_ignoring_case(view(one), word)) return true;
    }
  }
  return false;
}

bool stays_open(const Fields& fields, unsigned version) {
  if (connection_says(fields, "close")) return false;
  return version == 11 || connection_says(fields, "keep-alive");
}

size_t count_fields(const Fields& fields) {
  return static_cast<size_t>(std::distance(fields.begin(), fields.end()));
}

template <bool is_request, typename Header>
bool parse(std::string_view raw, Header& out) {
  http::parser<is_request, http::empty_body> parser;
  parser.header_limit(static_cast<uint32_t>(raw.size()));
  parser.body_limit(boost::none);
  parser.skip(true);  // the head only: framing is settled here
  beast::error_code error;
  const size_t used = parser.put(boost::asio::buffer(raw.data(), raw.size()), error);
  if (error || used != raw.size() || !parser.is_header_done()) return false;
  out = std::move(parser.release().base());
  return true;
}

Refusal check_request(const RequestHead& head) {
  const Fields& fields = head.fields;
  const unsigned version = head.fields.version();
  if (version != 10 && version != 11) return {505, "the version is not HTTP/1.1 or 1.0"};
  const http::verb verb = head.fields.method();
  if (verb == http::verb::connect || verb == http::verb::trace) {
    return {405, "this method is not served"};
  }
  const bool asterisk = verb == http::verb::options && head.target() == "*";
  if (!asterisk && !is_target(head.target())) {
    return {400, "the target must be a path that begins with /"};
  }
  const size_t hosts = count_of(fields, http::field::host);
  if (hosts > 1 || (hosts == 0 && version == 11)) return {400, "exactly one Host field is needed"};
  if (hosts == 1 && !is_host(head.field(http::field::host))) {
    return {400, "Host is not a host and port"};
  }
  return {};
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

size_t end_of_head(std::string_view text) {
  const size_t at = text.find("\r\n\r\n");
  return at == std::string_view::npos ? 0 : at + 4;
}

std::string_view RequestHead::method() const { return view(fields.method_string()); }
std::string_view RequestHead::target() const { return view(fields.target()); }
std::string_view RequestHead::path() const { return target().substr(0, target().find('?')); }

std::string_view RequestHead::query() const {
  const size_t at = target().find('?');
  return at == std::string_view::npos ? std::string_view() : target().substr(at + 1);
}

std::string_view RequestHead::field(http::field name) const { return view(fields[name]); }

std::string_view RequestHead::field(std::string_view name) const {
  return view(fields[beast::string_view(name.data(), name.size())]);
}

Refusal read_request_head(std::string_view raw, size_t most_fields, RequestHead& out) {
  if (!has_clean_lines(raw)) return {400, "the head has a stray CR, LF or control character"};
  if (!parse<true>(raw, out.fields)) return {400, "the head is not HTTP/1.1"};
  if (count_fields(out.fields) > most_fields) return {431, "too many header fields"};
  if (const Refusal refusal = check_request(out)) return refusal;
  const unsigned version = out.fields.version();
  if (!read_framing(out.fields, version, out.framing)) {
    return {400, "the length of the body must be one Content-Length or one \"chunked\""};
  }
  out.keep_alive = stays_open(out.fields, version);
  const std::string_view expect = out.field(http::field::expect);
  if (expect.empty()) return {};
  if (!equals_ignoring_case(expect, "100-continue") || count_of(out.fields, http::field::expect) > 1)
    return {417, "the only expectation met is 100-continue"};
  out.expects_continue = version == 11;
  return {};
}

bool read_response_head(std::string_view raw, bool to_head, ResponseHead& out) {
  if (!has_clean_lines(raw) || !parse<false>(raw, out.fields)) return false;
  const unsigned version = out.fields.version();
  if (version != 10 && version != 11) return false;
  if (!read_framing(out.fields, version, out.framing)) return false;
  out.keep_alive = stays_open(out.fields, version);
  const unsigned status = out.status();
  if (to_head || status / 100 == 1 || status == 204 || status == 304) {
    out.framing = {};
  } else if (out.framing.kind == Framing::Kind::kNone) {
    out.framing.kind = Framing::Kind::kToEnd;
    out.keep_alive = false;
  }
  return true;
}

HopFields::HopFields(const Fields& fields) {
  const auto range = fields.equal_range(http::field::connection);
  for (auto at = range.first; at != range.second; ++at) {
    for (const auto one : http::token_list(at->value())) named_.push_back(view(one));
  }
}

bool HopFields::contains(const Fields::value_type& field) const {
  switch (field.name()) {
    case http::field::connection:
    case http::field::keep_alive:
    case http::field::proxy_connection:
    case http::field::proxy_authenticate:
    case http::field::proxy_authorization:
    case http::field::te:
    case http::field::trailer:
    case http::field::transfer_encoding:
    case http::field::upgrade:
    case http::field::http2_settings:
      return true;
    default:
      return std::any_of(named_.begin(), named_.end(), [&](std::string_view name) {
        return equals_ignoring_case(name, view(field.name_string()));
      });
  }
}

}  // namespace specgate::proxy
