#include "proxy/admin/query.h"

#include <algorithm>
#include <charconv>

#include "rules/report/escape.h"
#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

namespace specgate::proxy {
namespace {

constexpr int64_t kMostItems = 1000;

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "a%20b+c" -> "a b c"; a % that begins no escape stands for itself.
std::string plain(std::string_view encoded) {
  std::string out;
  for (size_t at = 0; at < encoded.size(); ++at) {
    const char c = encoded[at];
    const int high = c == '%' && at + 2 < encoded.size() ? hex_of(encoded[at + 1]) : -1;
    const int low = high < 0 ? -1 : hex_of(encoded[at + 2]);
    if (low < 0) {
      out += c == '+' ? ' ' : c;
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return {};
  return value;
}

bool read_time(std::string_view text, int64_t& out) {
  std::optional<int64_t> value = whole_number(text);
  if (!value) {
    if (const auto instant = parse_instant(text)) value = instant->ms;
  }
  if (value) out = *value;
  return value.has_value();
}

bool read_outcome(std::string_view text, StoreQuery& out) {
  constexpr Outcome kAll[] = {
#define X(id, name) Outcome::id,
      SPECGATE_OUTCOMES(X)
#undef X
  };
  for (const Outcome outcome : kAll) {
    if (name_of(outcome) == text) out.outcome = outcome;
  }
  return out.outcome.has_value();
}

bool read_flag(std::string_view text, bool& out) {
  out = text == "true" || text == "1";
  return out || text == "false" || text == "0";
}

bool read_limit(std::string_view text, StoreQuery& out) {
  const auto value = whole_number(text);
  if (!value || *value < 1 || *value > kMostItems) return false;
  out.limit = static_cast<size_t>(*value);
  return true;
}

bool read_after(std::string_view text, StoreQuery& out) {
  const auto id = read_id(text);
  if (id) out.after_id = *id;
  return id.has_value();
}

bool take(const std::string& text, std::string& out) {
  out = text;
  return true;
}

struct Parameter {
  std::string_view name;
  std::string_view wanted;  // completes "..., wanted ..."
  bool (*read)(const std::string& text, StoreQuery& out);
};

#define SPECGATE_OUTCOME_NAME(id, name) " " name
constexpr Parameter kParameters[] = {
    {"source", "", [](const std::string& t, StoreQuery& q) { return take(t, q.source); }},
    {"type", "", [](const std::string& t, StoreQuery& q) { return take(t, q.type); }},
    {"event", "", [](const std::string& t, StoreQuery& q) { return take(t, q.name); }},
    {"rule", "", [](const std::string& t, StoreQuery& q) { return take(t, q.rule); }},
    {"messageId", "", [](const std::string& t, StoreQuery& q) { return take(t, q.message_id); }},
    {"outcome", "one of" SPECGATE_OUTCOMES(SPECGATE_OUTCOME_NAME),
     [](const std::string& t, StoreQuery& q) { return read_outcome(t, q); }},
    {"since", "Unix milliseconds or an ISO-8601 time",
     [](const std::string& t, StoreQuery& q) { return read_time(t, q.since_ms); }},
    {"until", "Unix milliseconds or an ISO-8601 time",
     [](const std::string& t, StoreQuery& q) { return read_time(t, q.until_ms); }},
    {"waiting", "true or false",
     [](const std::string& t, StoreQuery& q) { return read_flag(t, q.only_waiting); }},
    {"limit", "a number from 1 to 1000",
     [](const std::string& t, StoreQuery& q) { return read_limit(t, q); }},
    {"after", "the id that \"next\" gave",
     [](const std::string& t, StoreQuery& q) { return read_after(t, q); }},
};
#undef SPECGATE_OUTCOME_NAME
constexpr size_t kParameterCount = std::size(kParameters);

std::string quoted(std::string_view text) {
  std::string out = "\"";
  append_plain(text, 100, out);
  return out + '"';
}

BadParameter read_one(std::string_view pair, uint32_t& seen, StoreQuery& out) {
  const size_t equals = std::min(pair.find('='), pair.size());
  const std::string name = plain(pair.substr(0, equals));
  const std::string value = plain(pair.substr(std::min(equals + 1, pair.size())));
  const auto* parameter = std::ranges::find(kParameters, name, &Parameter::name);
  if (parameter == std::end(kParameters)) return {name, "unknown parameter " + quoted(name)};
  const uint32_t bit = 1U << (parameter - std::begin(kParameters));
  if ((seen & bit) != 0) return {name, name + " stands twice, wanted once"};
  seen |= bit;
  if (parameter->read(value, out)) return {};
  return {name, name + " is " + quoted(value) + ", wanted " + std::string(parameter->wanted)};
}

}  // namespace

BadParameter read_query(std::string_view text, StoreQuery& out) {
  static_assert(kParameterCount <= 32);
  uint32_t seen = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (BadParameter bad = read_one(pair, seen, out); bad.any()) return bad;
  }
  return {};
}

std::optional<int64_t> read_id(std::string_view text) {
  const auto value = whole_number(text);
  return value && *value > 0 ? value : std::nullopt;
}

}  // namespace specgate::proxy
