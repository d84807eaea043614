// GET /status: what runs, since when, with which configuration, and what went wrong of late.
#pragma once

#include <string>

#include "proxy/ledger/ledger.h"
#include "proxy/reload.h"
#include "proxy/snapshot.h"

namespace specgate::proxy {

std::string status_text(const Snapshot& snapshot, const ReloadState& reload,
                        const LiveCounts& live, const std::string& store_file);

}  // namespace specgate::proxy
