// What the Spec knows of a name: for `specgate name`, and for programs that ask the library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/spec.h"

namespace specgate {

// One semantic event, or one property as one event lists it.
struct NameTarget {
  std::string name;
  const SemanticEvent* event = nullptr;  // of an event name
  bool in_force = true;                  // its vertical is among those chosen
  struct Listing {
    const SemanticEvent* event;
    const SemanticProperty* property;
  };
  std::vector<Listing> listings;  // of a property name: who lists it
};

struct NameAnswer {
  std::string asked;
  Match match = Match::kNone;
  Reason reason = Reason::kNone;
  std::vector<NameTarget> targets;
  bool permitted = false;  // an event's: a form that the Spec permits beside its target
  bool reserved = false;   // ... and that Segment itself sends: it is never corrected
};

NameAnswer ask_event(const Spec& spec, std::string_view name);
// `event`: only as that semantic event lists it; empty: as any does.
NameAnswer ask_property(const Spec& spec, std::string_view name, std::string_view event);

std::string_view word_of(Match match);  // "exact", "variant", "suggestion", "none"

}  // namespace specgate
