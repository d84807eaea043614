// Segment's CSV: a row for each rule, and one for each of its properties; the cells of the rule may
// be empty in the rows of its properties. Names of nested properties have dots, what stands in a
// list a
// "$": products.$.sku (a dot of the name's own is "\."). Of a COMMON rule the names begin at the
// call.
#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <unordered_map>

#include "spec/plan/shapes/csv.h"
#include "spec/plan/shapes/csv_columns.h"
#include "spec/plan/shapes/csv_tree.h"
#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr size_t kMostSteps = 32;
constexpr size_t kMostRows = 500'000;  // Segment takes 100000

// The data types of the editor: create.md, "Edit a Tracking Plan".
constexpr std::string_view kTypes[] = {"array",  "object", "boolean", "integer",
                                       "number", "string", "null"};
const std::vector<std::string_view> kTypeWords = {"any",     "array",  "object", "boolean",
                                                  "integer", "number", "string", "date time",
                                                  "null",    "enum"};
constexpr const char* kTypesInWords =
    "any, array, object, boolean, integer, number, string, date time, null, enum";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> split(std::string_view text, std::string_view signs) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(signs), text.size());
    if (const auto part = trimmed_cell(text.substr(0, end)); !part.empty()) out.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

class CsvPlan {
 public:
  CsvPlan(std::string_view text, PlanReading& reading)
      : reading_(reading), text_(text), rows_(reading.file(), text, broken_) {}

  void read() {
    reading_.plan.shape = PlanShape::kCsv;
    if (!rows_.next(row_) || !read_header()) return finish();
    while (rows_.next(row_)) {
      ++reading_.plan.csv_rows;
      if (reading_.plan.csv_rows > kMostRows || steps_ > kMostRows) {
        reading_.problem(place(row_[0]), "more than 500000 rows, or steps of nested names");
        break;
      }
      read_row();
    }
    for (const auto& rule : rules_) add(*rule);
    finish();
  }

 private:
  struct Building {
    PlanRule rule;
    CsvNode own;
    std::string labels;  // as the first row with some has them
  };

  void finish() {
    for (const Problem& problem : broken_)
      reading_.problem(place(problem.line, problem.column), problem.message);
  }

  static Json place(uint32_t line, uint32_t column) {
    Json at;
    at.line = line;
    at.column = column;
    return at;
  }
  static Json place(const CsvCell& cell) { return place(cell.line, cell.column); }

  bool read_header() {
    columns_.fill(kNone);
    for (size_t i = 0; i < row_.size(); ++i) {
      const size_t column = plan_column_of(row_[i].text);
      if (column == kPlanColumnCount || is_own_event_type(text_, row_, i)) {
        if (!trimmed_cell(row_[i].text).empty()) note_unknown(row_[i]);
      } else if (columns_[column] != kNone) {
        reading_.problem(place(row_[i]), "the column \"" + row_[i].text + "\" says the same as \"" +
                                             row_[columns_[column]].text +
                                             "\", wanted one of them");
      } else {
        columns_[column] = i;
        if (column == static_cast<size_t>(PlanColumn::kKind)) kind_column_ = trimmed_cell(row_[i].text);
      }
    }
    width_ = row_.size();
    // Both "Type" and "Name" may be the rule's: a table without "Rule Type" is all track calls.
    if (columns_[static_cast<size_t>(PlanColumn::kKey)] != kNone ||
        columns_[static_cast<size_t>(PlanColumn::kKind)] != kNone) {
      return true;
    }
    reading_.problem(place(row_[0]), "the header has neither \"Rule Type\" nor \"Event Name\"");
    return false;
  }

  void note_unknown(const CsvCell& cell) {
    std::vector<std::string_view> names;
    for (size_t i = 0; i < kPlanColumnCount; ++i) {
      const auto is_it = [&](const CsvCell& one) { return plan_column_of(one.text) == i; };
      if (std::none_of(row_.begin(), row_.end(), is_it)) names.push_back(name_of(static_cast<PlanColumn>(i)));
    }
    reading_.note(place(cell),
                  "the column \"" + cell.text + "\" is not read" + did_you_mean(cell.text, names));
  }

  const CsvCell* cell(PlanColumn column) const {
    const size_t at = columns_[static_cast<size_t>(column)];
    if (at == kNone || at >= row_.size() || trimmed_cell(row_[at].text).empty()) return nullptr;
    return &row_[at];
  }

  std::string text(PlanColumn column) const {
    const CsvCell* const at = cell(column);
    return at == nullptr ? std::string() : std::string(trimmed_cell(at->text));
  }

  void read_row() {
    if (row_.size() > width_) {
      return reading_.problem(place(row_[width_]), "the row has " + std::to_string(row_.size()) +
                                                       " cells, the header " +
                                                       std::to_string(width_));
    }
    if (!find_rule()) return;
    if (cell(PlanColumn::kProperty) != nullptr) read_property();
  }

