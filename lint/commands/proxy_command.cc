#include "lint/commands/proxy_command.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "lint/commands/command.h"

namespace specgate {

int start_proxy(char** arguments) {
  std::string name = "specgate-proxy";
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string beside = (self.parent_path() / name).string();
  arguments[0] = name.data();
  if (!error) execv(beside.c_str(), arguments);
  execvp(name.c_str(), arguments);
  complain("specgate-proxy cannot be started: " + std::string(std::strerror(errno)) +
           ", wanted it beside this program or on the PATH");
  return kCannot;
}

}  // namespace specgate
