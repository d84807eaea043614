// The Spec from its files: embedded in the program, or a directory in their place (--spec DIR).
#pragma once

#include <memory>
#include <string>

#include "spec/catalogue/spec.h"

namespace specgate {

// `directory` empty: the embedded files. All problems of all files are listed.
Result<std::shared_ptr<const Spec>> open_spec(const std::string& directory,
                                              const SpecOptions& options);

}  // namespace specgate
