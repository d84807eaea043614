// With which status a refusal is answered: the one table of it, by what was refused and who asked.
//
// 400 with `code` and `message` is what most libraries take as final; 422 many send again. Libraries
// that take nothing but a 2xx as final are told from their User-Agent (sdk_behaviour: each of them
// sends a batch that had any other answer 9 more times).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace specgate::proxy {

// A word of `reject_status`; the status where events were rejected; where the body could not be read,
// for which Segment itself has 400; and either of them for who takes only a 2xx as final.
#define SPECGATE_REJECT_STATUSES(X) \
  X(kAuto, "auto", 400, 400, 200)   \
  X(k400, "400", 400, 400, 400)     \
  X(k422, "422", 422, 400, 422)     \
  X(k200, "200", 200, 200, 200)

enum class RejectStatus : unsigned {
#define X(id, name, events, body, to_2xx_only) id,
  SPECGATE_REJECT_STATUSES(X)
#undef X
};

enum class Refused : uint8_t { kEvents, kBody };

std::string_view name_of(RejectStatus chosen);
const std::vector<std::string_view>& reject_status_words();

// Does whoever calls itself so take only a 2xx as final?
bool takes_only_2xx(std::string_view user_agent);

unsigned status_of_refusal(RejectStatus chosen, Refused what, std::string_view user_agent);

}  // namespace specgate::proxy
