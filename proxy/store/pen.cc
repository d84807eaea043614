#include "proxy/store/pen.h"

namespace specgate::proxy {
namespace {

std::string file_of(const StoreSettings& settings) {
  return settings.file == ":memory:" ? std::string() : settings.file;
}

}  // namespace

StorePen::StorePen(Door& door, const StoreBudget& budget, const StoreSettings& settings,
                   const StoreClocks& clocks)
    : door_(door),
      budget_(budget),
      age_(door, clocks, settings.keep_ms),
      retention_(door, budget, file_of(settings), settings.keep_ms),
      begin_(door, "BEGIN IMMEDIATE"),
      commit_(door, "COMMIT"),
      rollback_(door, "ROLLBACK"),
      insert_held_(door, insert_sql("quarantine")),
      insert_fed_(door, insert_sql("feed")),
      insert_envelope_(door, kInsertEnvelope),
      rows_(door.number("SELECT value FROM meta WHERE name='rows'")) {}

bool StorePen::write(StoreTurn turn) {
  why_.clear();
  StoreLoad load;
  for (HeldRecords& records : turn.held) {
    records.kept = false;
    load += records.load;
  }
  for (const FedRecord& record : turn.fed) load += record.load;
  Expired gone;
  why_ = retention_.prepare(load, gone);
  rows_ -= gone.held();
  gone_.add(gone);
  parted_ = !why_.empty();
  if (parted_) return false;
  Expired pushed;
  int64_t held = 0;
  if (begin_.run() && write_all(turn, pushed, held) && commit_.run()) {
    rows_ += held - pushed.held();
    gone_.add(pushed);
    return true;
  }
  why_ = door_.error();
  if (door_.in_transaction()) rollback_.run();
  for (HeldRecords& records : turn.held) records.kept = false;
  return false;
}

bool StorePen::try_out() {
  const ShortPatience short_patience(door_);
  age_.save_next_time();
  return write({});
}

bool StorePen::write_all(StoreTurn turn, Expired& gone, int64_t& held) {
  age_.now();
  retention_.begin();
  for (HeldRecords& records : turn.held) {
    records.kept = insert(records, gone, held);
    if (records.kept) continue;
    parted_ = door_.in_transaction();
    return false;
  }
  for (const FedRecord& record : turn.fed) {
    if (!insert(record, gone)) return false;
  }
  return retention_.finish(held, gone) && age_.save();
}

bool StorePen::insert(HeldRecords& records, Expired& gone, int64_t& held) {
  records.repeated = 0;
  EnvelopeSpan span;
  for (const EventRecord& event : records.events) {
    if (!span.is_of(event.envelope)) {
      if (!finish(span, gone)) return false;
      span.begin(event.envelope);
    }
    InsertedRow row;
    if (!retention_.make_room(pages_for(size_of(records.from, event), 1), gone)) return false;
    std::string digest = digest_of(records.from, event, span.digest());
    if (!insert_row({records.from, event, std::move(digest)}, insert_held_, row)) return false;
    if (row.seen > 1) {
      ++records.repeated;
      continue;
    }
    ++held;
    span.note(row.id);
    if (!retention_.note(StoreTable::kQuarantine, row.id, age_.stamp(records.from.at_ms)))
      return false;
  }
  return finish(span, gone);
}

bool StorePen::finish(const EnvelopeSpan& span, Expired& gone) {
  if (span.bytes() == 0) return true;
  return retention_.make_room(pages_for(span.bytes(), 1), gone) && span.write(insert_envelope_);
}

bool StorePen::insert(const FedRecord& record, Expired& gone) {
  InsertedRow row;
  const RowToInsert fed{record.from, record.event, {}, record.event.envelope.get()};
  return retention_.make_room(budget_.taken_by(record.load), gone) &&
         insert_row(fed, insert_fed_, row) &&
         retention_.note(StoreTable::kFeed, row.id, age_.stamp(record.from.at_ms));
}

bool StorePen::tidy() {
  Expired gone;
  const bool more = retention_.step(age_.now(), gone);
  rows_ -= gone.held();
  gone_.add(gone);
  return more;
}

}  // namespace specgate::proxy
