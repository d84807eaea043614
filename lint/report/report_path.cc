#include "lint/report/report_path.h"

#include <filesystem>

namespace specgate {
namespace {

namespace fs = std::filesystem;

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string report_path(const ReportBase& base, std::string_view file) {
  const fs::path path = (fs::path(base.folder) / fs::path(file)).lexically_normal();
  if (base.root.empty()) return path.generic_string();
  const fs::path relative = path.lexically_relative(base.root);
  const bool outside = relative.empty() || *relative.begin() == "..";
  return (outside ? path : relative).generic_string();
}

std::string report_uri(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += kDigits[byte >> 4U];
    uri += kDigits[byte & 0xFU];
  }
  return uri;
}

}  // namespace specgate
