#include "proxy/net/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace specgate::proxy {
namespace {

constexpr size_t kOfACaller = 2;
constexpr size_t kOwn = 64;       // store, logs, admin port, files that are read again, look-ups
constexpr size_t kOfAThread = 24;  // its listener and loop, callers that are turned away, notices

}  // namespace

DescriptorLimit provide_descriptors(size_t callers, unsigned threads) {
  const size_t own = kOwn + kOfAThread * threads;
  const size_t wanted = own + kOfACaller * callers;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return {wanted, callers};
  if (limit.rlim_cur < wanted && limit.rlim_cur < limit.rlim_max) {
    rlimit raised = limit;
    raised.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  if (limit.rlim_cur >= wanted) return {wanted, callers};
  const auto has = static_cast<size_t>(limit.rlim_cur);
  return {has, has > own + kOfACaller ? (has - own) / kOfACaller : 1};
}

}  // namespace specgate::proxy
