// Do all values of one schema have a member? Asked of many members of one schema: what the schema
// says, and the values that tell, are found once and not for each of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/json/json_index.h"
#include "spec/plan/diff/plan_change.h"
#include "spec/schema/containment/conjunction.h"

namespace specgate {

class Demand {
 public:
  Demand(SchemaRef of, SchemaSpace& space) : of_(of), space_(space) {}
  Demand(const Demand&) = delete;
  Demand& operator=(const Demand&) = delete;

  // As contained() in {required: [name]} has it.
  Judgement judge(const std::string& name);

 private:
  // An object that passes, and what is said of a member that it does without.
  struct Example {
    Json object;
    Judgement judgement;
  };

  bool needs(const std::string& name) const;
  void find_examples();
  Judgement weigh(const std::string& name);

  SchemaRef of_;
  SchemaSpace& space_;
  std::optional<SchemaTerms> terms_;  // once asked
  bool plain_ = false;                // its terms alone say what it needs
  bool looked_ = false;               // for examples
  std::vector<Example> examples_;
  std::vector<JsonIndex> indices_;    // of examples_
};

}  // namespace specgate
