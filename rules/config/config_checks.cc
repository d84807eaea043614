// What one custom rule checks: its key ("require", "enum", ...) picks the reader.
#include <algorithm>
#include <array>

#include "rules/config/config_reader.h"
#include "spec/text/pattern.h"

namespace specgate {
namespace {

constexpr size_t kMostSteps = 16;

// "properties.products[].sku" -> properties, products, [], sku; "\." is a dot within a key.
std::vector<std::string> steps_of(std::string_view field) {
  std::vector<std::string> out(1);
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '.') {
      out.emplace_back();
    } else if (field.substr(i).starts_with("[]")) {
      out.emplace_back("[]");
      ++i;
    } else {
      if (field[i] == '\\' && i + 1 < field.size()) ++i;
      out.back() += field[i];
    }
  }
  return out;
}

// The fields of a call proper: those of the envelope and of a captured request come after `batch`.
const std::vector<std::string_view>& call_fields() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (size_t i = 0; i < static_cast<size_t>(Slot::kBatch); ++i) {
      out.push_back(name_of(static_cast<Slot>(i)));
    }
    return out;
  }();
  return names;
}

bool is_call_field(std::string_view name) {
  const auto& names = call_fields();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Which calls have the field at all, where the rule names none.
CallSet calls_with(std::string_view top) {
  if (top == "properties") {
    return static_cast<CallSet>(only(Call::kTrack) | only(Call::kPage) | only(Call::kScreen));
  }
  if (top == "traits") return static_cast<CallSet>(only(Call::kIdentify) | only(Call::kGroup));
  return kSixCalls;
}

void take_field(const CustomItem& item, const YamlNode& at, std::string field) {
  CustomRule& rule = item.rule;
  rule.field = std::move(field);
  rule.steps = steps_of(rule.field);
  const bool broken = std::any_of(rule.steps.begin(), rule.steps.end(),
                                  [](const std::string& step) { return step.empty(); });
  const std::string name = "field " + quoted_name(rule.field);
  if (broken || rule.steps.size() > kMostSteps) {
    item.problem(at, name + " is no path, wanted one such as properties.products[].sku");
  } else if (!is_call_field(rule.steps.front())) {
    item.problem(at, name + " does not begin with a field of a call, such as properties" +
                         did_you_mean(rule.steps.front(), call_fields()));
  }
  if (rule.scope.types == 0) rule.scope.types = calls_with(rule.steps.front());
}

void read_field(const CustomItem& item, const YamlNode& value, YamlFields& fields) {
  const std::string field = fields.required_text("field");
  if (!field.empty()) take_field(item, *value.find("field"), field);
}

// A property by its bare key, or any field by its path.
std::string property_field(const std::string& text) {
  const size_t dot = text.find_first_of(".[");
  if (dot != std::string::npos && is_call_field(std::string_view(text).substr(0, dot))) return text;
  return "properties." + text;
}

// Names are those of track calls unless the rule asks for pages or screens.
void take_named_calls(const CustomItem& item) {
  if (item.rule.scope.types == 0) item.rule.scope.types = only(Call::kTrack);
}

void read_require(const CustomItem& item, const YamlNode& value) {
  if (!value.is_scalar() || value.text.empty()) {
    return item.problem(value, "\"require\" wants a field such as properties.order_id");
  }
  take_field(item, value, value.text);
  item.rule.wanted = "a value";
}

struct KindWord {
  std::string_view word;
  KindMask kinds;
};
constexpr KindWord kKindWords[] = {
    {"string", mask(Kind::kString)},
    {"integer", mask(Kind::kInteger)},
    {"number", kNumber},
    {"boolean", mask(Kind::kBoolean)},
    {"object", mask(Kind::kObject)},
    {"array", mask(Kind::kArray)},
    {"null", mask(Kind::kNull)},
};

// An unquoted null in a list is YAML's own, and means the word.
std::vector<YamlNode> type_words(const YamlNode& is) {
  std::vector<YamlNode> out = is.is_sequence() ? is.items : std::vector<YamlNode>{is};
  for (YamlNode& word : out) {
    if (word.is_null()) word.text = "null";
  }
  return out;
}

void take_type(const CustomItem& item, const YamlNode& word) {
  const auto found = std::find_if(std::begin(kKindWords), std::end(kKindWords),
                                  [&](const KindWord& one) { return one.word == word.text; });
  if (found != std::end(kKindWords)) {
    item.rule.kinds = static_cast<KindMask>(item.rule.kinds | found->kinds);
    item.rule.wanted += (item.rule.wanted.empty() ? "" : " or ") + word.text;
    return;
  }
  std::vector<std::string_view> known;
  for (const KindWord& one : kKindWords) known.push_back(one.word);
  item.problem(word, quoted_name(word.text) +
                         " is no type, wanted one of string, integer, number, " +
                         "boolean, object, array, null" + did_you_mean(word.text, known));
}

void read_type(const CustomItem& item, const YamlNode& value) {
  YamlFields fields(item.file.path, value, item.reading.problems);
  read_field(item, value, fields);
  const YamlNode* is = fields.node("is");
  fields.finish();
  item.rule.kinds = 0;
  if (is != nullptr) {
    for (const YamlNode& word : type_words(*is)) take_type(item, word);
  }
  if (value.is_mapping() && (is == nullptr || (is->is_sequence() && is->items.empty()))) {
    fields.problem(value, "\"is\" is missing");
  }
}

void read_enum(const CustomItem& item, const YamlNode& value) {
  YamlFields fields(item.file.path, value, item.reading.problems);
  read_field(item, value, fields);
  item.rule.values = fields.texts("values");
  if (value.is_mapping() && item.rule.values.empty()) {
    fields.problem(value, "\"values\" is missing or empty");
  }
  item.rule.wanted = "one of " + joined(item.rule.values);
  fields.finish();
}

void take_pattern(const CustomItem& item, const YamlNode& at) {
  auto pattern = read_pattern(item.file, at, item.reading);
  if (!pattern) return;
  item.rule.wanted = "a match of " + at.text;
  item.rule.pattern = std::make_shared<const Pattern>(std::move(*pattern));
}

void read_matches(const CustomItem& item, const YamlNode& value) {
  YamlFields fields(item.file.path, value, item.reading.problems);
  read_field(item, value, fields);
  if (!fields.required_text("matches").empty()) take_pattern(item, *value.find("matches"));
  fields.finish();
}

void read_forbidden_event(const CustomItem& item, const YamlNode& value) {
  take_named_calls(item);
  if (!value.is_scalar() && !value.is_sequence()) {
    return item.problem(value, "\"forbid_event\" wants a name, a glob, or a list of them");
  }
  const auto take = [&](const YamlNode& glob) {
    const std::string why = glob_problem(glob.text);
    if (!why.empty()) item.problem(glob, "glob " + why);
    item.rule.names.push_back({glob.text, {}});
  };
  if (value.is_scalar()) return take(value);
  for (const YamlNode& glob : value.items) take(glob);
}

NameRule read_renaming(const CustomItem& item, const YamlNode& value) {
  YamlFields fields(item.file.path, value, item.reading.problems);
  if (!value.is_mapping()) return {};
  NameRule out{fields.required_text("from"), fields.required_text("to")};
  fields.finish();
  return out;
}

void read_renamed_event(const CustomItem& item, const YamlNode& value) {
  take_named_calls(item);
  item.rule.names = {read_renaming(item, value)};
}

void read_forbidden_property(const CustomItem& item, const YamlNode& value) {
  if (!value.is_scalar() || value.text.empty()) {
    return item.problem(value, "\"forbid_property\" wants a property or a field");
  }
  take_field(item, value, property_field(value.text));
  const std::string why = glob_problem(item.rule.steps.back());
  if (!why.empty()) item.problem(value, "glob " + why);
}

void read_renamed_property(const CustomItem& item, const YamlNode& value) {
  const NameRule name = read_renaming(item, value);
  if (name.from.empty() || name.to.empty()) return;
  if (name.to.find_first_of(".[]") != std::string::npos) {
    item.problem(*value.find("to"), "\"to\" is " + quoted_name(name.to) +
                                        ", wanted a key alone: the value stays where it is");
  }
  take_field(item, *value.find("from"), property_field(name.from));
  if (item.rule.steps.size() < 2 || item.rule.steps.back() == "[]") {
    item.problem(*value.find("from"),
                 quoted_name(name.from) + " names no key that could be renamed");
  }
  item.rule.to = name.to;
}

// Names below `naming`, in the order of CustomRule::Target.
constexpr std::string_view kTargets[] = {"events", "properties", "traits"};

void read_style(const CustomItem& item, const YamlNode& value) {
  if (value.is_mapping()) {
    YamlFields fields(item.file.path, value, item.reading.problems);
    if (!fields.required_text("pattern").empty()) take_pattern(item, *value.find("pattern"));
    fields.finish();
    return;
  }
  const auto& styles = style_words();
  const auto found = std::find(styles.begin(), styles.end(), value.text);
  const bool known = value.is_scalar() && found != styles.end();
  if (!known || found == styles.begin()) {
    return item.problem(value,
                        quoted_name(value.text) + " is no style, wanted one of snake_case, " +
                            "camelCase, PascalCase, kebab-case, Title Case, or {pattern: ...}" +
                            did_you_mean(value.text, styles));
  }
  item.rule.style = static_cast<Style>(found - styles.begin());
  item.rule.wanted = value.text;
}

void read_naming(const CustomItem& item, const YamlNode& value) {
  YamlFields fields(item.file.path, value, item.reading.problems);
  size_t given = 0;
  for (size_t i = 0; i < std::size(kTargets); ++i) {
    const YamlNode* style = fields.node(kTargets[i]);
    if (style == nullptr) continue;
    ++given;
    item.rule.target = static_cast<CustomRule::Target>(i);
    read_style(item, *style);
  }
  fields.finish();
  if (value.is_mapping() && given != 1) {
    item.problem(value, "\"naming\" wants one of events, properties and traits");
  }
  if (item.rule.target == CustomRule::Target::kEvents) return take_named_calls(item);
  const bool traits = item.rule.target == CustomRule::Target::kTraits;
  if (item.rule.scope.types == 0)
    item.rule.scope.types = calls_with(traits ? "traits" : "properties");
}

}  // namespace

void read_check(const CustomItem& item, const YamlNode& value) {
  switch (item.rule.kind) {
    case CustomRule::Kind::kRequired:
      return read_require(item, value);
    case CustomRule::Kind::kType:
      return read_type(item, value);
    case CustomRule::Kind::kEnum:
      return read_enum(item, value);
    case CustomRule::Kind::kPattern:
      return read_matches(item, value);
    case CustomRule::Kind::kForbiddenEvent:
      return read_forbidden_event(item, value);
    case CustomRule::Kind::kRenamedEvent:
      return read_renamed_event(item, value);
    case CustomRule::Kind::kForbiddenProperty:
      return read_forbidden_property(item, value);
    case CustomRule::Kind::kRenamedProperty:
      return read_renamed_property(item, value);
    case CustomRule::Kind::kNaming:
      return read_naming(item, value);
  }
}

}  // namespace specgate
