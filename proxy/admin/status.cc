#include "proxy/admin/status.h"

#include "proxy/net/time_text.h"
#include "rules/report/json_members.h"

namespace specgate::proxy {
namespace {

void append_moment(std::string_view name, int64_t at_ms, JsonMembers& object) {
  std::string text;
  append_time(at_ms, text);
  object.text(name, text);
}

void append_problems(const Problems& problems, std::string& out) {
  out += '[';
  for (const Problem& problem : problems) {
    if (&problem != problems.data()) out += ',';
    append_json_text(problem.text(), out);
  }
  out += ']';
}

void append_config(const Snapshot& snapshot, const ReloadState& reload, std::string& out) {
  JsonMembers config(out);
  config.text("hash", snapshot.hash());
  append_moment("since", reload.since_ms, config);
  config.number("reloads", reload.reloads);
  config.number("failedReloads", reload.failed);
  append_problems(reload.problems, config.key("problems"));
}

void append_memory(const LiveCounts& live, std::string& out) {
  JsonMembers memory(out);
  memory.number("bodies", live.body_memory);
  memory.number("limit", live.body_memory_limit);
  memory.number("longBodies", live.long_bodies);
  memory.number("configurations", live.configurations);
}

void append_unjudged(const LiveCounts& live, std::string& out) {
  JsonMembers unjudged(out);
  for (size_t i = 0; i < kUnjudgedKinds; ++i) {
    unjudged.number(name_of(static_cast<Unjudged>(i)), live.unjudged[i]);
  }
}

// What is kept in memory ends with the process; nobody should learn that by looking for it.
void append_store(const StoreState& state, std::string& out) {
  JsonMembers store(out);
  store.text("file", state.file);
  store.flag("outlivesProcess", state.file != ":memory:");
  store.text_if("problem", state.trouble);
  if (state.replaced != 0) store.number("replaced", state.replaced);
  if (state.late != 0) store.number("late", state.late);
}

void append_log(const LogState& state, std::string& out) {
  JsonMembers log(out);
  log.number("dropped", state.dropped);
  log.text_if("problem", state.trouble);
}

void append_conditions(const std::vector<Condition>& conditions, std::string& out) {
  out += '[';
  for (const Condition& condition : conditions) {
    if (&condition != conditions.data()) out += ',';
    JsonMembers object(out);
    object.text("of", condition.thing);
    object.text("problem", condition.problem);
    append_moment("since", condition.since_ms, object);
    object.number("times", condition.times);
  }
  out += ']';
}

}  // namespace

std::string status_text(const Snapshot& snapshot, const ReloadState& reload,
                        const LiveCounts& live, const StatusNotes& notes) {
  const ProxySettings& settings = snapshot.settings();
  std::string out;
  {
    JsonMembers object(out);
    object.text("version", SPECGATE_VERSION);
    append_moment("started", live.started_ms, object);
    object.text("mode", name_of(settings.policy.mode));
    object.text_if("stage", settings.stage);
    object.text("upstream", settings.policy.upstream.text());
    object.number("sources", settings.sources.size());
    object.number("connections", live.connections);
    object.number("mostConnections", live.most_connections);
    object.number("upstreamConnections", live.upstream_connections);
    object.number("noticesSent", live.notices_sent);
    object.number("noticesLost", live.notices_lost);
    append_unjudged(live, object.key("unjudged"));
    append_memory(live, object.key("memory"));
    append_store(notes.store, object.key("store"));
    append_log(notes.log, object.key("accessLog"));
    append_conditions(notes.conditions, object.key("troubles"));
    append_problems(snapshot.plan_gaps(), object.key("planGaps"));
    append_config(snapshot, reload, object.key("config"));
  }
  return out;
}

}  // namespace specgate::proxy
