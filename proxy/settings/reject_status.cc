#include "proxy/settings/reject_status.h"

#include <algorithm>

#include "spec/text/ascii.h"

namespace specgate::proxy {
namespace {

struct Row {
  std::string_view word;
  unsigned events, body, to_2xx_only;
};
constexpr Row kRows[] = {
#define X(id, name, events, body, to_2xx_only) {name, events, body, to_2xx_only},
    SPECGATE_REJECT_STATUSES(X)
#undef X
};

// As such libraries call themselves in their User-Agent: "analytics-go (version: 3.3.0)" are
// Segment's, RudderStack's and Customer.io's, "events-sdk-go (version: 0.0.4)" is Hightouch's.
constexpr std::string_view kOnly2xx[] = {"analytics-go", "events-sdk-go"};

// Whole: no "analytics-google".
bool names(std::string_view user_agent, std::string_view library) {
  const auto same = [](char a, char b) { return to_lower(a) == b; };
  const auto at = std::search(user_agent.begin(), user_agent.end(), library.begin(), library.end(), same);
  if (at == user_agent.end()) return false;
  const auto behind = at + static_cast<std::ptrdiff_t>(library.size());
  return behind == user_agent.end() || to_lower(*behind) < 'a' || to_lower(*behind) > 'z';
}

const Row& row_of(RejectStatus chosen) { return kRows[static_cast<size_t>(chosen)]; }

}  // namespace

std::string_view name_of(RejectStatus chosen) { return row_of(chosen).word; }

const std::vector<std::string_view>& reject_status_words() {
  static const std::vector<std::string_view> kWords = {
#define X(id, name, events, body, to_2xx_only) name,
      SPECGATE_REJECT_STATUSES(X)
#undef X
  };
  return kWords;
}

bool takes_only_2xx(std::string_view user_agent) {
  return std::any_of(std::begin(kOnly2xx), std::end(kOnly2xx),
                     [user_agent](std::string_view one) { return names(user_agent, one); });
}

unsigned status_of_refusal(RejectStatus chosen, Refused what, std::string_view user_agent) {
  const Row& row = row_of(chosen);
  if (takes_only_2xx(user_agent)) return row.to_2xx_only;
  return what == Refused::kBody ? row.body : row.events;
}

}  // namespace specgate::proxy
