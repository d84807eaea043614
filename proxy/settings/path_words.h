// The words of the paths that are known: what may be shown of a path. Any other segment may be a write
// key, or somebody's address.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/spec.h"

namespace specgate::proxy {

class PathWords {
 public:
  PathWords() = default;
  explicit PathWords(const Spec& spec);  // of spec/data/endpoints.yaml, and our own

  // The path with `*` for each segment that is none of the words, in any case. A path in disguise is
  // shown as the one it is taken for.
  void show(std::string_view path, std::string& out) const;

 private:
  bool contains(std::string_view segment) const;

  std::vector<std::string> words_;  // in order, small letters
};

}  // namespace specgate::proxy