  // The rule that the row speaks of becomes current_; a row without one speaks of the last.
  bool find_rule() {
    const CsvCell* const kind_cell = cell(PlanColumn::kKind);
    const CsvCell* const key_cell = cell(PlanColumn::kKey);
    if (kind_cell == nullptr && key_cell == nullptr) {
      if (current_ == nullptr) {
        reading_.problem(place(row_[0]), "the row names no rule, and none stands before it");
      }
      return current_ != nullptr;
    }
    const auto kind = read_kind(kind_cell);
    const auto version = read_version();
    if (!kind || !version) {
      current_ = nullptr;
      return false;
    }
    const std::string key = key_cell == nullptr ? "" : key_cell->text;
    const std::string identity =
        std::to_string(static_cast<int>(*kind)) + ' ' + std::to_string(*version) + ' ' + key;
    const auto [at, fresh] = index_.emplace(identity, rules_.size());
    if (fresh) rules_.push_back(std::make_unique<Building>());
    current_ = rules_[at->second].get();
    if (fresh) begin(*kind, *version, key, key_cell != nullptr ? *key_cell : *kind_cell);
    take_words();
    return true;
  }

  std::optional<PlanRuleKind> read_kind(const CsvCell* kind_cell) {
    if (kind_cell == nullptr) return PlanRuleKind::kTrack;
    Json holder = Json::object();
    Json& value = holder.set(kind_column_, Json::string(trimmed_cell(kind_cell->text)));
    value.line = kind_cell->line;
    value.column = kind_cell->column;
    return reading_.kind(holder, kind_column_);
  }

