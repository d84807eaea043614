#include "spec/catalogue/segment_format.h"

#include <algorithm>
#include <array>

#include "spec/text/ascii.h"
#include "spec/text/timestamp.h"

namespace specgate {
namespace {

constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Letters, digits and `more`, looked up: texts are no pattern that a branch could learn.
class Signs {
 public:
  consteval explicit Signs(std::string_view more) {
    for (size_t i = 0; i < table_.size(); ++i) {
      const char c = static_cast<char>(i);
      table_[i] = is_letter(c) || is_digit(c) || more.find(c) != std::string_view::npos;
    }
  }
  constexpr bool operator()(char c) const { return table_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> table_{};
};
constexpr Signs is_word(""), is_zone_sign("_-+/");

constexpr bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }

template <typename Test>
bool all(std::string_view text, const Test& test) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return test(c); });
}

// Cuts the text before the first of `separators`, one or two, off `rest`.
std::string_view cut(std::string_view& rest, std::string_view separators) {
  size_t at = 0;
  while (at < rest.size() && rest[at] != separators.front() && rest[at] != separators.back()) ++at;
  const std::string_view piece = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return piece;
}

// local@label.label.tld, names in other alphabets included.
bool is_email(std::string_view text) {
  constexpr size_t kLongest = 254;  // RFC 5321
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > kLongest) return false;
  const auto local_sign = [](char c) {
    return is_word(c) || is_wide(c) ||
           std::string_view("!#$%&'*+/=?^_`{|}~.-").find(c) != std::string_view::npos;
  };
  if (!all(text.substr(0, at), local_sign)) return false;
  std::string_view domain = text.substr(at + 1), label;
  if (domain.find('.') == std::string_view::npos || domain.back() == '.') return false;
  while (!domain.empty()) {
    label = cut(domain, ".");
    const auto label_sign = [](char c) { return is_word(c) || is_wide(c) || c == '-'; };
    if (label.empty() || label.front() == '-' || label.back() == '-') return false;
    if (!all(label, label_sign)) return false;
  }
  return label.size() >= 2 && !is_digit(label.front());
}

// scheme:rest, and where the scheme is followed by // a host (or a path, as in file:///).
bool is_url(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](char c) { return is_blank(c) && c != ' '; }))
    return false;
  const bool relative_scheme = text.starts_with("//");
  const size_t colon = relative_scheme ? 0 : text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view scheme = text.substr(0, colon);
  if (!relative_scheme) {
    const auto scheme_sign = [](char c) { return is_word(c) || c == '+' || c == '-' || c == '.'; };
    if (scheme.empty() || !is_letter(scheme[0]) || !all(scheme, scheme_sign)) return false;
    text.remove_prefix(colon + 1);
  }
  constexpr std::array<std::string_view, 6> kWithoutHost = {"about",  "blob", "data",
                                                            "mailto", "tel",  "urn"};
  if (!text.starts_with("//")) {
    return !text.empty() &&
           std::find(kWithoutHost.begin(), kWithoutHost.end(), scheme) != kWithoutHost.end();
  }
  return text.size() > 2 && text[2] != ' ';
}

bool is_path(std::string_view text) { return text.starts_with('/'); }

bool is_currency(std::string_view text) { return text.size() == 3 && all(text, is_capital); }

// BCP 47 in shape, with the underscore that Android and Java write: en, en-US, pt_BR, zh-Hans-CN.
bool is_locale(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && is_letter(text[at])) ++at;
  if (at < 2 || at > 3) return false;
  while (at < text.size()) {
    if (text[at] != '-' && text[at] != '_') return false;
    const size_t begin = ++at;
    while (at < text.size() && is_word(text[at])) ++at;
    if (at == begin || at - begin > 8) return false;
  }
  return true;
}

bool is_ipv4(std::string_view text) {
  int dots = 0, digits = 0, value = 0;  // the last two of the part so far
  for (const char c : text) {
    if (c == '.') {
      if (digits == 0 || ++dots > 3) return false;
      digits = value = 0;
      continue;
    }
    value = value * 10 + (c - '0');
    if (!is_digit(c) || ++digits > 3 || value > 255) return false;
  }
  return dots == 3 && digits > 0;
}

