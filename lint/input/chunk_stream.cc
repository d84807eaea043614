#include "lint/input/chunk_stream.h"

#include <algorithm>
#include <utility>

#include "lint/input/value_scan.h"

namespace specgate {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

uint32_t characters_of(std::string_view text) {
  return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// std::string::reserve would take twice of what it has.
void reserve_no_more(std::string& text, size_t size) {
  if (text.capacity() >= size) return;
  std::string larger;
  larger.reserve(size);
  larger = text;
  text.swap(larger);
}

}  // namespace

bool ChunkStream::next(StreamChunk& chunk) {
  if (done_) return false;
  if (mode_ == Mode::kStart) decide();
  hand_out(cut(), chunk);
  done_ = chunk.last;
  return true;
}

// Twice as much, but no more than it takes to see that a body is too long.
void ChunkStream::grow() {
  fill_to(std::min(std::max(2 * buffer_.size(), bytes_), kLongestBody + bytes_));
}

// Whether so many bytes are there; where not, the text has ended.
bool ChunkStream::fill_to(size_t size) {
  if (!ended_) reserve_no_more(buffer_, size);
  while (!ended_ && buffer_.size() < size) ended_ = !read_(buffer_, size - buffer_.size());
  return buffer_.size() >= size;
}

// An array that long comes element by element, be it on one line or not.
bool ChunkStream::begins_array() const {
  const size_t value = skip_blanks(buffer_, buffer_.starts_with(kMark) ? kMark.size() : 0);
  return value < buffer_.size() && buffer_[value] == '[';
}

void ChunkStream::decide() {
  FirstLook look;
  fill_to(bytes_);
  kind_ = text_kind(buffer_);
  if (kind_) {
    mode_ = Mode::kSkipped;
    until_ = Until::kEnd;
    return;
  }
  for (;;) {
    look = first_look(buffer_);
    const size_t enough = begins_array() ? kLongestWhole : kLongestBody;
    if (!look.open || ended_ || buffer_.size() > enough) break;
    grow();
  }
  const bool long_array = look.open && !ended_ && begins_array();  // of lines, as it seems, or not
  mode_ = look.layout == Layout::kLines && !long_array ? Mode::kLines : Mode::kDocuments;
}

ChunkStream::Cut ChunkStream::cut() {
  switch (mode_) {
    case Mode::kDocuments:
      return cut_documents();
    case Mode::kElements:
      return cut_elements();
    case Mode::kBroken:
      return cut_broken();
    case Mode::kSkipped:
      return cut_skipped();
    case Mode::kStart:
    case Mode::kLines:
      break;
  }
  return cut_lines();
}

ChunkStream::Cut ChunkStream::cut_lines() {
  fill_to(bytes_);
  for (size_t seen = 0;;) {
    const size_t newline = buffer_.rfind('\n');
    if (newline != std::string::npos && newline >= seen) return {newline + 1, Layout::kLines};
    if (ended_) return {buffer_.size(), Layout::kLines};
    if (buffer_.size() > kLongestBody) {
      until_ = Until::kNewline;
      after_ = Mode::kLines;
      mode_ = Mode::kSkipped;
      return {buffer_.size(), Layout::kSkipped, true};
    }
    seen = buffer_.size();
    grow();
  }
}

// Past a document, and past its line if nothing else is on it.
size_t ChunkStream::with_newline(size_t at) const {
  const size_t next = skip_blanks(buffer_, at);
  const size_t newline = buffer_.find('\n', at);
  return newline < next ? newline + 1 : at;
}

ChunkStream::Cut ChunkStream::cut_documents() {
  fill_to(bytes_);
  for (size_t at = 0;;) {
    const bool marked = at == 0 && start_.of_file && buffer_.starts_with(kMark);
    const size_t value = skip_blanks(buffer_, marked ? kMark.size() : at);
    if (value == buffer_.size()) {
      if (ended_ || value >= bytes_) return {value, Layout::kDocuments};
      fill_to(bytes_);
      continue;
    }
    const size_t end = document_end(buffer_, value);
    const bool long_array = buffer_[value] == '[' && end - value > whole_;
    if (!open_at(end) && !long_array) {
      at = end;
      const size_t line_end = with_newline(at);
      const bool may_cut = line_end > at || at >= kLongestWhole;  // two documents may share a line
      if (at >= bytes_ && may_cut) return {line_end, Layout::kDocuments};
      continue;
    }
    if (at > 0) return {with_newline(at), Layout::kDocuments};  // what is whole goes first
    if (long_array) {
      mode_ = Mode::kElements;
      wants_ = Wants::kFirst;
      return {value + 1, Layout::kSkipped};
    }
    if (buffer_.size() > kLongestBody) return pass_over(value, Mode::kDocuments);
    grow();
  }
}

// Whether a comma or the closing bracket may stand here.
bool ChunkStream::takes(char c) {
  if (c == ']') return wants_ != Wants::kValue;
  return wants_ == Wants::kComma;
}

// A piece ends in front of an element, behind the array, or behind the last that is whole of it.
ChunkStream::Cut ChunkStream::cut_elements() {
  fill_to(bytes_);
  for (size_t at = 0;;) {
    const size_t next = skip_blanks(buffer_, at);
    if (next == buffer_.size() && !ended_) {
      const bool enough = buffer_.size() > kLongestBody;
      if (at > 0 && (enough || next - at > bytes_)) return {at, Layout::kElements};
      if (enough) return {next, Layout::kElements};
      grow();
      continue;
    }
    const char c = next == buffer_.size() ? '\0' : buffer_[next];
    if (c == ',' || c == ']') {
      if (!takes(c)) return break_off(at, next);
      if (c == ']') {
        mode_ = Mode::kDocuments;
        return {with_newline(next + 1), Layout::kElements};
      }
      wants_ = Wants::kValue;
      at = next + 1;
      continue;
    }
    if (next == buffer_.size() || wants_ == Wants::kComma) return break_off(at, next);
    if (at >= bytes_) return {with_newline(at), Layout::kElements};
    const ElementEnd element = element_end(buffer_, next);
    if (open_at(element.end)) {
      if (at > 0) return {with_newline(at), Layout::kElements};
      if (buffer_.size() > kLongestBody) {
        wants_ = Wants::kComma;
        return pass_over(next, Mode::kElements);
      }
      grow();
      continue;
    }
    if (!element.whole) return break_off(at, element.end);
    wants_ = Wants::kComma;
    at = element.end;
  }
}

// What is whole goes first.
ChunkStream::Cut ChunkStream::break_off(size_t at, size_t broken_at) {
  mode_ = Mode::kBroken;
  broken_at_ = broken_at - at;
  return at > 0 ? Cut{at, Layout::kElements} : cut_broken();
}

// As much as shows that the array is broken. Where a document begins right behind, or nothing follows,
// that is less the blanks in the end; else what follows is passed over to the end of the array.
ChunkStream::Cut ChunkStream::cut_broken() {
  using State = ArrayRest::State;
  size_t end = std::min(broken_at_ + 1, buffer_.size());
  while (skip_blanks(buffer_, end) == buffer_.size() && !ended_ && buffer_.size() <= kLongestBody) {
    grow();
  }
  const auto rest_of = [this](size_t size) {
    rest_.begin(wants_ == Wants::kFirst ? '[' : wants_ == Wants::kValue ? ',' : '0');
    return rest_.take(std::string_view(buffer_).substr(0, size));
  };
  mode_ = after_ = Mode::kDocuments;
  const size_t behind = skip_blanks(buffer_, end);
  const ArrayRest::Step ahead = rest_of(behind + 1);
  const size_t next = skip_blanks(buffer_, ahead.end);
  const bool opener = ahead.state == State::kBroken && next_opener_at(next) == next;
  if (opener || (ended_ && behind == buffer_.size())) {
    if (opener) end = next;
    while (end > 0 && skip_blanks(buffer_, end - 1) >= end) --end;
    return {end, Layout::kBroken};
  }
  const ArrayRest::Step step = rest_of(end);
  if (step.state != State::kClosed) mode_ = Mode::kSkipped;
  until_ = step.state == State::kBroken ? Until::kOpener : Until::kRest;
  return {end, Layout::kBroken};
}

// All that is there of a body that is too long, and a note of what will end it.
ChunkStream::Cut ChunkStream::pass_over(size_t value, Mode after) {
  std::string stack;
  const ValueScan scan = scan_value(buffer_, value, stack);
  const bool bracket = buffer_[value] == '{' || buffer_[value] == '[';
  mode_ = Mode::kSkipped;
  after_ = after;
  until_ = !bracket                      ? Until::kNewline
           : scan.end == buffer_.size() ? Until::kBracket
                                         : Until::kOpener;
  depth_ = 0;
  in_string_ = escaped_ = false;
  if (until_ == Until::kBracket) closing_bracket(value);
  if (until_ == Until::kOpener) after_ = Mode::kDocuments;
  return {buffer_.size(), Layout::kSkipped, true};
}

ChunkStream::Cut ChunkStream::cut_skipped() {
  fill_to(bytes_);
  const size_t end = end_of_skipped();
  if (end == std::string::npos) return {buffer_.size(), Layout::kSkipped};
  mode_ = after_;
  return end == 0 ? cut() : Cut{end, Layout::kSkipped};
}

// From `at` on; npos if none is there yet.
size_t ChunkStream::next_opener_at(size_t at) const {
  const bool within_line = at == 0 && start_.column != 1;
  const size_t from = within_line ? std::min(buffer_.find('\n'), buffer_.size()) : at;
  const size_t opener = next_opener(buffer_, from);
  return opener == buffer_.size() ? std::string::npos : opener;
}

size_t ChunkStream::end_of_skipped() {
  switch (until_) {
    case Until::kNewline: {
      const size_t newline = buffer_.find('\n');
      if (newline == std::string::npos) return newline;
      const size_t next = skip_blanks(buffer_, newline);  // the comma may have been passed over
      wants_ = buffer_.compare(next, 1, ",") == 0 ? Wants::kComma : Wants::kFirst;
      return newline + 1;
    }
    case Until::kOpener:
      return next_opener_at(0);
    case Until::kRest: {
      const ArrayRest::Step step = rest_.take(buffer_);
      if (step.state == ArrayRest::State::kClosed) return step.end;
      if (step.state == ArrayRest::State::kOpen) return std::string::npos;
      until_ = Until::kOpener;
      return next_opener_at(step.end);
    }
    case Until::kEnd:
      return std::string::npos;
    case Until::kBracket:
      break;
  }
  return closing_bracket(0);
}

// One past the bracket that closes the body; npos if it is not there yet. Goes on where it stopped.
size_t ChunkStream::closing_bracket(size_t from) {
  for (size_t i = from; i < buffer_.size(); ++i) {
    const char c = buffer_[i];
    if (escaped_) {
      escaped_ = false;
    } else if (in_string_) {
      escaped_ = c == '\\';
      in_string_ = c != '"';
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if ((c == '}' || c == ']') && --depth_ == 0) {
      return i + 1;
    }
  }
  return std::string::npos;
}

// The larger part keeps its memory; that of a giant is given back.
void ChunkStream::take_front(size_t size, std::string& out) {
  if (size >= buffer_.size() / 2) {
    out.swap(buffer_);
    buffer_.assign(out, size, std::string::npos);
    out.resize(size);
  } else {
    out.assign(buffer_, 0, size);
    buffer_.erase(0, size);
  }
  if (buffer_.capacity() > 4 * kLongestWhole && buffer_.size() < kLongestWhole) {
    std::string(buffer_).swap(buffer_);
  }
}

void ChunkStream::hand_out(const Cut& cut, StreamChunk& chunk) {
  take_front(cut.end, chunk.text);
  chunk.layout = cut.layout;
  chunk.too_long = cut.too_long;
  chunk.kind = std::exchange(kind_, {});
  chunk.before = wants_ == Wants::kFirst ? "[" : wants_ == Wants::kValue ? "[{}," : "[{}";
  chunk.start = start_;
  chunk.starts_line = start_.column == 1;
  if (buffer_.empty()) fill_to(1);
  // An array that has not been closed has still to be told of.
  const bool in_array = mode_ == Mode::kElements || mode_ == Mode::kBroken;
  chunk.last = ended_ && buffer_.empty() && !in_array;
  chunk.ends_line = chunk.text.empty() || chunk.text.back() == '\n' || chunk.last;
  step_over(chunk.text);
}

void ChunkStream::step_over(std::string_view text) {
  if (text.empty()) return;
  start_.of_file = false;
  const size_t newline = text.rfind('\n');
  if (newline + 1 == text.size()) {  // nearly always
    start_.column = start_.character = 1;
    return;
  }
  const bool same_line = newline == std::string_view::npos;
  if (!same_line) start_.column = start_.character = 1;
  text.remove_prefix(newline + 1);  // npos + 1 is 0
  start_.column += static_cast<uint32_t>(text.size());
  start_.character += characters_of(text);
}

}  // namespace specgate
