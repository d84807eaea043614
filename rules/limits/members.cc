#include "rules/limits/members.h"

namespace specgate {

uint32_t members_beyond(const Site& site, const Node& object, uint32_t most) {
  const uint32_t begin = first(site, object);
  if (!object.is(Kind::kObject) || object.next - begin <= most) return 0;
  uint32_t count = 0;
  for (uint32_t i = begin; i != object.next; i = at(site, i).next) ++count;
  return count > most ? count : 0;
}

}  // namespace specgate
