// A YamlNode tree as bytes: what the build parses once, so that no start has to.
//
// Kind, quotes, line, column and text all come back as they were: a loader that reads an unpacked
// tree reports the same places as one that reads the file. For trees of this very build, so no
// version and no promise of a format; damaged bytes are a problem, never read past.
#pragma once

#include <string>
#include <string_view>

#include "spec/text/yaml.h"

namespace specgate {

std::string pack(const YamlNode& tree);

// `file` is used in problems only. The tree owns its text: `bytes` may go.
Result<YamlNode> unpack(std::string_view file, std::string_view bytes);

}  // namespace specgate
