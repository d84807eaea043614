// words.yaml -> Words.
#pragma once

#include <vector>

#include "spec/catalogue/catalogue.h"
#include "spec/names/name_index.h"

namespace specgate {

Result<Words> load_words(const std::vector<SpecFile>& files);

}  // namespace specgate
