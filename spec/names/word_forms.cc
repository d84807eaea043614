#include "spec/names/word_forms.h"

namespace specgate {
namespace {

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

bool ends_in_any(std::string_view word, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (word.ends_with(end)) return true;
  }
  return false;
}

std::string joined(std::string_view stem, std::string_view end) {
  return std::string(stem).append(end);
}

// "tapp" -> "tap", "cancell" -> "cancel". Not d, s, f and z: "add" and "press" end in two.
bool is_doubled(std::string_view stem) {
  const size_t n = stem.size();
  return n > 3 && stem[n - 1] == stem[n - 2] &&
         std::string_view("bgklmnprt").find(stem[n - 1]) != std::string_view::npos;
}

}  // namespace

bool is_regular_past(std::string_view word) {
  return word.size() > 4 && word.ends_with("ed") && !word.ends_with("eed");
}

std::vector<std::string> forms_of_base(std::string_view base) {
  std::vector<std::string> forms{std::string(base)};
  if (base.size() < 2) return forms;
  const std::string_view stem = base.substr(0, base.size() - 1);
  if (base.back() == 'e') {
    for (const auto* end : {"es", "ed", "ing"}) forms.push_back(joined(stem, end));
    return forms;
  }
  if (base.back() == 'y' && !is_vowel(stem.back())) {
    for (const auto* end : {"ies", "ied", "ying"}) forms.push_back(joined(stem, end));
    return forms;
  }
  const bool hisses = ends_in_any(base, {"s", "x", "z", "ch", "sh"});
  for (const auto* end : {hisses ? "es" : "s", "ed", "ing"}) forms.push_back(joined(base, end));
  const std::string doubled = joined(base, base.substr(base.size() - 1));
  for (const auto* end : {"ed", "ing"}) forms.push_back(joined(doubled, end));
  return forms;
}

std::vector<std::string> forms_of_past(std::string_view past) {
  const std::string_view stem = past.substr(0, past.size() - 2);  // without "ed"
  std::vector<std::string> forms = forms_of_base(joined(stem, "e"));
  for (std::string& form : forms_of_base(stem)) forms.push_back(std::move(form));
  if (is_doubled(stem)) {
    for (std::string& form : forms_of_base(stem.substr(0, stem.size() - 1))) {
      forms.push_back(std::move(form));
    }
  }
  if (stem.ends_with("i")) {
    for (std::string& form : forms_of_base(joined(stem.substr(0, stem.size() - 1), "y"))) {
      forms.push_back(std::move(form));
    }
  }
  return forms;
}

size_t write_singular(std::string_view noun, char* out) {
  size_t n = noun.size();
  bool to_y = false;
  if (n > 4 && noun.ends_with("ies")) {
    n -= 2;
    to_y = true;
  } else if (n > 4 && ends_in_any(noun, {"sses", "xes", "ches", "shes"})) {
    n -= 2;
  } else if (n > 2 && noun.ends_with("s") && !ends_in_any(noun, {"ss", "us", "is"})) {
    n -= 1;
  }
  noun.copy(out, n);
  if (to_y) out[n - 1] = 'y';
  return n;
}

std::string singular(std::string_view noun) {
  std::string out(noun.size(), '\0');
  out.resize(write_singular(noun, out.data()));
  return out;
}

std::string plural(std::string_view noun) {
  if (noun.size() < 2) return joined(noun, "s");
  const std::string_view stem = noun.substr(0, noun.size() - 1);
  if (noun.back() == 'y' && !is_vowel(stem.back())) return joined(stem, "ies");
  if (ends_in_any(noun, {"s", "x", "z", "ch", "sh"})) return joined(noun, "es");
  return joined(noun, "s");
}

}  // namespace specgate
