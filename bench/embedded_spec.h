// The Spec as shipped, compiled once for a program of benchmarks or tests.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "spec/catalogue/load_words.h"
#include "spec/catalogue/spec.h"

namespace specgate::bench {

template <typename T>
T whole(Result<T> result) {
  if (result) return *std::move(result);
  for (const Problem& problem : result.problems())
    std::fprintf(stderr, "%s\n", problem.text().c_str());
  std::exit(2);
}

inline const Spec& embedded() {
  static const Spec spec = [] {
    const std::vector<SpecFile> files = embedded_spec();
    return whole(Spec::compile(whole(load_spec(files)), whole(load_words(files)), {}));
  }();
  return spec;
}

}  // namespace specgate::bench
