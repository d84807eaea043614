// Sends a notice in the background of a lane.
#pragma once

#include <memory>

#include "proxy/session/notify.h"
#include "proxy/session/proxy_state.h"

namespace specgate::proxy {

// Returns at once. Too many on their way, or an upstream that does not take it: counted in
// ProxyState::notices_lost.
void send_notice(Worker& lane, std::shared_ptr<const Snapshot> snapshot, Notice notice);

}  // namespace specgate::proxy
