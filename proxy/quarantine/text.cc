#include "proxy/quarantine/text.h"

#include <algorithm>
#include <array>

#include "proxy/admin/json.h"
#include "proxy/net/time_text.h"
#include "rules/report/escape.h"

namespace specgate::proxy {
namespace {

constexpr size_t kMostName = 40;   // characters of an event's name in a table
constexpr size_t kMostWords = 400;

std::string time_text(int64_t unix_ms) {
  std::string out;
  append_time(unix_ms, out);
  return out;
}

std::string plain(std::string_view text, size_t most) {
  std::string out;
  append_plain(text, most, out);
  return out;
}

// In characters, as far as bytes tell.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void append_padded(std::string_view text, size_t width, std::string& out) {
  const size_t used = width_of(text);
  out.append(text).append(width > used ? width - used : 0, ' ');
}

// Likewise, and a blank behind what is wider than that.
void append_column(std::string_view text, size_t width, std::string& out) {
  append_padded(text, std::max(width, width_of(text) + 1), out);
}

using Cells = std::array<std::string, 8>;

Cells cells_of(const StoredEvent& row) {
  return {std::to_string(row.id),
          time_text(row.from.at_ms),
          row.from.source.empty() ? "-" : plain(row.from.source, kMostName),
          row.event.type.empty() ? "-" : plain(row.event.type, kMostName),
          row.event.name.empty() ? "-" : plain(row.event.name, kMostName),
          std::to_string(row.seen),
          row.replayed_ms == 0 ? "-" : time_text(row.replayed_ms),
          plain(row.event.rules, kMostWords)};
}

// Valid JSON on one line -> indented by two; what is no JSON stays one line.
class Indenter {
 public:
  explicit Indenter(std::string& out) : out_(out) {}

  void add(std::string_view json) {
    std::string line;
    append_embedded(json, line);
    line_break();
    for (size_t at = 0; at < line.size(); ++at) add(line, at);
    out_ += '\n';
  }

 private:
  void add(std::string_view line, size_t at) {
    const char c = line[at];
    if (in_string_) {
      out_ += c;
      in_string_ = escaped_ || c != '"';
      escaped_ = !escaped_ && c == '\\';
      return;
    }
    if (c == ' ') return;
    const bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
    const char before = out_.back();
    if (closes) --depth_;
    if (closes && before != '{' && before != '[') line_break();
    if (!closes && (before == '{' || before == '[' || before == ',')) line_break();
    out_ += c;
    if (opens) ++depth_;
    if (c == ':') out_ += ' ';
    in_string_ = c == '"';
  }
  void line_break() {
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    out_.append(2 * (depth_ + 1), ' ');
  }

  std::string& out_;
  size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

void append_fact(std::string_view name, std::string_view value, std::string& out) {
  if (value.empty()) return;
  append_padded(name, 12, out += "  ");
  append_plain(value, kMostWords, out);
  out += '\n';
}

void append_part(std::string_view title, std::string_view json, std::string& out) {
  if (json.empty()) return;
  out.append(title) += '\n';
  Indenter(out).add(json);
}

}  // namespace

std::string table_of(const std::vector<StoredEvent>& rows) {
  std::vector<Cells> lines{
      {"ID", "TIME", "SOURCE", "TYPE", "EVENT", "SEEN", "REPLAYED", "RULES"}};
  for (const StoredEvent& row : rows) lines.push_back(cells_of(row));
  std::array<size_t, std::tuple_size_v<Cells>> widths{};
  for (const Cells& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width_of(line[i]));
  }
  std::string out;
  for (const Cells& line : lines) {
    for (size_t i = 0; i + 1 < line.size(); ++i) append_padded(line[i], widths[i] + 2, out);
    out.append(line.back()) += '\n';
  }
  return out;
}

std::string QuarantineText::of(const StoredEvent& row) {
  std::string out = "Quarantined event " + std::to_string(row.id) + '\n';
  append_fact("type", row.event.type, out);
  append_fact("event", row.event.name, out);
  append_fact("messageId", row.event.message_id, out);
  append_fact("source", row.from.source, out);
  append_fact("key hash", row.from.key_hash, out);
  append_fact("came", time_text(row.from.at_ms), out);
  if (row.seen > 1)
    append_fact("seen", std::to_string(row.seen) + " times, last " + time_text(row.last_ms), out);
  append_fact("route", row.from.route + ", item " + std::to_string(row.event.index), out);
  append_fact("request", row.from.request_id, out);
  append_fact("replayed", row.replayed_ms == 0 ? "not yet" : time_text(row.replayed_ms), out);
  out += "Findings\n";
  append_findings(row.event.findings, out);
  append_part("Call", row.event.payload, out);
  append_part("Said of its whole batch", row.event.envelope.get(), out);
  return out;
}

void QuarantineText::append_findings(std::string_view findings, std::string& out) {
  Arrival arrival;
  arrival.route.kind = Route::Kind::kOther;
  for_each_item(findings, [&](std::string_view item) {
    const Batch batch = decode(item, arrival, spec_, buffers_);
    out += ' ';
    for (const std::string_view name : {"severity", "rule", "name", "path", "message"}) {
      for (uint32_t i = 1; i < batch.nodes.size(); i = batch.nodes[i].next) {
        if (batch.nodes[i].key != name) continue;
        out += ' ';
        append_padded(plain(batch.nodes[i].text, kMostWords), name == "severity" ? 7 : 0, out);
      }
    }
    out += '\n';
  });
}

std::string QuarantineText::of(const Replayed& replayed) {
  std::string out;
  append_column(std::to_string(replayed.id), 8, out);
  append_column(name_of(replayed.result), 18, out);
  append_plain(replayed.type, kMostName, out);
  if (!replayed.name.empty()) append_plain("\"" + replayed.name + "\"", kMostName, out += ' ');
  if (!replayed.source.empty()) append_plain(replayed.source, kMostName, out += " of ");
  if (!replayed.why.empty()) append_plain(replayed.why, kMostWords, out += ": ");
  out += '\n';
  if (replayed.result == ReplayResult::kRejected) append_findings(replayed.findings, out);
  return out;
}

}  // namespace specgate::proxy
