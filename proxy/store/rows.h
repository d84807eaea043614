// Rows of the store: how an event is written down and read back, and how it is searched for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/store.h"
#include "proxy/store/sqlite.h"

namespace specgate::proxy {

// The statement that adds a row to `table`. That of the quarantine tells by its one result whether
// the event came for the first time (`seen` 1).
std::string insert_sql(std::string_view table);
void bind_row(const Origination& from, const EventRecord& event, Statement& insert);

// Newest first, with the parameters that bind_query() gives.
std::string search_sql(std::string_view table);
void bind_query(const StoreQuery& query, Statement& search);
// One row, with ?1 as its id.
std::string find_sql(std::string_view table);
StoredEvent read_row(const Statement& row);

}  // namespace specgate::proxy
