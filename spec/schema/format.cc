#include "spec/schema/format.h"

#include "spec/schema/byte_sets.h"
#include "spec/schema/format_host.h"
#include "spec/schema/format_uri.h"
#include "spec/text/pattern.h"

namespace specgate {
namespace {

constexpr std::string_view kNames[] = {
#define X(id, name, words) name,
    SPECGATE_SCHEMA_FORMATS(X)
#undef X
};
constexpr std::string_view kWords[] = {
#define X(id, name, words) words,
    SPECGATE_SCHEMA_FORMATS(X)
#undef X
};

// Two digits up to `most`, or -1.
int two_digits(std::string_view text, int most) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return -1;
  const int out = (text[0] - '0') * 10 + (text[1] - '0');
  return out <= most ? out : -1;
}

bool is_date(std::string_view text) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int century = two_digits(text, 99), year = two_digits(text.substr(2), 99);
  const int month = two_digits(text.substr(5), 12), day = two_digits(text.substr(8), 31);
  if (century < 0 || year < 0 || month < 1 || day < 1) return false;
  const bool leap = year == 0 ? century % 4 == 0 : year % 4 == 0;
  return day <= kDays[month - 1] + int{month == 2 && leap};
}

// Minutes east of UTC of "Z" or "+01:30".
std::optional<int> zone_of(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = two_digits(text.substr(1), 23), minutes = two_digits(text.substr(4), 59);
  if (hours < 0 || minutes < 0) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// A leap second ends the day in UTC.
bool is_time(std::string_view text) {
  constexpr int kDay = 24 * 60;
  if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
  const int hour = two_digits(text, 23), minute = two_digits(text.substr(3), 59);
  const int second = two_digits(text.substr(6), 60);
  if (hour < 0 || minute < 0 || second < 0) return false;
  text.remove_prefix(8);
  if (text[0] == '.') {
    size_t digits = 1;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == 1) return false;
    text.remove_prefix(digits);
  }
  const std::optional<int> zone = zone_of(text);
  if (!zone) return false;
  return second < 60 || (hour * 60 + minute - *zone + 2 * kDay) % kDay == kDay - 1;
}

bool is_date_time(std::string_view text) {
  return text.size() > 11 && is_date(text.substr(0, 10)) && (text[10] == 'T' || text[10] == 't') &&
         is_time(text.substr(11));
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

}  // namespace

std::optional<SchemaFormat> schema_format_of(std::string_view name, FormatReading reading) {
  if (name.empty()) return std::nullopt;
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return std::nullopt;
  const auto format = static_cast<SchemaFormat>(found - std::begin(kNames));
  const bool loose = format == SchemaFormat::kDateTime && reading == FormatReading::kSegment;
  return loose ? SchemaFormat::kSegmentDateTime : format;
}

std::string_view words_of(SchemaFormat format) { return kWords[static_cast<size_t>(format)]; }

bool matches(SchemaFormat format, std::string_view text) {
  switch (format) {
    case SchemaFormat::kDate:
      return is_date(text);
    case SchemaFormat::kTime:
      return is_time(text);
    case SchemaFormat::kDateTime:
      return is_date_time(text);
    case SchemaFormat::kEmail:
      return is_mailbox(text, MailSigns::kAscii);
    case SchemaFormat::kIdnEmail:
      return is_mailbox(text, MailSigns::kWide);
    case SchemaFormat::kHostname:
      return is_host_name(text);
    case SchemaFormat::kIpv4:
      return is_ipv4_address(text);
    case SchemaFormat::kIpv6:
      return is_ipv6_address(text);
    case SchemaFormat::kUri:
      return is_uri(text, UriSigns::kAscii);
    case SchemaFormat::kUriReference:
      return is_uri_reference(text, UriSigns::kAscii);
    case SchemaFormat::kIri:
      return is_uri(text, UriSigns::kWide);
    case SchemaFormat::kIriReference:
      return is_uri_reference(text, UriSigns::kWide);
    case SchemaFormat::kUriTemplate:
      return is_uri_template(text);
    case SchemaFormat::kUuid:
      return is_uuid(text);
    case SchemaFormat::kJsonPointer:
      return is_json_pointer(text);
    case SchemaFormat::kRelativeJsonPointer:
      return is_relative_json_pointer(text);
    case SchemaFormat::kSegmentDateTime:
      return is_date_time(text) || is_date(text);
    case SchemaFormat::kRegex:
      return static_cast<bool>(Pattern::compile(text));
  }
  return true;
}

}  // namespace specgate
