#include "tests/support/whole.h"

#include <cstdio>
#include <cstdlib>

namespace specgate {

void end_for(const Problems& problems) {
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  std::exit(2);
}

}  // namespace specgate
