// specgate: the list of its commands; each is a file of lint/commands/.
#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/commands/command.h"
#include "lint/commands/command_line.h"
#include "lint/commands/completion.h"
#include "lint/commands/lint_command.h"
#include "lint/commands/name_command.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/proxy_command.h"
#include "lint/commands/rules_command.h"

namespace specgate {
namespace {

constexpr const char* kAbout =
    "Checks analytics events against the Twilio Segment Spec, explains what is wrong, and fixes "
    "it.";

constexpr const char* kNotes = R"(
Examples:
  specgate lint events.jsonl          what is wrong, where, and what to do
  specgate lint --fix events.jsonl    do what is safe
  specgate name sign_up               what the Spec calls it
  specgate explain NAM103             why a rule is there
  specgate proxy --upstream URL       judge live traffic (specgate-proxy --help)
"specgate COMMAND --help", or "specgate help COMMAND", tells all about a command.
)";

int run(std::vector<std::string> words) {
  CommandLine line("specgate", kAbout, "specgate " SPECGATE_VERSION);
  Command& program = line.program();
  program.footer(kNotes);
  add_lint(program);
  add_rules(program);
  add_explain(program);
  add_name(program);
  add_plan(program);
  add_completion(program);
  return line.run(std::move(words));
}

// "proxy ..." and "help proxy" are the proxy's: its flags are its own, and whatever follows is handed over
// as it stands. Empty: they are ours.
std::vector<char*> words_for_proxy(int argc, char** argv) {
  static char help[] = "--help";
  constexpr std::string_view kProxy = "proxy";
  if (argc > 1 && argv[1] == kProxy) return {argv + 1, argv + argc + 1};
  if (argc < 3 || argv[1] != std::string_view("help") || argv[2] != kProxy) return {};
  std::vector<char*> words(argv + 2, argv + argc);
  words.insert(words.end(), {help, nullptr});
  return words;
}

}  // namespace
}  // namespace specgate

int main(int argc, char** argv) {
  try {
    std::vector<char*> proxy = specgate::words_for_proxy(argc, argv);
    if (!proxy.empty()) return specgate::start_proxy(proxy.data());
    specgate::give_back_giants();
    return specgate::run({argv + std::min(argc, 1), argv + argc});
  } catch (const std::exception& error) {  // memory, or a bug: never a silent end
    specgate::complain(std::string("internal error: ") + error.what());
    return specgate::kCannot;
  }
}
