// What a worker remembers of names is of one Spec, also where the next one lies where that one was.
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "rules/engine/scratch.h"
#include "spec/catalogue/load_words.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

Spec made() {
  const auto files = embedded_spec();
  return whole(
      Spec::compile(whole(load_spec(files)), whole(load_words(files)), {}));
}

TEST(EventNameMemo, ForgetsWhatASpecAtTheSameAddressSaid) {
  EventNameMemo memo;
  std::optional<Spec> spec(made());
  const Spec* const address = &*spec;
  const EventSpec* const first = memo.find(*spec, "Order Completed").semantic;
  EXPECT_EQ(first, spec->event_name("Order Completed").semantic);
  const Spec kept = *std::exchange(spec, std::nullopt);  // so that its events are nobody else's memory
  spec.emplace(made());
  ASSERT_EQ(&*spec, address);
  EXPECT_NE(memo.find(*spec, "Order Completed").semantic, first);
  EXPECT_EQ(memo.find(*spec, "Order Completed").semantic,
            spec->event_name("Order Completed").semantic);
}

}  // namespace
}  // namespace specgate
