// libFuzzer: any bytes at all as a table, and as a tracking plan in Segment's CSV. Cells come back as
// they were written, and a plan that reads is one that can be written and read again.
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bench/embedded_spec.h"
#include "spec/plan/read_plan.h"
#include "spec/plan/shapes/csv.h"
#include "spec/plan/write_plan.h"
#include "spec/text/utf8.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

using Table = std::vector<std::vector<std::string>>;

Table table_of(std::string_view text, Problems& problems) {
  Table table;
  CsvRows rows("table", text, problems);
  for (std::vector<CsvCell> row; rows.next(row);) {
    table.emplace_back();
    for (const CsvCell& cell : row) {
      demand(cell.line >= 1 && cell.column >= 1);
      table.back().push_back(cell.text);
    }
  }
  return table;
}

// The first line has to say which sign parts the cells.
bool tells_its_separator(const Table& table) {
  if (table.empty() || table[0].size() < 2) return false;
  for (const std::string& cell : table[0]) {
    if (cell.find_first_of(",;\t\"\r\n") != std::string::npos) return false;
  }
  return true;
}

void check_table(std::string_view text) {
  Problems problems;
  const Table table = table_of(text, problems);
  if (!problems.empty() || !tells_its_separator(table)) return;
  if (table[0][0].starts_with("\xEF\xBB\xBF")) return;  // would be a byte order mark
  std::string written;
  for (const auto& row : table) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (i != 0) written += ',';
      append_csv_cell(row[i], written);
    }
    written += "\r\n";
  }
  demand(table_of(written, problems) == table && problems.empty());
}

void check_plan(const std::string& text) {
  const Result<TrackingPlan> plan = parse_plan("plan.csv", text, bench::embedded());
  if (!plan) {
    demand(!plan.problems().empty() && plan.problems().size() <= 500);
    return;
  }
  demand(first_bad_utf8(text) == kAllUtf8);
  Problems lost;
  const std::string json = plan_in(PlanShape::kPublicApi, *plan, lost);
  const Result<TrackingPlan> back = parse_plan("again", json, bench::embedded());
  demand(plan->rules.empty() || (back && back->rules.size() == plan->rules.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_table(text);
  check_plan(text);
  check_plan("Rule Type,Event Name,Event Version,Event Description,Labels,Property Name,"
             "Property Description,Property Status,Property Type,Allowed Property Values,Enum Values\n" +
             text);
  return 0;
}
