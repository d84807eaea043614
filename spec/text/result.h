// Result<T>: what loading yields, a value or every problem found on the way.
//
// For load time only (YAML, configuration, plans): traffic never makes a Result, because bad traffic
// is data (a violation), not an error. A loader collects all problems before it gives up, so that a
// user mends a file in one go.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace specgate {

// One thing wrong with a file that we were asked to load. Lines and columns count from 1; 0: unknown.
struct Problem {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  std::string message;  // names the thing, what was found, what is wanted; lower case, no full stop

  // "spec/track.yaml:12:3: unknown key "requried", did you mean "required"?"
  std::string text() const;
};

using Problems = std::vector<Problem>;

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}                       // NOLINT: implicit on purpose
  Result(Problems problems) : problems_(std::move(problems)) {        // NOLINT
    assert(!problems_.empty());
  }
  Result(Problem problem) { problems_.push_back(std::move(problem)); }  // NOLINT

  explicit operator bool() const { return value_.has_value(); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return std::move(*value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }
  const Problems& problems() const { return problems_; }

 private:
  std::optional<T> value_;
  Problems problems_;
};

}  // namespace specgate
