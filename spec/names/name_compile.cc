// NameIndex::compile: names, aliases and words -> the flat tables of a search.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "spec/names/name_table.h"
#include "spec/names/word_forms.h"

namespace specgate {
namespace {

using Parts = std::vector<std::string>;  // the words of a name, in lower case

constexpr std::string_view kAnyPreposition = "of";  // among Parts; no name of the Spec has one

Parts parts_of(std::string_view name) {
  Phrase phrase;
  Parts parts;
  if (!split_words(name, phrase) || phrase.too_many_words) return parts;
  parts.reserve(phrase.words);
  for (size_t i = 0; i < phrase.words; ++i) parts.emplace_back(phrase.word(i));
  return parts;
}

// The letters of a name, and where its words begin; no break at all of what has too many words.
struct Letters {
  std::string folded;
  uint64_t breaks = 0;
};

class Compiler {
 public:
  Compiler(NameTable& table, const Words& words) : table_(table), words_(words) {
    for (const auto& group : words_.spellings) {
      for (const std::string& word : group) spelled_.at(word) = true;
    }
  }

  // Earlier beats later where two ways lead from the same letters.
  void compile(const std::vector<NameAlias>& aliases) {
    for (size_t i = 0; i < table_.names.size(); ++i) {
      const std::string& text = table_.names[i].text;
      if (table_.names[i].reserved) table_.reserved.at(text) = static_cast<uint32_t>(i + 1);
      if (table_.names[i].legacy || table_.names[i].reserved) continue;
      known_.emplace(text, Known{static_cast<NameId>(i), parts_of(text)});
    }
    for (const auto& [text, known] : known_) {
      learn(letters_of(text), Match::kVariant, Reason::kCase, known.id);
    }
    for (const NameAlias& alias : aliases) {
      if (alias.rename) learn(alias, Match::kVariant, Reason::kRename);
    }
    if (is_events()) {
      for (const NameAlias& alias : words_.stated) learn(alias, Match::kVariant, Reason::kStated);
    }
    for (const auto& [text, known] : known_) {
      add_respellings(known.parts, Reason::kSpelling, known.id);
    }
    if (is_events()) add_orders();
    for (const NameAlias& alias : aliases) {
      if (!alias.rename) learn(alias, Match::kSuggestion, Reason::kAlias);
    }
    for (const NameAlias& alias : words_.meant) {  // of one tool, what we read in it may be meant, too
      if (table_.folds.find(letters_of(alias.from).folded) != nullptr)
        learn(alias, Match::kSuggestion, Reason::kAlias);
    }
    add_legacy();
    is_events() ? add_patterns(aliases) : add_numbers();
    add_spellings(aliases);
    table_.lexicon.finish();
  }

 private:
  struct Known {
    NameId id;
    Parts parts;
  };

  bool is_events() const { return table_.domain == NameIndex::Domain::kEvents; }

  std::optional<NameId> id_of(std::string_view text) const {
    const auto at = known_.find(text);
    return at == known_.end() ? std::nullopt : std::optional(at->second.id);
  }

  void learn(const NameAlias& alias, Match match, Reason reason) {
    if (const auto id = id_of(alias.to)) learn(letters_of(alias.from), match, reason, *id);
  }

  Letters letters_of(std::string_view name) const {
    Phrase phrase;
    if (!split_words(name, phrase)) return {};
    const Parts parts = parts_of(name);
    return parts.empty() ? Letters{std::string(phrase.folded()), 0} : letters_of(parts);
  }

  Letters letters_of(const Parts& parts) const {
    Letters out;
    for (const std::string& part : parts) {
      add_break(out.folded.size(), out.breaks);
      for (const std::string& compound : words_.compounds) {
        const Parts halves = parts_of(compound);
        if (halves.size() == 2 && part == halves[0] + halves[1])
          add_break(out.folded.size() + halves[0].size(), out.breaks);
      }
      out.folded += part;
    }
    return out;
  }

  static void add_break(size_t at, uint64_t& breaks) {
    if (at < 64) breaks |= uint64_t{1} << at;
  }

  void learn(const Letters& letters, Match match, Reason reason, NameId id) {
    learn_in(table_.folds, letters, {match, reason, 1, {id}});
  }

  // Same reason: one answer with several targets. Another reason: the next answer of the chain.
  void learn_in(TextTable<uint32_t>& by, const Letters& letters, const NameMatch& match) {
    if (letters.folded.empty()) return;
    uint32_t* link = &by.at(letters.folded);
    while (*link != 0) {
      Answer& known = table_.answers[*link - 1];
      known.breaks |= letters.breaks;
      const auto targets = std::span(known.match.targets).first(known.match.count);
      if (std::find(targets.begin(), targets.end(), match.target()) != targets.end()) return;
      if (known.match.reason == match.reason && known.match.count < kMostTargets) {
        known.match.targets[known.match.count++] = match.target();
        return;
      }
      link = &known.next;
    }
    // `link` may point into answers: write it before the vector moves.
    *link = static_cast<uint32_t>(table_.answers.size() + 1);
    table_.answers.push_back({match, letters.breaks, 0});
  }

