#include "lint/paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

#include "rules/glob.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kEndings = {".json",    ".jsonl",    ".ndjson",
                                                      ".json.gz", ".jsonl.gz", ".ndjson.gz"};

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

class Expansion {
 public:
  explicit Expansion(const std::vector<std::string>& exclude) : exclude_(exclude) {}

  void take(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (path == "-" || (fs::exists(status) && !fs::is_directory(status))) {
      add(path);
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
  void add(const std::string& file) {
    const std::string plain = fs::path(file).lexically_normal().string();
    if (seen_.insert(plain).second) found_.files.push_back(file);
  }

  void problem(const std::string& path, std::string message) {
    found_.problems.push_back({path, 0, 0, std::move(message)});
  }

  template <typename Wanted>
  size_t take_folder(const std::string& folder, Wanted wanted, bool any_ending = false) {
    std::vector<std::string> files;
    std::error_code error;
    const auto options = fs::directory_options::skip_permission_denied;
    auto walk = fs::recursive_directory_iterator(folder, options, error);
    if (error) problem(folder, "cannot read: " + error.message());
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
      const fs::path& path = walk->path();
      std::error_code ignored;
      if (hidden(path)) {
        if (walk->is_directory(ignored)) walk.disable_recursion_pending();
        continue;
      }
      const std::string name = path.lexically_normal().string();  // "./a.json" is a.json
      if (!walk->is_regular_file(ignored) || !(any_ending || holds_events(name))) continue;
      if (wanted(name) && !excluded(name, exclude_)) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) add(file);
    return files.size();
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
  std::set<std::string> seen_;
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
