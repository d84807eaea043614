// Waiting for the store from a coroutine: the writer's thread tells, the session's thread goes on.
#pragma once

#include <vector>

#include "proxy/net/asio.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

// True once the events are on disk. False: they could not be kept, or not within `timeout_ms`; those
// that are kept later after all the store counts as late. The store outlives the loop's last task.
Task<bool> commit(Store& store, int64_t timeout_ms, const Origination& from,
                  std::vector<EventRecord> events);

}  // namespace specgate::proxy
