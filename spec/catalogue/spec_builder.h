// SpecData -> Spec: interns places, lays out shapes, fills the name indexes. Load time only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "spec/catalogue/spec.h"
#include "spec/text/yaml.h"

namespace specgate {

class SpecBuilder {
 public:
  SpecBuilder(SpecData data, Words words, const SpecOptions& options);
  Result<Spec> build();

 private:
  Problems check_verticals() const;
  bool in_force(std::string_view vertical) const;  // judged by
  bool named(std::string_view vertical) const;     // its names are at least suggested

  template <typename Use>
  void each_spelling(const ReservedTrait& trait, const Use& use) const;
  void intern_places();
  void index_events();
  void index_properties();
  void lay_out_calls();
  void lay_out_events();
  void classify_keys();
  void index_aliases();
  void index_routes();

  size_t shapes_in_force() const;
  size_t most_constraints() const;
  uint16_t add_shape(std::optional<uint16_t> like);
  uint16_t keep(Constraint constraint);  // its index in Spec::constraints_
  void say(uint16_t shape, PathId path, uint16_t constraint);
  void say_once(CallSet calls, std::string_view place, const Type& type, std::string_view page);
  bool was_in_v1(std::string_view name) const;
  void say_property(const EventSpec& event, PathId path, const SemanticProperty& row);

  const SpecData& data() const { return *spec_.data_; }

  Words words_;
  std::vector<std::string> chosen_;  // verticals; empty: the default
  Spec spec_;
  std::vector<const SemanticEvent*> events_;  // by NameId
  std::unordered_map<std::string_view, NameId> property_ids_;
  std::vector<std::vector<PathId>> places_of_rows_;  // by event of data() and its property
};

}  // namespace specgate
