#include "spec/plan/shapes/csv_columns.h"

#include <algorithm>

#include "spec/plan/tracking_plan.h"

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

bool is_event_type(std::string_view header) { return letters_of(header) == "eventtype"; }

bool is_kind(std::string_view text) {
  constexpr std::string_view kKinds[] = {
#define X(id, name, call) name,
      SPECGATE_PLAN_RULE_KINDS(X)
#undef X
  };
  const auto same = [&](std::string_view kind) {
    return std::equal(kind.begin(), kind.end(), text.begin(), text.end(),
                      [](char upper, char c) { return c == upper || c == upper - 'A' + 'a'; });
  };
  return std::any_of(std::begin(kKinds), std::end(kKinds), same);
}

// Of the rows below the header; an empty cell says nothing.
bool holds_kinds(std::string_view table, size_t at) {
  Problems ignored;
  CsvRows rows({}, table, ignored);
  std::vector<CsvCell> row;
  rows.next(row);
  while (rows.next(row)) {
    const std::string_view value = at < row.size() ? trimmed_cell(row[at].text) : std::string_view();
    if (!value.empty() && !is_kind(value)) return false;
  }
  return true;
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

bool is_own_event_type(std::string_view table, const std::vector<CsvCell>& header, size_t at) {
  if (!is_event_type(header[at].text)) return false;
  const auto names_kind = [](const CsvCell& cell) {
    return plan_column_of(cell.text) == static_cast<size_t>(PlanColumn::kKind) && !is_event_type(cell.text);
  };
  return std::any_of(header.begin(), header.end(), names_kind) || !holds_kinds(table, at);
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
