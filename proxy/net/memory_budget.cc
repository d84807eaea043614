#include "proxy/net/memory_budget.h"

namespace specgate::proxy {

bool MemoryBudget::take(size_t bytes) {
  size_t held = held_;
  do {
    const size_t most = most_;
    if (held > most || bytes > most - held) return false;
  } while (!held_.compare_exchange_weak(held, held + bytes));
  return true;
}

bool Share::grow_to(size_t bytes) {
  if (bytes <= held_) return true;
  if (!budget_.take(bytes - held_)) return false;
  held_ = bytes;
  return true;
}

void Share::settle(size_t bytes) {
  if (bytes == held_) return;
  budget_.held_ += bytes - held_;  // unsigned: less where it is less
  held_ = bytes;
}

}  // namespace specgate::proxy
