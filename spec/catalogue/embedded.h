// The files of spec/ as the build found them, each with its tree: written by specgate_pack.
//
// Inside spec/ only; embedded_spec and load_spec are the doors.
#pragma once

#include <span>
#include <string_view>

#include "spec/catalogue/catalogue.h"
#include "spec/text/yaml.h"

namespace specgate {

struct EmbeddedFile {
  std::string_view name;  // "events/video.yaml"
  std::string_view text;
  std::string_view pack;  // of the text's tree: spec/text/yaml_tree_bytes.h
};

std::span<const EmbeddedFile> embedded_files();  // sorted by name

// What parse_yaml yields for the file. A text that the build has parsed already is not parsed
// again: yaml-cpp takes thirty milliseconds for the whole Spec, its packs less than one.
Result<YamlNode> parse_spec(const SpecFile& file);

}  // namespace specgate
