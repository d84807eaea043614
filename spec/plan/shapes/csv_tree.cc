#include "spec/plan/shapes/csv_tree.h"

namespace specgate {

std::vector<CsvStep> csv_steps(std::string_view name) {
  std::vector<CsvStep> out(1);
  bool escaped = false;  // the step has a sign that stands for itself
  const auto end_step = [&] { out.back().items = !escaped && out.back().name == "$"; };
  for (size_t i = 0; i < name.size(); ++i) {
    const bool escape = name[i] == '\\' && i + 1 < name.size() &&
                        (name[i + 1] == '.' || name[i + 1] == '\\' || name[i + 1] == '$');
    if (escape) {
      escaped = true;
      out.back().name += name[++i];
    } else if (name[i] == '.') {
      end_step();
      out.emplace_back();
      escaped = false;
    } else {
      out.back().name += name[i];
    }
  }
  end_step();
  return out;
}

CsvNode& CsvNode::child(const CsvStep& step) {
  if (step.items) {
    if (items == nullptr) items = std::make_unique<CsvNode>();
    return *items;
  }
  const auto [at, fresh] = index.emplace(step.name, members.size());
  if (fresh) {
    members.push_back(std::make_unique<CsvNode>());
    members.back()->name = step.name;
  }
  return *members[at->second];
}

Json csv_schema(CsvNode& node) {
  Json out = std::move(node.schema);
  out.line = node.line;
  out.column = node.column;
  if (!node.said && out.find("type") == nullptr &&
      (node.items != nullptr || !node.members.empty())) {
    out.set("type", Json::string(node.items != nullptr ? "array" : "object"));
  }
  Json properties = Json::object(), required = Json::array();
  for (const auto& member : node.members) {
    if (member->required) required.items.push_back(Json::string(member->name));
    const uint32_t line = member->line, column = member->column;
    properties.members.push_back({member->name, line, column, csv_schema(*member)});
  }
  if (!properties.members.empty()) out.set("properties", std::move(properties));
  if (!required.items.empty()) out.set("required", std::move(required));
  if (node.items != nullptr) out.set("items", csv_schema(*node.items));
  return out;
}

}  // namespace specgate
