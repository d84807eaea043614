#include "spec/text/result.h"

namespace specgate {

std::string Problem::text() const {
  std::string out = file;
  if (line != 0) out += ":" + std::to_string(line);
  if (column != 0) out += ":" + std::to_string(column);
  if (!out.empty()) out += ": ";
  return out + message;
}

}  // namespace specgate
