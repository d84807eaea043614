// What a patch says is what was done: every fix of every rule's examples, replayed as RFC 6902 on the value
// that came, gives the value that went on, and its reverse gives back what came. The applier here is its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rules/engine/edit.h"
#include "rules/engine/gate.h"
#include "spec/decode/decode.h"
#include "spec/json/json.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/rules/patch_replay.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

Json value_of(std::string_view text) { return value_of(text, spec()); }

class Bench {
 public:
  explicit Bench(const Example& example) {
    RuleConfig config;
    config.profile = Profile::kStrict;
    if (!example.plan.empty()) {
      config.tracking_plan = *CompiledPlan::compile(*parse_plan("plan.json", example.plan, spec()));
    }
    gate_ = *Gate::load(shared_spec(), config);
    if (!example.path.empty()) arrival_.route = spec().route("POST", example.path);
  }

  void check(const std::string& body, FixMode mode) {
    SCOPED_TRACE(body.substr(0, 400));
    Json before = value_of(body);
    bool same = true;
    const auto each = [&](const Verdict& pass, const std::vector<const Edit*>& edits) {
      std::string text, forward, reverse;
      splice(pass.batch.source, splices(pass.batch, edits), text);
      append_patch(pass.batch, kNoEvent, edits, forward);
      append_reverse_patch(pass.batch, kNoEvent, edits, reverse);
      const Json after = value_of(text);
      Replay there(before);
      EXPECT_EQ(there.apply(value_of(forward)), "") << forward;
      EXPECT_TRUE(there.value() == after) << forward << "\nwanted " << text;
      if (has_repeats(pass.batch)) {
        same = false;  // of what stood twice a patch knows the last
      } else if (same) {
        Replay back(after);
        EXPECT_EQ(back.apply(value_of(reverse)), "") << reverse;
        EXPECT_TRUE(back.value() == before) << reverse;
      }
      before = after;
      ++passes;
    };
    std::string out;
    const std::string came = body;
    fix(*gate_, body, arrival_, mode, scratch_, out, {each, [&] { before = value_of(came); }});
  }

  static int passes;

 private:
  static bool has_repeats(const Batch& batch) { return (batch.odd & kDuplicateKey) != 0; }

  std::shared_ptr<const Gate> gate_;
  Arrival arrival_;
  Scratch scratch_;
};
int Bench::passes = 0;

TEST(PatchReplay, GivesWhatWasSent) {
  for (const Rule* rule : all_rules()) {
    for (const Example& example : rule->examples) {
      if (example.bad.empty() || example.times > 100) continue;
      const std::string body = written_out(example.bad, example.times);
      DecodeBuffers buffers;
      const Batch batch = decode(body, {}, spec(), buffers);
      if (batch.form == Form::kBroken || (batch.odd & (kBareWord | kLoneSurrogate)) != 0) continue;
      SCOPED_TRACE(rule->id);
      Bench bench(example);
      bench.check(body, FixMode::kSafeOnly);
      bench.check(body, FixMode::kAll);
    }
  }
  EXPECT_GT(Bench::passes, 100);
}

// Several fixes of one call, each of which would shift what the next one points to.
TEST(PatchReplay, OfManyFixesAtOnce) {
  for (const char* body :
       {R"({"type":"track","event":"Completed Order","user_id":"u1","properties":{"orderId":"o1","total":"3.5","products":[{"id":"p1","price":"1"},{"id":"p2","sky":"s"}]},"messageId":"m1"})",
        R"({"type":"identify","user_id":"u1","options":{"integrations":{"All":false},"timestamp":"2026-01-02T03:04:05Z","ip":"10.0.0.1"}})",
        R"({"action":"identify","sessionId":"s1","userID":"u1","traits":{"createdAt":"x","first_name":"A","firstName":"A"}})",
        R"({"batch":[{"type":"track","event":"sign_up","user_id":"a"},{"type":"Track","event":"Viewed Product","userId":7,"properties":{"id":"1"}}],"sentAt":"x"})"}) {
    Bench bench({});
    bench.check(body, FixMode::kSafeOnly);
    bench.check(body, FixMode::kAll);
  }
}

}  // namespace
}  // namespace specgate
