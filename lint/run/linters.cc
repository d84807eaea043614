#include "lint/run/linters.h"

#include <filesystem>

namespace specgate {

namespace fs = std::filesystem;

std::string Linters::config_of(const std::string& file) {
  if (!options_.config.empty() || options_.isolated) return options_.config;
  std::error_code error;
  const fs::path path = fs::absolute(file, error);
  const fs::path folder = fs::is_directory(path, error) ? path : path.parent_path();
  const auto [entry, fresh] = configs_.try_emplace(folder.string());
  if (fresh) {
    entry->second = discover_config(folder.string());
    if (entry->second.empty()) entry->second = discover_config(fs::current_path(error).string());
  }
  return entry->second;
}

Result<const Linter*> Linters::for_file(const std::string& file) {
  const std::string config = config_of(file);
  std::unique_ptr<Linter>& linter = linters_[config];
  if (linter != nullptr) return linter.get();
  LintOptions options = options_;
  options.config = config;
  options.isolated = config.empty();
  Result<Linter> made = Linter::create(options);
  if (!made) return made.problems();
  linter = std::make_unique<Linter>(*std::move(made));
  return linter.get();
}

}  // namespace specgate
