// SpecData -> Spec: interns places, lays out shapes, fills the name indexes. Load time only.
#pragma once

#include <map>
#include <set>
#include <string>

#include "spec/spec.h"
#include "spec/yaml.h"

namespace specgate {

class SpecBuilder {
 public:
  SpecBuilder(SpecData data, Words words, const SpecOptions& options);
  Result<Spec> build();

 private:
  using Constraints = std::map<PathId, Constraint>;

  Problems check_verticals() const;
  bool in_force(std::string_view vertical) const;  // judged by
  bool named(std::string_view vertical) const;     // its names are at least suggested

  void intern_places();
  void index_events();
  void index_properties();
  void lay_out_calls();
  void lay_out_events();
  void classify_keys();
  void index_aliases();
  void index_routes();

  Constraints call_constraints(Call call) const;
  Constraints event_constraints(const SemanticEvent& event) const;
  uint16_t add_shape(const Constraints& constraints);

  const SpecData& data() const { return *spec_.data_; }

  Words words_;
  std::vector<std::string> chosen_;  // verticals; empty: the default
  Spec spec_;
  std::vector<const SemanticEvent*> events_;  // by NameId
};

}  // namespace specgate
