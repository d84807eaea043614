// What calls carry whether a plan lists it or not: the fields that the Spec documents for a call
// (spec/data/calls/*.yaml), and the places below its context that all libraries fill (spec/data/context.yaml,
// `collected_by`). Nobody begins to send them because a plan lists them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/catalogue/catalogue.h"

namespace specgate {

// A place of a call, and those below it. Plain data; owns itself.
class CarriedPlace {
 public:
  // The place of a member, or of an array's items ("[]"). Null: the Spec knows none.
  const CarriedPlace* below(std::string_view name) const;
  bool carried() const { return carried_; }
  bool object() const { return object_; }  // the Spec has nothing but an object there

 private:
  friend CarriedPlace carried_by(Call call, const SpecData& data);

  CarriedPlace& make(std::string_view path);

  std::vector<std::pair<std::string, CarriedPlace>> places_;  // "*": any other name
  bool carried_ = false, object_ = false;
};

// The call itself. kUnknown: what any of the six may carry.
CarriedPlace carried_by(Call call, const SpecData& data);

}  // namespace specgate