  // Every way to write the words with another country's spelling, the given one included.
  std::vector<Parts> respelled(const Parts& parts) const {
    std::vector<Parts> all(1, parts);
    for (size_t i = 0; i < parts.size(); ++i) {
      if (spelled_.find(parts[i]) == nullptr) continue;
      for (const auto& group : words_.spellings) {
        if (std::find(group.begin(), group.end(), parts[i]) == group.end()) continue;
        const size_t before = all.size();
        for (const std::string& other : group) {
          if (other == parts[i]) continue;
          for (size_t k = 0; k < before; ++k) {
            all.push_back(all[k]);
            all.back()[i] = other;
          }
        }
      }
    }
    return all;
  }

  void add_respellings(const Parts& parts, Reason reason, NameId id) {
    if (table_.names[id].exact_only) return;
    for (const Parts& way : respelled(parts)) learn(letters_of(way), Match::kVariant, reason, id);
  }

  void add_orders() {
    for (const auto& [text, known] : known_) {
      const Parts first = verb_first(known.parts);
      if (!first.empty()) add_respellings(first, Reason::kOrder, known.id);
    }
  }

  // Legacy names without a stated rename are known as they are.
  void add_legacy() {
    for (size_t i = 0; i < table_.names.size(); ++i) {
      if (!table_.names[i].legacy) continue;
      learn(letters_of(table_.names[i].text), Match::kVariant, Reason::kCase, static_cast<NameId>(i));
    }
  }

  size_t verb_of(const Parts& parts) const {
    for (size_t i = parts.size(); i-- > 0;) {
      if (table_.lexicon.is_verb(parts[i])) return i;
    }
    return parts.size();
  }

  // "Product Added to Wishlist" -> added product to wishlist. Empty where that would change who
  // does what ("Account Added User") or changes nothing ("Signed Up").
  Parts verb_first(const Parts& parts) const {
    const size_t verb = verb_of(parts);
    if (verb == 0 || verb == parts.size() || has_object(parts, verb)) return {};
    Parts out = parts;
    std::rotate(out.begin(), out.begin() + static_cast<long>(verb),
                out.begin() + static_cast<long>(verb) + 1);
    return out;
  }

  // "Viewed Product Category" -> product category viewed, for phrases that begin with their verb.
  Parts verb_last(const Parts& parts) const {
    if (parts.size() < 2 || verb_of(parts) != 0 || !has_object(parts, 0)) return {};
    Parts out = parts;
    std::rotate(out.begin(), out.begin() + 1, out.end());
    return out;
  }

  bool has_object(const Parts& parts, size_t verb) const {
    return verb + 1 < parts.size() && !table_.lexicon.is_particle(parts[verb + 1]);
  }

  NamePattern pattern_of(const Parts& parts, size_t verb) {
    NamePattern pattern;
    pattern.words = static_cast<uint8_t>(parts.size());
    Lexicon& lexicon = table_.lexicon;
    for (size_t i = 0; i < parts.size(); ++i) {
      pattern.senses[i] = i == verb                       ? lexicon.verb(parts[i])
                          : parts[i] == kAnyPreposition   ? lexicon.preposition()
                          : lexicon.is_particle(parts[i]) ? lexicon.particle(parts[i])
                                                          : lexicon.noun(parts[i]);
    }
    return pattern;
  }

  void add_pattern(const Parts& parts, size_t verb, NamePattern like) {
    if (parts.empty() || parts.size() > NamePattern::kMostWords) return;
    const NamePattern shape = pattern_of(parts, verb);
    like.senses = shape.senses;
    like.words = shape.words;
    auto& all = table_.patterns;
    if (std::find(all.begin(), all.end(), like) != all.end()) return;
    auto& by_sense = table_.patterns_of;
    if (like.senses[0] >= by_sense.size()) by_sense.resize(like.senses[0] + size_t{1});
    by_sense[like.senses[0]].push_back(static_cast<uint32_t>(all.size()));
    all.push_back(like);
  }

  // A phrase in the orders that mean the same.
  void add_phrase(const Parts& parts, const NamePattern& like) {
    const size_t verb = verb_of(parts);
    add_pattern(parts, verb, like);
    add_pattern(verb_first(parts), 0, like);
    if (!like.own && verb == 0) add_pattern(verb_last(parts), parts.size() - 1, like);
  }

