// Where an array that is broken ends, read in pieces: by the same marks as scan_value (value_scan.h)
// reads one that is there as a whole, so that both find the same end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace specgate {

class ArrayRest {
 public:
  enum class State : uint8_t {
    kOpen,    // the text has ended first
    kClosed,  // one past the bracket that closes the array
    kBroken,  // where it stopped making sense
  };
  struct Step {
    size_t end = 0;
    State state = State::kOpen;
  };

  // Within one array, behind `before`: its opening bracket, a comma, or the last byte of an element.
  void begin(char before);
  // Goes on with the next piece. Once it is not open any more it must begin again.
  Step take(std::string_view piece);

 private:
  bool in_string(char c);
  bool token(char c);
  bool opens(char c);
  bool closes(char c);

  std::string stack_;  // the brackets that are open, no more than kMostOpen
  char previous_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace specgate
