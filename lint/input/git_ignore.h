// Which files .gitignore excludes: those of the folders walked, and of the folders above them up to the
// repository's top (git-scm.com/docs/gitignore).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

class GitIgnore {
 public:
  // Reads those above `folder`; none where it is in no repository.
  explicit GitIgnore(const std::filesystem::path& folder);

  // Reads the folder's own; what is below it may be asked about next.
  void enter(const std::filesystem::path& folder);
  // `path` lies in a folder that was entered. Its own folders have been asked about.
  bool excludes(const std::filesystem::path& path, bool is_folder) const;

 private:
  struct Pattern {
    std::string folder;  // of the file it stands in; with a "/" behind
    std::string glob;
    bool anchored, folders_only, negated;
  };
  void read(const std::filesystem::path& folder);
  void take(std::string_view line, const std::string& folder);

  std::vector<Pattern> patterns_;  // the last that matches decides
};

}  // namespace specgate
