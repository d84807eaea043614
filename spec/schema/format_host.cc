#include "spec/schema/format_host.h"

#include "spec/schema/byte_sets.h"
#include "spec/schema/idna.h"

namespace specgate {
namespace {

constexpr size_t kLongestLabel = 63, kLongestName = 253;     // RFC 1035, 2.3.4, without the root
constexpr size_t kLongestLocal = 64, kLongestMailbox = 254;  // RFC 5321, 4.5.3.1
constexpr Signs is_label_sign("-"), is_atom_sign("!#$%&'*+-/=?^_`{|}~");

bool is_label(std::string_view label, MailSigns signs) {
  const auto fits = [&](char c) {
    return is_label_sign(c) || (signs == MailSigns::kWide && is_wide(c));
  };
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' && all(label, fits);
}

// Labels with dots between them. No A-label is looked into.
bool is_domain(std::string_view text, MailSigns signs) {
  if (text.empty() || text.back() == '.' || text.size() > kLongestName) return false;
  while (!text.empty()) {
    if (!is_label(cut_at('.', text), signs)) return false;
  }
  return true;
}

bool is_quoted_local(std::string_view text, MailSigns signs) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  text = text.substr(1, text.size() - 2);
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_wide(text[i]) && signs == MailSigns::kWide) continue;
    if (text[i] == '\\' && ++i == text.size()) return false;
    const bool escaped = i > 0 && text[i - 1] == '\\';
    if (text[i] < ' ' || text[i] > '~' || (text[i] == '"' && !escaped)) return false;
  }
  return true;
}

bool is_dotted_local(std::string_view text, MailSigns signs) {
  if (text.empty() || text.back() == '.') return false;
  const auto fits = [&](char c) {
    return is_atom_sign(c) || (signs == MailSigns::kWide && is_wide(c));
  };
  while (!text.empty()) {
    const std::string_view atom = cut_at('.', text);
    if (atom.empty() || !all(atom, fits)) return false;
  }
  return true;
}

// [127.0.0.1] or [IPv6:::1]
bool is_address_literal(std::string_view text) {
  constexpr std::string_view kSix = "IPv6:";
  if (!text.starts_with('[') || !text.ends_with(']')) return false;
  text = text.substr(1, text.size() - 2);
  if (!text.starts_with(kSix)) return is_ipv4_address(text);
  return is_ipv6_address(text.substr(kSix.size()));
}

}  // namespace

bool is_host_name(std::string_view text) {
  if (!is_domain(text, MailSigns::kAscii)) return false;
  while (!text.empty()) {
    const std::string_view label = cut_at('.', text);
    if (is_a_label(label) && !stands_for_u_label(label)) return false;
  }
  return true;
}

bool is_ipv4_address(std::string_view text) {
  int parts = 0;
  for (bool more = true; more; ++parts) {
    more = text.find('.') != std::string_view::npos;
    const std::string_view part = cut_at('.', text);
    if (part.empty() || part.size() > 3 || !all(part, is_digit)) return false;
    if (part.size() > 1 && part[0] == '0') return false;
    if (part.size() == 3 && part > "255") return false;
  }
  return parts == 4;
}

// Groups between colons: eight, or fewer where one :: stands for the rest; the last two may be
// written as an IPv4 address.
bool is_ipv6_address(std::string_view text) {
  const size_t gap = text.find("::");
  const bool gapped = gap != std::string_view::npos;
  if (text.size() < 2 || (gapped && text.find("::", gap + 1) != std::string_view::npos))
    return false;
  if ((text.front() == ':' && gap != 0) || (text.back() == ':' && gap + 2 != text.size()))
    return false;
  int groups = 0;
  while (!text.empty()) {
    const bool last = text.find(':') == std::string_view::npos;
    const std::string_view group = cut_at(':', text);
    if (group.empty()) continue;  // of the gap
    const bool four = last && is_ipv4_address(group);
    if (!four && (group.size() > 4 || !all(group, is_hex))) return false;
    groups += four ? 2 : 1;
  }
  return gapped ? groups < 8 : groups == 8;
}

bool is_mailbox(std::string_view text, MailSigns signs) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > kLongestMailbox || at > kLongestLocal)
    return false;
  const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
  if (!is_dotted_local(local, signs) && !is_quoted_local(local, signs)) return false;
  return is_domain(domain, signs) || is_address_literal(domain);
}

}  // namespace specgate
