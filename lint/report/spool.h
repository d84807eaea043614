// Text that must wait for what comes before it: in memory while it is small, else in a temporary
// file without a name, so that a large report costs no memory.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace specgate {

class Spool {
 public:
  bool append(std::string_view text);  // false: errno says why
  // Writes all to `out`, and is empty again.
  bool move_to(std::FILE* out);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string text_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace specgate
