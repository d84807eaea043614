// A regular expression that cannot explode: the only door to RE2.
//
// Unanchored search, as Segment's tracking plans have it. What RE2 refuses is put into its words where
// it has some (pattern_rewrite.h); a pattern RE2 has no answer for (look-around, back-references) is an
// error that says so. One object may be used by all threads; RE2 locks inside
// while its automaton still grows, so a hot path keeps one copy per worker (`clone`).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "spec/text/result.h"

namespace specgate {

class Pattern {
 public:
  // The Problem has a message only; the caller knows file and line.
  static Result<Pattern> compile(std::string_view expression);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  bool found_in(std::string_view text) const;
  const std::string& expression() const;  // as it was given
  Pattern clone() const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

// What was meant by a literal of ECMAScript that was pasted whole: "(?i)^a$" of "/^a$/i". Empty where
// the pattern is none. RE2 takes such slashes as they stand, so that hardly anything is found.
std::string pasted_literal(std::string_view expression);

}  // namespace specgate
