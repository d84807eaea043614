// Numbers on the command line: what is wrong with one, in words. For Option::check() of
// lint/commands/command_line.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace specgate {

// Empty where the word is right.
using WordCheck = std::function<std::string(const std::string& word)>;

WordCheck whole_number(uint64_t least);
WordCheck number_between(double least, double most);

}  // namespace specgate
