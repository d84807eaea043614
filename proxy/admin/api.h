// What the store holds as the JSON of /api: pages of rows, newest first.
#pragma once

#include <functional>
#include <string>

#include "proxy/store/store.h"

namespace specgate::proxy {

// A part of the store: Store::recent or Store::quarantined.
using Rows = std::function<std::vector<StoredEvent>(const StoreQuery&)>;

// How much of a row is told.
enum class Telling : uint8_t {
  kFeed,        // of the feed
  kQuarantine,  // how often it came, when it was replayed
  kWhole,       // the payload, too
};

void append_row(const StoredEvent& row, Telling telling, std::string& out);

// {"items":[…],"next":ID|null}; `next` is the `after` of the page that follows. A page that its size
// ended, at 1 MB, before it had as many items as were asked for says so in "cut".
std::string rows_page(const Rows& rows, StoreQuery query, Telling telling);

// The same with an item for each finding. Those of one event stay together, so that a page may hold
// a few more than asked for; and it may hold fewer, as at most 5000 rows are looked at: `next`
// tells whether there is more.
std::string findings_page(const Rows& rows, StoreQuery query);

}  // namespace specgate::proxy
