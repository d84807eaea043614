#include "rules/key/credentials.h"

#include <algorithm>

#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/key/base64.h"
#include "spec/catalogue/api_root.h"
#include "spec/text/ascii.h"
#include "spec/text/settled_path.h"

namespace specgate {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

Credentials::Scheme scheme_of(std::string_view word) {
  if (word.empty()) return Credentials::Scheme::kNone;
  if (equal_but_for_case(word, "basic")) return Credentials::Scheme::kBasic;
  if (equal_but_for_case(word, "bearer")) return Credentials::Scheme::kBearer;
  return Credentials::Scheme::kOther;
}

// A key under the name that the HTTP API page slips into; legacy-field-name renames it.
bool has_misspelt_key(const Site& site, const Event& event) {
  return is_text(member(site, &at(site, event.root), "write_key"));
}

}  // namespace

Credentials::Credentials(std::string_view header) {
  header = trimmed(header);
  const auto blank = std::find_if(header.begin(), header.end(), is_blank);
  const auto end = static_cast<size_t>(blank - header.begin());
  scheme_ = scheme_of(header.substr(0, end));
  if (scheme_ != Scheme::kBasic) return;
  const auto size = decode_base64(trimmed(header.substr(end)), text_);
  if (!size) return;
  const std::string_view text(text_.data(), *size);
  const std::string_view key = text.substr(0, text.find(':'));  // behind it: a password, of any bytes
  readable_ = std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!readable_) return;
  colon_ = key.size() < text.size();
  key_size_ = key.size();
}

bool posted(const Site& site) {
  const Arrival& arrival = site.batch.arrival;
  const bool takes_calls =
      arrival.route.kind == Route::Kind::kCall || arrival.route.kind == Route::Kind::kBatch;
  if (!arrival.transport.known || is_nested(site) || !takes_calls) return false;
  const std::string_view path = arrival.transport.path;
  // Other vendors have ways of their own to hand over their keys.
  return path.starts_with(kSegmentsRoot) || !is_vendor_path(settled_path(path));
}

bool headers_not_recorded(const Site& site) {
  const Transport& transport = site.batch.arrival.transport;
  return transport.has_authorization && transport.authorization.empty();
}

const Node* envelope_key(const Site& site) {
  if (site.batch.form != Form::kBatch) return nullptr;
  return node_in(site.batch, site.batch.slots, Slot::kWriteKey);
}

const Node* event_key(const Site& site, const Event& event) {
  return node_in(site.batch, event.slots, Slot::kWriteKey);
}

bool body_has_key(const Site& site) {
  if (is_text(envelope_key(site))) return true;
  return std::all_of(site.batch.events.begin(), site.batch.events.end(), [&](const Event& event) {
    return is_text(event_key(site, event)) || has_misspelt_key(site, event);
  });
}

const Node& header_place(const Site& site, uint32_t header) {
  return header == 0 ? site.node : at(site, header);
}

}  // namespace specgate
