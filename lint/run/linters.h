// The linters of a run: one for each configuration file that some linted file is under.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "lint/lint.h"

namespace specgate {

class Linters {
 public:
  // `options.config` or `isolated` settle it for all files; else each file's folder and those above
  // it are searched, then the working directory.
  explicit Linters(LintOptions options) : options_(std::move(options)) {}
  Result<const Linter*> for_file(const std::string& file);  // one thread at a time

 private:
  std::string config_of(const std::string& file);

  LintOptions options_;
  std::map<std::string, std::string> configs_;              // by folder
  std::map<std::string, std::unique_ptr<Linter>> linters_;  // by configuration file
};

}  // namespace specgate
