#include "spec/event/call.h"

namespace specgate {

Call call_of(std::string_view name) {
  for (size_t i = 0; i + 1 < kCallCount; ++i) {
    if (name_of(static_cast<Call>(i)) == name) return static_cast<Call>(i);
  }
  return Call::kUnknown;
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::kNull: return "null";
    case Kind::kBoolean: return "boolean";
    case Kind::kInteger: return "integer";
    case Kind::kReal: return "number";
    case Kind::kString: return "string";
    case Kind::kObject: return "object";
    case Kind::kArray: return "array";
  }
  return "unknown";
}

}  // namespace specgate
