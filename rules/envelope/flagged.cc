#include "rules/envelope/flagged.h"

#include <algorithm>

namespace specgate {
namespace {

uint32_t event_around(const Batch& batch, uint32_t node) {
  const auto after =
      std::upper_bound(batch.events.begin(), batch.events.end(), node,
                       [](uint32_t at, const Event& event) { return at < event.root; });
  if (after == batch.events.begin()) return kNoEvent;
  const Event& event = *(after - 1);
  if (node >= batch.nodes[event.root].next) return kNoEvent;
  return static_cast<uint32_t>(after - 1 - batch.events.begin());
}

}  // namespace

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
