#include "rules/json/flagged.h"

namespace specgate {
void each_flagged(const Site& site, uint16_t flags, Findings& out,
                  void (*report)(const Site&, const Node&, Findings&)) {
  const Batch& batch = site.batch;
  if ((batch.odd & flags) == 0) return;
  for (uint32_t i = 0; i < batch.nodes.size(); ++i) {
    if ((batch.nodes[i].flags & flags) == 0) continue;
    out.begin(batch, event_around(batch, i));
    report(site, batch.nodes[i], out);
  }
  out.begin(batch, kNoEvent);
}

}  // namespace specgate
