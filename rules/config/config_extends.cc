// `extends`: a file and all that it stands on, in the order in which later wins.
#include <algorithm>
#include <filesystem>

#include "rules/config/config_reader.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostLevels = 16;
constexpr size_t kMostFiles = 256;
constexpr std::string_view kBuiltIn = "specgate:";

// The path by which two spellings of one file are recognised.
std::string identity(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return error ? path : whole.string();
}

std::string folder_of(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::absolute(path, error);
  std::string folder = (error ? fs::path(path) : whole).lexically_normal().parent_path().string();
  if (!folder.ends_with('/')) folder += '/';
  return folder;
}

class Gatherer {
 public:
  explicit Gatherer(Problems& problems) : problems_(problems) {}

  void read(const std::string& path, std::string_view text) {
    auto root = parse_yaml(path, text);
    if (!root) {
      problems_.insert(problems_.end(), root.problems().begin(), root.problems().end());
      return;
    }
    ConfigFile file;
    file.path = path;
    file.folder = folder_of(path);
    file.root = std::move(*root);
    chain_.push_back(path);
    done_.push_back(identity(path));
    if (const YamlNode* extends = file.root.find("extends")) follow_all(file, *extends);
    chain_.pop_back();
    files_.push_back(std::move(file));
  }

  std::vector<ConfigFile> take() { return std::move(files_); }

 private:
  void problem(const ConfigFile& file, const YamlNode& at, std::string message) {
    problems_.push_back({file.path, at.line, at.column, std::move(message)});
  }

  void follow_all(const ConfigFile& file, const YamlNode& extends) {
    if (extends.is_scalar()) return follow(file, extends);
    if (!extends.is_sequence()) {
      return problem(file, extends, "\"extends\" wants a file, a profile, or a list of them");
    }
    for (const YamlNode& item : extends.items) {
      if (item.is_scalar()) {
        follow(file, item);
      } else {
        problem(file, item, "\"extends\" lists something that is no text");
      }
    }
  }

  void follow(const ConfigFile& file, const YamlNode& item) {
    if (item.text.starts_with(kBuiltIn)) return built_in(file, item);
    if (item.text.empty()) return problem(file, item, "\"extends\" names no file");
    if (item.text.find("://") != std::string::npos) {
      return problem(file, item,
                     quoted_name(item.text) + " is a URL, wanted a file or specgate:<profile>");
    }
    const std::string path =
        (fs::path(file.path).parent_path() / item.text).lexically_normal().string();
    if (is_open(path)) return problem(file, item, circle(path));
    if (std::find(done_.begin(), done_.end(), identity(path)) != done_.end()) return;
    if (chain_.size() >= kMostLevels)
      return problem(file, item, "more than 16 levels of \"extends\"");
    if (files_.size() >= kMostFiles)
      return problem(file, item, "more than 256 files by \"extends\"");
    std::string text;
    if (const std::string why = read_file(path, {}, text); !why.empty()) {
      return problem(file, item,
                     quoted_name(item.text) + ", extended here, cannot be read: " + why + " (" + path + ")");
    }
    read(path, text);
  }

  void built_in(const ConfigFile& file, const YamlNode& item) {
    const std::string_view name = std::string_view(item.text).substr(kBuiltIn.size());
    const auto& names = profile_words();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      return problem(file, item,
                     "no profile is called " + quoted_name(name) + ", wanted one of " +
                         "minimal, recommended, partner, strict" + did_you_mean(name, names));
    }
    ConfigFile profile;
    profile.path = file.path;
    profile.line = item.line;
    profile.profile = static_cast<Profile>(found - names.begin());
    files_.push_back(std::move(profile));
  }

  bool is_open(const std::string& path) const {
    return std::any_of(chain_.begin(), chain_.end(),
                       [&](const std::string& open) { return identity(open) == identity(path); });
  }

  std::string circle(const std::string& path) const {
    std::string way = "\"extends\" goes in a circle: ";
    for (const std::string& open : chain_) way += open + " -> ";
    return way + path;
  }

  Problems& problems_;
  std::vector<ConfigFile> files_;
  std::vector<std::string> chain_;  // the files being read, outermost last
  std::vector<std::string> done_;   // by identity: read once, at their first place
};

}  // namespace

std::vector<ConfigFile> gather(const std::string& path, std::string_view text, Problems& problems) {
  Gatherer gatherer(problems);
  gatherer.read(path, text);
  return gatherer.take();
}

Result<Config> load_config(const std::string& path) {
  return load_config(path, Streams::kRead);
}

Result<Config> load_config(const std::string& path, Streams streams) {
  std::string text;
  const std::string why = read_file(path, {.streams = streams}, text);
  if (why == kNoSuchFile) return Problem{path, 0, 0, "there is no such configuration file"};
  if (!why.empty()) return Problem{path, 0, 0, "the configuration is " + why};
  return parse_config(path, text);
}

std::string discover_config(std::string_view start) {
  constexpr std::string_view kNames[] = {"specgate.yaml", ".specgate.yaml", "specgate.yml",
                                         "specgate.json"};
  std::error_code error;
  fs::path folder = fs::absolute(start.empty() ? fs::path(".") : fs::path(start), error);
  folder = folder.lexically_normal();
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  const fs::path here = fs::current_path(error);
  for (;; folder = folder.parent_path()) {
    for (const std::string_view name : kNames) {
      const fs::path candidate = folder / name;
      // What lies there and is no file is told when it is read: nobody shall run without it unawares.
      if (!fs::exists(fs::symlink_status(candidate, error))) continue;
      const fs::path near = candidate.lexically_relative(here);
      const bool below = !near.empty() && *near.begin() != "..";
      return (below ? near : candidate).string();
    }
    if (folder == folder.parent_path()) return {};
  }
}

}  // namespace specgate
