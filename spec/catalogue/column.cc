#include "spec/catalogue/column.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

// What stands at the beginning of a name as it stays.
struct Beginning {
  size_t bytes = 0;
  bool continues = false;  // a capital behind it belongs to the same word
};

// Small letters, digits, and underscores before either. A capital begins a word but where no small
// letter stood in the last one: "3D", "a_B".
Beginning beginning_of(std::string_view name) {
  bool lower = false, parted = false, lower_since = false;
  size_t i = 0;
  for (; i < name.size(); ++i) {
    if (is_lower(name[i])) {
      lower = true;
      lower_since = parted;
    } else if (name[i] == '_' && i > 0 && i + 1 < name.size() &&
               (is_lower(name[i + 1]) || is_digit(name[i + 1]))) {
      parted = true;
      lower_since = false;
    } else if (!is_digit(name[i])) {
      break;
    }
  }
  return {i, !lower || (parted && !lower_since)};
}

// How many of the first bytes are the same, in whole eights. Makers of keys may give thousands one long
// beginning.
size_t same_eights(std::string_view a, std::string_view b) {
  size_t at = 0;
  for (; at + 8 <= a.size() && at + 8 <= b.size(); at += 8) {
    uint64_t left, right;
    std::memcpy(&left, a.data() + at, 8);
    std::memcpy(&right, b.data() + at, 8);
    if (left != right) break;
  }
  return at;
}

// The next letter or digit from `at` on, which goes behind it; 0: there is none.
char next_letter(std::string_view name, size_t& at) {
  while (at < name.size()) {
    if (const char letter = kColumnLetters[static_cast<unsigned char>(name[at++])]; letter != '\0') return letter;
  }
  return '\0';
}

// One word: capitals and digits, then small letters and digits.
class Words {
 public:
  Words(std::string_view name, size_t at, char* out) : name_(name), at_(at), out_(out) {}

  bool at_end() const { return at_ == name_.size(); }
  bool at_upper() const { return !at_end() && is_upper(name_[at_]); }
  bool at_sign() const {
    return !is_lower(name_[at_]) && !is_upper(name_[at_]) && !is_digit(name_[at_]);
  }
  void skip() { ++at_; }
  void copy_word() {
    for (; !at_end() && (is_upper(name_[at_]) || is_digit(name_[at_])); ++at_) {
      *out_++ = is_upper(name_[at_]) ? static_cast<char>(name_[at_] | 0x20) : name_[at_];
    }
    for (; !at_end() && (is_lower(name_[at_]) || is_digit(name_[at_])); ++at_) {
      *out_++ = name_[at_];
    }
  }
  void part() { *out_++ = '_'; }
  char* out() const { return out_; }

 private:
  std::string_view name_;
  size_t at_;
  char* out_;
};

}  // namespace

size_t write_column(std::string_view name, char* out) {
  const Beginning beginning = beginning_of(name);
  char* const end = name.copy(out, beginning.bytes) + out;
  Words words(name, beginning.bytes, end);
  if (beginning.continues && words.at_upper()) words.copy_word();
  while (!words.at_end()) {
    if (words.at_sign()) {
      words.skip();
      continue;
    }
    if (words.out() != out) words.part();
    words.copy_word();
  }
  return static_cast<size_t>(words.out() - out);
}

std::string column_of(std::string_view name) {
  std::string out(column_bound(name.size()), '\0');
  out.resize(write_column(name, out.data()));
  return out;
}

bool is_own_column(std::string_view name) { return beginning_of(name).bytes == name.size(); }

bool same_column_letters(std::string_view a, std::string_view b) {
  size_t i = same_eights(a, b), j = i;
  for (;;) {
    const char left = next_letter(a, i), right = next_letter(b, j);
    if (left != right) return false;
    if (left == '\0') return true;
  }
}

bool same_column(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() > kMostColumnName || b.size() > kMostColumnName) return false;
  if (!may_share_column(a, b)) return false;
  std::array<char, column_bound(kMostColumnName)> first, second;
  return std::string_view(first.data(), write_column(a, first.data())) ==
         std::string_view(second.data(), write_column(b, second.data()));
}

}  // namespace specgate