// Groups between colons: 8 of them, or fewer where one :: stands for the rest; the last two may be
// an IPv4 address.
bool is_ipv6(std::string_view text) {
  const auto is_hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  const size_t gap = text.find("::");
  const bool gapped = gap != std::string_view::npos;
  if (gapped && text.find("::", gap + 1) != std::string_view::npos) return false;
  if (text.size() < 2 || (text[0] == ':' && gap != 0)) return false;
  if (text.back() == ':' && gap + 2 != text.size()) return false;
  int groups = 0;
  while (!text.empty()) {
    const bool last = text.find(':') == std::string_view::npos;
    const std::string_view group = cut(text, ":");
    if (group.empty()) continue;  // of the gap
    const bool tail = last && is_ipv4(group);
    if (!tail && (group.size() > 4 || !all(group, is_hex))) return false;
    groups += tail ? 2 : 1;
  }
  return gapped ? groups < 8 : groups == 8;
}

bool is_ip(std::string_view text) { return is_ipv4(text) || is_ipv6(text); }

// The names of tzdata: an area with a place below it (the usual ones first), or one of those that
// stand alone. The places themselves change several times a year, and are not listed.
constexpr std::string_view kAreas[] = {
    "America", "Europe",     "Asia",   "Africa", "Australia", "Pacific", "Atlantic", "Indian",
    "US",      "Antarctica", "Arctic", "Brazil", "Canada",    "Chile",   "Etc",      "Mexico"};
constexpr std::string_view kLoneZones[] = {
    "CET",       "CST6CDT",  "Cuba",    "EET",    "EST",       "EST5EDT", "Egypt",     "Eire",
    "GB",        "GB-Eire",  "GMT",     "GMT+0",  "GMT-0",     "GMT0",    "Greenwich", "HST",
    "Hongkong",  "Iceland",  "Iran",    "Israel", "Jamaica",   "Japan",   "Kwajalein", "Libya",
    "MET",       "MST",      "MST7MDT", "NZ",     "NZ-CHAT",   "Navajo",  "PRC",       "PST8PDT",
    "Poland",    "Portugal", "ROC",     "ROK",    "Singapore", "Turkey",  "UCT",       "UTC",
    "Universal", "W-SU",     "WET",     "Zulu"};

bool is_timezone(std::string_view text) {
  const std::string_view area = cut(text, "/");
  if (area.end() == text.end()) {
    return std::find(std::begin(kLoneZones), std::end(kLoneZones), area) != std::end(kLoneZones);
  }
  return std::find(std::begin(kAreas), std::end(kAreas), area) != std::end(kAreas) &&
         !text.empty() && is_word(text.front()) && is_word(text.back()) && all(text, is_zone_sign);
}

// common.md lists the first three; the samples for partners send the fourth.
constexpr std::string_view kChannels[] = {"server", "browser", "mobile", "client"};

bool is_channel(std::string_view text) {
  return std::find(std::begin(kChannels), std::end(kChannels), text) != std::end(kChannels);
}

bool is_any(std::string_view) { return true; }
bool is_date(std::string_view text) { return parse_instant(text).has_value(); }

// In the order of SPECGATE_FORMATS. Not a switch, which would put all tests into one function: each
// call paid for what the longest of them needs.
constexpr bool (*kTests[])(std::string_view) = {is_any,  is_date,     is_email,  is_url,
                                                is_path, is_currency, is_locale, is_ip,
                                                is_timezone, is_channel};
static_assert(std::size(kTests) == static_cast<size_t>(Format::kChannel) + 1);

}  // namespace

bool matches(Format format, std::string_view text) {
  return kTests[static_cast<size_t>(format)](text);
}

std::string_view words_of(Format format) {
  constexpr std::string_view kWords[] = {
#define X(id, words) words,
      SPECGATE_FORMATS(X)
#undef X
  };
  return kWords[static_cast<size_t>(format)];
}

}  // namespace specgate
