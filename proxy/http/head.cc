#include "proxy/http/head.h"

#include <algorithm>
#include <bit>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

#include "proxy/http/framing.h"
#include "proxy/http/sender_fields.h"

namespace specgate::proxy {
namespace {

namespace beast = boost::beast;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// The first control character (below 0x20, or 0x7f) at or after `i`; size() where there is none.
// Eight bytes at once: a byte below 0x20 borrows from its highest bit, 0x7f is one that is 0 when
// turned over. A borrow can mark a byte above it as well, never one below: the lowest mark is right.
size_t find_control(std::string_view raw, size_t i) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  if constexpr (std::endian::native == std::endian::little) {
    for (; i + 8 <= raw.size(); i += 8) {
      uint64_t word;
      std::memcpy(&word, raw.data() + i, sizeof word);
      const uint64_t turned = word ^ (kOnes * 0x7f);
      const uint64_t marks =
          (((word - kOnes * 0x20) & ~word) | ((turned - kOnes) & ~turned)) & kHighs;
      if (marks != 0) return i + static_cast<size_t>(std::countr_zero(marks)) / 8;
    }
  }
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  while (i < raw.size() && !is_control(static_cast<unsigned char>(raw[i]))) ++i;
  return i;
}

// Every line ends in CR LF, none continues the one before, and no other control character but a tab
// stands anywhere.
bool has_clean_lines(std::string_view raw) {
  for (size_t i = find_control(raw, 0); i < raw.size(); i = find_control(raw, i)) {
    if (raw[i] == '\t') {
      ++i;
    } else {
      if (raw.substr(i, 2) != "\r\n") return false;
      i += 2;
      if (i < raw.size() && (raw[i] == ' ' || raw[i] == '\t')) return false;
    }
  }
  return true;
}

// Does a name become one of those that this hop decides, when "_" is read as "-"?
bool imitates_hop_field(std::string_view name) {
  std::string dashed(name);
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  const http::field id = http::string_to_field({dashed.data(), dashed.size()});
  return id == http::field::content_length || is_of_connection(id);
}

// Beast's grammar, our memory: it tells what it reads, and the views go where they are wanted.
template <bool is_request, typename Head>
class HeadParser : public http::basic_parser<is_request> {
 public:
  explicit HeadParser(Head& head) : head_(head) {}

 private:
  using Text = beast::string_view;
  using Code = beast::error_code;

