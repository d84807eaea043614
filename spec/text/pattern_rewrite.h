// Regular expressions of ECMAScript (which JSON Schema means) said in RE2's words, where RE2 can say
// the same: (?<name>...), \uXXXX, \u{X}, \cX, \p{Letter}, [^], [], repetitions above 1000.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

// For an expression that RE2 refuses as it stands. What has no other words stays as it was, so that
// RE2 refuses it again and says why.
std::string in_words_of_re2(std::string_view expression);

}  // namespace specgate
