#include "lint/run/event_names.h"

#include <functional>

#include "spec/catalogue/column.h"

namespace specgate {

bool EventNames::learn(std::string_view name) {
  if (name.empty() || name.size() > kMostColumnName) return false;
  const size_t hash = std::hash<std::string_view>()(name);
  if (known_.contains(hash)) return false;
  if (known_.size() == kMostEventNames) cut_ = true;
  return !cut_ && known_.insert(hash).second;
}

void EventNames::clear() {
  known_.clear();
  fresh_.clear();
  cut_ = false;
}

}  // namespace specgate
