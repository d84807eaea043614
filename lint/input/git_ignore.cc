#include "lint/input/git_ignore.h"

#include <algorithm>

#include "rules/config/glob.h"
#include "spec/text/text_file.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

std::string with_slash(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error);
  std::string out = (error ? folder : whole).lexically_normal().string();
  if (!out.ends_with('/')) out += '/';
  return out;
}

}  // namespace

GitIgnore::GitIgnore(const fs::path& folder) {
  std::vector<fs::path> above;
  std::error_code error;
  for (fs::path at = fs::path(with_slash(folder)).parent_path(); at.has_relative_path();) {
    if (fs::exists(at / ".git", error)) {
      std::for_each(above.rbegin(), above.rend(), [this](const fs::path& each) { read(each); });
      return;
    }
    at = at.parent_path();
    above.push_back(at);
  }
}

void GitIgnore::enter(const fs::path& folder) { read(folder); }

void GitIgnore::read(const fs::path& folder) {
  constexpr size_t kMost = size_t{1} << 20;
  FileTerms terms;
  terms.most = kMost;
  std::string text;
  if (!read_file((folder / ".gitignore").string(), terms, text).empty()) return;
  const std::string where = with_slash(folder);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    take(std::string_view(text).substr(at, end - at), where);
    at = end + 1;
  }
}

void GitIgnore::take(std::string_view line, const std::string& folder) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  if (line.empty() || line[0] == '#') return;
  Pattern out{folder, {}, false, false, line[0] == '!'};
  if (out.negated) line.remove_prefix(1);
  if (line.ends_with('/')) {
    out.folders_only = true;
    line.remove_suffix(1);
  }
  out.anchored = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return;
  out.glob = line;
  patterns_.push_back(std::move(out));
}

bool GitIgnore::excludes(const fs::path& path, bool is_folder) const {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  const std::string whole = (error ? path : absolute).lexically_normal().string();
  bool out = false;
  for (const Pattern& one : patterns_) {
    if ((one.folders_only && !is_folder) || !whole.starts_with(one.folder)) continue;
    const std::string_view below = std::string_view(whole).substr(one.folder.size());
    const std::string_view name = one.anchored ? below : below.substr(below.rfind('/') + 1);
    if (glob_match(one.glob, name)) out = !one.negated;
  }
  return out;
}

}  // namespace specgate
