#include "lint/run/task.h"

#include "spec/text/give_back.h"

namespace specgate {
namespace {

// A task keeps the memory of its chunk, but not that of a giant.
constexpr size_t kKept = size_t{512} << 10;

void shed_giant(std::string& text) {
  if (text.capacity() > kKept) give_back(text);
}

}  // namespace

void RunTask::shed() {
  file = nullptr;
  shed_giant(chunk.text);
  for (std::string& text : rendered.texts) shed_giant(text);
  report.shed(kKept);
}

}  // namespace specgate
