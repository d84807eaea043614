#include "proxy/record.h"

namespace specgate::proxy {

std::string_view name_of(Outcome outcome) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_OUTCOMES(X)
#undef X
  };
  return kNames[static_cast<size_t>(outcome)];
}

}  // namespace specgate::proxy
