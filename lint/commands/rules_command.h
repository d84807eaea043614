// specgate rules, specgate explain: what is checked and why, offline.
#pragma once

#include <string>
#include <vector>

#include "lint/commands/command.h"

namespace specgate {

struct RulesArguments {
  std::string format;  // "text" (default), "json" or "markdown"
};
int rules_command(const RulesArguments& arguments);

int explain_command(const std::vector<std::string>& rules);  // ids or names

}  // namespace specgate
