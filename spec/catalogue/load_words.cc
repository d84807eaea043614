// words.yaml -> Words:
//
//   spellings: [[cancelled, canceled]]
//   synonyms: [[cart, basket, shopping cart]]      # the Spec's word first
//   verb_synonyms: [[view, see]]
//   forms: [[send, sent]]                          # the base first
//   particles: [to, from]
//   prepositions: [in, of]
//   compounds: [wish list]
//   fillers: [the, was]
//   prefixes: [af]
//   labels: [ios]
//   endings: [event]
//   actors: [user]
//   stated: {sign up: Signed Up}
//   meant: {Signed In: [logged in, login success|succeeded]}   # the Spec's name first; | parts choices of a word
//   real: [a line of words, another line of words]
#include "spec/catalogue/load_words.h"

#include <algorithm>

#include "spec/catalogue/embedded.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr std::string_view kFile = "words.yaml";

using Groups = std::vector<std::vector<std::string>>;

class WordsReader {
 public:
  WordsReader(const YamlNode& root, Problems& problems) : fields_(kFile, root, problems) {}

  Words read() {
    Words words;
    words.spellings = groups("spellings");
    words.synonyms = groups("synonyms");
    words.verb_synonyms = groups("verb_synonyms");
    words.forms = groups("forms");
    words.particles = fields_.texts("particles");
    words.prepositions = fields_.texts("prepositions");
    words.compounds = fields_.texts("compounds");
    words.fillers = fields_.texts("fillers");
    words.prefixes = fields_.texts("prefixes");
    words.labels = fields_.texts("labels");
    words.endings = fields_.texts("endings");
    words.actors = fields_.texts("actors");
    words.real = split("real");
    words.stated = stated();
    words.meant = meant();
    fields_.finish();
    return words;
  }

 private:
  Groups groups(std::string_view key) {
    Groups out;
    const YamlNode* rows = fields_.sequence(key);
    if (rows == nullptr) return out;
    for (const YamlNode& row : rows->items) {
      out.push_back(scalars(row));
      if (out.back().size() < 2) {
        fields_.problem(row,
                        "an entry of \"" + std::string(key) + "\" is a list of two words or more");
        out.pop_back();
      }
    }
    return out;
  }

  static std::vector<std::string> scalars(const YamlNode& row) {
    std::vector<std::string> out;
    if (row.is_scalar()) out.push_back(row.text);
    for (const YamlNode& item : row.items) {
      if (item.is_scalar()) out.push_back(item.text);
    }
    return out;
  }

  std::vector<std::string> split(std::string_view key) {
    std::vector<std::string> out;
    const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    for (const std::string& line : fields_.texts(key)) {
      for (auto end = line.begin();;) {
        const auto begin = std::find_if_not(end, line.end(), is_blank);
        if (begin == line.end()) break;
        end = std::find_if(begin, line.end(), is_blank);
        out.emplace_back(begin, end);
      }
    }
    return out;
  }

  std::vector<NameAlias> stated() {
    std::vector<NameAlias> out;
    const YamlNode* rows = fields_.mapping("stated");
    if (rows == nullptr) return out;
    for (const YamlMember& member : rows->members) {
      if (member.value.is_scalar())
        out.push_back({member.key, member.value.text, true});
      else
        fields_.problem(member.value, "\"" + member.key + "\" in \"stated\" wants one event name");
    }
    return out;
  }

  std::vector<NameAlias> meant() {
    std::vector<NameAlias> out;
    const YamlNode* rows = fields_.mapping("meant");
    if (rows == nullptr) return out;
    for (const YamlMember& member : rows->members) {
      for (const std::string& phrase : scalars(member.value)) {
        for (std::string& from : phrases_of(phrase)) out.push_back({std::move(from), member.key, false});
      }
    }
    return out;
  }

  // "order placed|made" -> "order placed", "order made".
  static std::vector<std::string> phrases_of(std::string_view phrase) {
    std::vector<std::string> all(1);
    while (!phrase.empty()) {
      const std::string_view choices = phrase.substr(0, phrase.find(' '));
      phrase.remove_prefix(std::min(phrase.size(), choices.size() + 1));
      std::vector<std::string> longer;
      for (const std::string& begun : all) {
        for (std::string_view rest = choices; !rest.empty();) {
          const std::string_view word = rest.substr(0, rest.find('|'));
          rest.remove_prefix(std::min(rest.size(), word.size() + 1));
          longer.push_back(begun.empty() ? std::string(word) : begun + ' ' + std::string(word));
        }
      }
      all = std::move(longer);
    }
    return all;
  }

  YamlFields fields_;
};

}  // namespace

Result<Words> load_words(const std::vector<SpecFile>& files) {
  for (const SpecFile& file : files) {
    if (file.name != kFile) continue;
    Result<YamlNode> root = parse_spec(file);
    if (!root) return root.problems();
    Problems problems;
    Words words = WordsReader(*root, problems).read();
    if (!problems.empty()) return problems;
    return words;
  }
  return Problem{std::string(kFile), 0, 0,
                 "the file is missing: it holds the words the name index needs"};
}

}  // namespace specgate