  void on_request_impl(http::verb verb, Text method, Text target, int version, Code&) override {
    if constexpr (is_request) {
      head_.verb = verb;
      head_.method = view(method);
      head_.target = view(target);
      head_.version = static_cast<unsigned>(version);
    }
  }
  void on_response_impl(int status, Text reason, int version, Code&) override {
    if constexpr (!is_request) {
      head_.status = static_cast<unsigned>(status);
      head_.reason = view(reason);
      head_.version = static_cast<unsigned>(version);
    }
  }
  void on_field_impl(http::field id, Text name, Text value, Code&) override {
    if (id == http::field::unknown && is_left_out(view(name))) return head_.fields.leave_out();
    head_.fields.add({id, view(name), view(value)});
  }
  // No name that Beast knows has a "_".
  static bool is_left_out(std::string_view name) {
    if (name.find('_') == std::string_view::npos) return false;
    return is_request || imitates_hop_field(name);
  }
  void on_header_impl(Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(Text body, Code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) override { return body.size(); }
  void on_finish_impl(Code&) override {}

  Head& head_;
};

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

// The bytes of "http://" that the target begins with; 0: it is in no absolute form.
size_t scheme_of(std::string_view target) {
  constexpr std::string_view kSchemes[] = {"http://", "https://"};
  for (const std::string_view scheme : kSchemes) {
    if (equals_ignoring_case(target.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  return 0;
}

// "http://host:80/path?query" becomes "/path?query", and its authority the Host.
bool take_absolute_form(RequestHead& head) {
  const size_t scheme = scheme_of(head.target);
  if (scheme == 0) return false;
  const std::string_view rest = head.target.substr(scheme);
  const size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  head.target = rest.substr(end);
  if (head.target.empty()) {
    head.target = head.verb == http::verb::options ? "*" : "/";  // RFC 9112 3.2.4
  } else if (head.target.front() != '/') {
    head.own_target = '/';
    head.target = head.own_target.append(head.target);
  }
  head.fields.set({http::field::host, "Host", rest.substr(0, end)});
  return true;
}

bool stays_open(const Fields& fields, unsigned version) {
  if (!fields.contains(http::field::connection)) return version == 11;
  if (fields.lists(http::field::connection, "close")) return false;
  return version == 11 || fields.lists(http::field::connection, "keep-alive");
}

template <bool is_request, typename Head>
beast::error_code parse_text(Head& out) {
  HeadParser<is_request, Head> parser(out);
  parser.header_limit(static_cast<uint32_t>(out.text.size()));
  parser.body_limit(boost::none);
  parser.skip(true);  // the head only: framing is settled here
  beast::error_code error;
  const size_t used = parser.put(boost::asio::buffer(out.text.data(), out.text.size()), error);
  const bool whole = used == out.text.size() && parser.is_header_done();
  return error || whole ? error : make_error_code(http::error::partial_message);
}

template <bool is_request, typename Head>
bool parse(std::string_view raw, Head& out) {
  out.text.assign(raw);
  const beast::error_code error = parse_text<is_request>(out);
  const bool odd_length = is_request && error == http::error::bad_content_length;
  if (!odd_length || !shorten_lengths(out.text)) return !error;
  out.clear();
  return !parse_text<is_request>(out);
}

// None at all is in the Host of a target that has an authority of its own: that counts (RFC 9112 3.2.2).
Refusal check_host(const RequestHead& head) {
  const size_t hosts = head.fields.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version == 11)) {
    return {400, "exactly one Host field is needed"};
  }
  const std::string_view host = head.fields[http::field::host];
  if (hosts == 0 || is_host(host) || (host.empty() && scheme_of(head.target) != 0)) return {};
  return {400, "Host is not a host and port"};
}

// Nothing but origin-form, and what has been turned into it; `*` belongs to OPTIONS.
Refusal check_target(const RequestHead& head) {
  const bool asterisk = head.verb == http::verb::options && head.target == "*";
  if (asterisk || is_target(head.target)) return {};
  return {400, "the target must be a path that begins with /, or an http URL"};
}

Refusal check_request(RequestHead& head) {
  if (head.version != 10 && head.version != 11) {
    return {505, "the version is not HTTP/1.1 or 1.0"};
  }
  if (head.verb == http::verb::connect || head.verb == http::verb::trace) {
    return {405, "this method is not served"};
  }
  if (const Refusal refusal = check_host(head)) return refusal;
  if (const Refusal refusal = check_sender(head.fields)) return refusal;
  if (head.target.starts_with('/') || !take_absolute_form(head)) return check_target(head);
  const Refusal refusal = check_target(head);
  return refusal ? refusal : check_host(head);
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

size_t end_of_head(std::string_view text) {
  const size_t at = text.find("\r\n\r\n");
  return at == std::string_view::npos ? 0 : at + 4;
}

void Fields::set(const Field& field) {
  const auto same = [&](const Field& one) { return one.id == field.id; };
  const auto first = std::find_if(all_.begin(), all_.end(), same);
  if (first == all_.end()) return add(field);
  first->value = field.value;
  all_.erase(std::remove_if(first + 1, all_.end(), same), all_.end());
}

std::string_view Fields::operator[](http::field id) const {
  const auto found =
      std::find_if(begin(), end(), [id](const Field& field) { return field.id == id; });
  return found == end() ? std::string_view() : found->value;
}

std::string_view Fields::operator[](std::string_view name) const {
  const auto found = std::find_if(begin(), end(), [name](const Field& field) {
    return equals_ignoring_case(field.name, name);
  });
  return found == end() ? std::string_view() : found->value;
}

size_t Fields::count(http::field id) const {
  return static_cast<size_t>(
      std::count_if(begin(), end(), [id](const Field& field) { return field.id == id; }));
}

bool Fields::lists(http::field id, std::string_view word) const {
  bool found = false;
  for (const Field& field : all_) {
    if (field.id != id) continue;
    each_in_list(field.value,
                 [&](std::string_view one) { found = found || equals_ignoring_case(one, word); });
  }
  return found;
}

std::string_view RequestHead::query() const {
  const size_t at = target.find('?');
  return at == std::string_view::npos ? std::string_view() : target.substr(at + 1);
}

void RequestHead::clear() {
  method = target = {};
  own_target.clear();
  verb = http::verb::unknown;
  version = 11;
  fields.clear();
  framing = {};
  keep_alive = true;
  expects_continue = false;
}

void ResponseHead::clear() {
  reason = {};
  status = 0;
  version = 11;
  fields.clear();
  framing = {};
  keep_alive = true;
  to_head = believed = false;
}

Refusal read_request_head(std::string_view raw, size_t most_fields, RequestHead& out) {
  if (!has_clean_lines(raw)) return {400, "the head has a stray CR, LF or control character"};
  if (!parse<true>(raw, out)) return {400, "the head is not HTTP/1.1"};
  if (out.fields.size() + out.fields.left_out() > most_fields) return {431, "too many header fields"};
  if (const Refusal refusal = check_request(out)) return refusal;
  if (!read_framing(out.fields, out.version, out.framing)) {
    return {400, "the length of the body must be one Content-Length or one \"chunked\""};
  }
  if (out.framing.length >= kMostLength) return {400, "the body is larger than any limit"};
  out.keep_alive = stays_open(out.fields, out.version);
  const std::string_view expect = out.fields[http::field::expect];
  if (expect.empty()) return {};
  if (!equals_ignoring_case(expect, "100-continue") || out.fields.count(http::field::expect) > 1)
    return {417, "the only expectation met is 100-continue"};
  out.expects_continue = out.version == 11;
  return {};
}

bool read_response_head(std::string_view raw, bool to_head, ResponseHead& out) {
  if (out.believed && out.to_head == to_head && out.text == raw) return true;
  out.clear();
  if (!has_clean_lines(raw) || !parse<false>(raw, out)) return false;
  if (out.version != 10 && out.version != 11) return false;
  if (out.status < 100 || out.status > 599) return false;  // RFC 9110 15
  if (!unite_lengths(out.fields)) return false;
  if (!read_framing(out.fields, out.version, out.framing) || out.framing.length >= kMostLength) return false;
  out.keep_alive = stays_open(out.fields, out.version);
  if (to_head || out.status / 100 == 1 || out.status == 204 || out.status == 304) {
    out.framing = {};
  } else if (out.framing.kind == Framing::Kind::kNone) {
    out.framing.kind = Framing::Kind::kToEnd;
    out.keep_alive = false;
  }
  out.to_head = to_head;
  out.believed = true;
  return true;
}

HopFields::HopFields(const Fields& fields) {
  for (const Field& field : fields) {
    if (field.id != http::field::connection) continue;
    each_in_list(field.value, [this](std::string_view one) { named_.push_back(one); });
  }
}

bool is_of_connection(http::field id) {
  switch (id) {
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
      return false;
  }
}

bool HopFields::contains(const Field& field) const {
  return is_of_connection(field.id) ||
         std::ranges::any_of(named_, [&](std::string_view name) {
           return equals_ignoring_case(name, field.name);
         });
}

}  // namespace specgate::proxy
