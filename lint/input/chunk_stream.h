// A text that comes in pieces -> chunks that one worker takes at once, each with whole bodies.
//
// What is no JSON at all is one text that nobody judges. What is held is one chunk and the beginning
// of the next, whatever the text: a body that is longer than kLongestBody is passed through in pieces that nobody judges, and an array that is longer than
// kLongestWhole comes as pieces of whole elements. Such an array is held to be an array: where it stops
// being one (no comma, one too many, no bracket in the end, a broken element), a piece says so at the
// place that the whole array would be told for, and what follows of it is passed through.
#pragma once

#include <functional>
#include <string>

#include "lint/input/array_rest.h"
#include "lint/input/bodies.h"
#include "lint/input/text_kinds.h"

namespace specgate {

// The longest line or document that is judged. README states it and the rule body-too-long; the memory
// that a run of the linter takes is 64 MiB and twice this.
inline constexpr size_t kLongestBody = size_t{8} << 20;
inline constexpr const char* kLongestBodyWords = "8 MiB";
// Arrays above this are judged element by element.
inline constexpr size_t kLongestWhole = size_t{1} << 20;

// For those who must have all of it.
inline constexpr const char* kTooLong = "holds a line or a document longer than the 8 MiB that are read";

struct StreamChunk {
  std::string text;
  Layout layout = Layout::kLines;
  ChunkStart start{};
  bool too_long = false;     // a body begins here that is longer than kLongestBody
  TextKind kind{};           // of the first: the whole text is no JSON, and all of it is passed over
  std::string_view before{};  // of Layout::kBroken: what with the text is broken at the same place
  bool starts_line = true;   // it begins at the beginning of a line,
  bool ends_line = true;     // and ends at the end of one
  bool last = false;
};

class ChunkStream {
 public:
  // Appends up to `most` bytes to `out`, at least one; false: that was the end.
  using Read = std::function<bool(std::string& out, size_t most)>;
  // `whole`: the length of the longest array that comes whole.
  ChunkStream(Read read, size_t bytes, size_t whole = kLongestWhole)
      : read_(std::move(read)), bytes_(bytes), whole_(whole) {}

  // Chunks of about `bytes`. An empty text is one empty chunk; false after the last one. The memory of
  // `chunk` is used again.
  bool next(StreamChunk& chunk);

 private:
  enum class Mode : uint8_t { kStart, kLines, kDocuments, kElements, kBroken, kSkipped };
  // What ends a body that is passed over.
  enum class Until : uint8_t { kNewline, kOpener, kBracket, kRest, kEnd };
  // What an array wants next.
  enum class Wants : uint8_t { kFirst, kComma, kValue };
  struct Cut {
    size_t end;
    Layout layout;
    bool too_long = false;
  };

  bool fill_to(size_t size);
  void grow();
  bool open_at(size_t end) const { return end == buffer_.size() && !ended_; }
  void decide();
  bool begins_array() const;
  void take_front(size_t size, std::string& out);
  Cut cut();
  Cut cut_lines();
  Cut cut_documents();
  Cut cut_elements();
  Cut break_off(size_t at, size_t broken_at);
  Cut cut_broken();
  bool takes(char c);
  Cut cut_skipped();
  size_t with_newline(size_t at) const;
  Cut pass_over(size_t value, Mode after);
  size_t end_of_skipped();
  size_t next_opener_at(size_t at) const;
  size_t closing_bracket(size_t from);
  void hand_out(const Cut& cut, StreamChunk& chunk);
  void step_over(std::string_view text);

  Read read_;
  size_t bytes_, whole_;
  std::string buffer_;
  bool ended_ = false, done_ = false;
  TextKind kind_{};
  Mode mode_ = Mode::kStart;
  ChunkStart start_{};
  // In an array that comes in pieces:
  Wants wants_ = Wants::kFirst;
  size_t broken_at_ = 0;  // of the buffer
  ArrayRest rest_;
  // While a body is passed over:
  Until until_ = Until::kNewline;
  Mode after_ = Mode::kLines;
  size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace specgate
