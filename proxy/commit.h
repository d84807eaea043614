// Waiting for the store from a coroutine: the writer's thread tells, the session's thread goes on.
#pragma once

#include <vector>

#include "proxy/asio.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

// True once the events are on disk.
Task<bool> commit(Store& store, Executor executor, const Origination& from,
                  std::vector<EventRecord> events);

}  // namespace specgate::proxy
