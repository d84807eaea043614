#include "proxy/session/send_notice.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace specgate::proxy {
namespace {

constexpr unsigned kMostOnTheirWay = 32;  // of one lane

Task<void> post(Worker& lane, std::shared_ptr<const Snapshot> snapshot, Notice notice) {
  const std::string head = notice_head(notice);
  bool taken = false;
  {
    UpstreamCall call(lane.upstreams, notice.to->policy.upstream, snapshot->settings().timeouts);
    taken = co_await call.send(head, notice.body, true, false);
    if (taken) co_await call.discard();
    taken = taken && call.head().status / 100 == 2;
  }
  --lane.notices;
  ++(taken ? lane.shared.notices_sent : lane.shared.notices_lost);
}

}  // namespace

void send_notice(Worker& lane, std::shared_ptr<const Snapshot> snapshot, Notice notice) {
  const Policy& policy = notice.to->policy;
  if (policy.upstream.none) {  // what goes to none counts as taken
    ++lane.shared.notices_sent;
    return;
  }
  if (policy.mode == Mode::kDryRun || lane.notices >= kMostOnTheirWay) {
    ++lane.shared.notices_lost;
    return;
  }
  ++lane.notices;
  net::co_spawn(lane.context, post(lane, std::move(snapshot), std::move(notice)), net::detached);
}

}  // namespace specgate::proxy
