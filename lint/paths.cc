#include "lint/paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

#include "lint/byte_source.h"
#include "lint/git_ignore.h"
#include "lint/text_kinds.h"
#include "rules/glob.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kEndings = {".json",    ".jsonl",    ".ndjson",    ".har",
                                                      ".json.gz", ".jsonl.gz", ".ndjson.gz", ".har.gz"};

bool holds_events(std::string_view name) {
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  return std::any_of(kEndings.begin(), kEndings.end(), ends);
}

bool hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 1 && name[0] == '.' && name != "..";
}

bool excluded(const std::string& file, const std::vector<std::string>& exclude) {
  const auto covers = [&](const std::string& glob) { return file_match(glob, file); };
  return std::any_of(exclude.begin(), exclude.end(), covers);
}

// The first bytes, inflated; empty where it cannot be read: whoever opens it will say why.
std::string first_bytes(const std::string& file) {
  constexpr size_t kEnough = 1024;
  std::string out;
  const auto source = ByteSource::open(file);
  if (!source) return out;
  while (out.size() < kEnough && (*source)->read(out, kEnough - out.size())) {
  }
  return out;
}

bool begins_json(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (text[begin] == '{' || text[begin] == '[');
}

// Why a file of a directory is passed over, or empty.
std::string_view why_skipped(const std::string& file) {
  const std::string begin = first_bytes(file);
  const bool json = begins_json(begin);
  if (!holds_events(file)) return json ? "" : "gzip, but what is in it is no JSON";
  return !json && is_binary(begin) ? "binary" : "";
}

class Expansion {
 public:
  explicit Expansion(const std::vector<std::string>& exclude) : exclude_(exclude) {}

  void take(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (path == "-" || (fs::exists(status) && !fs::is_directory(status))) {
      add(path, true);
    } else if (fs::is_directory(status)) {
      take_folder(path, [](const std::string&) { return true; });
    } else if (path.find_first_of("*?[{") != std::string::npos) {
      take_glob(path);
    } else {
      problem(path, "no such file or directory");
    }
  }

  FoundPaths done() { return std::move(found_); }

 private:
  void add(const std::string& file, bool named = false) {
    const std::string plain = fs::path(file).lexically_normal().string();
    if (!seen_.insert(plain).second) return;
    found_.files.push_back(file);
    found_.named.push_back(named);
  }

  void skip(const std::string& path, std::string_view why) {
    if (skipped_.insert(path).second) found_.skipped.push_back({path, std::string(why)});
  }

  void problem(const std::string& path, std::string message) {
    found_.problems.push_back({path, 0, 0, std::move(message)});
  }

  template <typename Wanted>
  size_t take_folder(const std::string& folder, Wanted wanted, bool any_ending = false) {
    std::vector<std::string> files;
    std::error_code error;
    GitIgnore ignore(folder);
    ignore.enter(folder);
    const auto options = fs::directory_options::skip_permission_denied;
    auto walk = fs::recursive_directory_iterator(folder, options, error);
    if (error) problem(folder, "cannot read: " + error.message());
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
      const fs::path& path = walk->path();
      std::error_code ignored;
      const bool is_folder = walk->is_directory(ignored);
      const std::string name = path.lexically_normal().string();  // "./a.json" is a.json
      if (is_folder && path.filename() == ".git") skip(name + "/", "git's own");
      if (hidden(path) || (is_folder && leave_folder(path, ignore))) {
        if (is_folder) walk.disable_recursion_pending();
        continue;
      }
      if (is_folder) ignore.enter(path);
      const bool taken = any_ending || holds_events(name) || name.ends_with(".gz");
      if (!walk->is_regular_file(ignored) || !taken) continue;
      if (!wanted(name) || excluded(name, exclude_)) continue;
      if (any_ending || !leave_file(name, ignore)) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) add(file);
    return files.size();
  }

  // Of a folder and a file below a directory that was named.
  bool leave_folder(const fs::path& path, const GitIgnore& ignore) {
    const std::string name = path.lexically_normal().string() + "/";
    if (path.filename() == "node_modules") {
      skip(name, "installed packages");
      return true;
    }
    if (!ignore.excludes(path, true)) return false;
    skip(name, "excluded by .gitignore");
    return true;
  }

  bool leave_file(const std::string& file, const GitIgnore& ignore) {
    const std::string_view why =
        ignore.excludes(file, false) ? "excluded by .gitignore" : why_skipped(file);
    if (!why.empty()) skip(file, why);
    return !why.empty();
  }

  // Walks from the last folder before the first wildcard.
  void take_glob(const std::string& glob) {
    const size_t slash = glob.rfind('/', glob.find_first_of("*?[{"));
    const std::string folder = slash == std::string::npos ? "."
                               : slash == 0               ? "/"
                                                          : glob.substr(0, slash);
    const std::string pattern = fs::path(glob).lexically_normal().string();
    std::error_code error;
    size_t count = 0;
    if (fs::is_directory(folder, error)) {
      const auto matches = [&](const std::string& name) { return glob_match(pattern, name); };
      count = take_folder(folder, matches, true);
    }
    if (count == 0) problem(glob, "no file matches");
  }

  const std::vector<std::string>& exclude_;
  std::set<std::string> seen_, skipped_;
  FoundPaths found_;
};

}  // namespace

FoundPaths expand_paths(const std::vector<std::string>& paths,
                        const std::vector<std::string>& exclude) {
  Expansion expansion(exclude);
  for (const std::string& path : paths) expansion.take(path);
  return expansion.done();
}

}  // namespace specgate
