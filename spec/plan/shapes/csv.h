// A table as text: cells with their places. RFC 4180, with a comma, semicolon or tab between cells,
// whichever the first line has most of; LF, CRLF; a byte order mark is skipped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/result.h"

namespace specgate {

struct CsvCell {
  std::string text;
  uint32_t line = 0, column = 0;  // of its first byte, an opening quote included
};

// One row at a time: the whole table is never held.
class CsvRows {
 public:
  // `text` must outlive it. Broken quotes go to `problems`; where one is never closed, no row
  // follows.
  CsvRows(std::string_view file, std::string_view text, Problems& problems);

  // False at the end. Rows of nothing but empty cells are passed over.
  bool next(std::vector<CsvCell>& row);

 private:
  bool read_row(std::vector<CsvCell>& row);
  CsvCell read_cell();
  void read_quoted(CsvCell& cell);
  void report(uint32_t line, uint32_t column, std::string message);
  bool at_end() const { return at_ >= text_.size(); }
  bool at_line_end() const { return at_end() || text_[at_] == '\n' || text_[at_] == '\r'; }
  uint32_t column() const { return static_cast<uint32_t>(at_ - line_start_ + 1); }
  void skip_line_end();

  std::string_view file_, text_;
  Problems& problems_;
  char separator_ = ',';
  size_t at_ = 0, line_start_ = 0;
  uint32_t line_ = 1;
};

// What counts of a cell of words: without the blanks at its edges. A cell of nothing else is empty.
std::string_view trimmed_cell(std::string_view text);

// The cell as it is written: quoted where it must be.
void append_csv_cell(std::string_view text, std::string& out);

}  // namespace specgate
