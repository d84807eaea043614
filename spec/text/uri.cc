#include "spec/text/uri.h"

#include <algorithm>

namespace specgate {
namespace {

// Section 5.2.4, on whole segments.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const size_t begin = path.front() == '/' ? 1 : 0;
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    const bool last = end == path.size();
    if (segment == "..") {
      out.erase(std::min(out.rfind('/'), out.size()));
      if (last) out += '/';
    } else if (segment == ".") {
      if (last) out += '/';
    } else {
      out += path.substr(0, end);
    }
    path.remove_prefix(end);
  }
  return out;
}

// Section 5.2.3.
std::string merged(const Uri& base, std::string_view path) {
  if (base.has_authority() && base.path.empty()) return "/" + std::string(path);
  const size_t slash = base.path.rfind('/');
  const size_t kept = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(base.path.substr(0, kept)) + std::string(path);
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Uri split_uri(std::string_view text) {
  Uri out;
  if (const size_t hash = text.find('#'); hash != std::string_view::npos) {
    out.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const size_t mark = text.find('?'); mark != std::string_view::npos) {
    out.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos && text.find('/') > colon) {
    out.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    const size_t end = std::min(text.find('/', 2), text.size());
    out.authority = text.substr(2, end - 2);
    text.remove_prefix(end);
  }
  out.path = text;
  return out;
}

std::string resolve_uri(std::string_view base_text, std::string_view reference_text) {
  const Uri reference = split_uri(reference_text);
  const Uri base = reference.has_scheme() ? reference : split_uri(base_text);
  const bool own = reference.has_scheme() || reference.has_authority();
  const Uri& host = own ? reference : base;
  const bool same_path = !own && reference.path.empty();
  std::string path;
  if (same_path)
    path = base.path;
  else if (own || reference.path.starts_with('/'))
    path = without_dots(reference.path);
  else
    path = without_dots(merged(base, reference.path));
  const std::string_view query = same_path && !reference.has_query() ? base.query : reference.query;
  std::string out;
  if (base.has_scheme()) out.append(base.scheme).append(":");
  if (host.has_authority()) out.append("//").append(host.authority);
  out += path;
  if (query.data() != nullptr) out.append("?").append(query);
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool triplet =
        text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
    if (!triplet) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
    i += 2;
  }
  return out;
}

}  // namespace specgate
