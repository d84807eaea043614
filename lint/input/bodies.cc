#include "lint/input/bodies.h"

#include <algorithm>
#include <cstring>

#include "lint/input/value_scan.h"

namespace specgate {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool opens(char c) { return c == '{' || c == '['; }

// The first byte of the first value: past a byte-order mark and blanks.
size_t first_value(std::string_view text) {
  return skip_blanks(text, text.starts_with(kMark) ? kMark.size() : 0);
}

// The next line comes from memory while this one is judged.
void fetch_ahead(std::string_view text) {
#if defined(__GNUC__)
  constexpr size_t kLine = 64, kAhead = 2048;
  const size_t size = std::min(text.size(), kAhead);
  for (size_t at = 0; at < size; at += kLine) __builtin_prefetch(text.data() + at);
#endif
}

// Does a number, a literal or what is neither go on?
bool in_scalar(char c) {
  return c != ',' && c != ']' && c != '}' && c != ' ' && c != '\t' && c != '\r' && c != '\n';
}

size_t past_digits(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

bool is_number(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  size_t end = past_digits(text, at);
  if (end == at || (text[at] == '0' && end > at + 1)) return false;
  at = end;
  if (at < text.size() && text[at] == '.') {
    end = past_digits(text, ++at);
    if (end == at) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    if (++at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    end = past_digits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

bool is_scalar(std::string_view text) {
  return text == "true" || text == "false" || text == "null" || is_number(text);
}

}  // namespace

size_t next_opener(std::string_view text, size_t at) {
  for (;; ++at) {
    if (at >= text.size()) return text.size();
    const bool first_column = at == 0 || text[at - 1] == '\n';
    if (first_column && opens(text[at])) return at;
    at = text.find('\n', at);
    if (at == std::string_view::npos) return text.size();
  }
}

// One past the document that starts at `at`, a broken one included.
size_t document_end(std::string_view text, size_t at) {
  thread_local std::string stack;
  const ValueScan scan = scan_value(text, at, stack);
  if (scan.whole) return scan.end;
  return next_opener(text, std::max(scan.end, at + 1));
}

size_t skip_between_elements(std::string_view text, size_t at) {
  while ((at = skip_blanks(text, at)) < text.size() && (text[at] == ',' || text[at] == ']')) ++at;
  return at;
}

ElementEnd element_end(std::string_view text, size_t at) {
  thread_local std::string stack;
  if (opens(text[at])) {
    const ValueScan scan = scan_value(text, at, stack);
    return {scan.end, scan.whole};
  }
  if (text[at] != '"') {
    size_t end = at + 1;
    while (end < text.size() && in_scalar(text[end])) ++end;
    return {end, is_scalar(text.substr(at, end - at))};
  }
  const size_t end = string_end(text, at);
  const bool broken = end == std::string_view::npos;
  return {broken ? std::min(text.find('\n', at), text.size()) : end, !broken};
}

namespace {

// One value as the layout sees it.
struct FirstValue {
  bool whole;
  bool alone;  // nothing else on its last line
  bool one_line;
  size_t stop;  // where the scan ended
  size_t next;  // the first byte after it, or after the first line where it is broken
};

FirstValue look_at(std::string_view text, size_t begin) {
  std::string stack;
  const ValueScan scan = scan_value(text, begin, stack);
  size_t line_end = std::min(text.find('\n', begin), text.size());
  const bool one_line = scan.end <= line_end;
  if (!scan.whole) return {false, false, false, scan.end, skip_blanks(text, line_end)};
  const size_t next = skip_blanks(text, scan.end);
  line_end = std::min(text.find('\n', scan.end), text.size());
  return {true, next >= line_end, one_line, scan.end, next};
}

// What the second value says where the first left it open.
Layout layout_after(const FirstValue& first, std::string_view text) {
  if (first.next == text.size()) return Layout::kDocuments;
  const bool opener_follows = opens(text[first.next]) && text[first.next - 1] == '\n';
  if (first.whole && !opener_follows) return Layout::kLines;
  if (!opener_follows) return Layout::kDocuments;
  const FirstValue second = look_at(text, first.next);
  if (first.whole) return second.whole && !second.one_line ? Layout::kDocuments : Layout::kLines;
  const bool second_is_line = second.whole && second.one_line && second.alone;
  return second_is_line || first.stop <= first.next ? Layout::kLines : Layout::kDocuments;
}

}  // namespace

FirstLook first_look(std::string_view text) {
  size_t begin = first_value(text);
  while (begin < text.size() && !opens(text[begin])) {  // a stray word says nothing
    begin = skip_blanks(text, std::min(text.find('\n', begin), text.size()));
  }
  if (begin == text.size()) return {Layout::kLines, true};
  const FirstValue first = look_at(text, begin);
  if (!first.whole && first.stop == text.size()) {
    return {layout_after(first, text), true};
  }
  if (first.whole && !(first.one_line && first.alone)) return {Layout::kDocuments, false};
  if (first.next == text.size()) {
    return {first.whole ? Layout::kLines : Layout::kDocuments, true};
  }
  return {layout_after(first, text), look_at(text, first.next).stop == text.size()};
}

Layout layout_of(std::string_view text) { return first_look(text).layout; }

BodyReader::BodyReader(std::string_view text, Layout layout, const Chunk& chunk, ChunkStart start)
    : text_(text.substr(0, chunk.end)),
      layout_(layout),
      at_(chunk.begin),
      end_(chunk.end),
      line_start_(chunk.begin - (start.column - 1)),
      of_file_(start.of_file) {}

bool BodyReader::next(Body& body) {
  switch (layout_) {
    case Layout::kLines:
      return next_line(body);
    case Layout::kDocuments:
      return next_document(body);
    case Layout::kElements:
      return next_element(body);
    case Layout::kBroken:
      return next_broken(body);
    case Layout::kSkipped:
      break;
  }
  advance(end_);
  return false;
}

bool BodyReader::next_element(Body& body) {
  const size_t value = skip_between_elements(text_, at_);
  advance(std::min(value, end_));
  if (value >= end_) return false;
  const size_t end = element_end(text_, value).end;
  body = {value, end - value, line_, static_cast<uint32_t>(value - line_start_ + 1)};
  advance(end);
  return true;
}

bool BodyReader::next_broken(Body& body) {
  if (told_) {
    advance(end_);
    return false;
  }
  told_ = true;
  body = {at_, 0, line_, static_cast<uint32_t>(at_ - line_start_ + 1)};
  return true;
}

bool BodyReader::next_line(Body& body) {
  while (at_ < end_) {
    const char* start = text_.data() + at_;
    const void* found = std::memchr(start, '\n', end_ - at_);
    const size_t size = found == nullptr
                            ? end_ - at_
                            : static_cast<size_t>(static_cast<const char*>(found) - start);
    body = {at_, size, line_, 1};
    at_ += size;
    fetch_ahead(text_.substr(at_));
    if (found != nullptr) {
      ++at_;
      ++line_;
    }
    while (body.size > 0 && (start[body.size - 1] == '\r' || start[body.size - 1] == ' '))
      --body.size;
    const bool marked = of_file_ && body.begin == 0 && text_.starts_with(kMark);
    const size_t mark = marked ? kMark.size() : 0;
    const std::string_view line(start, body.size);
    if (skip_blanks(line, mark) < line.size()) return true;
  }
  return false;
}

bool BodyReader::next_document(Body& body) {
  size_t begin = at_;
  size_t value = skip_blanks(text_, at_);
  if (marked() && text_.starts_with(kMark)) {
    value = skip_blanks(text_, kMark.size());  // the mark is part of the first body
  } else {
    begin = value;
  }
  if (value >= end_) {
    advance(end_);
    return false;
  }
  advance(begin);
  size_t end = document_end(text_, value);
  body = {begin, 0, line_, static_cast<uint32_t>(begin - line_start_ + 1)};
  advance(end);
  while (end > value + 1 && skip_blanks(text_, end - 1) >= end) --end;  // trailing white space
  body.size = end - begin;
  return true;
}

void BodyReader::advance(size_t to) {
  while (at_ < to) {
    const void* found = std::memchr(text_.data() + at_, '\n', to - at_);
    if (found == nullptr) break;
    at_ = static_cast<size_t>(static_cast<const char*>(found) - text_.data()) + 1;
    line_start_ = at_;
    ++line_;
  }
  at_ = to;
}

Placer::Placer(std::string_view body, uint32_t line, uint32_t column)
    : body_(body), start_{line, column}, here_{line, column} {}

Placer::Place Placer::at(size_t offset) {
  offset = std::min(offset, body_.size());
  if (offset < offset_) {
    here_ = start_;
    offset_ = 0;
  }
  while (offset_ < offset) {
    const char* from = body_.data() + offset_;
    const void* found = std::memchr(from, '\n', offset - offset_);
    if (found == nullptr) break;
    offset_ += static_cast<size_t>(static_cast<const char*>(found) - from) + 1;
    ++here_.line;
    here_.column = 1;
  }
  here_.column += static_cast<uint32_t>(offset - offset_);
  offset_ = offset;
  return here_;
}

}  // namespace specgate
