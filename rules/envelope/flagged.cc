#include "rules/envelope/flagged.h"

namespace specgate {
void each_flagged(const Site& site, NodeFlag flag, Findings& out,
                  void (*report)(const Site&, const Node&, Findings&)) {
  const Batch& batch = site.batch;
  if ((batch.odd & flag) == 0) return;
  for (uint32_t i = 0; i < batch.nodes.size(); ++i) {
    if ((batch.nodes[i].flags & flag) == 0) continue;
    out.begin(batch, event_around(batch, i));
    report(site, batch.nodes[i], out);
  }
  out.begin(batch, kNoEvent);
}

}  // namespace specgate
