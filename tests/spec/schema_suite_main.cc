// Runs the public JSON-Schema-Test-Suite,
// https://github.com/json-schema-org/JSON-Schema-Test-Suite, on a checkout: schema_suite CHECKOUT.
// Of a folder without tests/ in it, it runs the cases in its files.
// Prints every mismatch and the totals; exits 1 if there are mismatches.
//
// Left out, each with its reason: refRemote and what else names a schema at another address (nothing
// is ever fetched: such a schema says so itself); vocabulary, and references that are dynamic; of
// optional/ all but formats, bignum, ids and unknown keywords; the tests that hold formats to be mere
// annotations.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "tests/spec/schema_suite.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace {

using namespace specgate;
namespace fs = std::filesystem;

struct SuiteDraft {
  std::string_view folder, uri;
};
constexpr SuiteDraft kDrafts[] = {
    {"draft2020-12", "https://json-schema.org/draft/2020-12/schema"},
    {"draft2019-09", "https://json-schema.org/draft/2019-09/schema"},
    {"draft7", "http://json-schema.org/draft-07/schema#"},
    {"draft6", "http://json-schema.org/draft-06/schema#"},
    {"draft4", "http://json-schema.org/draft-04/schema#"},
};

constexpr std::string_view kOptional[] = {
    "bignum",
    "float-overflow",
    "id",
    "unknownKeyword",
    "non-bmp-regex",
    "zeroTerminatedFloats",
    "date",
    "time",
    "date-time",
    "email",
    "idn-email",
    "hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "unknown",
};

constexpr std::string_view kAnnotation = "is only an annotation by default";

bool is_run(const fs::path& file) {
  const std::string name = file.stem().string();
  if (file.string().find("/optional/") == std::string::npos) return name != "refRemote" && name != "vocabulary";
  return std::find(std::begin(kOptional), std::end(kOptional), name) != std::end(kOptional);
}

Json read(const fs::path& file) {
  return whole(parse_json(file.string(), file_text(file), spec()));
}

void leave_out_annotations(Json& groups, size_t& left_out) {
  for (Json& group : groups.items) {
    left_out += std::erase_if(group.find("tests")->items, [](const Json& test) {
      return test.text_of("description").ends_with(kAnnotation);
    });
  }
}

bool run(const fs::path& suite, const SuiteDraft& draft) {
  std::vector<fs::path> files, skipped;
  for (const auto& entry : fs::recursive_directory_iterator(suite / "tests" / draft.folder)) {
    if (entry.path().extension() != ".json") continue;
    (is_run(entry.path()) ? files : skipped).push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  SuiteResult result;
  size_t annotations = 0;
  for (const fs::path& file : files) {
    Json groups = read(file);
    leave_out_annotations(groups, annotations);
    const size_t before = result.mismatches.size();
    run_suite(groups, draft.uri, result, Remote::kCount);
    for (size_t i = before; i < result.mismatches.size(); ++i)
      std::printf("%s: %s\n", file.c_str(), result.mismatches[i].c_str());
  }
  std::printf("%s: %zu passed, %zu failed in %zu files; left out: %zu on annotations, %zu of "
              "references that are not followed, and",
              draft.folder.data(), result.passed, result.mismatches.size(), files.size(),
              annotations, result.unheld);
  std::sort(skipped.begin(), skipped.end());
  for (const fs::path& file : skipped) std::printf(" %s", file.stem().c_str());
  std::printf("\n");
  return result.mismatches.empty();
}

}  // namespace

namespace {

// A folder of cases of our own, as tests/spec/schema: draft-07 where a schema names none.
bool run_folder(const fs::path& folder) {
  SuiteResult result;
  for (const auto& file : fs::directory_iterator(folder))
    run_suite(read(file.path()), "http://json-schema.org/draft-07/schema#", result);
  for (const std::string& mismatch : result.mismatches) std::printf("%s\n", mismatch.c_str());
  std::printf("%s: %zu passed, %zu failed\n", folder.c_str(), result.passed,
              result.mismatches.size());
  return result.mismatches.empty();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: schema_suite CHECKOUT|FOLDER\n");
    return 2;
  }
  if (!fs::is_directory(fs::path(arguments[1]) / "tests")) return run_folder(arguments[1]) ? 0 : 1;
  bool fine = true;
  for (const SuiteDraft& draft : kDrafts) fine = run(arguments[1], draft) && fine;
  return fine ? 0 : 1;
}
