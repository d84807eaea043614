#include "lint/report/reporter.h"

#include "lint/report/reporters/reporters.h"

namespace specgate {

std::unique_ptr<Reporter> make_reporter(std::string_view format, const ReportOptions& options) {
#define FORMAT(name, about) \
  if (format == #name) return make_##name##_reporter(options);
#include "lint/report/reporters/formats.inc"
#undef FORMAT
  return nullptr;
}

std::vector<std::string_view> report_formats() {
  return {
#define FORMAT(name, about) #name,
#include "lint/report/reporters/formats.inc"
#undef FORMAT
  };
}

std::string report_formats_text() {
  std::string text;
#define FORMAT(name, about) text += "  " #name + std::string(9 - sizeof #name, ' ') + about "\n";
#include "lint/report/reporters/formats.inc"
#undef FORMAT
  return text;
}

}  // namespace specgate
