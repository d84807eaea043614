// specgate name: what the Spec calls it.
#pragma once

#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/lint.h"

namespace specgate {

struct NameArguments {
  LintOptions options;
  std::vector<std::string> names;
  bool property = false;  // they are property names
  std::string event;      // as this event lists them
  std::string format;     // "text" (default) or "json"
};
int name_command(const NameArguments& arguments);

}  // namespace specgate
