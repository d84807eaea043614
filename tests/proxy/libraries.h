// How libraries that send to Segment are pointed at a proxy, and what each of them does with an answer:
// measured on 2026-11-29 with every library driven at a recording server, and read in its source where
// that is said. docs/staging.md has these tables; libraries_test.cc holds it to them. tests/sdk/answers_test.mjs
// holds the rows of libraries that a registry has to the library itself.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tests/proxy/connection.h"

namespace specgate::proxy::testing {

// What a library makes of one answer.
enum class Reading : uint8_t { kDelivered, kDropped, kAgain };

struct Library {
  std::string_view name;        // with its version, as in the docs
  std::string_view user_agent;  // as it sends it
  std::string_view path;        // that it posts batches to
  bool key_in_header;           // else only in the body
  int sends;                    // of one batch, at most, if every answer says: again
  std::string_view waits;       // what it does with Retry-After
  Reading (*reads)(const HttpMessage& answer);
};
std::span<const Library> libraries();

// A row of "Point the libraries at it": Markdown, as it stands there.
struct Pointing {
  std::string_view library, setting, value, posts_to;
};
std::span<const Pointing> pointings();

// How often `library` sends a batch that is answered by `post`, until it takes an answer as final.
template <typename Post>
int times_sent(const Library& library, const Post& post, Reading& last) {
  for (int times = 1;; ++times) {
    last = library.reads(post());
    if (last != Reading::kAgain || times == library.sends) return times;
  }
}

}  // namespace specgate::proxy::testing
