#include "lint/plan/infer/text_evidence.h"

#include <algorithm>
#include <iterator>

#include "spec/schema/format.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

// The formats that a plan is given, by bit.
constexpr SchemaFormat kFormats[] = {
    SchemaFormat::kDateTime, SchemaFormat::kDate, SchemaFormat::kEmail, SchemaFormat::kUri,
    SchemaFormat::kUuid,     SchemaFormat::kIpv4, SchemaFormat::kIpv6};
constexpr std::string_view kNames[] = {"date-time", "date", "email", "uri", "uuid", "ipv4", "ipv6"};
static_assert(std::size(kFormats) == std::size(kNames) && std::size(kFormats) == 7);

// What some reader of a plan refuses is not promised: gojsonschema takes no uuid in capitals, no small t and z
// and no leap second (measured: 1.2.0; findings/two-validators-of-one-date-time.sh).
bool is_for_all(SchemaFormat format, std::string_view text) {
  const auto holds = [&](std::string_view letters) { return text.find_first_of(letters) != std::string_view::npos; };
  if (format == SchemaFormat::kUuid) return !holds("ABCDEF");
  if (format != SchemaFormat::kDateTime) return true;
  return !holds("tz") && text.find(":60") == std::string_view::npos;
}

// RFC 3986 has a URI in every word before a colon; only those with a host are meant.
bool is_of(SchemaFormat format, std::string_view text) {
  if (format == SchemaFormat::kUri && text.find("://") == std::string_view::npos) return false;
  return matches(format, text) && is_for_all(format, text);
}

// A word or a few that somebody chose from a list, not typed: "Premium", "credit_card", "in store".
bool is_label(std::string_view text) {
  constexpr size_t kLongest = 40;
  constexpr int kMostBlanks = 3, kMostDigits = 3;
  if (text.empty() || text.size() > kLongest) return false;
  int blanks = 0, digits = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '@' || c == 0x7f) return false;
    blanks += c == ' ' ? 1 : 0;
    digits += is_digit(c) ? 1 : 0;
  }
  return blanks <= kMostBlanks && digits <= kMostDigits && !is_digit(text.front());
}

}  // namespace

void TextEvidence::close(MemoryBudget& room) {
  closed_ = true;
  room.give(values_.size());
  values_.clear();
}

void TextEvidence::take(std::string_view text, MemoryBudget& room) {
  ++count_;
  for (size_t i = 0; formats_ >> i != 0; ++i) {
    const auto bit = static_cast<uint8_t>(1U << i);
    if ((formats_ & bit) != 0 && !is_of(kFormats[i], text)) {
      formats_ = static_cast<uint8_t>(formats_ & ~bit);
    }
  }
  if (closed_) return;
  if (is_label(text)) return keep(text, 1, room);
  close(room);
}

void TextEvidence::keep(std::string_view text, uint64_t times, MemoryBudget& room) {
  if (const auto known = values_.find(text); known != values_.end()) {
    known->second += times;
    return;
  }
  if (values_.size() == kMostValues || !room.take()) return close(room);
  values_.emplace(text, times);
}

void TextEvidence::add(const TextEvidence& other, MemoryBudget& room) {
  count_ += other.count_;
  formats_ &= other.formats_;
  if (other.closed_ && !closed_) close(room);
  for (const auto& [text, times] : other.values_) {
    if (closed_) return;
    keep(text, times, room);
  }
}

std::string_view TextEvidence::format() const {
  if (count_ == 0 || formats_ == 0) return {};
  size_t bit = 0;
  while ((formats_ >> bit & 1U) == 0) ++bit;
  return kNames[bit];
}

}  // namespace specgate
