// What the tests of the settings share: a folder with a specgate.yaml, and an environment.
#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proxy/settings/settings.h"
#include "tests/support/folder.h"

namespace specgate::proxy {

using Variables = std::vector<std::pair<std::string, std::string>>;

// Variables that last as long as the test.
class Environment {
 public:
  explicit Environment(Variables variables) : variables_(std::move(variables)) {
    for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    for (const auto& variable : variables_) unsetenv(variable.first.c_str());
  }

 private:
  Variables variables_;
};

// The problems, each on its line, with the folder's name taken out.
inline std::string told(const Problems& problems, const std::string& folder) {
  std::string out;
  for (const Problem& problem : problems) out += problem.text() + "\n";
  for (size_t at = out.find(folder); at != std::string::npos; at = out.find(folder)) {
    out.erase(at, folder.size());
  }
  return out;
}

// Write keys and the like, as the rows of the tables name them.
inline const Variables kKeys = {{"WEB_KEY", "web-key-1"},
                                {"IOS_KEY", "ios-key-2"},
                                {"TWIN_KEY", "web-key-1"},
                                {"EMPTY_KEY", ""},
                                {"TWO_WORDS", "one two"}};

// The files that the rows name.
inline void fill(const Folder& folder) {
  folder.write("plan.json", "{}");
  folder.write("cert.pem", "x");
  folder.write("secrets/token", "from-a-file\n");
  folder.write("secrets/crlf", "from-windows\r\n");
  folder.write("secrets/tv", "from-tv");
  folder.write("secrets/empty", "\n");
  folder.write("secrets/lines", "one\ntwo\n");
}

// An upstream unless the row has one; "" there means none.
inline Flags with_upstream(Flags flags) {
  const auto [at, added] = flags.emplace("upstream", "http://flag.test");
  if (at->second.empty()) flags.erase(at);
  return flags;
}

}  // namespace specgate::proxy
