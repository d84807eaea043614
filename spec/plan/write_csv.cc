// read_csv.cc has the form. Keywords that the editor of Segment's app has no cell for are lost.
#include <algorithm>

#include "spec/plan/csv.h"
#include "spec/plan/csv_columns.h"
#include "spec/plan/write.h"

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
    losses_.fields_but(rule, {"version", "description", "labels"});
    OwnView view = own_view(rule);
    for (const std::string& what : view.more) losses_.of(rule, what);
    if (!view.definitions.is(Kind::kNull)) losses_.of(rule, "\"definitions\" of its schema");
    const Json* const required = view.schema.find("required");
    const bool requires_some = required != nullptr && !required->items.empty();
    const std::string own(own_object(rule.kind));
    if (!own.empty() && requires_some != view.demanded) {
      losses_.of(rule, std::string("that the call ") +
                           (requires_some ? "may come without " : "must have ") + own);
    }
    Row row(kColumns);
    name_rule(row);
    at(PlanColumn::kDescription, row) = rule.description;
    at(PlanColumn::kLabels, row) = labels();
    append(row);
    lose_all_but(view.schema, "", {"type", "properties", "required"});
    write_members(view.schema, "", 1);
  }

  void name_rule(Row& row) {
    at(PlanColumn::kKind, row) = name_of(rule_->kind);
    at(PlanColumn::kKey, row) = rule_->key;
    at(PlanColumn::kVersion, row) = std::to_string(rule_->version);
  }

  std::string labels() {
    std::string out;
    for (const auto& [name, value] : rule_->labels) {
      const std::string label = name + ':' + value;
      if (label.find_first_of(",;|\n") != std::string::npos ||
          name.find(':') != std::string::npos) {
        losses_.of(*rule_, "its label \"" + name + '"');
      } else {
        out.append(out.empty() ? "" : ", ").append(label);
      }
    }
    return out;
  }

  void write_members(const Json& schema, const std::string& path, size_t steps) {
    const Json* const properties = schema.find("properties");
    const bool has_members = properties != nullptr && properties->is(Kind::kObject);
    std::unordered_set<std::string_view> required = required_names(schema);
    const std::vector<JsonMember> none;
    for (const JsonMember& member : has_members ? properties->members : none) {
      const bool needed = required.erase(member.key) != 0;
      if (member.key.empty()) {
        losses_.of(*rule_, "a property without a name");
      } else {
        write_property(member.value, path + escaped_step(member.key), {steps, needed});
      }
    }
    for (const std::string_view name : required)
      write_only_required(std::string(name), path, steps);
  }

  // Every field of a call is known; a property that is only required would become planned.
  void write_only_required(const std::string& name, const std::string& path, size_t steps) {
    if (path.empty() && rule_->kind == PlanRuleKind::kCommon) {
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
    at(PlanColumn::kPropertyDescription, row) = schema.text_of("description");
    at(PlanColumn::kStatus, row) = where.required ? "required" : "optional";
    at(PlanColumn::kPattern, row) = schema.text_of("pattern");
    at(PlanColumn::kType, row) = type_cell(schema, path);
    if (const Json* values = schema.find("enum"); values != nullptr && values->is(Kind::kArray)) {
      at(PlanColumn::kEnum, row) = enum_cell(*values, schema.text_of("type"));
    }
    append(row);
    lose_all_but(
        schema, path,
        {"type", "properties", "required", "description", "pattern", "enum", "format", "items"});
    write_members(schema, path + '.', where.steps + 1);
    const Json* const items = schema.find("items");
    if (items == nullptr) return;
    if (items->is(Kind::kArray)) return losses_.of(*rule_, "\"items\" of \"" + path + '"');
    write_property(*items, path + ".$", {where.steps + 1, false});
  }

  std::string type_cell(const Json& schema, const std::string& path) {
    const Json* const type = schema.find("type");
    std::vector<std::string> names;
    if (type != nullptr && type->is(Kind::kString)) names.push_back(type->text);
    if (type != nullptr && type->is(Kind::kArray)) {
      for (const Json& item : type->items) names.push_back(item.text);
    }
    const std::string_view format = schema.text_of("format");
    const auto text = std::find(names.begin(), names.end(), "string");
    if (format == "date-time" && text != names.end()) {
      *text = "Date time";
    } else if (schema.find("format") != nullptr) {
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
      if (std::find(held.begin(), held.end(), member.key) != held.end()) continue;
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
