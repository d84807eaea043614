// The docs' words for a type -> what they admit. Written once, here.
#include <algorithm>

#include "spec/catalogue/load_reader.h"

namespace specgate {
namespace {

struct Documented {
  std::string_view words;
  KindMask kinds;
  KindMask items = kAnyKind;
  Format format = Format::kNone;
};

constexpr KindMask kString = mask(Kind::kString);
constexpr KindMask kObject = mask(Kind::kObject);
constexpr KindMask kArray = mask(Kind::kArray);

constexpr Documented kTypes[] = {
    {"String", kString},
    {"string", kString},
    {"Enum", kString},
    {"Number", kNumber},
    {"number", kNumber},
    {"Float", kNumber},
    {"Integer", mask(Kind::kInteger)},
    {"Boolean", mask(Kind::kBoolean)},
    {"Object", kObject},
    {"Object<string,boolean>", kObject},
    {"Object[ContentEventObject]", kObject},
    {"Array", kArray},
    {"Array[string]", kArray, kString},
    {"Array[String]", kArray, kString},
    {"Array [String]", kArray, kString},
    {"Array[Object]", kArray, kObject},
    {"Array<Product>", kArray, kObject},
    {"Array<Sort>", kArray, kObject},
    {"Array<{brand,version}>", kArray, kObject},
    {"Date", kString, kAnyKind, Format::kDate},
    {"Date (ISO-8601 string)", kString, kAnyKind, Format::kDate},
    {"ISO 8601 Date String", kString, kAnyKind, Format::kDate},
    {"String | Object", kString | kObject},
    {"String or Number", kString | kNumber},
    {"null", mask(Kind::kNull)},
    {"any", kAnyKind},
    {"(not given)", kAnyKind},
};

const Documented* documented(std::string_view words) {
  const auto* at = std::find_if(std::begin(kTypes), std::end(kTypes),
                                [&](const Documented& type) { return type.words == words; });
  return at == std::end(kTypes) ? nullptr : at;
}

std::string not_a_type(std::string_view key, std::string_view words) {
  std::vector<std::string_view> known;
  for (const Documented& type : kTypes) known.push_back(type.words);
  return "\"" + std::string(key) + "\" is \"" + std::string(words) +
         "\", wanted a documented type" + did_you_mean(words, known);
}

void widen(Type& type, const Documented& other) {
  const bool adds_items = (other.kinds & kArray) != 0;
  const bool had_items = (type.kinds & kArray) != 0;
  if (adds_items) type.items = had_items ? type.items | other.items : other.items;
  type.kinds |= other.kinds;
}

// kDate -> "date": the spelling in YAML follows from the enum.
std::string format_word(std::string_view id) {
  std::string word(id.substr(1));
  word[0] = static_cast<char>(word[0] - 'A' + 'a');
  return word;
}

const std::vector<std::string>& format_words() {
  static const std::vector<std::string> kWords = {
#define X(id, name) format_word(#id),
      SPECGATE_FORMATS(X)
#undef X
  };
  return kWords;
}

void read_format(YamlFields& fields, Type& type) {
  static const std::vector<std::string_view> kWords(format_words().begin(), format_words().end());
  const auto choice = fields.choice("format", kWords);
  if (choice) type.format = static_cast<Format>(*choice);
}

}  // namespace

Type read_type(YamlFields& fields) {
  Type type;
  type.words = fields.required_text("type");
  if (const Documented* known = documented(type.words)) {
    type.kinds = known->kinds;
    type.items = known->items;
    type.format = known->format;
  } else if (!type.words.empty()) {
    fields.problem(*fields.node("type"), not_a_type("type", type.words));
  }
  for (const std::string& words : fields.texts("also")) {
    const Documented* other = documented(words);
    if (other == nullptr) {
      fields.problem(*fields.node("also"), not_a_type("also", words));
      continue;
    }
    widen(type, *other);
  }
  read_format(fields, type);
  return type;
}

}  // namespace specgate
