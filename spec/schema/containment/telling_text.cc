#include "spec/schema/containment/telling_text.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>

#include "spec/schema/containment/counterexamples.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr size_t kMostTried = 4000;     // to tell patterns apart
constexpr size_t kFewTried = 300;       // to vary a text
constexpr size_t kMostCharacters = 80;  // put in place of others
constexpr size_t kMostPlaces = 12;      // where
constexpr size_t kMostLength = 4096;

// A character's bytes at the start of the text.
std::string_view first_of(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  return text.substr(0, size);
}

// What people forget, and all that the patterns speak of, with the neighbours of each and its other case.
class Alphabet {
 public:
  explicit Alphabet(const std::vector<const Patterns*>& all) {
    for (const char* const one : {" ", "a", "A", "0", "9", "z", "Z", "-", "_", ".", "é", "&", "\n"}) add(one);
    for (const Patterns* const patterns : all) {
      for (const std::string& pattern : *patterns) read(pattern);
    }
  }
  const std::vector<std::string>& characters() const { return characters_; }

 private:
  void read(std::string_view pattern) {
    for (std::string_view rest = pattern; !rest.empty();) {
      const std::string_view one = first_of(rest);
      rest.remove_prefix(one.size());
      add(one);
      const char c = one.front();
      if (one.size() != 1 || c <= ' ' || c >= '~') continue;
      if (is_letter(c)) add(std::string(1, static_cast<char>(c ^ 0x20)));
      add(std::string(1, static_cast<char>(c - 1)));
      add(std::string(1, static_cast<char>(c + 1)));
    }
  }

  void add(std::string_view one) {
    const bool known = std::find(characters_.begin(), characters_.end(), one) != characters_.end();
    if (!known && characters_.size() < kMostCharacters) characters_.emplace_back(one);
  }

  std::vector<std::string> characters_;
};

// The numbers in braces: "{1,64}".
std::vector<size_t> counts_in(const std::vector<const Patterns*>& all) {
  std::vector<size_t> out;
  for (const Patterns* const patterns : all) {
    for (const std::string& pattern : *patterns) {
      for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{' && pattern[i] != ',') continue;
        size_t number = 0;
        const char* const begin = pattern.data() + i + 1;
        const auto read = std::from_chars(begin, pattern.data() + pattern.size(), number);
        if (read.ptr != begin && number < kMostLength) out.push_back(number);
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Calls `take` with one text after another until it wants no more.
class Variants {
 public:
  using Take = std::function<bool(const std::string&)>;

  Variants(const Patterns& like, const std::vector<const Patterns*>& all, size_t most, Take take)
      : like_(like), alphabet_(all), counts_(counts_in(all)), most_(most), take_(std::move(take)) {}

  void run() {
    for (const std::string& pattern : like_) {
      spelled(pattern);
      for (const size_t more : {size_t{0}, size_t{1}, size_t{2}}) {
        for (size_t turn = 0; turn < 2; ++turn) changed(text_like(pattern, more, turn));
      }
      long_ones(pattern);
    }
  }

 private:
  void offer(const std::string& text) { going_ = going_ && tried_++ < most_ && take_(text); }

  void spelled(const std::string& pattern) {
    for (const size_t more : {size_t{0}, size_t{1}, size_t{2}, size_t{5}, size_t{20}}) {
      for (size_t turn = 0; turn < 6 && going_; ++turn) offer(text_like(pattern, more, turn));
    }
  }

  void changed(const std::string& text) {
    size_t place = 0;
    for (size_t at = 0; at < text.size() && place < kMostPlaces && going_; ++place) {
      const size_t size = first_of(std::string_view(text).substr(at)).size();
      for (const std::string& one : alphabet_.characters()) {
        offer(std::string(text).replace(at, size, one));
      }
      at += size;
    }
    for (const std::string& one : alphabet_.characters()) {
      offer(text + one);
      offer(one + text);
    }
  }

  void long_ones(const std::string& pattern) {
    const size_t shortest = text_like(pattern, 0).size();
    for (const size_t count : counts_) {
      for (const size_t length : {count, count + 1}) {
        if (length > shortest && going_) offer(text_like(pattern, length - shortest));
      }
    }
  }

  const Patterns& like_;
  const Alphabet alphabet_;
  const std::vector<size_t> counts_;
  const size_t most_;
  const Take take_;
  size_t tried_ = 0;
  bool going_ = true;
};

bool matches_all(const Patterns& all, const std::string& text, SchemaSpace& space) {
  return std::all_of(all.begin(), all.end(),
                     [&](const std::string& one) { return space.matches(one, text) == Truth::kYes; });
}

}  // namespace

std::optional<std::string> telling_text(const Patterns& narrow, const Patterns& wide, SchemaSpace& space) {
  std::optional<std::string> out;
  Variants(narrow, {&narrow, &wide}, kMostTried, [&](const std::string& text) {
    if (!matches_all(narrow, text, space)) return space.step();
    const bool refused = std::any_of(wide.begin(), wide.end(), [&](const std::string& one) {
      return space.matches(one, text) == Truth::kNo;
    });
    if (refused) out = text;
    return !refused && space.step();
  }).run();
  return out;
}

std::vector<std::string> varied_texts(const Patterns& all, SchemaSpace& space) {
  constexpr size_t kMost = 40;
  std::vector<std::string> out;
  Variants(all, {&all}, kFewTried, [&](const std::string& text) {
    const bool is_new = matches_all(all, text, space) && std::find(out.begin(), out.end(), text) == out.end();
    if (is_new) out.push_back(text);
    return out.size() < kMost && space.step();
  }).run();
  return out;
}

}  // namespace specgate