  void add_patterns(const std::vector<NameAlias>& aliases) {
    for (const auto& [text, known] : known_) {
      if (is_generic(known.id)) continue;
      const size_t verb = verb_of(known.parts);
      const bool plain = verb == known.parts.size() || !has_object(known.parts, verb);
      add_phrase(known.parts, {.own = true, .synonyms = plain, .target = known.id});
      if (!plain) continue;
      add_rewordings(known.parts, verb, known.id);
      add_short_forms(known);
    }
    for (const NameAlias& alias : aliases) {
      if (alias.rename) add_phrase(alias, false);
    }
    for (const NameAlias& alias : words_.meant) {
      add_phrase(alias, true);
      const Parts parts = parts_of(alias.from);
      if (const auto id = id_of(alias.to)) add_rewordings(parts, verb_of(parts), *id);
    }
  }

  // "Link Clicked in Email", "Clicked Link in Email", "Link in Email Clicked" -> Email Link Clicked.
  void add_rewordings(const Parts& parts, size_t verb, NameId id) {
    const NamePattern like{.reworded = true, .synonyms = true, .target = id};
    const auto at = [&](size_t i) { return parts.begin() + static_cast<long>(i); };
    for (size_t cut = 1; cut < verb && verb < parts.size(); ++cut) {
      const Parts thing(at(cut), at(verb)), doing(at(verb), parts.end());
      Parts owner(at(0), at(cut));
      owner.insert(owner.begin(), std::string(kAnyPreposition));
      add_pattern(joined(thing, doing, owner), thing.size(), like);
      add_pattern(joined(doing, thing, owner), 0, like);
      add_pattern(joined(thing, owner, doing), thing.size() + owner.size(), like);
    }
  }

  static Parts joined(Parts all, const Parts& second, const Parts& third) {
    all.insert(all.end(), second.begin(), second.end());
    all.insert(all.end(), third.begin(), third.end());
    return all;
  }

  // "Video Paused" -> Video Playback Paused: where several words have one that stands for them.
  void add_short_forms(const Known& known) {
    for (const auto& group : words_.synonyms) {
      const Parts whole = parts_of(group.front());
      const auto at = std::search(known.parts.begin(), known.parts.end(), whole.begin(), whole.end());
      if (whole.size() < 2 || at == known.parts.end()) continue;
      for (const std::string& other : std::span(group).subspan(1)) {
        const Parts before(known.parts.begin(), at);
        const Parts behind(at + static_cast<long>(whole.size()), known.parts.end());
        add_phrase(joined(before, parts_of(other), behind), {.synonyms = true, .target = known.id});
      }
    }
  }

  void add_phrase(const NameAlias& alias, bool synonyms) {
    if (const auto id = id_of(alias.to)) {
      add_phrase(parts_of(alias.from), {.synonyms = synonyms, .target = *id});
    }
  }

  void add_numbers() {
    for (const auto& [text, known] : known_) {
      if (table_.names[known.id].exact_only) continue;
      std::string letters;
      for (const std::string& part : known.parts) letters += singular(part);
      learn_in(table_.numbers, {letters, 0}, {Match::kSuggestion, Reason::kTense, 1, {known.id}});
    }
  }

  // What slips are measured against: every safe way to write a name in separate words.
  void add_spellings(const std::vector<NameAlias>& aliases) {
    for (const auto& [text, known] : known_) {
      if (is_generic(known.id)) continue;
      for (const Parts& way : respelled(known.parts)) add_spelling(way, known.id);
      if (!is_events()) continue;
      for (const Parts& way : respelled(verb_first(known.parts))) add_spelling(way, known.id);
    }
    if (!is_events()) return;
    for (const NameAlias& alias : aliases) {
      if (alias.rename) add_spelling(alias);
    }
    for (const NameAlias& alias : words_.stated) add_spelling(alias);
  }

  void add_spelling(const NameAlias& alias) {
    if (const auto id = id_of(alias.to)) add_spelling(parts_of(alias.from), *id);
  }

  void add_spelling(const Parts& parts, NameId id) {
    std::string spaced;
    for (const std::string& part : parts) spaced += part + ' ';
    Spelling spelling;
    if (!split_words(spaced, spelling.phrase)) return;
    spelling.target = id;
    table_.near_spellings.add(spelling.phrase.folded(),
                              static_cast<uint32_t>(table_.spellings.size()));
    table_.spellings.push_back(spelling);
  }

  bool is_generic(NameId id) const {
    return table_.names[id].exact_only || table_.names[id].suggest_only;
  }

  NameTable& table_;
  const Words& words_;
  TextTable<bool> spelled_;  // the words of words_.spellings
  std::map<std::string, Known, std::less<>> known_;  // by text, the names that are not legacy
};

}  // namespace

NameIndex NameIndex::compile(Domain domain, std::vector<Name> names,
                             const std::vector<NameAlias>& aliases, const Words& words) {
  auto table = std::make_unique<NameTable>(words);
  table->domain = domain;
  table->names = std::move(names);
  Compiler(*table, words).compile(aliases);
  NameIndex index;
  index.table_ = std::move(table);
  return index;
}

}  // namespace specgate