  std::optional<int64_t> read_version() {
    std::string number = text(PlanColumn::kVersion);
    if (number.empty()) return 1;
    const size_t dot = number.find('.');  // a spreadsheet's 1.0
    const bool whole = dot != 0 && dot != std::string::npos && number.find_first_not_of('0', dot + 1) == std::string::npos;
    if (whole) number.resize(dot);
    int64_t version = 0;
    const char* const end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, version);
    if (error == std::errc() && rest == end) return version;
    reading_.problem(place(*cell(PlanColumn::kVersion)),
                     "the version is \"" + text(PlanColumn::kVersion) + "\", wanted a whole number");
    return std::nullopt;
  }

  void begin(PlanRuleKind kind, int64_t version, const std::string& key, const CsvCell& at) {
    PlanRule& rule = current_->rule;
    rule.kind = kind;
    rule.version = version;
    rule.key = key;
    rule.line = row_[0].line;
    rule.column = row_[0].column;
    rule.key_line = at.line;
    rule.key_column = at.column;
    current_->own.line = rule.line;
    current_->own.column = rule.column;
    current_->own.schema.set("type", Json::string("object"));
  }

  // Repeated in each row of a rule, or in the first only.
  void take_words() {
    PlanRule& rule = current_->rule;
    const std::string description = text(PlanColumn::kDescription);
    if (rule.description.empty()) {
      rule.description = description;
    } else if (!description.empty() && description != rule.description) {
      reading_.problem(
          place(*cell(PlanColumn::kDescription)),
          title_of(rule) + " is described otherwise in line " + std::to_string(rule.line));
    }
    const std::string labels = text(PlanColumn::kLabels);
    if (labels.empty()) return;
    std::string& first = current_->labels;
    if (!first.empty() && labels != first) {
      reading_.note(place(*cell(PlanColumn::kLabels)),
                    title_of(rule) + " is labelled otherwise in line " + std::to_string(rule.line) +
                        ": these labels are not read");
    }
    if (!first.empty()) return;
    first = labels;
    for (const std::string& label : split(labels, ",;|\n")) {
      const size_t colon = std::min(label.find(':'), label.size());
      rule.labels.emplace_back(
          trimmed_cell(std::string_view(label).substr(0, colon)),
          trimmed_cell(std::string_view(label).substr(std::min(colon + 1, label.size()))));
    }
  }

  void read_property() {
    const CsvCell& name_cell = *cell(PlanColumn::kProperty);
    const std::vector<CsvStep> steps = csv_steps(name_cell.text);
    if (steps.size() > kMostSteps) {
      return reading_.problem(place(name_cell), "the property is nested deeper than 32 levels");
    }
    CsvNode* node = &current_->own;
    steps_ += steps.size();
    for (const CsvStep& step : steps) {
      if (step.name.empty())
        return reading_.problem(place(name_cell), "a step of the property's name is empty");
      node = &node->child(step);
      if (node->line == 0) {
        node->line = name_cell.line;
        node->column = name_cell.column;
      }
    }
    if (node->said) {
      return reading_.problem(place(name_cell), "the property \"" + name_cell.text + "\" of " +
                                                    title_of(current_->rule) +
                                                    " is given twice, first in line " +
                                                    std::to_string(node->line));
    }
    node->said = true;
    node->line = name_cell.line;
    node->column = name_cell.column;
    read_status(*node);
    read_schema(node->schema);
  }

  void read_status(CsvNode& node) {
    const std::string status = lower(text(PlanColumn::kStatus));
    for (const std::string_view word : {"required", "true", "yes", "y", "x", "1"}) {
      if (status == word) node.required = true;
    }
    for (const std::string_view word : {"", "optional", "false", "no", "n", "0", "not required"}) {
      if (status == word) return;
    }
    if (node.required) return;
    reading_.problem(place(*cell(PlanColumn::kStatus)),
                     "the status is \"" + text(PlanColumn::kStatus) +
                         "\", wanted required or optional" +
                         did_you_mean(status, {"required", "optional"}));
  }

  void read_schema(Json& schema) {
    read_type(schema);
    const std::string description = text(PlanColumn::kPropertyDescription);
    if (!description.empty()) schema.set("description", Json::string(description));
    if (const CsvCell* pattern = cell(PlanColumn::kPattern))
      schema.set("pattern", Json::string(pattern->text));
    if (const std::string format = text(PlanColumn::kFormat); !format.empty()) {
      schema.set("format", Json::string(format));
    }
    read_enum(schema);
  }

  void read_type(Json& schema) {
    Json types = Json::array();
    for (const std::string& word : split(lower(text(PlanColumn::kType)), ",|;/")) {
      std::string letters;
      std::copy_if(word.begin(), word.end(), std::back_inserter(letters),
                   [](char c) { return c >= 'a' && c <= 'z'; });
      if (letters == "any" || letters == "enum") continue;
      if (letters == "datetime") {
        types.items.push_back(Json::string("string"));
        schema.set("format", Json::string("date-time"));
      } else if (std::find(std::begin(kTypes), std::end(kTypes), letters) != std::end(kTypes)) {
        types.items.push_back(Json::string(letters));
      } else {
        reading_.problem(
            place(*cell(PlanColumn::kType)),
            "the data type \"" + word + "\" is none of Segment's (" + kTypesInWords + ")" +
                did_you_mean(word, kTypeWords));
      }
    }
    if (types.items.size() == 1) schema.set("type", std::move(types.items[0]));
    if (types.items.size() > 1) schema.set("type", std::move(types));
  }

  // A JSON list, or texts between bars, semicolons, commas or lines, whichever comes first in this
  // order.
  void read_enum(Json& schema) {
    const CsvCell* const at = cell(PlanColumn::kEnum);
    if (at == nullptr) return;
    const std::string_view words = trimmed_cell(at->text);
    if (words.starts_with('[')) {
      if (auto list = reading_.json_in_text(words, place(*at)))
        schema.set("enum", *std::move(list));
      return;
    }
    char separator = '\n';
    for (const char candidate : {',', ';', '|'}) {
      if (words.find(candidate) != std::string_view::npos) separator = candidate;
    }
    const std::string_view type = schema.text_of("type");
    Json list = Json::array();
    for (const std::string& word : split(words, std::string_view(&separator, 1))) {
      list.items.push_back(value_of(word, type));
      list.items.back().line = at->line;
      list.items.back().column = at->column;
    }
    schema.set("enum", std::move(list));
  }

  Json value_of(const std::string& word, std::string_view type) {
    const bool number = type == "integer" || type == "number";
    if (!number && type != "boolean") return Json::string(word);
    Json out = Json::string(word);
    if (type == "boolean" && (word == "true" || word == "false"))
      return Json::boolean(word == "true");
    double ignored = 0;
    const char* const end = word.data() + word.size();
    if (number && std::from_chars(word.data(), end, ignored).ptr == end &&
        word.find_first_not_of("0123456789-.eE") == std::string::npos) {
      out.kind = word.find_first_of(".eE") == std::string::npos ? Kind::kInteger : Kind::kReal;
    }
    return out;
  }

  void add(Building& building) {
    Json own = csv_schema(building.own);
    building.rule.schema = whole_call(building.rule.kind, std::move(own));
    reading_.add(std::move(building.rule));
  }

  static constexpr size_t kNone = static_cast<size_t>(-1);
  PlanReading& reading_;
  std::string_view text_;
  Problems broken_;
  CsvRows rows_;
  std::vector<CsvCell> row_;
  std::array<size_t, kPlanColumnCount> columns_{};
  std::string kind_column_;  // as the header calls it
  size_t width_ = 0, steps_ = 0;
  std::vector<std::unique_ptr<Building>> rules_;
  std::unordered_map<std::string, size_t> index_;
  Building* current_ = nullptr;
};

}  // namespace

void read_csv(std::string_view text, PlanReading& reading) { CsvPlan(text, reading).read(); }

}  // namespace specgate
