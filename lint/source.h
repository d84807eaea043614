// Files in -> bodies: one input, cut into payloads with an origin.
//
// An input holds one JSON document (a call, an array, a batch, a captured request), several
// documents one after another, or JSON Lines; gzip of any of these is inflated, whatever the file
// is called. A byte-order mark and CRLF are survived, and a broken document costs its neighbours
// nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "spec/result.h"

namespace specgate {

// The whole text of one input. Owns the bytes (or the mapping); Body views point into it.
class Input {
 public:
  static Result<Input> open(const std::string& path);   // "-": standard input
  static Input of(std::string name, std::string text);  // for the library and for tests
  Input(Input&&) noexcept;
  Input& operator=(Input&&) noexcept;
  ~Input();

  const std::string& name() const { return name_; }
  std::string_view text() const {
    return mapping_ == nullptr ? std::string_view(owned_) : mapped();
  }
  bool gzip() const { return gzip_; }  // --fix writes gzip back
  // The bytes are not needed for a while: a mapped file of any size takes little memory.
  void release(size_t begin, size_t end) const;
  void rename(std::string name) { name_ = std::move(name); }  // --stdin-filename

 private:
  Input() = default;
  std::string_view mapped() const { return {static_cast<const char*>(mapping_), mapped_}; }
  static Result<Input> inflated(Input input);

  std::string name_;
  std::string owned_;
  void* mapping_ = nullptr;  // of a large regular file
  size_t mapped_ = 0;
  bool gzip_ = false;
};

// One payload within an input: text.substr(begin, size), and the place of its first byte.
struct Body {
  size_t begin = 0;
  size_t size = 0;
  uint32_t line = 1;    // from 1, of the chunk
  uint32_t column = 1;  // from 1, in bytes
};

// How an input is laid out.
enum class Layout : uint8_t { kDocuments, kLines };

// Found by looking at the first value, and at what follows it where that is broken. The name
// decides nothing: a .json file may well hold lines, and a .jsonl file one long document.
Layout layout_of(std::string_view text);

// A run of bodies that one worker takes at once. It starts at the start of a line.
struct Chunk {
  size_t begin = 0, end = 0;
};

// Cuts a text into chunks of about `bytes`, at newlines that lie between two bodies.
class Chunker {
 public:
  Chunker(std::string_view text, Layout layout, size_t bytes);
  bool next(Chunk& chunk);

 private:
  std::string_view text_;
  Layout layout_;
  size_t bytes_;
  size_t at_ = 0;
};

// Yields every payload of a chunk in order; blank lines are passed over.
class BodyReader {
 public:
  BodyReader(std::string_view text, Layout layout, const Chunk& chunk);
  bool next(Body& body);
  // Newlines of the chunk so far; of all of it once next() has said no.
  uint32_t lines() const { return line_ - 1; }

 private:
  bool next_line(Body& body);
  bool next_document(Body& body);
  void advance(size_t to);  // counts the newlines on the way

  std::string_view text_;
  Layout layout_;
  size_t at_, end_;
  size_t line_start_;
  uint32_t line_ = 1;
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
