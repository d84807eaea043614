// The memory that bodies of requests in flight may take, over all threads: bodies as they came, once
// inflated, rewritten and packed again, and answers that are held. Bytes are taken before they are
// held; a buffer of a size that a connection may keep anyway (kWarm) is not counted.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "spec/text/give_back.h"

namespace specgate::proxy {

// What a session keeps from one request to the next, in bytes, of what it reads into and of its other
// buffers together: ordinary traffic allocates nothing anew.
inline constexpr size_t kWarm = 16 * 1024;

// `capacity` where it is more than what is kept anyway.
constexpr size_t beyond_warm(size_t capacity) { return capacity > kWarm ? capacity : 0; }

template <typename T>
size_t beyond_warm(const std::vector<T>& all) {
  return beyond_warm(all.capacity() * sizeof(T));
}
inline size_t beyond_warm(const std::string& text) { return beyond_warm(text.capacity()); }

// Keeps the memory of some buffers, together up to kWarm, in the order in which they are shown; what
// is more is given back.
class Keeping {
 public:
  template <typename Container>
  void operator()(Container& held) {
    const size_t bytes = held.capacity() * sizeof(typename Container::value_type);
    if (bytes > left_) {
      give_back(held);
    } else {
      left_ -= bytes;
    }
  }

 private:
  size_t left_ = kWarm;
};

// Thread-safe; outlives the shares.
class MemoryBudget {
 public:
  explicit MemoryBudget(size_t most) : most_(most) {}

  void set_most(size_t most) { most_ = most; }
  size_t most() const { return most_; }
  size_t held() const { return held_; }  // now

 private:
  friend class Share;
  bool take(size_t bytes);  // false: there is not so much left

  std::atomic<size_t> most_;
  std::atomic<size_t> held_ = 0;
};

// What one request holds of it; given back with this. One thread at a time.
class Share {
 public:
  explicit Share(MemoryBudget& budget) : budget_(budget) {}
  ~Share() { settle(0); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  // Holds so many bytes in all, if it does not already. False: there is no room, nothing has changed.
  bool grow_to(size_t bytes);
  // Holds exactly so many, as it turned out: what is there is counted, be there room for it or not.
  void settle(size_t bytes);
  size_t held() const { return held_; }

 private:
  MemoryBudget& budget_;
  size_t held_ = 0;
};

}  // namespace specgate::proxy
