#include "rules/plan_quality/naming/convention.h"

#include <algorithm>

#include "spec/catalogue/spec.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

bool has_joint(std::string_view name) { return name.find_first_of("_-") != std::string_view::npos; }

// Words with blanks between, none of them in capitals.
bool is_lower_words(std::string_view name) {
  return !name.empty() && !has_joint(name) && std::none_of(name.begin(), name.end(), is_upper);
}

bool is_sentence(std::string_view name) {
  return !name.empty() && is_upper(name[0]) && is_lower_words(name.substr(1));
}

bool is_upper_words(std::string_view name) {
  return std::any_of(name.begin(), name.end(), is_upper) &&
         std::none_of(name.begin(), name.end(), is_lower);
}

}  // namespace

std::string_view name_of(Convention convention) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_CONVENTIONS(X)
#undef X
  };
  return kNames[static_cast<size_t>(convention)];
}

bool follows(Convention convention, std::string_view name) {
  switch (convention) {
    case Convention::kTitle:
      return is_in(Style::kTitle, name);
    case Convention::kSnake:
      return is_in(Style::kSnake, name);
    case Convention::kCamel:
      return is_in(Style::kCamel, name);
    case Convention::kPascal:
      return is_in(Style::kPascal, name);
    case Convention::kKebab:
      return is_in(Style::kKebab, name);
    case Convention::kSentence:
      return is_sentence(name);
    case Convention::kLower:
      return is_lower_words(name);
    case Convention::kUpper:
      return is_upper_words(name);
  }
  return false;
}

std::string_view style_text(std::string_view name) {
  for (size_t i = 0; i < kConventionCount; ++i) {
    const auto convention = static_cast<Convention>(i);
    if (follows(convention, name)) return name_of(convention);
  }
  return "in no one style";
}

Majority majority_of(std::span<const std::string_view> names, Convention advised) {
  std::array<size_t, kConventionCount> counts{};
  for (const std::string_view name : names) {
    for (size_t i = 0; i < kConventionCount; ++i) {
      counts[i] += follows(static_cast<Convention>(i), name) ? 1 : 0;
    }
  }
  auto most = static_cast<size_t>(advised);
  for (size_t i = 0; i < kConventionCount; ++i) {
    if (counts[i] > counts[most]) most = i;
  }
  return {static_cast<Convention>(most), counts[most], names.size()};
}

}  // namespace specgate
