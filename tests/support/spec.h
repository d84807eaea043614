// The Spec as shipped, compiled once for a test program.
#pragma once

#include <memory>

#include "spec/catalogue/spec.h"

namespace specgate {

const Spec& spec();
std::shared_ptr<const Spec> shared_spec();  // the same, as Gate::load() takes it

}  // namespace specgate
