#include "lint/run/passes.h"

#include <algorithm>
#include <limits>

namespace specgate {
namespace {

constexpr uint32_t kEnd = std::numeric_limits<uint32_t>::max();

// A stretch of a text: bytes of the text that came, or others in their place.
struct Stretch {
  bool came = true;
  uint32_t begin = 0, end = 0;  // in the text that came: its own, or those that `bytes` replace
  std::string_view bytes{};     // where not `came`

  uint32_t size() const { return came ? end - begin : static_cast<uint32_t>(bytes.size()); }
};

std::vector<Stretch> stretches_of(const std::vector<Splice>& splices) {
  std::vector<Stretch> out;
  uint32_t at = 0;
  for (const Splice& one : splices) {
    if (one.begin > at) out.push_back({true, at, one.begin});
    out.push_back({false, one.begin, one.end, one.text});
    at = one.end;
  }
  out.push_back({true, at, kEnd});
  return out;
}

// Goes through the stretches by the places of the text that they make.
class Reader {
 public:
  Reader(std::vector<Stretch> stretches, std::vector<Splice>& out) : all_(std::move(stretches)), out_(out) {}

  void keep_to(uint32_t place) {
    advance(place, [&](const Stretch& part) {
      if (!part.came) replace(part.begin, part.end, part.bytes);
    });
  }

  void replace_to(uint32_t place, std::string_view text) {
    replace(came_, came_, text);
    advance(place, [&](const Stretch& part) { replace(part.begin, part.end, {}); });
  }

  // What is left.
  void finish() {
    for (; index_ < all_.size(); ++index_) {
      const Stretch& one = all_[index_];
      if (!one.came) replace(used_ == 0 ? one.begin : one.end, one.end, one.bytes.substr(used_));
      used_ = 0;
    }
  }

 private:
  template <typename Take>
  void advance(uint32_t place, Take&& take) {
    while (at_ < place) {
      const Stretch& one = all_[index_];
      const uint32_t size = std::min(place - at_, one.size() - used_);
      const bool whole = used_ + size == one.size();
      Stretch part = one;
      if (one.came) {
        part.begin = one.begin + used_;
        part.end = part.begin + size;
      } else {  // what it replaces goes with its first byte
        part.begin = used_ == 0 ? one.begin : one.end;
        part.bytes = one.bytes.substr(used_, size);
      }
      came_ = part.end;
      take(part);
      at_ += size;
      used_ = whole ? 0 : used_ + size;
      if (whole) ++index_;
    }
    // What was removed here stands before what comes now.
    while (at_ == place && used_ == 0 && index_ + 1 < all_.size() && all_[index_].size() == 0) {
      const Stretch& gone = all_[index_++];
      replace(gone.begin, gone.end, {});
      came_ = gone.end;
    }
  }

  // Neighbours are one.
  void replace(uint32_t begin, uint32_t end, std::string_view text) {
    if (!out_.empty() && out_.back().end == begin) {
      out_.back().end = end;
      out_.back().text += text;
    } else if (begin != end || !text.empty()) {
      out_.push_back({begin, end, std::string(text)});
    }
  }

  const std::vector<Stretch> all_;
  std::vector<Splice>& out_;
  size_t index_ = 0;
  uint32_t used_ = 0;  // bytes of the stretch at hand
  uint32_t at_ = 0;    // place in the text that the stretches make
  uint32_t came_ = 0;  // and in the text that came
};

}  // namespace

void Passes::add(const std::vector<Splice>& next) {
  if (all_.empty()) {
    all_ = next;
    return;
  }
  std::vector<Splice> out;
  Reader reader(stretches_of(all_), out);
  for (const Splice& one : next) {
    reader.keep_to(one.begin);
    reader.replace_to(one.end, one.text);
  }
  reader.finish();
  all_ = std::move(out);
}

}  // namespace specgate
