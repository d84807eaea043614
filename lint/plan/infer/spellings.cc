#include "lint/plan/infer/spellings.h"

#include <map>

#include "spec/names/name_index.h"
#include "spec/names/normalized_name.h"

namespace specgate {
namespace {

// A name without letters, or a very long one, has one spelling: its own.
std::string folded(const std::string& name) {
  Phrase phrase;
  return split_words(name, phrase) ? std::string(phrase.folded()) : ' ' + name;
}

struct Best {
  const NameCount* name = nullptr;
  bool of_spec = false;
};

bool is_better(const NameCount& name, bool of_spec, const Best& best) {
  if (best.name == nullptr || of_spec != best.of_spec) return best.name == nullptr || of_spec;
  if (name.times != best.name->times) return name.times > best.name->times;
  return name.name < best.name->name;
}

}  // namespace

std::vector<KeySpelling> find_spellings(const std::vector<NameCount>& names, const NameIndex* known) {
  std::map<std::string, Best> best;
  for (const NameCount& name : names) {
    const bool of_spec = known != nullptr && known->find(name.name).match == Match::kExact;
    Best& it = best[folded(name.name)];
    if (is_better(name, of_spec, it)) it = {&name, of_spec};
  }
  std::vector<KeySpelling> out;
  for (const NameCount& name : names)
    out.push_back({name.name, best[folded(name.name)].name->name});
  return out;
}

}  // namespace specgate
