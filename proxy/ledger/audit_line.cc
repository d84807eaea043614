// {"time":"2026-11-21T11:52:03.120Z","requestId":"…","peer":"…","source":"web","keyHash":"…",
//  "tlsSubject":"…","method":"POST","path":"/v1/batch","status":200,"upstreamStatus":200,
//  "bytesIn":…,"bytesOut":…,"totalUs":…,"upstreamUs":…,"judgeUs":…,"traffic":"events",
//  "mode":"enforce","retry":1,"events":{"passed":2,"rejected":1},"findings":{"error":1},
//  "rules":{"NAM103":1},"trouble":"…","reason":"…","uninspectable":"body-too-large",
//  "unjudged":"unknown-path","fieldsLeftOut":1,"configHash":"…"}
// What is empty or nothing is left out, but for status, bytesIn, bytesOut and totalUs.
#include "proxy/ledger/ledger.h"
#include "proxy/net/time_text.h"
#include "rules/report/json_members.h"

namespace specgate::proxy {
namespace {

void number_if(JsonMembers& object, std::string_view name, uint64_t value) {
  if (value != 0) object.number(name, value);
}

void append_caller(const Exchange& exchange, JsonMembers& line) {
  std::string& out = line.key("time");
  out += '"';
  append_time(exchange.from.at_ms, out);
  out += '"';
  line.text_if("requestId", exchange.from.request_id);
  line.text_if("peer", exchange.peer);
  line.text_if("source", exchange.from.source);
  line.text_if("keyHash", exchange.from.key_hash);
  line.text_if("tlsSubject", exchange.tls_subject);
  line.text_if("method", exchange.method);
  line.text_if("path", exchange.from.route);
}

void append_transfer(const Exchange& exchange, JsonMembers& line) {
  line.number("status", exchange.status);
  number_if(line, "upstreamStatus", exchange.upstream_status);
  line.number("bytesIn", exchange.bytes_in);
  line.number("bytesOut", exchange.bytes_out);
  line.number("totalUs", exchange.total_us);
  number_if(line, "upstreamUs", exchange.upstream_us);
  number_if(line, "judgeUs", exchange.judge_us);
  line.text_if("traffic", exchange.traffic);
  line.text("mode", name_of(exchange.mode));
  number_if(line, "retry", exchange.retry);
}

void append_events(const Exchange& exchange, JsonMembers& line) {
  if (exchange.passed + exchange.rewritten + exchange.rejected + exchange.duplicates == 0) return;
  JsonMembers events(line.key("events"));
  number_if(events, "passed", exchange.passed);
  number_if(events, "rewritten", exchange.rewritten);
  number_if(events, "rejected", exchange.rejected);
  number_if(events, "duplicates", exchange.duplicates);
  number_if(events, "leftAlone", exchange.left_alone);
}

void append_findings(const Exchange& exchange, JsonMembers& line) {
  if (exchange.errors + exchange.warnings + exchange.infos != 0) {
    JsonMembers findings(line.key("findings"));
    number_if(findings, name_of(Severity::kError), exchange.errors);
    number_if(findings, name_of(Severity::kWarning), exchange.warnings);
    number_if(findings, name_of(Severity::kInfo), exchange.infos);
  }
  if (exchange.rules.empty()) return;
  JsonMembers rules(line.key("rules"));
  for (const auto& [rule, times] : exchange.rules) rules.number(rule->id, times);
}

}  // namespace

void append_audit_line(const Exchange& exchange, std::string& out) {
  JsonMembers line(out);
  append_caller(exchange, line);
  append_transfer(exchange, line);
  append_events(exchange, line);
  append_findings(exchange, line);
  line.text_if("trouble", name_of(exchange.trouble));
  line.text_if("reason", exchange.reason);
  if (exchange.unreadable) line.text("uninspectable", name_of(*exchange.unreadable));
  if (exchange.unjudged) line.text("unjudged", name_of(*exchange.unjudged));
  number_if(line, "fieldsLeftOut", exchange.fields_left_out);
  line.text_if("configHash", exchange.config_hash);
}

}  // namespace specgate::proxy
