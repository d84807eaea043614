// `specgate-proxy quarantine list|show|export|replay`: what was rejected, looked at and sent on.
//
// Works beside a running proxy, on the same store. Exit codes: 0 done, 1 some rows could not be
// replayed or are still rejected, 2 could not do the job.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

#define SPECGATE_QUARANTINE_ACTIONS(X) \
  X(kList, "list")                     \
  X(kShow, "show")                     \
  X(kExport, "export")                 \
  X(kReplay, "replay")

enum class QuarantineAction : uint8_t {
#define X(id, name) id,
  SPECGATE_QUARANTINE_ACTIONS(X)
#undef X
};

struct QuarantineArguments {
  QuarantineAction action = QuarantineAction::kList;

  std::string config;         // --config FILE: as for the proxy; names the store and the sources
  Flags flags;                // --store FILE ("store"), --upstream URL …: as for the proxy
  std::vector<int64_t> ids;   // ID...: show wants some; export and replay may have them in place of
                              // filters

  // Filters of list, export and replay; empty: any. All must hold.
  std::string source;         // --source NAME: as in the configuration
  std::string type;           // --type track
  std::string event;          // --event NAME: exactly
  std::string rule;           // --rule CODE|NAME: it has a finding of that rule
  std::string message_id;     // --message-id ID
  std::string since, until;   // --since, --until TIME: came at or after, before. ISO 8601, or an
                              // age such as 90s, 30m, 12h, 7d
  bool waiting = false;       // --waiting: not replayed yet (replay: so anyway, but for --again)
  size_t limit = 0;           // --limit N: the newest N; 0: 50 of list, all of export and replay

  bool json = false;          // --json of list, show and replay: a JSON object a line
  bool with_findings = false; // --with-findings of export: each line is the row as `show --json` has
                              // it, with "findings" and the call as it came in "payload"; `specgate
                              // lint` wants the plain export
  bool all = false;           // --all of replay: whatever waits; else ids or a filter must be given
  bool dry_run = false;       // --dry-run of replay: says what would happen, posts and marks nothing
  bool again = false;         // --again of replay: also rows that were replayed before

  // Not flags: where the words go, and the clock (negative: the system's).
  std::FILE* out = stdout;
  std::FILE* err = stderr;
  int64_t now_ms = -1;
};

int quarantine_command(const QuarantineArguments& arguments);

}  // namespace specgate::proxy
