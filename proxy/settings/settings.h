// What the operator decides: `proxy:` and `stages:` of specgate.yaml, SPECGATE_* and the flags.
//
// Plain values, read and validated whole before anything starts (read.cc); all problems are
// listed with file:line. docs/proxy.md is the reference for users. Times are in milliseconds, sizes
// in bytes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/settings/reject_status.h"
#include "proxy/settings/secret.h"
#include "rules/config/config.h"

namespace specgate::proxy {

#define SPECGATE_MODES(X)                                                        \
  X(kObserve, "observe")   /* the body goes on as it came; findings are recorded */ \
  X(kRewrite, "rewrite")   /* safe fixes are made, the rest goes on */           \
  X(kEnforce, "enforce")   /* safe fixes; events with findings at reject_at stay */ \
  X(kDryRun, "dry-run")    /* nothing goes on; the answer is the verdict */

// From the one that lets everything go on to the one that lets nothing.
enum class Mode : uint8_t {
#define X(id, name) id,
  SPECGATE_MODES(X)
#undef X
};
std::string_view name_of(Mode mode);
std::optional<Mode> mode_of(std::string_view name);
// May what goes on differ from what came?
constexpr bool acts(Mode mode) { return mode == Mode::kRewrite || mode == Mode::kEnforce; }

inline constexpr std::string_view kNoUpstream = "none";

// Where to connect or listen. `text` is for people: no credentials are in it.
struct Origin {
  std::string host;
  uint16_t port = 0;
  bool tls = false;
  std::string prefix;  // path before every target: "" or "/segment"
  bool none = false;   // an upstream that is none: what would go there is answered here

  bool empty() const { return host.empty() && !none; }  // nobody said which
  std::string text() const;       // "https://api.segment.io", or "none"
  std::string authority() const;  // for Host: the port only where it is not the scheme's own
};
Result<Origin> parse_origin(std::string_view url);        // http[s]://HOST[:PORT][/PREFIX]
Result<Origin> parse_listen(std::string_view address);    // ADDR:PORT, [V6]:PORT

enum class OnTrouble : uint8_t { kForward, kRefuse };

struct Rate {
  double per_second = 0;  // 0: no limit
  double burst = 0;       // 0: two seconds' worth
};

// What holds for the events of one source, once stage and source have been looked at.
struct Policy {
  Mode mode = Mode::kObserve;
  unsigned percent = 100;         // of requests that rewrite and enforce act on; others: observe
  std::string profile;            // empty: that of the configuration
  std::string plan;               // path of a tracking plan; empty: that of the configuration
  std::string region;             // "us", "eu" or empty
  Severity reject_at = Severity::kError;
  RejectStatus reject_status = RejectStatus::kAuto;
  bool all_or_nothing = false;    // one bad event refuses its batch
  bool drop_duplicates = false;   // of a messageId within the window
  Origin upstream;
  Rate rate;
  // Not said: the mode in force for a request decides; see on_trouble().
  std::optional<OnTrouble> on_uninspectable, on_internal_error, unknown_paths;
};

// A source the operator knows by its write key.
struct SourceSettings {
  std::string name;
  Secret write_key;               // from environment or file
  std::string forward_blocked_to; // the name of the source that gets what was rejected; empty: none
  Policy policy;
};

struct Limits {
  size_t head = 32 * 1024;
  size_t fields = 100;
  size_t body = 512 * 1024;
  size_t inflated = 4 * 1024 * 1024;
  size_t connections = 10000;
  size_t memory = 256 * 1024 * 1024;  // of all bodies in flight

  // What one request may need of it: its body, inflated, and twice that while it is rewritten.
  size_t memory_of_one() const { return body + 3 * inflated; }
};

struct Timeouts {
  int64_t head = 10'000;       // the whole head of a request
  int64_t body = 30'000;       // the whole body
  int64_t idle = 60'000;       // between two requests
  int64_t connect = 3'000;     // to the upstream, TLS included
  int64_t upstream = 15'000;   // the upstream's whole answer, from the end of the request on
  int64_t upstream_head = 0;   // its head; 0: as long as the whole
  int64_t upstream_idle = 0;   // between two pieces of its body, or until it takes one; 0: likewise
  int64_t store = 5'000;       // until the store has kept what is refused; then on_internal_error
  int64_t drain = 10'000;      // at the end, for requests in flight
};

struct TlsSettings {
  std::string certificate, key;  // PEM files; empty: plain HTTP
  std::string client_ca;         // PEM file: callers must show a certificate it signed
};

struct StoreSettings {
  std::string file;                            // empty: memory only, or ./specgate.sqlite3 to reject
  int64_t keep_ms = int64_t{30} * 24 * 3600 * 1000;
  uint64_t keep_bytes = uint64_t{1} << 30;         // on disk: the file and its log
  uint64_t keep_memory_bytes = uint64_t{64} << 20; // the same of ":memory:"; keep_size sets both
};

struct LogSettings {
  std::string file;              // empty: none; "-": standard output
  uint64_t rotate_bytes = 64 << 20;
  unsigned keep_files = 5;
};

struct Cidr {
  std::string text;
  bool v6 = false;
  unsigned bits = 0;
  std::array<uint8_t, 16> address{};
};
Result<Cidr> parse_cidr(std::string_view text);

struct ProxySettings {
  bool has_section = false;           // the file has `proxy`, with something in it
  Origin listen{"127.0.0.1", 8080, false, {}};
  Origin admin;                       // empty: none
  Secret admin_token;
  Origin cdn{"cdn.segment.com", 443, true, {}};
  bool offline = false;               // no policy has an upstream, whatever it says
  std::string upstream_ca;            // PEM file in place of the system's
  unsigned threads = 0;               // 0: one a core, 4 at most
  std::string stage;
  Policy policy;                      // of sources that have none of their own
  std::vector<SourceSettings> sources;
  bool refuse_unknown = false;        // write keys of no configured source
  std::vector<Cidr> allow, deny;      // client addresses; empty allow: all
  bool trust_forwarded = true;        // X-Forwarded-For of the caller is kept and added to; else begun anew
  bool headers = true;                // Specgate-Verdict, -Findings, -Request-Id on answers
  bool reencode = true;               // a rewritten body goes out packed as it came
  bool strict_plan = false;           // a plan that asks what nobody holds is refused
  bool allow_partial_plan = false;    // a page of a plan is taken; so says also plan: {allow_partial}
  std::string violations_to;          // source that gets `Violation Generated` calls; empty: none
  int64_t duplicate_window_ms = int64_t{24} * 3600 * 1000;
  size_t duplicate_window_ids = size_t{1} << 18;
  Limits limits;
  Timeouts timeouts;
  TlsSettings tls;
  StoreSettings store;
  LogSettings log;
  Secret hash_key;                    // keys the hashes of write keys; empty: kept beside the store
};

// The values of flags and SPECGATE_* variables, by key ("upstream-timeout" -> "15s").
using Flags = std::map<std::string, std::string, std::less<>>;

struct LoadedSettings {
  ProxySettings proxy;
  Config config;        // what the rules take from the same file
  std::string hash;     // of all files read and flags: tells configurations apart in logs
};

// `config_file` empty: discovered upwards from the working directory, else the defaults.
Result<LoadedSettings> load_settings(const std::string& config_file, const Flags& flags);

}  // namespace specgate::proxy
