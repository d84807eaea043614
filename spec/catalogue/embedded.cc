#include "spec/catalogue/embedded.h"

#include <algorithm>

#include "spec/text/yaml_tree_bytes.h"

namespace specgate {

std::vector<SpecFile> embedded_spec() {
  std::vector<SpecFile> files;
  files.reserve(embedded_files().size());
  for (const EmbeddedFile& file : embedded_files()) {
    files.push_back({std::string(file.name), std::string(file.text)});
  }
  return files;
}

Result<YamlNode> parse_spec(const SpecFile& file) {
  const std::span<const EmbeddedFile> known = embedded_files();
  // The text is compared, not only the name: a user's folder has files of the same names.
  const auto found = std::find_if(known.begin(), known.end(), [&](const EmbeddedFile& one) {
    return one.name == file.name && one.text == file.text;
  });
  return found == known.end() ? parse_yaml(file.name, file.text) : unpack(file.name, found->pack);
}

}  // namespace specgate
