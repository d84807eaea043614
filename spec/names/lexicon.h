// The words that event names are made of, and what each may stand for.
//
// A sense is a noun in both numbers, a verb in all tenses, or a particle. "install" has two: the
// noun of Install Attributed and the verb of Application Installed. Synonyms share a sense and are
// marked. Built at load time, then immutable; find() allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "spec/names/name_index.h"
#include "spec/text/text_table.h"

namespace specgate {

using SenseId = uint16_t;  // 0: none

struct Sense {
  SenseId id = 0;
  bool synonym = false;  // "basket" for the cart
};

struct WordInfo {
  std::array<Sense, 4> senses{};
  bool real = false;   // an English word: never a slip of another
  bool actor = false;  // user, customer
  bool particle = false;
  bool filler = false;  // the, was
  bool prefix = false;  // af, ga
  bool label = false;   // ios, web
  bool ending = false;  // event, success

  bool has_sense() const { return senses[0].id != 0; }
  // An English word that no name has: where the place asks for a verb it may be a slip of one.
  bool may_be_slip() const { return real && !has_sense() && !actor; }
  const Sense* sense(SenseId id) const;
};

class Lexicon {
 public:
  explicit Lexicon(const Words& words);

  SenseId noun(std::string_view word);  // either number
  SenseId verb(std::string_view past);  // "viewed", "sent", "playing"
  SenseId particle(std::string_view word);
  SenseId preposition();  // any of them
  void finish();  // adds the synonyms of what is there; the Words are not needed any more

  bool is_verb(std::string_view word) const;  // by its form, in a canonical name
  bool is_particle(std::string_view word) const;

  const WordInfo* find(std::string_view word) const { return table_.find(word); }

 private:
  void add(std::string_view word, Sense sense);
  void add_forms(std::string_view base_or_past, Sense sense);
  void add_synonyms();
  void add_thing(std::string_view first, std::string_view other);
  void add_doing(std::string_view first, std::string_view other);
  SenseId sense_of(std::string_view kind, std::string_view word, bool& is_new);

  const Words* words_;  // of the constructor; null once finished
  TextTable<WordInfo> table_;
  TextTable<SenseId> ids_;  // "noun product", "verb viewed"
};

}  // namespace specgate
