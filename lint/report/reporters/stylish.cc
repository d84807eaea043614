// The default: grouped by file, one aligned line a finding.
//
//   fixtures/checkout.ndjson
//     12:41  error    NAM103 known-event-alias  "Purchase" means ...  track #12 /event  (fix: unsafe)
//
// On a terminal a line that is wider goes on below its message, or where that leaves no room, near the edge.
#include <algorithm>

#include "lint/report/reporters/human.h"
#include "lint/report/reporters/reporters.h"
#include "lint/report/reporters/wrap.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

constexpr size_t kWidestMessage = 80;  // longer ones push their own line only
constexpr size_t kLeastRoom = 30;      // for a message beside what stands before it
constexpr size_t kNearEdge = 6;

struct Row {
  std::string place, rule, message, where;
  const Finding* finding;
};

struct Widths {
  size_t place = 5, severity = 0, rule = 0, message = 0;
};

class Stylish : public Reporter {
 public:
  explicit Stylish(const ReportOptions& options) : options_(options) {}

  void file_head(std::string_view file, const BySeverity&, std::string& out) const override {
    std::string name;
    append_plain(file, 0, name);
    append_tinted(name, Tint::kBold, options_.colour, out);
    out += '\n';
  }

  void findings(std::string_view, std::span<const Finding> findings,
                std::string& out) const override {
    std::vector<Row> rows;
    rows.reserve(findings.size());
    Widths widths;
    for (const Finding& finding : findings) {
      rows.push_back(row_of(finding));
      const Row& row = rows.back();
      widths.place = std::max(widths.place, row.place.size());
      widths.severity = std::max(widths.severity, name_of(finding.severity).size());
      widths.rule = std::max(widths.rule, row.rule.size());
      widths.message = std::max(widths.message, std::min(kWidestMessage, width_of(row.message)));
    }
    if (options_.width == 0) {
      for (const Row& row : rows) append(row, widths, out);
      return;
    }
    const size_t before = widths.place + widths.severity + widths.rule + kBlanks;
    const size_t indent = before + kLeastRoom > options_.width ? kNearEdge : before;
    std::string lines;
    for (const Row& row : rows) append(row, widths, lines);
    append_wrapped(lines, options_.width, indent, out);
  }

  void tail(const Summary& summary, std::string& out) const override {
    if (options_.statistics && !summary.by_rule.empty()) out += statistics_text(summary);
    if (!options_.quiet && summary.unit == "event") out += consequences_text(summary);
    if (!options_.quiet) append_wrapped(summary_text(summary, options_), options_.width, 2, out);
  }

 private:
  static constexpr size_t kBlanks = 8;  // around place, severity and rule: see append()

  static Row row_of(const Finding& finding) {
    return {std::to_string(finding.line) + ":" + std::to_string(finding.column),
            std::string(finding.rule->id) + " " + std::string(finding.rule->name),
            message_text(finding), place_text(finding), &finding};
  }

  void append(const Row& row, const Widths& widths, std::string& out) const {
    const std::string_view severity = name_of(row.finding->severity);
    pad_to(widths.place + 2, row.place.size(), out);
    append_tinted(row.place, Tint::kDim, options_.colour, out);
    out += "  ";
    append_tinted(severity, tint_of(row.finding->severity), options_.colour, out);
    pad_to(widths.severity + 2, severity.size(), out);
    out += row.rule;
    pad_to(widths.rule + 2, row.rule.size(), out);
    out += row.message;
    const std::string_view fix = fix_text(*row.finding);
    if (!row.where.empty() || !fix.empty()) pad_to(widths.message, width_of(row.message), out);
    if (!row.where.empty()) append_tinted("  " + row.where, Tint::kDim, options_.colour, out);
    if (!fix.empty()) append_tinted("  " + std::string(fix), Tint::kGreen, options_.colour, out);
    out += '\n';
  }

  ReportOptions options_;
};

}  // namespace

std::unique_ptr<Reporter> make_stylish_reporter(const ReportOptions& options) {
  return std::make_unique<Stylish>(options);
}

}  // namespace specgate
