#include <algorithm>
#include <string_view>

#include "lint/plan/plan_page.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

// Lines of the text, without what must not be printed; "\n" between them becomes `between`.
std::string printable(std::string_view text, std::string_view between) {
  std::string out;
  while (true) {
    const size_t end = std::min(text.find('\n'), text.size());
    append_plain(text.substr(0, end), 0, out);
    if (end == text.size()) return out;
    out += between;
    text.remove_prefix(end + 1);
  }
}

// Would it begin a list or a heading where it begins a line? "- ", "+ ", "1. ", "==="
bool begins_block(std::string_view before, char c) {
  if (before.empty()) return c == '-' || c == '+' || c == '=';
  const bool number = before.find_first_not_of("0123456789") == std::string_view::npos;
  return number && (c == '.' || c == ')');
}

// Every sign that Markdown could take for more than itself gets a backslash.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text, "\n")) {
    if (c == '\n') {
      out += "<br>";
      continue;
    }
    if (std::string_view("\\`*_{}[]<>#|~&").find(c) != std::string_view::npos ||
        begins_block(out, c)) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string code(const std::string& text) {
  const std::string plain = printable(text, " ");
  const bool simple = !plain.empty() && plain.find('`') == std::string::npos &&
                      plain.find('\\') == std::string::npos && plain.front() != ' ' &&
                      plain.back() != ' ';
  if (!simple) return escaped(plain);
  std::string out = "`";
  for (const char c : plain) {
    if (c == '|') out += '\\';  // a table would end its cell
    out += c;
  }
  return out + '`';
}

void append_line(const PageLine& line, std::string& out) {
  for (const PageText& text : line) {
    switch (text.kind) {
      case PageText::Kind::kPlain:
        out += escaped(text.text);
        break;
      case PageText::Kind::kCode:
        out += code(text.text);
        break;
      case PageText::Kind::kStrong:
        out += "**" + escaped(text.text) + "**";
        break;
      case PageText::Kind::kLink:
        out += "[" + escaped(text.text) + "](#" + text.anchor + ")";
        break;
    }
  }
}

void append_table(const PageBlock& block, std::string& out) {
  out += '|';
  for (const std::string& column : block.columns) out += ' ' + column + " |";
  out += "\n|";
  for (size_t i = 0; i < block.columns.size(); ++i) out += " --- |";
  out += '\n';
  for (const auto& row : block.rows) {
    out += '|';
    for (const PageLine& cell : row) {
      out += ' ';
      append_line(cell, out);
      out += " |";
    }
    out += '\n';
  }
}

void append_block(const PageBlock& block, std::string& out) {
  switch (block.kind) {
    case PageBlock::Kind::kHeading:
      if (!block.anchor.empty()) out += "<a id=\"" + block.anchor + "\"></a>\n\n";
      out.append(static_cast<size_t>(block.level), '#').append(" ");
      append_line(block.line, out);
      out += '\n';
      break;
    case PageBlock::Kind::kParagraph:
      append_line(block.line, out);
      out += '\n';
      break;
    case PageBlock::Kind::kList:
      for (const PageLine& item : block.items) {
        out += "- ";
        append_line(item, out);
        out += '\n';
      }
      break;
    case PageBlock::Kind::kTable:
      append_table(block, out);
      break;
  }
}

}  // namespace

std::string markdown_of(const Page& page) {
  std::string out;
  for (const PageBlock& block : page.blocks) {
    if (!out.empty()) out += '\n';
    append_block(block, out);
  }
  return out;
}

}  // namespace specgate
