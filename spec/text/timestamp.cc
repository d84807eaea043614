// Dates and times: parse_instant and pad_instant of spec/catalogue/segment_format.h.
//
//   date  YYYY-MM-DD | YYYYMMDD
//   time  hh:mm[:ss[.f+]] | hhmm[ss[.f+]]      in the form of its date; a comma may stand for the
//   point zone  Z | +hh:mm | +hhmm | +hh all   date [ T time [ zone ] ]
#include <bit>
#include <chrono>
#include <cstring>

#include "spec/text/timestamp.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

// What is left to read. Each step says whether what it wanted stood there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool next_is(char c) const { return !rest_.empty() && rest_[0] == c; }

  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool digits(size_t count, unsigned least, unsigned most, unsigned& out) {
    if (rest_.size() < count) return false;
    out = 0;
    for (size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return false;
      out = out * 10 + static_cast<unsigned>(rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return out >= least && out <= most;
  }

  // One or more digits after the point; those past the millisecond count for nothing.
  bool fraction(unsigned& ms) {
    unsigned worth = 100;
    ms = 0;
    if (rest_.empty() || !is_digit(rest_[0])) return false;
    for (; !rest_.empty() && is_digit(rest_[0]); rest_.remove_prefix(1), worth /= 10) {
      ms += worth * static_cast<unsigned>(rest_[0] - '0');
    }
    return true;
  }

 private:
  std::string_view rest_;
};

constexpr int64_t kMinute = 60 * 1000;
constexpr int64_t kHour = 60 * kMinute;

bool read_date(Reader& in, bool& extended, int64_t& ms) {
  unsigned year = 0, month = 0, day = 0;
  if (!in.digits(4, 0, 9999, year)) return false;
  extended = in.take('-');
  if (!in.digits(2, 1, 12, month) || in.take('-') != extended || !in.digits(2, 1, 31, day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return false;
  ms = int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * 24 * kHour;
  return true;
}

bool read_time(Reader& in, bool extended, int64_t& ms) {
  unsigned hour = 0, minute = 0, second = 0, thousandth = 0;
  if (!in.digits(2, 0, 23, hour)) return false;
  if (extended && !in.take(':')) return false;
  if (!in.digits(2, 0, 59, minute)) return false;
  const bool zone_follows =
      in.next_is('Z') || in.next_is('z') || in.next_is('+') || in.next_is('-');
  if (!in.done() && !zone_follows) {
    if (extended && !in.take(':')) return false;
    if (!in.digits(2, 0, 60, second)) return false;
    if ((in.take('.') || in.take(',')) && !in.fraction(thousandth)) return false;
  }
  ms += hour * kHour + minute * kMinute + int64_t{second} * 1000 + thousandth;
  return true;
}

bool read_zone(Reader& in, int64_t& ms) {
  if (in.take('Z') || in.take('z')) return true;
  const bool west = in.take('-');
  if (!west && !in.take('+')) return false;
  unsigned hour = 0, minute = 0;
  if (!in.digits(2, 0, 23, hour)) return false;
  const bool colon = in.take(':');
  if ((colon || !in.done()) && !in.digits(2, 0, 59, minute)) return false;
  const int64_t offset = hour * kHour + minute * kMinute;
  ms += west ? offset : -offset;
  return true;
}

// Eight bytes of a fixed form, compared at once: "dd:dd" is two digits, a colon and two digits.
class Shape {
 public:
  consteval explicit Shape(std::string_view form) {
    for (size_t i = 0; i < 8; ++i) {
      const bool digit = form[i] == 'd';
      form_ |= uint64_t{static_cast<unsigned char>(digit ? '0' : form[i])} << (8 * i);
      slack_ |= uint64_t{digit ? 0x7fu - 9 : 0x7fu} << (8 * i);
    }
  }

  // The bytes less the form's: digits are their values, signs nothing. `bad` gets a bit where a byte
  // does not fit: added to its slack, it passes 0x7f.
  uint64_t read(const char* text, uint64_t& bad) const {
    constexpr uint64_t kTops = 0x8080808080808080;
    uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    bytes ^= form_;
    bad |= (((bytes & ~kTops) + slack_) | bytes) & kTops;
    return bytes;
  }

 private:
  uint64_t form_ = 0, slack_ = 0;
};

// The number of the two digits at `at` among what Shape::read() gave.
unsigned two(uint64_t digits, size_t at) {
  return static_cast<unsigned>((digits * 10 + (digits >> 8)) >> (8 * at)) & 0xff;
}

// The form that every SDK writes, read without a step by step: 2015-12-10T04:08:31Z, with or without
// three digits after the point. False: it is another form, and left to the reader.
bool read_usual(std::string_view text, std::optional<Instant>& out) {
  if constexpr (std::endian::native != std::endian::little) return false;
  constexpr Shape kDate("dddd-dd-"), kMiddle("ddTdd:dd"), kEnd(":dd.dddZ"), kShortEnd("d:dd:ddZ");
  constexpr size_t kShort = 20, kLong = 24;
  if (text.size() != kShort && text.size() != kLong) return false;
  const bool whole = text.size() == kLong;
  uint64_t bad = 0;
  const uint64_t head = kDate.read(text.data(), bad), middle = kMiddle.read(text.data() + 8, bad);
  const uint64_t tail = (whole ? kEnd : kShortEnd).read(text.data() + text.size() - 8, bad);
  if (bad != 0) return false;
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(two(head, 0) * 100 + two(head, 2))),
      std::chrono::month(two(head, 5)), std::chrono::day(two(middle, 0))};
  const unsigned hour = two(middle, 3), minute = two(middle, 6), second = two(tail, whole ? 1 : 5);
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return true;
  const unsigned ms = whole ? two(tail, 4) * 10 + (tail >> 48 & 0xff) : 0;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  out = {days * 24 * kHour + hour * kHour + minute * kMinute + int64_t{second} * 1000 + ms, true,
         true};
  return true;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (std::optional<Instant> usual; read_usual(text, usual)) return usual;
  Reader in(text);
  Instant out;
  bool extended = true;
  if (!read_date(in, extended, out.ms)) return std::nullopt;
  if (in.done()) return out;
  if (!in.take('T') && !in.take('t')) return std::nullopt;
  if (!read_time(in, extended, out.ms)) return std::nullopt;
  out.has_time = true;
  if (in.done()) return out;
  if (!read_zone(in, out.ms) || !in.done()) return std::nullopt;
  out.has_zone = true;
  return out;
}

size_t pad_instant(std::string_view text, char* out) {
  constexpr size_t kLongest = 64;   // no date is longer; a longer text is none
  constexpr size_t kMostZeros = 8;  // what the caller's buffer has room for
  if (text.size() > kLongest || parse_instant(text)) return 0;
  size_t size = 0, zeros = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = is_digit(text[i]) && (i == 0 || !is_digit(text[i - 1]));
    const bool alone = starts && (i + 1 == text.size() || !is_digit(text[i + 1]));
    const bool fraction = i > 0 && (text[i - 1] == '.' || text[i - 1] == ',');
    if (alone && i > 0 && !fraction) {  // i > 0: a year is never guessed
      if (++zeros > kMostZeros) return 0;
      out[size++] = '0';
    }
    out[size++] = text[i];
  }
  return zeros != 0 && parse_instant({out, size}) ? size : 0;
}

}  // namespace specgate
