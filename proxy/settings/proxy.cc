// The `proxy` section: what holds for the program, and the policy of sources without their own.
#include <algorithm>

#include "proxy/settings/reader.h"

namespace specgate::proxy {
namespace {

constexpr int64_t kKB = 1024, kMB = 1024 * kKB, kGB = 1024 * kMB;
const std::vector<std::string_view> kUnknownWords = {"allow", "refuse"};

// A mapping below `proxy`, if it is there, given to `read`.
template <typename Read>
void below(SettingsFields& fields, std::string_view key, Read read) {
  const YamlNode* const node = fields.mapping(key);
  if (node == nullptr) return;
  SettingsFields own(fields.place(), *node, fields.problems());
  read(own);
  own.finish();
}

void read_limits(SettingsFields& fields, Limits& limits) {
  fields.size("head", {kKB, kMB}, limits.head);
  fields.whole("fields", {10, 10'000}, limits.fields);
  fields.size("body", {kKB, kGB}, limits.body);
  if (limits.inflated < limits.body) limits.inflated = limits.body;  // unless the next line says so
  fields.size("inflated", {kKB, kGB}, limits.inflated);
  fields.whole("connections", {1, 1'000'000}, limits.connections);
  limits.memory = std::max(limits.memory, limits.memory_of_one());  // unless the next line says so
  fields.size("memory", {kMB, 1024 * kGB}, limits.memory);
}

void read_timeouts(SettingsFields& fields, Timeouts& timeouts) {
  fields.time("head", timeouts.head);
  fields.time("body", timeouts.body);
  fields.time("idle", timeouts.idle);
  fields.time("connect", timeouts.connect);
  fields.time("upstream", timeouts.upstream);
  fields.time("upstream_head", timeouts.upstream_head);
  fields.time("upstream_idle", timeouts.upstream_idle);
  fields.time("store", timeouts.store);
  fields.time("drain", timeouts.drain);
}

void read_tls(SettingsFields& fields, TlsSettings& tls) {
  fields.readable("certificate", tls.certificate);
  fields.readable("key", tls.key);
  fields.readable("client_ca", tls.client_ca);
}

// A path, or one of the words that mean no file on disk.
void read_path_or(SettingsFields& fields, std::string_view word, std::string& out) {
  std::string text;
  fields.text("file", text);
  if (text == word) {
    out = word;
  } else if (!text.empty()) {
    out = in_folder_of(fields.place().file, text);
  }
}

void read_store(SettingsFields& fields, StoreSettings& store) {
  read_path_or(fields, ":memory:", store.file);
  fields.time("keep", store.keep_ms);
  if (!fields.has("keep_size")) return;
  fields.size("keep_size", {kMB, 1024 * kGB}, store.keep_bytes);
  store.keep_memory_bytes = store.keep_bytes;
}

void read_log(SettingsFields& fields, LogSettings& log) {
  read_path_or(fields, "-", log.file);
  fields.size("rotate", {64 * kKB, 1024 * kGB}, log.rotate_bytes);
  fields.whole("keep", {1, 1000}, log.keep_files);
}

void read_access(SettingsFields& fields, ProxySettings& proxy) {
  fields.second("unknown_sources", kUnknownWords, proxy.refuse_unknown);
  below(fields, "clients", [&](SettingsFields& own) {
    own.networks("allow", proxy.allow);
    own.networks("deny", proxy.deny);
  });
  fields.flag("trust_forwarded", proxy.trust_forwarded);
}

void read_window(SettingsFields& fields, ProxySettings& proxy) {
  fields.time("age", proxy.duplicate_window_ms);
  fields.whole("ids", {1, 1 << 26}, proxy.duplicate_window_ids);
}

}  // namespace

void read_proxy(SettingsFields& fields, ProxySettings& proxy) {
  read_policy(fields, proxy.policy);
  fields.listen("listen", proxy.listen);
  fields.listen("admin", proxy.admin);
  fields.secret("admin_token", proxy.admin_token);
  fields.origin("cdn", proxy.cdn);
  fields.flag("offline", proxy.offline);
  fields.readable("upstream_ca", proxy.upstream_ca);
  fields.whole("threads", {0, 256}, proxy.threads);
  fields.text("stage", proxy.stage);
  read_access(fields, proxy);
  fields.flag("headers", proxy.headers);
  fields.flag("reencode", proxy.reencode);
  fields.flag("strict_plan", proxy.strict_plan);
  fields.flag("allow_partial_plan", proxy.allow_partial_plan);
  fields.text("violations_to", proxy.violations_to);
  below(fields, "duplicate_window", [&](SettingsFields& own) { read_window(own, proxy); });
  below(fields, "limits", [&](SettingsFields& own) { read_limits(own, proxy.limits); });
  below(fields, "timeouts", [&](SettingsFields& own) { read_timeouts(own, proxy.timeouts); });
  below(fields, "tls", [&](SettingsFields& own) { read_tls(own, proxy.tls); });
  below(fields, "store", [&](SettingsFields& own) { read_store(own, proxy.store); });
  below(fields, "access_log", [&](SettingsFields& own) { read_log(own, proxy.log); });
  fields.secret("hash_key", proxy.hash_key);
}

}  // namespace specgate::proxy
