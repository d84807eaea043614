#include "rules/time/moment.h"
#include "spec/text/timestamp.h"

namespace specgate {

std::optional<Instant> moment(const Node* node) {
  if (node == nullptr || !node->is(Kind::kString)) return std::nullopt;
  return parse_instant(node->text);
}

bool is_unset(const Instant& instant) {
  constexpr int64_t kYearTwo = -62104060800000;  // 0002-01-01T00:00:00Z
  return instant.ms == 0 || instant.ms < kYearTwo;
}

}  // namespace specgate
