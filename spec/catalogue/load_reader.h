// What the loaders of spec/data/*.yaml share: the parsed files, short entries, documented types.
//
// Inside spec/ only; load_spec is the door.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/catalogue.h"
#include "spec/text/yaml.h"

namespace specgate {

// One file, parsed. `name` views the SpecFile it came from.
struct SpecDocument {
  std::string_view name;  // "events/video.yaml"
  YamlNode root;
};

// What is being filled, and where its problems go.
struct SpecLoad {
  SpecData& data;
  Problems& problems;
};

// Each reads one kind of file into `load.data`. Aliases come last: their targets must exist.
void load_calls(const std::vector<SpecDocument>& files, SpecLoad load);  // calls/*.yaml
void load_context(const SpecDocument& file, SpecLoad load);
void load_traits(const SpecDocument& file, SpecLoad load);
void load_events(const SpecDocument& file, SpecLoad load);  // events/*.yaml, each
void load_limits(const SpecDocument& file, SpecLoad load);
void load_endpoints(const SpecDocument& file, SpecLoad load);
void load_privacy(const SpecDocument& file, SpecLoad load);
void load_aliases(const SpecDocument& file, SpecLoad load);

// The keys `type` (the docs' words), `also` (words the docs contradict themselves with) and
// `format`.
Type read_type(YamlFields& fields);

}  // namespace specgate
