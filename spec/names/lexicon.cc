#include "spec/names/lexicon.h"

#include <algorithm>
#include <string>

#include "spec/names/normalized_name.h"
#include "spec/names/word_forms.h"

namespace specgate {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "shopping cart" -> "shoppingcart": neighbours are looked up joined.
std::string joined(std::string_view words) {
  std::string out(kMostNameBytes, '\0');
  out.resize(fold(words, out));
  return out;
}

}  // namespace

const Sense* WordInfo::sense(SenseId id) const {
  for (const Sense& sense : senses) {
    if (sense.id == id) return &sense;
  }
  return nullptr;
}

Lexicon::Lexicon(const Words& words) : words_(&words) {
  table_.reserve(words.real.size() * 3 / 2);  // and room for the words of the names
  for (const std::string& word : words.real) table_.at(word).real = true;
  for (const std::string& word : words.actors) table_.at(word).actor = true;
  for (const std::string& word : words.fillers) table_.at(word).filler = true;
  for (const std::string& word : words.prefixes) table_.at(joined(word)).prefix = true;
  for (const std::string& word : words.labels) table_.at(joined(word)).label = true;
  for (const std::string& word : words.endings) table_.at(joined(word)).ending = true;
}

bool Lexicon::is_particle(std::string_view word) const { return contains(words_->particles, word); }

bool Lexicon::is_verb(std::string_view word) const {
  if (is_regular_past(word)) return true;
  return std::any_of(words_->forms.begin(), words_->forms.end(),
                     [&](const auto& forms) { return contains(forms, word); });
}

SenseId Lexicon::noun(std::string_view word) {
  const std::string one = singular(word);
  bool is_new = false;
  const SenseId id = sense_of("noun ", one, is_new);
  if (!is_new) return id;
  add(word, {id, false});
  add(one, {id, false});
  add(plural(one), {id, false});
  return id;
}

SenseId Lexicon::verb(std::string_view past) {
  bool is_new = false;
  // Both spellings of one past are one verb.
  std::string_view name = past;
  for (const auto& spelling : words_->spellings) {
    if (contains(spelling, past)) name = spelling.front();
  }
  const SenseId id = sense_of("verb ", name, is_new);
  if (!is_new) return id;
  add_forms(name, {id, false});
  if (is_regular_past(name)) {
    // Who does it: "viewer" is no slip of "viewed".
    std::string doer(name);
    doer.back() = 'r';
    table_.at(doer).real = true;
    table_.at(plural(doer)).real = true;
  }
  return id;
}

SenseId Lexicon::particle(std::string_view word) {
  bool is_new = false;
  const SenseId id = sense_of("particle ", word, is_new);
  if (is_new) add(word, {id, false});
  table_.at(word).particle = true;
  return id;
}

SenseId Lexicon::preposition() {
  bool is_new = false;
  const SenseId id = sense_of("preposition", "", is_new);
  for (size_t i = 0; is_new && i < words_->prepositions.size(); ++i) {
    add(words_->prepositions[i], {id, false});
  }
  return id;
}

void Lexicon::finish() {
  if (ids_.size() != 0) add_synonyms();  // else nothing has a meaning: properties are no phrases
  words_ = nullptr;
}

void Lexicon::add_synonyms() {
  for (const auto& group : words_->synonyms) {
    for (const std::string& other : group) add_thing(group.front(), joined(other));
  }
  for (const auto& group : words_->verb_synonyms) {
    for (const std::string& other : group) add_doing(group.front(), other);
  }
}

SenseId Lexicon::sense_of(std::string_view kind, std::string_view word, bool& is_new) {
  SenseId& id = ids_.at(std::string(kind).append(word));
  is_new = id == 0;
  if (is_new) id = static_cast<SenseId>(ids_.size());
  return id;
}

void Lexicon::add(std::string_view word, Sense sense) {
  WordInfo& info = table_.at(word);
  for (Sense& known : info.senses) {
    if (known.id == sense.id) {
      known.synonym = known.synonym && sense.synonym;
      return;
    }
    if (known.id != 0) continue;
    known = sense;
    return;
  }
}

void Lexicon::add_forms(std::string_view base_or_past, Sense sense) {
  const bool past = is_regular_past(base_or_past);
  for (const std::string& form : past ? forms_of_past(base_or_past) : forms_of_base(base_or_past)) {
    add(form, sense);
  }
  for (const auto& group : words_->forms) {
    if (!contains(group, base_or_past)) continue;
    for (const std::string& form : group) add(form, sense);
    for (const std::string& form : forms_of_base(group.front())) add(form, sense);
  }
}

void Lexicon::add_thing(std::string_view first, std::string_view other) {
  const SenseId* id = ids_.find("noun " + singular(first));
  if (id == nullptr) return;
  add(other, {*id, other != first});
  add(plural(other), {*id, other != first});
}

void Lexicon::add_doing(std::string_view first, std::string_view other) {
  if (first == other) return;
  // The verb is known by its past; any of the forms of its base may be it.
  std::vector<std::string> forms = forms_of_base(first);
  for (const auto& group : words_->forms) {
    if (contains(group, first)) forms.insert(forms.end(), group.begin(), group.end());
  }
  for (const std::string& form : forms) {
    const SenseId* id = ids_.find("verb " + form);
    if (id != nullptr) add_forms(other, {*id, true});
  }
}

}  // namespace specgate
