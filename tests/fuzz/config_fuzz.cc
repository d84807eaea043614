// libFuzzer: any bytes at all as specgate.yaml, for the linter and for the proxy. What is not refused
// makes rules and settings that hold together; what is has problems to tell, each of this file.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "proxy/session/snapshot.h"
#include "proxy/settings/settings.h"
#include "rules/config/config.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

// A file that is nowhere, by a name that can be opened.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : file_(memfd_create("specgate.yaml", MFD_CLOEXEC)) {
    demand(write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  const int file_;
};

void check_problems(const Problems& problems) {
  demand(!problems.empty());
  for (const Problem& problem : problems) demand(!problem.message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find("extends") != std::string_view::npos) return 0;  // other files are other inputs
  const MemoryFile file(text);
  const Result<Config> config = parse_config(file.path(), text);
  if (!config) check_problems(config.problems());
  auto loaded = proxy::load_settings(file.path(), {{"upstream", "http://upstream.test"}});
  if (!loaded) {
    check_problems(loaded.problems());
    return 0;
  }
  demand(static_cast<bool>(config));
  const auto snapshot = proxy::Snapshot::make(*std::move(loaded));
  if (!snapshot) check_problems(snapshot.problems());
  return 0;
}
