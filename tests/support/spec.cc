#include "tests/support/spec.h"

#include "spec/catalogue/open_spec.h"
#include "tests/support/whole.h"

namespace specgate {

std::shared_ptr<const Spec> shared_spec() {
  static const std::shared_ptr<const Spec> shipped = whole(open_spec({}, {}));
  return shipped;
}

const Spec& spec() { return *shared_spec(); }

}  // namespace specgate
