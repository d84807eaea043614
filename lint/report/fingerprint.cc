// Format, hashed: version NUL rule NUL file NUL pointer NUL type NUL event name NUL number, the
// number in decimal from 0. It is stored by others: a change of it is a new version, here and in
// SARIF's property name.
#include "lint/report/fingerprint.h"

#include "rules/run/stable_hash.h"

namespace specgate {
namespace {

constexpr std::string_view kVersion = "1";

void add_fact(std::string_view fact, std::string& out) {
  out += fact;
  out += '\0';
}

}  // namespace

uint64_t Fingerprints::of(std::string_view file, const Finding& finding) {
  facts_.clear();
  add_fact(kVersion, facts_);
  add_fact(finding.rule->name, facts_);  // not the id: those of own rules count from the first
  add_fact(file, facts_);
  add_fact(finding.pointer, facts_);
  add_fact(finding.type, facts_);
  add_fact(finding.event_name, facts_);
  if (seen_.empty()) seen_.resize(kCounters);
  uint32_t& seen = seen_[stable_hash(facts_) % kCounters];
  facts_ += std::to_string(seen++);
  return stable_hash(facts_);
}

std::string fingerprint_text(uint64_t fingerprint) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t at = text.size(); at-- > 0; fingerprint >>= 4) text[at] = kDigits[fingerprint & 0xF];
  return text;
}

}  // namespace specgate
