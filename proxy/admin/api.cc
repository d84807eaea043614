#include "proxy/admin/api.h"

#include <algorithm>

#include "proxy/admin/json.h"
#include "proxy/net/time_text.h"
#include "rules/report/json_members.h"

namespace specgate::proxy {
namespace {

constexpr size_t kRowsAtOnce = 500;
constexpr size_t kMostRows = 5000;  // looked at for a page of findings
constexpr size_t kMostBytes = size_t{1} << 20;  // of rows, or of findings, on a page

void time_member(std::string_view name, int64_t unix_ms, JsonMembers& object) {
  std::string& out = object.key(name);
  out += '"';
  append_time(unix_ms, out);
  out += '"';
}

void json_if(std::string_view name, std::string_view json, JsonMembers& object) {
  if (!json.empty()) append_embedded(json, object.key(name));
}

// "NAM103 ID101" -> ["NAM103","ID101"]
void append_codes(std::string_view codes, std::string& out) {
  out += '[';
  for (bool first = true; !codes.empty();) {
    const size_t end = std::min(codes.find(' '), codes.size());
    if (end != 0) {
      if (!first) out += ',';
      first = false;
      append_json_text(codes.substr(0, end), out);
    }
    codes.remove_prefix(std::min(end + 1, codes.size()));
  }
  out += ']';
}

// What tells one event from another, in rows and findings alike.
void append_identity(const StoredEvent& row, JsonMembers& object) {
  object.number("id", static_cast<uint64_t>(row.id));
  time_member("time", row.from.at_ms, object);
  object.text_if("requestId", row.from.request_id);
  object.text_if("source", row.from.source);
  object.text_if("keyHash", row.from.key_hash);
  object.text_if("route", row.from.route);
  object.number("index", row.event.index);
  object.text("outcome", name_of(row.event.outcome));
  object.text_if("type", row.event.type);
  object.text_if("event", row.event.name);
  object.text_if("messageId", row.event.message_id);
}

void append_stay(const StoredEvent& row, JsonMembers& object) {
  object.number("seen", row.seen);
  if (row.last_ms != 0) time_member("lastTime", row.last_ms, object);
  if (row.replayed_ms != 0) time_member("replayedTime", row.replayed_ms, object);
}

// What a page ends with: the id it goes on after (0: it does not), and whether its size ended it.
struct PageEnd {
  int64_t next = 0;
  bool cut = false;
};

std::string page_of(const std::string& items, PageEnd end) {
  std::string out;
  {
    JsonMembers page(out);
    page.key("items").append("[").append(items).append("]");
    page.key("next") += end.next == 0 ? "null" : std::to_string(end.next);
    if (end.cut) {
      page.text("cut", "the page ended early, at 1 MB: ask again with after=" +
                           std::to_string(end.next));
    }
  }
  return out;
}

// Whether the rows end where they do because they are long, and more follow.
bool is_cut(const Rows& rows, StoreQuery query, const std::vector<StoredEvent>& found) {
  size_t bytes = 0;
  for (const StoredEvent& row : found) bytes += bytes_of(row);
  if (found.empty() || bytes < query.most_bytes) return false;
  query.after_id = found.back().id;
  query.limit = 1;
  return !rows(query).empty();
}

void append_finding_item(const StoredEvent& row, std::string_view finding, std::string& items) {
  if (!items.empty()) items += ',';
  JsonMembers item(items);
  append_identity(row, item);
  append_json_value(finding, item.key("finding"));
}

size_t append_findings_of(const StoredEvent& row, std::string& items) {
  size_t count = 0;
  for_each_item(row.event.findings, [&](std::string_view finding) {
    append_finding_item(row, finding, items);
    ++count;
  });
  return count;
}

}  // namespace

void append_row(const StoredEvent& row, Telling telling, std::string& out) {
  JsonMembers object(out);
  append_identity(row, object);
  if (row.event.worst != Severity::kOff) object.text("severity", name_of(row.event.worst));
  append_codes(row.event.rules, object.key("rules"));
  append_embedded(row.event.findings.empty() ? "[]" : row.event.findings, object.key("findings"));
  json_if("patch", row.event.patch, object);
  json_if("reverse", row.event.reverse, object);
  if (telling == Telling::kFeed) return json_if("envelope", row.event.envelope.get(), object);
  append_stay(row, object);
  if (telling == Telling::kQuarantine) return;
  json_if("payload", row.event.payload, object);
  json_if("envelope", row.event.envelope.get(), object);
}

std::string rows_page(const Rows& rows, StoreQuery query, Telling telling) {
  const size_t limit = query.limit++;  // one more tells whether a page follows
  query.most_bytes = kMostBytes;
  const std::vector<StoredEvent> found = rows(query);
  const size_t count = std::min(limit, found.size());
  std::string items;
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) items += ',';
    append_row(found[i], telling, items);
  }
  if (found.size() > limit) return page_of(items, {found[limit - 1].id, false});
  const bool cut = is_cut(rows, query, found);
  return page_of(items, {cut ? found.back().id : 0, cut});
}

std::string findings_page(const Rows& rows, StoreQuery query) {
  const size_t limit = query.limit;
  query.limit = kRowsAtOnce;
  query.most_bytes = kMostBytes;
  std::string items;
  for (size_t count = 0, looked = 0; count < limit && looked < kMostRows;) {
    const std::vector<StoredEvent> found = rows(query);
    for (const StoredEvent& row : found) {
      query.after_id = row.id;
      count += append_findings_of(row, items);
      if (count >= limit) break;
      if (items.size() >= kMostBytes) return page_of(items, {row.id, true});
    }
    const bool all_read = found.empty() || query.after_id == found.back().id;
    const bool last = found.size() < query.limit && !is_cut(rows, query, found);
    if (all_read && last) return page_of(items, {});
    looked += found.size();
  }
  return page_of(items, {query.after_id, false});
}

}  // namespace specgate::proxy
