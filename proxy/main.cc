// specgate-proxy: flags and exit codes only.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "proxy/main_loop.h"
#include "proxy/quarantine/command.h"

namespace {

using specgate::proxy::Flags;
using specgate::proxy::QuarantineAction;
using specgate::proxy::QuarantineArguments;

struct FlagText {
  const char *name, *hint, *help;
};
// Those of proxy/settings/settings.h, which also come as SPECGATE_UPSTREAM and so on.
constexpr FlagText kFlags[] = {
    {"listen", "ADDR:PORT", "where SDKs send to; port 0 picks a free one (127.0.0.1:8080)"},
    {"upstream", "URL", "where events go on to, such as https://api.segment.io; or none"},
    {"cdn", "URL", "where settings and bundles come from (https://cdn.segment.com)"},
    {"admin", "ADDR:PORT", "health, metrics, status, reload and the store's contents"},
    {"mode", "MODE", "observe, rewrite, enforce or dry-run (observe)"},
    {"profile", "PROFILE", "minimal, recommended, partner or strict (recommended)"},
    {"plan", "FILE", "the tracking plan that events are held against"},
    {"strict-plan", "", "refuse a plan that asks what is not held: a pattern, a $ref"},
    {"allow-partial-plan", "", "take one page of a plan; what it does not list is not judged"},
    {"region", "us|eu", "where the sources lie; picks Segment's host where no upstream is given"},
    {"stage", "NAME", "which of the configuration's stages this is"},
    {"store", "FILE", "SQLite file of the quarantine and of recent events"},
    {"access-log", "FILE", "one JSON line a request; - is standard output"},
    {"threads", "N", "event loops (one a core, 4 at most)"},
    {"upstream-timeout", "TIME", "for the upstream's whole answer (15s)"},
    {"header-timeout", "TIME", "for a request's whole head (10s)"},
};

void add_flags(CLI::App& app, Flags& flags, std::string& config) {
  app.add_option("--config", config, "specgate.yaml; else the nearest one upwards")
      ->type_name("FILE")
      ->envname("SPECGATE_CONFIG");
  for (const FlagText& flag : kFlags) {
    const auto set = [&flags, name = flag.name](const std::string& value) { flags[name] = value; };
    const std::string name = std::string("--") + flag.name;
    if (*flag.hint == '\0')
      app.add_flag_callback(name, [set] { set("true"); }, flag.help);
    else
      app.add_option_function<std::string>(name, set, flag.help)->type_name(flag.hint);
  }
  app.add_flag_callback(
      "--offline", [&flags] { flags["offline"] = "true"; },
      "answer everything as Segment does, without any upstream");
}

void add_filters(CLI::App& command, QuarantineArguments& to) {
  command.add_option("--source", to.source, "of this source")->type_name("NAME");
  command.add_option("--type", to.type, "of this call: track, page ...")->type_name("TYPE");
  command.add_option("--event", to.event, "of exactly this name")->type_name("NAME");
  command.add_option("--rule", to.rule, "with a finding of this rule")->type_name("CODE|NAME");
  command.add_option("--message-id", to.message_id, "with this messageId")->type_name("ID");
  command.add_option("--since", to.since, "came at or after; or an age such as 12h")
      ->type_name("TIME");
  command.add_option("--until", to.until, "came before")->type_name("TIME");
  command.add_flag("--waiting", to.waiting, "not replayed yet");
  command.add_option("--limit", to.limit, "the newest N")->type_name("N");
}

CLI::App* add_action(CLI::App& quarantine, QuarantineArguments& to, const char* name,
                     const char* help) {
  CLI::App* const command = quarantine.add_subcommand(name, help);
  add_flags(*command, to.flags, to.config);
  return command;
}

void add_quarantine(CLI::App& app, QuarantineArguments& to) {
  CLI::App& quarantine = *app.add_subcommand("quarantine", "what was rejected: look, export, replay");
  quarantine.require_subcommand(1);
  CLI::App& list = *add_action(quarantine, to, "list", "one line an event, newest first");
  add_filters(list, to);
  list.add_flag("--json", to.json, "a JSON object a line");
  CLI::App& show = *add_action(quarantine, to, "show", "an event with its findings");
  show.add_option("ID", to.ids, "as list tells them")->required();
  show.add_flag("--json", to.json, "a JSON object a line");
  CLI::App& exported = *add_action(quarantine, to, "export", "the calls as JSON Lines");
  exported.add_option("ID", to.ids, "only these");
  add_filters(exported, to);
  exported.add_flag("--with-findings", to.with_findings, "whole rows in place of calls");
  CLI::App& replay =
      *add_action(quarantine, to, "replay", "judge again by today's rules, and send what passes");
  replay.add_option("ID", to.ids, "only these");
  add_filters(replay, to);
  replay.add_flag("--json", to.json, "a JSON object a line");
  replay.add_flag("--all", to.all, "whatever waits");
  replay.add_flag("--dry-run", to.dry_run, "say what would happen, send nothing");
  replay.add_flag("--again", to.again, "also what was replayed before");
  list.callback([&to] { to.action = QuarantineAction::kList; });
  show.callback([&to] { to.action = QuarantineAction::kShow; });
  exported.callback([&to] { to.action = QuarantineAction::kExport; });
  replay.callback([&to] { to.action = QuarantineAction::kReplay; });
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kUsage = 2;
  CLI::App app("Judges, rewrites or rejects Segment events on their way. Point an SDK's host here.",
               "specgate-proxy");
  app.set_version_flag("--version", std::string("specgate-proxy " SPECGATE_VERSION));
  std::string config;
  Flags flags;
  QuarantineArguments quarantine;
  add_flags(app, flags, config);
  add_quarantine(app, quarantine);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (app.got_subcommand("quarantine")) return quarantine_command(quarantine);
  return specgate::proxy::serve(config, flags);
}
