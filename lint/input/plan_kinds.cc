#include "lint/input/plan_kinds.h"

#include <algorithm>
#include <vector>

#include "spec/plan/shapes/csv.h"
#include "spec/plan/shapes/csv_columns.h"

namespace specgate {

bool is_plan_table(std::string_view text) {
  Problems ignored;
  std::vector<CsvCell> row;
  if (!CsvRows({}, text.substr(0, text.find_first_of("\r\n")), ignored).next(row)) return false;
  const auto has = [&](PlanColumn column) {
    return std::any_of(row.begin(), row.end(), [&](const CsvCell& cell) {
      return plan_column_of(cell.text) == static_cast<size_t>(column);
    });
  };
  return has(PlanColumn::kKey) && has(PlanColumn::kProperty);
}

bool is_plan_yaml(std::string_view text) {
  constexpr std::string_view kEvents = "events:";
  bool below = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    const size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    if (below) return begin != 0 && line[begin] != '-' && line.find(':', begin) != std::string_view::npos;
    if (line.starts_with("events: {")) return true;
    below = line == kEvents;
  }
  return false;
}

}  // namespace specgate
