// Rows of the store: how an event is written down and read back, and how it is searched for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/sqlite.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

// The statement that adds a row to `table`.
std::string insert_sql(std::string_view table);

struct InsertedRow {
  int64_t seen = 0;  // above 1: the event is there already, and was counted
  int64_t id = 0;
};
struct RowToInsert {
  const Origination& from;
  const EventRecord& event;
  std::string digest{};          // of the quarantine: digest_of()
  std::string_view envelope{};   // where it lies in the row: in the feed
};
// False: it failed.
bool insert_row(const RowToInsert& row, Statement& insert, InsertedRow& out);

// What a repeat shares with the event it repeats: write key, messageId and all that it said, with its
// envelope, whose digest the caller has: it is made once for all that have it. Two events under one
// messageId are two rows. Empty without a messageId: always another event.
std::string digest_of(const Origination& from, const EventRecord& event,
                      const std::string& envelope_digest);
std::string digest_of_envelope(const std::string& envelope);

// Bytes that a row takes, about; its envelope lies elsewhere.
size_t size_of(const Origination& from, const EventRecord& event);

// Whom all events of a request come from, as their rows say it: of a long path the end.
Origination bounded(Origination from);

// Newest first, within the ids from `begin` up to, not including, `end`.
struct StoreWindow {
  int64_t begin = 0, end = 0;
};
std::string search_sql(std::string_view table);
void bind_query(const StoreQuery& query, const StoreWindow& window, Statement& search);
// One row, with ?1 as its id.
std::string find_sql(std::string_view table);
StoredEvent read_row(const Statement& row);

}  // namespace specgate::proxy
