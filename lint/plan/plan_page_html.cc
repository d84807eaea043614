#include <algorithm>
#include <string_view>

#include "lint/plan/plan_page.h"
#include "rules/report/escape.h"

namespace specgate {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-bottom: 1px solid #8886; margin-top: 2.5rem; }
h3 { margin-top: 2rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
code { font: .9em ui-monospace, monospace; background: #8882; padding: 0 .2em; overflow-wrap: anywhere; }
:target { background: #fd04; }
)";

void append_escaped(std::string_view text, std::string& out) {
  std::string plain;
  while (true) {
    const size_t end = std::min(text.find('\n'), text.size());
    append_plain(text.substr(0, end), 0, plain);
    if (end == text.size()) break;
    plain += '\n';
    text.remove_prefix(end + 1);
  }
  for (const char c : plain) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += "<br>";
        break;
      default:
        out += c;
    }
  }
}

void append_in(std::string_view tag, const std::string& text, std::string& out) {
  out.append("<").append(tag).append(">");
  append_escaped(text, out);
  out.append("</").append(tag).append(">");
}

void append_line(const PageLine& line, std::string& out) {
  for (const PageText& text : line) {
    switch (text.kind) {
      case PageText::Kind::kPlain:
        append_escaped(text.text, out);
        break;
      case PageText::Kind::kCode:
        append_in("code", text.text, out);
        break;
      case PageText::Kind::kStrong:
        append_in("strong", text.text, out);
        break;
      case PageText::Kind::kLink:
        out += "<a href=\"#" + text.anchor + "\">";
        append_escaped(text.text, out);
        out += "</a>";
        break;
    }
  }
}

void append_table(const PageBlock& block, std::string& out) {
  out += "<table>\n<thead><tr>";
  for (const std::string& column : block.columns) out += "<th>" + column + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : block.rows) {
    out += "<tr>";
    for (const PageLine& cell : row) {
      out += "<td>";
      append_line(cell, out);
      out += "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n";
}

void append_block(const PageBlock& block, std::string& out) {
  const std::string tag = "h" + std::to_string(block.level);
  switch (block.kind) {
    case PageBlock::Kind::kHeading:
      out += "<" + tag + (block.anchor.empty() ? ">" : " id=\"" + block.anchor + "\">");
      append_line(block.line, out);
      out += "</" + tag + ">\n";
      break;
    case PageBlock::Kind::kParagraph:
      out += "<p>";
      append_line(block.line, out);
      out += "</p>\n";
      break;
    case PageBlock::Kind::kList:
      out += "<ul>\n";
      for (const PageLine& item : block.items) {
        out += "<li>";
        append_line(item, out);
        out += "</li>\n";
      }
      out += "</ul>\n";
      break;
    case PageBlock::Kind::kTable:
      append_table(block, out);
      break;
  }
}

}  // namespace

std::string html_of(const Page& page) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  append_in("title", page.title, out);
  out.append("\n<style>").append(kStyle).append("</style>\n</head>\n<body>\n");
  for (const PageBlock& block : page.blocks) append_block(block, out);
  return out + "</body>\n</html>\n";
}

}  // namespace specgate
