// read_csv.cc has the form. Keywords that the editor of Segment's app has no cell for are lost.
#include <algorithm>

#include "spec/plan/shapes/csv.h"
#include "spec/plan/shapes/csv_columns.h"
#include "spec/plan/shapes/writing.h"
#include "spec/schema/keywords.h"

namespace specgate {
namespace {

constexpr size_t kMostSteps = 32;
using Row = std::vector<std::string>;

std::string& at(PlanColumn column, Row& row) { return row[static_cast<size_t>(column)]; }

std::string escaped_step(std::string_view name) {
  if (name == "$") return "\\$";
  std::string out;
  for (const char c : name) {
    if (c == '.' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// A list between commas, where that can be taken apart again.
std::string enum_cell(const Json& values, std::string_view type) {
  const bool plain = type != "integer" && type != "number" && type != "boolean" &&
                     std::all_of(values.items.begin(), values.items.end(), [](const Json& item) {
                       return item.is(Kind::kString) && !item.text.empty() &&
                              item.text.find_first_of(",;|\n\r\t[ ") != 0 &&
                              !item.text.ends_with(' ') &&
                              item.text.find_first_of(",;|\n\r\t") == std::string::npos;
                     });
  if (!plain || values.items.empty()) return compact(values);
  std::string out;
  for (const Json& item : values.items) out.append(out.empty() ? "" : ", ").append(item.text);
  return out;
}

// Of a keyword that has a cell; null where no validator takes its value.
const Json* word_in(const Json& schema, std::string_view key) {
  const Json* const value = schema.find(key);
  const WordRow* const row = word_of(key);
  return value != nullptr && misshapen(*row, *value, Draft::k7).empty() ? value : nullptr;
}

std::string text_in(const Json& schema, std::string_view key) {
  const Json* const value = word_in(schema, key);
  return value == nullptr ? std::string() : value->text;
}

// The one type that reading the cell gives, or nothing.
std::string_view type_in(const Json& schema) {
  const Json* const type = word_in(schema, "type");
  if (type == nullptr) return {};
  if (type->is(Kind::kArray)) return type->items.size() == 1 ? type->items[0].text : std::string_view();
  return type->text;
}

class CsvWriter {
 public:
  CsvWriter(const TrackingPlan& plan, Losses& losses) : plan_(plan), losses_(losses) {}

  std::string write() {
    losses_.fields_but({});
    for (size_t i = 0; i < kColumns; ++i) {
      out_.append(i == 0 ? "" : ",").append(name_of(static_cast<PlanColumn>(i)));
    }
    out_ += "\r\n";
    for (const PlanRule& rule : plan_.rules) write_rule(rule);
    return std::move(out_);
  }

 private:
  static constexpr size_t kColumns =
      static_cast<size_t>(PlanColumn::kFormat);  // Segment's own end here

  void write_rule(const PlanRule& rule) {
    rule_ = &rule;
    const bool nameless = rule.kind == PlanRuleKind::kTrack || !rule.key.empty();
    if (nameless && trimmed_cell(rule.key).empty()) return losses_.whole(rule);
    losses_.fields_but(rule, {"version", "description", "labels"});
    OwnView view = own_view(rule);
    for (const std::string& what : view.more) losses_.of(rule, what);
    if (!view.definitions.is(Kind::kNull)) losses_.of(rule, "\"definitions\" of its schema");
    const Json* const required = word_in(view.schema, "required");
    const bool requires_some = required != nullptr && !required->items.empty();
    const std::string own(own_object(rule.kind));
    if (!own.empty() && requires_some != view.demanded) {
      losses_.of(rule, std::string("that the call ") +
                           (requires_some ? "may come without " : "must have ") + own);
    }
    Row row(kColumns);
    name_rule(row);
    at(PlanColumn::kDescription, row) = words(rule.description, "its description");
    at(PlanColumn::kLabels, row) = labels();
    append(row);
    lose_all_but(view.schema, "", {"type", "properties", "required"});
    if (!is_object_type(view.schema)) losses_.of(rule, "\"type\" of its schema");
    write_members(view.schema, "", 1);
  }

  void name_rule(Row& row) {
    at(PlanColumn::kKind, row) = name_of(rule_->kind);
    at(PlanColumn::kKey, row) = rule_->key;
    at(PlanColumn::kVersion, row) = std::to_string(rule_->version);
  }

  // Readers take blanks at the edges for nothing.
  std::string words(std::string_view text, const std::string& of) {
    const std::string_view kept = trimmed_cell(text);
    if (kept.size() != text.size()) losses_.of_many(*rule_, "the blanks at the edges of " + of);
    return std::string(kept);
  }

  static bool survives(std::string_view text) {
    return trimmed_cell(text).size() == text.size() &&
           text.find_first_of(",;|\n") == std::string_view::npos;
  }

  std::string labels() {
    std::string out;
    for (const auto& [name, value] : rule_->labels) {
      const std::string label = name + ':' + value;
      if (!survives(name) || !survives(value) || name.find(':') != std::string::npos) {
        losses_.of(*rule_, "its label \"" + name + '"');
      } else {
        out.append(out.empty() ? "" : ", ").append(label);
      }
    }
    return out;
  }

  void write_members(const Json& schema, const std::string& path, size_t steps) {
    const Json* const properties = word_in(schema, "properties");
    const Json* const list = word_in(schema, "required");
    std::unordered_set<std::string_view> required;
    if (list != nullptr) required = required_names(schema);
    const std::vector<JsonMember> none;
    for (const JsonMember& member : properties != nullptr ? properties->members : none) {
      const bool needed = required.erase(member.key) != 0;
      const std::string name = path + escaped_step(member.key);
      if (member.key.empty()) {
        losses_.of(*rule_, "a property without a name");
      } else if (trimmed_cell(name).empty()) {
        losses_.of(*rule_, "the property \"" + name + "\", a name of blanks,");
      } else {
        write_property(member.value, name, {steps, needed});
      }
    }
    for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const std::string& name = list->items[i].text;
      if (required.erase(name) != 0) write_only_required(name, path, steps);
    }
  }

  // Every field of a call is known; a property that is only required would become planned.
  void write_only_required(const std::string& name, const std::string& path, size_t steps) {
    if (path.empty() && rule_->kind == PlanRuleKind::kCommon && !trimmed_cell(name).empty()) {
      write_property(Json::object(), escaped_step(name), {steps, true});
    } else {
      losses_.of(*rule_, "that \"" + path + name + "\" is required");
    }
  }

  struct Where {
    size_t steps;
    bool required;
  };

  void write_property(const Json& schema, const std::string& path, Where where) {
    if (schema.is_false() || where.steps > kMostSteps)
      return losses_.of(*rule_, "the property \"" + path + '"');
    Row row(kColumns);
    name_rule(row);
    at(PlanColumn::kProperty, row) = path;
    at(PlanColumn::kPropertyDescription, row) =
        words(text_in(schema, "description"), "the description of \"" + path + '"');
    at(PlanColumn::kStatus, row) = where.required ? "required" : "optional";
    const std::string pattern = text_in(schema, "pattern");
    at(PlanColumn::kPattern, row) = pattern;
    if (word_in(schema, "pattern") != nullptr && trimmed_cell(pattern).empty())
      losses_.of(*rule_, "\"pattern\" of \"" + path + '"');
    at(PlanColumn::kType, row) = type_cell(schema, path);
    if (const Json* values = word_in(schema, "enum"))
      at(PlanColumn::kEnum, row) = enum_cell(*values, type_in(schema));
    append(row);
    lose_all_but(
        schema, path,
        {"type", "properties", "required", "description", "pattern", "enum", "format", "items"});
    write_members(schema, path + '.', where.steps + 1);
    const Json* const items = word_in(schema, "items");
    if (items == nullptr) return;
    if (items->is(Kind::kArray)) return losses_.of(*rule_, "\"items\" of \"" + path + '"');
    write_property(*items, path + ".$", {where.steps + 1, false});
  }

  std::string type_cell(const Json& schema, const std::string& path) {
    const Json* const type = word_in(schema, "type");
    std::vector<std::string> names;
    if (type != nullptr && type->is(Kind::kString)) names.push_back(type->text);
    if (type != nullptr && type->is(Kind::kArray)) {
      for (const Json& item : type->items) names.push_back(item.text);
    }
    if (std::find(names.begin(), names.end(), "any") != names.end()) names.clear();
    const std::string_view format = schema.text_of("format");
    const auto text = std::find(names.begin(), names.end(), "string");
    if (format == "date-time" && text != names.end()) {
      *text = "Date time";
    } else if (word_in(schema, "format") != nullptr) {
      losses_.of(*rule_, "\"format\" of \"" + path + '"');
    }
    if (names.empty()) return schema.find("enum") != nullptr ? "Enum" : "any";
    std::string out;
    for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
  }

  void lose_all_but(const Json& schema, const std::string& path,
                    std::initializer_list<std::string_view> held) {
    for (const JsonMember& member : schema.members) {
      const bool has_cell = std::find(held.begin(), held.end(), member.key) != held.end();
      if (has_cell && word_in(schema, member.key) != nullptr) continue;
      const std::string of = path.empty() ? "its schema" : '"' + path + '"';
      losses_.of(*rule_, '"' + member.key + "\" of " + of);
    }
  }

  void append(const Row& row) {
    for (size_t i = 0; i < kColumns; ++i) {
      if (i != 0) out_ += ',';
      append_csv_cell(row[i], out_);
    }
    out_ += "\r\n";
  }

  const TrackingPlan& plan_;
  Losses& losses_;
  const PlanRule* rule_ = nullptr;
  std::string out_;
};

}  // namespace

std::string write_csv(const TrackingPlan& plan, Losses& losses) {
  return CsvWriter(plan, losses).write();
}

}  // namespace specgate
