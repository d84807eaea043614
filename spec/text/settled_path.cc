#include "spec/text/settled_path.h"

#include <algorithm>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}


std::string decoded(std::string_view path) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool coded = path[i] == '%' && i + 2 < path.size() && digit_of(path[i + 1]) >= 0 &&
                       digit_of(path[i + 2]) >= 0;
    text += coded ? static_cast<char>(digit_of(path[i + 1]) * 16 + digit_of(path[i + 2])) : path[i];
    i += coded ? 2 : 0;
  }
  return text;
}

}  // namespace

std::string settled_path(std::string_view path) {
  const std::string text = decoded(path);
  std::string out;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view segment = std::string_view(text).substr(begin, end - begin);
    if (segment == "..") {
      out.resize(out.empty() ? 0 : out.rfind('/'));
    } else if (!segment.empty() && segment != ".") {
      out.append("/").append(segment);
    }
    begin = end + 1;
  }
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

bool may_be_disguised(std::string_view path) {
  return path.find('%') != std::string_view::npos || path.find("//") != std::string_view::npos ||
         path.find("/.") != std::string_view::npos;
}

}  // namespace specgate
