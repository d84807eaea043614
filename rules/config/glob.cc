// A pattern is run as a set of positions in it (Thompson's way), so that no pattern can explode.
#include "rules/config/glob.h"

#include <algorithm>
#include <bitset>
#include <cstdint>

namespace specgate {
namespace {

constexpr size_t kNone = std::string_view::npos;

// One character: UTF-8 where it is sound, else the single byte as a number no character has.
struct Character {
  uint32_t code = 0;
  size_t size = 1;
};

Character character_at(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  const Character broken = {0x110000U + lead, 1};
  const size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > text.size()) return broken;
  uint32_t code = lead & (0x7fU >> size);
  for (size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xc0) != 0x80) return broken;
    code = (code << 6) | (next & 0x3fU);
  }
  return {code, size};
}

// The position after the class that opens at `at`, or kNone if it never ends. "[]a]" holds a
// bracket.
size_t class_end(std::string_view pattern, size_t at) {
  size_t i = at + 1;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) ++i;
  for (const size_t start = i; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == ']' && i > start) {
      return i + 1;
    }
  }
  return kNone;
}

size_t skip(std::string_view pattern, size_t at) {
  if (pattern[at] == '\\') return std::min(at + 2, pattern.size());
  const size_t end = pattern[at] == '[' ? class_end(pattern, at) : kNone;
  return end == kNone ? at + 1 : end;
}

// The position of the next "," (if `comma`) or "}" that belongs to the brace around `at`.
size_t brace_part_end(std::string_view pattern, size_t at, char stop) {
  int depth = 0;
  while (at < pattern.size()) {
    const char c = pattern[at];
    if (depth == 0 && (c == '}' || c == stop)) return at;
    if (c == '{') ++depth;
    if (c == '}') --depth;
    at = skip(pattern, at);
  }
  return kNone;
}

class Matcher {
 public:
  Matcher(std::string_view pattern, bool folders) : pattern_(pattern), folders_(folders) {
    mark_braces();
  }

  bool matches(std::string_view text) {
    Positions now;
    enter(0, now);
    for (size_t at = 0; at < text.size() && now.any();) {
      const Character c = character_at(text, at);
      now = step(now, c);
      at += c.size;
    }
    return now.test(pattern_.size());
  }

 private:
  using Positions = std::bitset<kLongestGlob + 1>;

  // Commas and closing braces count only within a brace that is closed.
  void mark_braces() {
    for (size_t at = 0; at < pattern_.size(); at = skip(pattern_, at)) {
      if (pattern_[at] != '{') continue;
      const size_t end = brace_part_end(pattern_, at + 1, '}');
      if (end == kNone) continue;
      brace_.set(at);
      for (size_t part = at + 1; part <= end;) {
        part = brace_part_end(pattern_, part, ',');
        brace_.set(part);
        ++part;
      }
    }
  }

  bool is_folders(size_t at) const {
    return folders_ && pattern_[at] == '*' && at + 1 < pattern_.size() && pattern_[at + 1] == '*';
  }

  // Adds `at` and all positions that need no character to be reached from it.
  void enter(size_t at, Positions& out) const {
    if (out.test(at)) return;
    out.set(at);
    if (at == pattern_.size()) return;
    const char c = pattern_[at];
    if (is_folders(at)) {
      enter(at + 2, out);
      const bool folder_begins = at == 0 || pattern_[at - 1] == '/' || brace_.test(at - 1);
      const bool folder_ends = at + 2 < pattern_.size() && pattern_[at + 2] == '/';
      if (folder_begins && folder_ends) enter(at + 3, out);
    } else if (c == '*') {
      enter(at + 1, out);
    } else if (brace_.test(at) && c == '{') {
      for (size_t part = at + 1; part != kNone && pattern_[part - 1] != '}';) {
        enter(part, out);
        part = brace_part_end(pattern_, part, ',') + 1;
      }
    } else if (brace_.test(at)) {
      enter(brace_part_end(pattern_, at, '}') + 1, out);
    }
  }

  Positions step(const Positions& now, Character c) const {
    Positions next;
    for (size_t at = 0; at < pattern_.size(); ++at) {
      if (now.test(at) && !brace_.test(at)) advance(at, c, next);
    }
    return next;
  }

  void advance(size_t at, Character c, Positions& next) const {
    const bool stops = folders_ && c.code == '/';
    switch (pattern_[at]) {
      case '*':
        if (is_folders(at)) {
          next.set(at);  // not enter(): "**/" may be skipped only where a folder begins
          enter(at + 2, next);
        } else if (!stops) {
          enter(at, next);
        }
        return;
      case '?':
        if (!stops) enter(at + 1, next);
        return;
      case '[':
        if (const size_t end = class_end(pattern_, at); end != kNone) {
          if (!stops && in_class(at + 1, end - 1, c.code)) enter(end, next);
          return;
        }
        break;
      case '\\':
        if (at + 1 < pattern_.size()) ++at;
        break;
      default:
        break;
    }
    const Character literal = character_at(pattern_, at);
    if (literal.code == c.code) enter(at + literal.size, next);
  }

  bool in_class(size_t at, size_t end, uint32_t code) const {
    const bool negated = pattern_[at] == '!' || pattern_[at] == '^';
    if (negated) ++at;
    bool found = false;
    while (at < end) {
      const uint32_t low = class_character(at);
      uint32_t high = low;
      if (at + 1 < end && pattern_[at] == '-') {
        ++at;
        high = class_character(at);
      }
      found = found || (low <= code && code <= high);
    }
    return found != negated;
  }

  uint32_t class_character(size_t& at) const {
    if (pattern_[at] == '\\' && at + 1 < pattern_.size()) ++at;
    const Character c = character_at(pattern_, at);
    at += c.size;
    return c.code;
  }

  std::string_view pattern_;
  bool folders_;
  Positions brace_;  // where "{", "," and "}" are more than characters
};

bool run(std::string_view pattern, std::string_view text, bool folders) {
  if (pattern.size() > kLongestGlob) return false;
  if (pattern.find_first_of("*?[{\\") == kNone) return pattern == text;
  return Matcher(pattern, folders).matches(text);
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text) {
  return run(pattern, text, true);
}

bool name_match(std::string_view pattern, std::string_view text) {
  return run(pattern, text, false);
}

bool file_match(std::string_view pattern, std::string_view path) {
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (path.starts_with("./")) path.remove_prefix(2);
  if (pattern.ends_with('/')) {
    for (size_t slash = path.find('/'); slash != kNone; slash = path.find('/', slash + 1)) {
      if (file_match(pattern.substr(0, pattern.size() - 1), path.substr(0, slash))) return true;
    }
    return false;
  }
  if (glob_match(pattern, path)) return true;
  if (pattern.find('/') != kNone) return false;
  const size_t slash = path.rfind('/');
  return slash != kNone && glob_match(pattern, path.substr(slash + 1));
}

std::string glob_problem(std::string_view pattern) {
  if (pattern.empty()) return "an empty glob matches nothing";
  const std::string quoted = "\"" + std::string(pattern) + "\"";
  if (pattern.size() > kLongestGlob) return quoted + " is longer than 255 bytes";
  for (size_t at = 0; at < pattern.size(); at = skip(pattern, at)) {
    const char c = pattern[at];
    if (c == '[' && class_end(pattern, at) == kNone) return quoted + " lacks its \"]\"";
    if (c == '{' && brace_part_end(pattern, at + 1, '}') == kNone)
      return quoted + " lacks its \"}\"";
    if (c == '\\' && at + 1 == pattern.size()) return quoted + " ends in a lone backslash";
  }
  return {};
}

}  // namespace specgate
