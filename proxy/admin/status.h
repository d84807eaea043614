// GET /status: what runs, since when, with which configuration, and what went wrong of late.
#pragma once

#include <string>

#include "proxy/ledger/ledger.h"
#include "proxy/net/conditions.h"
#include "proxy/server/reload.h"
#include "proxy/session/snapshot.h"

namespace specgate::proxy {

struct StoreState {
  std::string file;
  std::string trouble;  // see Store
  uint64_t replaced = 0, late = 0;  // see StoreCounts
};

// What else there is to say beside the numbers.
struct StatusNotes {
  StoreState store;
  LogState log;
  std::vector<Condition> conditions;  // what is wrong just now
};

std::string status_text(const Snapshot& snapshot, const ReloadState& reload,
                        const LiveCounts& live, const StatusNotes& notes);

}  // namespace specgate::proxy
