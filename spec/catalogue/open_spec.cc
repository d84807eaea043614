#include "spec/catalogue/open_spec.h"

#include "spec/catalogue/catalogue.h"
#include "spec/catalogue/load_words.h"

namespace specgate {

Result<std::shared_ptr<const Spec>> open_spec(const std::string& directory,
                                              const SpecOptions& options) {
  Result<std::vector<SpecFile>> files =
      directory.empty() ? Result<std::vector<SpecFile>>(embedded_spec()) : read_spec(directory);
  if (!files) return files.problems();
  Result<SpecData> data = load_spec(*files);
  Result<Words> words = load_words(*files);
  Problems problems;
  if (!data) problems = data.problems();
  if (!words) problems.insert(problems.end(), words.problems().begin(), words.problems().end());
  if (!problems.empty()) return problems;
  Result<Spec> spec = Spec::compile(*std::move(data), *std::move(words), options);
  if (!spec) return spec.problems();
  return std::shared_ptr<const Spec>(std::make_shared<Spec>(*std::move(spec)));
}

}  // namespace specgate
