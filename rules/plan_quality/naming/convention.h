// How the names of a plan are spelled, and which way most of them are (partners/sources.md and
// protocols/tracking-plan/best-practices.md list the ways; any is fine if it is one).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace specgate {

// Events are advised to be in the first, properties in the second, traits in the third.
#define SPECGATE_CONVENTIONS(X)                                                  \
  X(kTitle, "Title Case")                                                        \
  X(kSnake, "snake_case")                                                        \
  X(kCamel, "camelCase")                                                         \
  X(kPascal, "PascalCase") X(kKebab, "kebab-case") X(kSentence, "Sentence case") \
      X(kLower, "lower case") X(kUpper, "UPPER CASE")

enum class Convention : uint8_t {
#define X(id, name) id,
  SPECGATE_CONVENTIONS(X)
#undef X
};
#define X(id, name) +1
inline constexpr size_t kConventionCount = 0 SPECGATE_CONVENTIONS(X);
#undef X
std::string_view name_of(Convention convention);

bool follows(Convention convention, std::string_view name);
// "snake_case", or "in no one style".
std::string_view style_text(std::string_view name);

// What most names follow; of several that are as common, `advised`, or else the first. A short name
// may follow several.
struct Majority {
  Convention convention;
  size_t names, all;
};
Majority majority_of(std::span<const std::string_view> names, Convention advised);

}  // namespace specgate
