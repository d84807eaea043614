#include "proxy/http/chunks.h"

#include <algorithm>
#include <charconv>

namespace specgate::proxy {
namespace {

constexpr size_t kMostLine = 256;  // a chunk's size with its extensions; nobody needs them
constexpr size_t kMostTrailer = 8 * 1024;

}  // namespace

bool ChunkReader::read_size(std::string_view line) {
  const size_t end = std::min(line.find(';'), line.size());
  std::string_view digits = line.substr(0, end);
  if (end < line.size()) {
    while (!digits.empty() && (digits.back() == ' ' || digits.back() == '\t'))
      digits.remove_suffix(1);
  }
  constexpr size_t kMostDigits = 15;
  if (digits.empty() || digits.size() > kMostDigits) return false;
  const auto [stop, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
  return error == std::errc() && stop == digits.data() + digits.size();
}

// One line of the coding, without data: a size, the end of a chunk's data, a trailer.
ChunkReader::Step ChunkReader::line(std::string_view text) {
  const size_t end = text.find('\n');
  const size_t most = state_ == State::kTrailer ? kMostTrailer : kMostLine;
  if (end == std::string_view::npos) {
    if (text.size() > most + 1) state_ = State::kBroken;  // the CR may have come without its LF
    return {};
  }
  const std::string_view content = text.substr(0, end == 0 ? 0 : end - 1);
  if (end == 0 || text[end - 1] != '\r' || content.find('\r') != std::string_view::npos ||
      content.size() > most) {
    state_ = State::kBroken;
    return {};
  }
  if (state_ == State::kSize) {
    state_ = !read_size(content) ? State::kBroken : left_ == 0 ? State::kTrailer : State::kData;
  } else if (state_ == State::kDataEnd) {
    state_ = content.empty() ? State::kSize : State::kBroken;
  } else {
    trailer_ += content.size();
    if (content.empty()) state_ = State::kDone;
    if (trailer_ > kMostTrailer) state_ = State::kBroken;
  }
  return {end + 1, {}};
}

ChunkReader::Step ChunkReader::next(std::string_view text) {
  if (state_ == State::kDone || state_ == State::kBroken || text.empty()) return {};
  if (state_ != State::kData) return line(text);
  const size_t take = static_cast<size_t>(std::min<uint64_t>(left_, text.size()));
  left_ -= take;
  if (left_ == 0) state_ = State::kDataEnd;
  return {take, text.substr(0, take)};
}

}  // namespace specgate::proxy
