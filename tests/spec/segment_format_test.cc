#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace specgate {
namespace {

struct FormatCase {
  Format format;
  std::vector<std::string_view> good, bad;
};

const FormatCase kCases[] = {
    {Format::kNone, {"", "anything"}, {}},
    {Format::kDate,
     {"2015-12-10T04:08:31.905Z", "2018-08-23T21:35:02.85860964Z", "1991-08-13",
      "0001-01-01T00:00:00Z", "2020-02-29", "2016-12-31T23:59:60Z", "20150202T003008Z", "20150202",
      "2015-02-02T00:30+05:30", "2015-02-02T00:30:08,5-08", "2015-02-02t00:30:08z",
      "2015-02-02T00:30:08+0530"},
     {"",
      "yesterday",
      "2015-2-02T00:30:08.276Z",
      "2019-02-29",
      "2015-13-01",
      "2015-00-10",
      "2015-01-32",
      "2015-01-01T24:00:00Z",
      "2015-01-01T10:60:00Z",
      "2015-01-01T10:00:61Z",
      "2015-01-01T10:00:00.Z",
      "2015-01-01T",
      "2015-01-01T10",
      "2015-01-01 10:00:00Z",
      "2015-01-01T10:00:00Z ",
      "1420070400000",
      "2020-05-09 23:54:49.209808489 +0000 UTC m=+70366.298768264",
      "2015-0101",
      "201501-01",
      "2015-01-01T10:00:00+5",
      "2015-01-01T10:00:00+05:",
      "2015-01-01Z",
      "Tue Jan 01 2015"}},
    {Format::kEmail,
     {"peter@example.com", "a.b+c@mail.example.co.uk", "jos\u00e9@ex\u00e4mple.de",
      "o'neil@example.org"},
     {"", "@example.com", "peter", "peter@", "peter@example", "peter@example.", "peter@.com",
      "a b@c.de", "a@b@c.de", "peter@10.0.0.1", "peter@-a.com", "react@17.0.2", "peter@a..com"}},
    {Format::kUrl,
     {"http://www.example.com", "https://a.b/c?d=e#f", "file:///tmp/a",
      "chrome-extension://abc/p.html", "//cdn.example.com/a.png", "about:blank",
      "data:image/png;base64,AAAA", "https://a.b/c d"},
     {"", "www.example.com", "example", "http://", "http:// x", "localhost:3000", "not a url: x",
      "://a", "http://a\nb"}},
    {Format::kPath, {"/", "/a/b"}, {"", "a/b", "https://a.b/c"}},
    {Format::kCurrency, {"USD", "EUR"}, {"usd", "US", "DOLLAR", "", "U$D"}},
    {Format::kLocale,
     {"en", "en-US", "en_US", "zh-Hans-CN", "sr-Latn-RS", "es-419", "fil-PH", "de-DE-1996"},
     {"", "e", "english", "en-", "en US", "en--US", "12", "en-USUSUSUSU"}},
    {Format::kIp,
     {"8.8.8.8", "255.255.255.255", "::1", "::", "2001:db8::8a2e:370:7334", "1:2:3:4:5:6:7:8",
      "::ffff:192.0.2.1"},
     {"", "256.1.1.1", "1.2.3", "1.2.3.4.5", "1.2.3.4, 5.6.7.8", "1.2.3.", "1.2.3.4.", ":1",
      "1::2::3", "1:2:3", "12345::", "g::1", "1:2:3:4:5:6:7:8:9", "8.8.8.8:80", "1:"}},
    {Format::kTimezone,
     {"Europe/Amsterdam", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5", "Asia/Kolkata",
      "GMT", "US/Pacific"},
     {"", "PST", "Amsterdam", "+02:00", "Europe", "Europe/", "Europe/New York", "europe/amsterdam",
      "Mars/Olympus"}},
    {Format::kChannel, {"server", "browser", "mobile", "client"}, {"", "web", "Server"}},
};

TEST(Format, AdmitsWhatHasTheShapeAndNothingElse) {
  for (const FormatCase& one : kCases) {
    for (const std::string_view text : one.good) {
      EXPECT_TRUE(matches(one.format, text)) << words_of(one.format) << ": " << text;
    }
    for (const std::string_view text : one.bad) {
      EXPECT_FALSE(matches(one.format, text)) << words_of(one.format) << ": " << text;
    }
  }
}

struct InstantCase {
  std::string_view text;
  int64_t ms;
  bool has_time, has_zone;
};

const InstantCase kInstants[] = {
    {"1970-01-01T00:00:00Z", 0, true, true},
    {"1970-01-01", 0, false, false},
    {"1970-01-01T01:00:00+01:00", 0, true, true},
    {"1969-12-31T19:00:00-0500", 0, true, true},
    {"1970-01-01T05:30+0530", 0, true, true},
    {"2015-12-10T04:08:31.905Z", 1449720511905, true, true},
    {"2015-12-10T04:08:31.905999999Z", 1449720511905, true, true},
    {"2015-12-10T04:08:31.9", 1449720511900, true, false},
    {"20151210T040831Z", 1449720511000, true, true},
    {"2016-12-31T23:59:60Z", 1483228800000, true, true},
    {"0001-01-01T00:00:00Z", -62135596800000, true, true},
    {"0000-01-01T00:00:00Z", -62167219200000, true, true},
    {"9999-12-31T23:59:59Z", 253402300799000, true, true},
};

TEST(Instant, IsUnixTimeInMilliseconds) {
  for (const InstantCase& one : kInstants) {
    const auto instant = parse_instant(one.text);
    ASSERT_TRUE(instant) << one.text;
    EXPECT_EQ(instant->ms, one.ms) << one.text;
    EXPECT_EQ(instant->has_time, one.has_time) << one.text;
    EXPECT_EQ(instant->has_zone, one.has_zone) << one.text;
  }
}

struct PadCase {
  std::string_view text, padded;
};

const PadCase kPads[] = {
    {"2015-2-02T00:30:08.276Z", "2015-02-02T00:30:08.276Z"},
    {"2015-2-2", "2015-02-02"},
    {"2015-2-2T1:3:8.2+5:3", "2015-02-02T01:03:08.2+05:03"},
    {"2015-02-02T0:30:08,7Z", "2015-02-02T00:30:08,7Z"},
    {"2015-02-02T00:30:08.276Z", ""},  // nothing to pad
    {"15-2-02T00:30:08Z", ""},         // whose century?
    {"2015-2-30T00:30:08Z", ""},       // no such day, padded or not
    {"2-2-2015", ""},
    {"1 2 3 4 5 6 7 8 9 1 2 3", ""},
    {"", ""},
    {"yesterday", ""},
};

TEST(Instant, PaddingWritesZerosOnly) {
  for (const PadCase& one : kPads) {
    std::string out(one.text.size() + 8, '?');
    out.resize(pad_instant(one.text, out.data()));
    EXPECT_EQ(out, one.padded) << one.text;
  }
}

TEST(Instant, PaddingOfALongTextTouchesNothing) {
  const std::string text(100000, '1');
  char out[1] = {'?'};
  EXPECT_EQ(pad_instant(text, out), 0u);
  EXPECT_EQ(out[0], '?');
}

}  // namespace
}  // namespace specgate
