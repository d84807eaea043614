#include "spec/plan/shapes/csv.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr size_t kMostProblems = 100;

char separator_of(std::string_view text) {
  const std::string_view head = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    const auto count = std::count(head.begin(), head.end(), candidate);
    if (count > std::count(head.begin(), head.end(), best)) best = candidate;
  }
  return best;
}

}  // namespace

CsvRows::CsvRows(std::string_view file, std::string_view text, Problems& problems)
    : file_(file), text_(text), problems_(problems), separator_(separator_of(text)) {
  if (text_.starts_with(kMark)) at_ = kMark.size();
}

bool CsvRows::next(std::vector<CsvCell>& row) {
  while (read_row(row)) {
    const bool blank = std::all_of(row.begin(), row.end(), [](const CsvCell& cell) {
      return cell.text.find_first_not_of(" \t") == std::string::npos;
    });
    if (!blank) return true;
  }
  return false;
}

bool CsvRows::read_row(std::vector<CsvCell>& row) {
  row.clear();
  if (at_end()) return false;
  while (true) {
    row.push_back(read_cell());
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  skip_line_end();
  return true;
}

CsvCell CsvRows::read_cell() {
  CsvCell cell;
  cell.line = line_;
  cell.column = column();
  if (!at_end() && text_[at_] == '"') {
    read_quoted(cell);
    return cell;
  }
  while (!at_line_end() && text_[at_] != separator_) {
    if (text_[at_] == '"' && cell.text.find('"') == std::string::npos) {
      report(line_, column(),
             "a quote inside a cell that does not begin with one; write \"a \"\"b\"\"\"");
    }
    cell.text += text_[at_++];
  }
  return cell;
}

void CsvRows::read_quoted(CsvCell& cell) {
  ++at_;
  bool closed = false;
  while (!at_end() && !closed) {
    const char c = text_[at_++];
    if (c == '"' && !at_end() && text_[at_] == '"') {
      cell.text += text_[at_++];
    } else if (c == '"') {
      closed = true;
    } else {
      cell.text += c;
      if (c != '\n') continue;
      ++line_;
      line_start_ = at_;
    }
  }
  if (!closed) return report(cell.line, cell.column, "this quote is never closed");
  if (at_line_end() || text_[at_] == separator_) return;
  report(line_, column(), "text after the closing quote of a cell, wanted the next cell");
  while (!at_line_end() && text_[at_] != separator_) cell.text += text_[at_++];
}

void CsvRows::report(uint32_t line, uint32_t column, std::string message) {
  if (problems_.size() < kMostProblems) {
    problems_.push_back({std::string(file_), line, column, std::move(message)});
  }
}

void CsvRows::skip_line_end() {
  if (at_end()) return;
  if (text_[at_] == '\r') ++at_;
  if (!at_end() && text_[at_] == '\n') ++at_;
  ++line_;
  line_start_ = at_;
}

std::string_view trimmed_cell(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

void append_csv_cell(std::string_view text, std::string& out) {
  const bool plain = text.find_first_of(",;\t\"\r\n") == std::string_view::npos &&
                     !text.starts_with(' ') && !text.ends_with(' ');
  if (plain) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace specgate
