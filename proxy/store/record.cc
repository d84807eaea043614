#include "proxy/store/record.h"

namespace specgate::proxy {

std::string_view name_of(Outcome outcome) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_OUTCOMES(X)
#undef X
  };
  return kNames[static_cast<size_t>(outcome)];
}

void Exchange::clear() {
  Exchange fresh;
  const auto keep = [](auto& emptied, auto& taken) {
    taken.clear();
    emptied = std::move(taken);
  };
  keep(fresh.from.request_id, from.request_id);
  keep(fresh.from.source, from.source);
  keep(fresh.from.key_hash, from.key_hash);
  keep(fresh.from.route, from.route);
  keep(fresh.peer, peer);
  keep(fresh.tls_subject, tls_subject);
  keep(fresh.method, method);
  keep(fresh.rules, rules);
  *this = std::move(fresh);
}

}  // namespace specgate::proxy
