// Text in -> bodies: cut into payloads with an origin.
//
// A text holds one JSON document (a call, an array, a batch, a captured request), several
// documents one after another, or JSON Lines. A byte-order mark and CRLF are survived, and a broken
// document costs its neighbours nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace specgate {

// One payload within an input: text.substr(begin, size), and the place of its first byte.
struct Body {
  size_t begin = 0;
  size_t size = 0;
  uint32_t line = 1;    // from 1, of the chunk
  uint32_t column = 1;  // from 1, in bytes
};

// How a text is laid out.
enum class Layout : uint8_t {
  kDocuments,
  kLines,
  kElements,  // a piece of an array that is too long to be one body: each element is one
  kBroken,    // where such an array stops being one: a body of no bytes
  kSkipped,   // a piece of a body that is too long to be judged, or of a broken array
};

// Found by looking at the first value, and at what follows it where that is broken. The name
// decides nothing: a .json file may well hold lines, and a .jsonl file one long document.
Layout layout_of(std::string_view text);

// The same of the first part of a text; `open`: more of it might change the answer.
struct FirstLook {
  Layout layout = Layout::kLines;
  bool open = false;
};
FirstLook first_look(std::string_view text);

// One past the document that starts at `at`, a broken one included; text.size() where the text ends
// first.
size_t document_end(std::string_view text, size_t at);

// One past the element of an array that starts at `at`.
struct ElementEnd {
  size_t end = 0;
  bool whole = true;  // false: it is broken, and so is all that follows in the array
};
ElementEnd element_end(std::string_view text, size_t at);
// Past commas and blanks, and the bracket that closes the array.
size_t skip_between_elements(std::string_view text, size_t at);
// The next line that starts with a bracket in its first column, at or after `at`.
size_t next_opener(std::string_view text, size_t at);

// A run of bodies that one worker takes at once. It starts at the start of a line.
struct Chunk {
  size_t begin = 0, end = 0;
};

// Where the text of a chunk begins in its file.
struct ChunkStart {
  uint32_t column = 1;     // of its first byte, from 1
  uint32_t character = 1;  // likewise, counted in characters
  bool of_file = true;     // a byte-order mark may stand here
};

// Yields every payload of a chunk in order; blank lines are passed over.
class BodyReader {
 public:
  BodyReader(std::string_view text, Layout layout, const Chunk& chunk, ChunkStart start = {});
  bool next(Body& body);
  // Newlines of the chunk so far; of all of it once next() has said no.
  uint32_t lines() const { return line_ - 1; }

 private:
  bool next_line(Body& body);
  bool next_document(Body& body);
  bool next_element(Body& body);
  bool next_broken(Body& body);
  bool marked() const { return of_file_ && at_ == 0; }  // a byte-order mark may stand here
  void advance(size_t to);  // counts the newlines on the way

  std::string_view text_;
  Layout layout_;
  size_t at_, end_;
  size_t line_start_;  // may lie before the text: then it wraps, and differences come out right
  bool of_file_;
  uint32_t line_ = 1;
  bool told_ = false;  // of Layout::kBroken
};

// Offsets -> line and column, walking forward from the start of a body; going back starts again.
class Placer {
 public:
  struct Place {
    uint32_t line, column;
  };
  Placer(std::string_view body, uint32_t line, uint32_t column);
  Place at(size_t offset);

 private:
  std::string_view body_;
  Place start_;
  Place here_;
  size_t offset_ = 0;
};

}  // namespace specgate
