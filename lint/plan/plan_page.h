// A page as blocks, before it is Markdown or HTML.
#pragma once

#include <string>
#include <vector>

namespace specgate {

// A run of text. Code is set apart; a link goes to an anchor of the page.
struct PageText {
  enum class Kind : unsigned char { kPlain, kCode, kStrong, kLink };
  std::string text;
  Kind kind = Kind::kPlain;
  std::string anchor;  // of a link
};
using PageLine = std::vector<PageText>;

struct PageBlock {
  enum class Kind : unsigned char { kHeading, kParagraph, kList, kTable };
  Kind kind = Kind::kParagraph;
  int level = 1;                            // of a heading
  std::string anchor;                       // of a heading
  PageLine line;                            // of a heading, of a paragraph
  std::vector<PageLine> items;              // of a list
  std::vector<std::string> columns;         // of a table
  std::vector<std::vector<PageLine>> rows;  // of a table
};

struct Page {
  std::string title;
  std::vector<PageBlock> blocks;
};

std::string markdown_of(const Page& page);
std::string html_of(const Page& page);

}  // namespace specgate
