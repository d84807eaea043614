#include "proxy/store/rows.h"

#include <algorithm>
#include <limits>

#include "proxy/store/key_hash.h"

namespace specgate::proxy {
namespace {

// In the order in which bind_row() binds and read_row() reads.
constexpr std::string_view kColumns =
    "at_ms,last_ms,item,worst,outcome,source,key_hash,route,type,name,message_id,rules,request_id,"
    "findings,payload,envelope,patch,reverse";

constexpr std::string_view kDigestKey = "specgate-digest";
constexpr size_t kMostRoute = 256;  // a head may be longer by far, and each event of its body has a row

Outcome outcome_of(std::string_view name) {
#define X(id, text) \
  if (name == (text)) return Outcome::id;
  SPECGATE_OUTCOMES(X)
#undef X
  return Outcome::kPass;
}

// What stands for `envelope` where it is read: of a row of version 2 and of the feed what lies in it,
// else what lies in `envelopes` for a span of rows.
std::string envelope_of(std::string_view table) {
  if (table != "quarantine") return "envelope";
  return "CASE WHEN envelope<>'' THEN envelope ELSE coalesce((SELECT CASE WHEN last>=quarantine.id "
         "THEN text END FROM envelopes WHERE first<=quarantine.id ORDER BY first DESC LIMIT 1),'') END";
}

// `wanted` is SQL: whether the envelope is read.
std::string select_from(std::string_view table, std::string_view wanted) {
  constexpr std::string_view kEnvelope = "envelope";
  const size_t at = kColumns.find(kEnvelope);
  std::string out = "SELECT ";
  out.append(kColumns.substr(0, at)).append("CASE WHEN ").append(wanted).append(" THEN ");
  out.append(envelope_of(table)).append(" ELSE '' END").append(kColumns.substr(at + kEnvelope.size()));
  return out.append(",id,seen,replayed_ms FROM ").append(table);
}

}  // namespace

std::string insert_sql(std::string_view table) {
  std::string out = "INSERT INTO ";
  out.append(table).append("(").append(kColumns).append(
      ",digest) VALUES(?1,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)");
  if (table == "quarantine") {
    out += " ON CONFLICT(digest) WHERE digest<>'' DO UPDATE SET seen=seen+1,"
           "last_ms=max(last_ms,excluded.last_ms)";
  }
  return out + " RETURNING seen,id";
}

size_t size_of(const Origination& from, const EventRecord& event) {
  size_t out = 200;  // numbers, words of ours, the digest and its index
  for (const std::string* const text :
       {&from.source, &from.key_hash, &from.route, &event.type, &event.name, &event.message_id,
        &event.rules, &from.request_id, &event.findings, &event.payload, &event.patch,
        &event.reverse}) {
    out += text->size();
  }
  return out;
}

std::string digest_of(const Origination& from, const EventRecord& event,
                      const std::string& envelope_digest) {
  if (event.message_id.empty()) return {};
  std::string all;
  for (const std::string* const part :
       {&from.key_hash, &event.message_id, &event.payload, &envelope_digest}) {
    all.append(std::to_string(part->size())).append(":").append(*part);
  }
  return hash_of_key(kDigestKey, all);
}

std::string digest_of_envelope(const std::string& envelope) {
  return hash_of_key(kDigestKey, envelope);
}

Origination bounded(Origination from) {
  if (from.route.size() <= kMostRoute) return from;
  std::string& route = from.route;
  size_t cut = route.size() - kMostRoute;
  const auto inside = [&](size_t at) { return (static_cast<unsigned char>(route[at]) & 0xC0U) == 0x80U; };
  while (cut < route.size() && inside(cut)) ++cut;  // of a character
  route.replace(0, cut, "\u2026");
  return from;
}

bool insert_row(const RowToInsert& row, Statement& insert, InsertedRow& out) {
  const auto& [from, event, digest, envelope] = row;
  insert.bind(from.at_ms)
      .bind(static_cast<int64_t>(event.index))
      .bind(static_cast<int64_t>(event.worst))
      .bind(name_of(event.outcome))
      .bind(from.source)
      .bind(from.key_hash)
      .bind(from.route)
      .bind(event.type)
      .bind(event.name)
      .bind(event.message_id)
      .bind(event.rules)
      .bind(from.request_id)
      .bind(event.findings)
      .bind(event.payload)
      .bind(envelope)
      .bind(event.patch)
      .bind(event.reverse)
      .bind(digest);
  Statement::Step step = insert.step();
  if (step == Statement::Step::kRow) {
    out.seen = insert.number(0);
    out.id = insert.number(1);
    step = insert.step();
  }
  insert.reset();
  return step == Statement::Step::kDone;
}

StoredEvent read_row(const Statement& row) {
  int column = 0;
  const auto number = [&] { return row.number(column++); };
  const auto text = [&] { return row.text(column++); };
  StoredEvent out;
  out.from.at_ms = number();
  out.last_ms = number();
  out.event.index = static_cast<uint32_t>(number());
  out.event.worst = static_cast<Severity>(number());
  out.event.outcome = outcome_of(text());
  std::string envelope;
  for (std::string* const field :
       {&out.from.source, &out.from.key_hash, &out.from.route, &out.event.type, &out.event.name,
        &out.event.message_id, &out.event.rules, &out.from.request_id, &out.event.findings,
        &out.event.payload, &envelope, &out.event.patch, &out.event.reverse}) {
    *field = text();
  }
  out.event.envelope = std::move(envelope);
  out.id = number();
  out.seen = static_cast<uint64_t>(number());
  out.replayed_ms = number();
  return out;
}

std::string search_sql(std::string_view table) {
  return select_from(table, "?13") +
         " WHERE id<?1 AND id>=?12 AND at_ms>=?2 AND at_ms<?3 AND (?4='' OR source=?4) AND (?5='' OR type=?5)"
         " AND (?6='' OR name=?6) AND (?7='' OR instr(' '||rules||' ',' '||?7||' '))"
         " AND (?8='' OR message_id=?8) AND (?9='' OR outcome=?9) AND (?10=0 OR replayed_ms=0)"
         " ORDER BY id DESC LIMIT ?11";
}

void bind_query(const StoreQuery& query, const StoreWindow& window, Statement& search) {
  constexpr int64_t kOpen = std::numeric_limits<int64_t>::max();
  const size_t limit = std::min(query.limit, static_cast<size_t>(kOpen));
  search.bind(window.end)
      .bind(query.since_ms)
      .bind(query.until_ms == 0 ? kOpen : query.until_ms)
      .bind(query.source)
      .bind(query.type)
      .bind(query.name)
      .bind(query.rule)
      .bind(query.message_id)
      .bind(query.outcome ? name_of(*query.outcome) : std::string_view())
      .bind(int64_t{query.only_waiting})
      .bind(static_cast<int64_t>(limit))
      .bind(window.begin)
      .bind(int64_t{query.envelopes});
}

std::string find_sql(std::string_view table) { return select_from(table, "1") + " WHERE id=?1"; }

}  // namespace specgate::proxy
