// A write key, a token: a text that no log, no store and no message may show.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace specgate::proxy {

// No stream operator and no conversion on purpose: whoever wants the text says `reveal`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  std::string_view reveal() const { return text_; }
  // In a time that does not depend on where the two differ.
  bool equals(std::string_view other) const {
    unsigned char differ = text_.size() == other.size() ? 0 : 1;
    for (size_t i = 0; i < other.size() && !text_.empty(); ++i) {
      differ |= static_cast<unsigned char>(other[i] ^ text_[i % text_.size()]);
    }
    return differ == 0;
  }

 private:
  std::string text_;
};

}  // namespace specgate::proxy
