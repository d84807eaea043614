#include "spec/plan/csv_columns.h"

#include <vector>

#include "spec/plan/csv.h"

namespace specgate {
namespace {

constexpr std::string_view kNames[] = {
#define X(id, names) names,
    SPECGATE_PLAN_COLUMNS(X)
#undef X
};

// "Property_Name " -> "propertyname"
std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') out += c;
  }
  return out;
}

bool names(std::string_view list, const std::string& letters) {
  while (!list.empty()) {
    const size_t end = std::min(list.find('|'), list.size());
    if (letters_of(list.substr(0, end)) == letters) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::string_view name_of(PlanColumn column) {
  const std::string_view all = kNames[static_cast<size_t>(column)];
  return all.substr(0, all.find('|'));
}

size_t plan_column_of(std::string_view header) {
  const std::string letters = letters_of(header);
  for (size_t i = 0; i < kPlanColumnCount; ++i) {
    if (!letters.empty() && names(kNames[i], letters)) return i;
  }
  return kPlanColumnCount;
}

bool is_plan_csv(std::string_view text) {
  constexpr size_t kLongestHeader = 4096;
  Problems ignored;
  std::vector<CsvCell> row;
  if (!CsvRows({}, text.substr(0, kLongestHeader), ignored).next(row) || row.size() < 2)
    return false;
  size_t known = 0;
  for (const CsvCell& cell : row) known += plan_column_of(cell.text) != kPlanColumnCount ? 1 : 0;
  return known >= 2;
}

}  // namespace specgate
