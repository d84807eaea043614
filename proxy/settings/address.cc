// Texts of addresses: origins to connect to, addresses to listen at, networks of clients.
//
// A message is the second half of a sentence, so that a key can stand before it: `"ftp://x", wanted
// http:// or https://`. A text that may hold a password is not repeated.
#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "proxy/settings/settings.h"
#include "spec/text/ascii.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kOriginForm = "http[s]://HOST[:PORT][/PREFIX]";
constexpr std::string_view kListenForm =
    "an IP address and a port such as 127.0.0.1:8080 or [::1]:8080";
constexpr std::string_view kNetworkForm =
    "an address or a network such as 10.0.0.0/8 or 2001:db8::/32";

Problem not_this(std::string_view text, std::string_view wanted) {
  return {{}, 0, 0, "\"" + std::string(text) + "\", wanted " + std::string(wanted)};
}

bool is_v4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_v6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

template <typename T>
std::optional<T> number_in(std::string_view text) {
  T number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_lower(c);
  return out;
}

// A name or an IPv4 address. What looks like an address must be one: no 1.2.3, no 0x7f.1.
bool is_host(const std::string& text) {
  const auto of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  if (text.empty() || text.size() > 253 || text[0] == '.' || text[0] == '-') return false;
  if (!std::all_of(text.begin(), text.end(), of_name)) return false;
  const std::string last = text.substr(text.rfind('.') + 1);
  const bool named = !last.empty() && (last[0] < '0' || last[0] > '9');
  return named || text.back() == '.' || is_v4(text);
}

struct Authority {
  std::string host, port;  // port empty: none
  bool bracketed = false;
};

// "HOST", "HOST:PORT" or "[V6]:PORT".
std::optional<Authority> authority_in(std::string_view text) {
  Authority out;
  if (text.starts_with('[')) {
    const size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    out.bracketed = true;
    out.host = lowered(text.substr(1, close - 1));
    text.remove_prefix(close + 1);
    if (!text.empty() && text[0] != ':') return std::nullopt;
  } else {
    const size_t colon = text.rfind(':');
    out.host = lowered(text.substr(0, colon));
    text = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  }
  if (text == ":") return std::nullopt;
  if (!text.empty()) out.port = text.substr(1);
  if (out.bracketed ? !is_v6(out.host) : out.host.empty()) return std::nullopt;
  return out;
}

// Bytes that may stand in a path as it goes over the wire.
bool is_path(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7f && c != '\\' && c != '"';
  });
  return plain && text.find("/../") == std::string_view::npos && !text.ends_with("/..") &&
         text.find("//") == std::string_view::npos;
}

// Why the URL is refused without being shown; empty: it may be.
std::string_view not_repeated(std::string_view url) {
  if (url.find('@') != std::string_view::npos) {
    return "a URL with a user or a password in it, wanted one without";
  }
  if (url.find_first_of("?#") == std::string_view::npos) return {};
  return "a URL with a query or a fragment in it, wanted one without";
}

}  // namespace

Result<Origin> parse_origin(std::string_view url) {
  const std::string_view hidden = not_repeated(url);
  if (!hidden.empty()) return Problem{{}, 0, 0, std::string(hidden)};
  const std::string scheme = lowered(url.substr(0, url.find("://")));
  if (scheme.size() == url.size() || (scheme != "http" && scheme != "https")) {
    return not_this(url, "http:// or https://");
  }
  const std::string_view rest = url.substr(scheme.size() + 3);
  const size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view prefix = rest.substr(slash);
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  const auto where = authority_in(rest.substr(0, slash));
  if (!where || !is_path(prefix)) return not_this(url, kOriginForm);
  if (!where->bracketed && where->host.find(':') != std::string::npos) {
    return not_this(url, "brackets around an IPv6 address");
  }
  if (!where->bracketed && !is_host(where->host)) return not_this(url, kOriginForm);
  Origin out{where->host, 0, scheme == "https", std::string(prefix)};
  out.port = out.tls ? 443 : 80;
  if (!where->port.empty()) out.port = number_in<uint16_t>(where->port).value_or(0);
  if (out.port == 0) return not_this(url, "a port from 1 to 65535");
  return out;
}

Result<Origin> parse_listen(std::string_view address) {
  auto where = authority_in(address);
  if (!where) return not_this(address, kListenForm);
  if (where->host == "localhost") where->host = "127.0.0.1";
  const auto port = number_in<uint16_t>(where->port);
  if (!port || (!where->bracketed && !is_v4(where->host))) return not_this(address, kListenForm);
  return Origin{where->host, *port, false, {}};
}

Result<Cidr> parse_cidr(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  Cidr out;
  out.text = text;
  out.v6 = is_v6(address);
  if (inet_pton(out.v6 ? AF_INET6 : AF_INET, address.c_str(), out.address.data()) != 1) {
    return not_this(text, kNetworkForm);
  }
  const unsigned most = out.v6 ? 128 : 32;
  const auto bits =
      slash == std::string_view::npos ? most : number_in<unsigned>(text.substr(slash + 1));
  if (!bits || *bits > most) {
    return not_this(text, "a prefix length from 0 to " + std::to_string(most));
  }
  out.bits = *bits;
  const auto given = out.address;
  for (unsigned bit = out.bits; bit < most; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    out.address[bit / 8] = static_cast<uint8_t>(out.address[bit / 8] & ~mask);
  }
  if (out.address == given) return out;
  // 10.1.2.3/8 is a slip of either half: which one, nobody but the operator knows.
  char network[INET6_ADDRSTRLEN] = {};
  inet_ntop(out.v6 ? AF_INET6 : AF_INET, out.address.data(), network, sizeof network);
  return not_this(text, std::string(network) + "/" + std::to_string(out.bits));
}

}  // namespace specgate::proxy
