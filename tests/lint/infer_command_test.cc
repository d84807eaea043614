// specgate plan infer as people run it.
#include <algorithm>

#include "bench/corpus.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

class InferCommand : public CommandTest {
 protected:
  // Linting `events` against `plan` finds nothing that the plan's rules speak of.
  void expect_clean(const std::string& plan, const std::string& events) const {
    const Ran ran = run("lint --isolated --select PLN --plan " + plan + " " + events);
    EXPECT_EQ(ran.code, 0) << ran.out.substr(0, 2000) << ran.err;
  }
};

const std::string kEvents =
    R"({"type":"track","event":"order_completed","userId":"u","properties":{"total":1,"size":"small"}})"
    "\n"
    R"({"type":"track","event":"Order Completed","userId":"u","properties":{"total":1.5,"size":"large"}})"
    "\n"
    R"({"type":"identify","userId":"u","traits":{"email":"ann@example.com"}})"
    "\n";

TEST_F(InferCommand, WhatIsInferredFromAFileFitsTheFile) {
  write("events.jsonl", bench::make_events(400) + kEvents);
  const Ran ran = run("plan infer events.jsonl --output plan.json --name Shop");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("rules from 403 calls"), std::string::npos) << ran.err;
  EXPECT_NE(read("plan.json").find("\"Shop\""), std::string::npos);
  EXPECT_EQ(read("plan.json").find("ann@example.com"), std::string::npos);
  expect_clean("plan.json", "events.jsonl");
}

TEST_F(InferCommand, EveryShapeOfTrackCallsFits) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += kEvents;
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  write("events.jsonl", text);
  for (const char* shape :
       {"public-api", "config-api", "typewriter", "csv", "terraform", "rudderstack", "yaml"}) {
    SCOPED_TRACE(shape);
    const Ran ran =
        run(std::string("plan infer --to ") + shape + " --output plan.txt events.jsonl");
    EXPECT_EQ(ran.code, 0) << ran.err;
    expect_clean("plan.txt", "events.jsonl");
  }
}

TEST_F(InferCommand, WorkersAndOrderOfFilesDoNotMatter) {
  write("a.jsonl", bench::make_events(1500, 1));  // more than a chunk
  write("b.jsonl", bench::make_events(1500, 2));
  write("c.json", bench::make_batches(2, 50, 3));
  const Ran one = run("plan infer --jobs 1 a.jsonl b.jsonl c.json");
  const Ran four = run("plan infer --jobs 4 c.json b.jsonl a.jsonl");
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_GT(one.out.size(), 10'000U);
  EXPECT_EQ(one.out, four.out);
  EXPECT_EQ(one.err, four.err);
}

TEST_F(InferCommand, StandardInputIsRead) {
  const Ran ran = run("plan infer -", kEvents);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Order Completed"), std::string::npos);
  EXPECT_NE(ran.err.find("is also spelled \"order_completed\" (1 call)"), std::string::npos);
}

TEST_F(InferCommand, QuietSaysNothing) { EXPECT_EQ(run("plan infer --quiet -", kEvents).err, ""); }

TEST_F(InferCommand, NotesAreSafeToPrint) {
  const Ran ran = run("plan infer -", R"({"type":"track","event":"a\u001b[31mb"})"
                                      "\n"
                                      R"({"type":"track","event":"A\u001b[31mB"})");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err.find('\x1b'), std::string::npos);
  EXPECT_NE(ran.err.find("\\x1b"), std::string::npos) << ran.err;
}

TEST_F(InferCommand, WhatCannotBeReadLeavesNoPlan) {
  write("events.jsonl", kEvents);
  const Ran ran = run("plan infer events.jsonl missing.jsonl --output plan.json");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("missing.jsonl"), std::string::npos);
  EXPECT_FALSE(fs::exists(path("plan.json")));
}

TEST_F(InferCommand, NoEventIsNoPlan) {
  const Ran ran = run("plan infer -", "\n");
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "specgate: no event was read\n");
}

TEST_F(InferCommand, SlipsAreNamed) {
  EXPECT_NE(run("plan infer --to yml -", kEvents).err.find("did you mean \"yaml\"?"),
            std::string::npos);
  EXPECT_EQ(run("plan infer --min-share 2 -", kEvents).code, 2);
  EXPECT_EQ(run("plan infer --jobs 0 -", kEvents).code, 2);
  EXPECT_EQ(run("plan infer", kEvents).code, 2);
}

}  // namespace
}  // namespace specgate
