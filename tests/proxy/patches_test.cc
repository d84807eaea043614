// What is filed of a batch that was fixed, all together: the patch of each call done within it, and that of the
// body, make of what came what goes on; their reverses make of that what came. Every rule's examples, as calls
// of a batch that is itself to be fixed around them.
#include "proxy/session/patches.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/rules/patch_replay.h"
#include "tests/support/spec.h"

namespace specgate::proxy {
namespace {

Json value(std::string_view text) { return value_of(text, spec()); }

class Filed {
 public:
  Filed() {
    RuleConfig config;
    config.profile = Profile::kStrict;
    gate_ = *Gate::load(shared_spec(), config);
  }

  // Whether anything was fixed.
  bool check(const std::string& body) {
    SCOPED_TRACE(body.substr(0, 400));
    Patches patches;
    std::string out;
    const OnFix note{[&](const Verdict& pass, const std::vector<const Edit*>& edits) { patches.note(pass, edits); },
                     [&] { patches = Patches(); }};
    if (!fix(*gate_, body, {}, FixMode::kAll, scratch_, out, note).changed) return false;
    Replay there(value(body)), back(value(out));
    for (uint32_t i = 0; i < 3; ++i) {
      if (patches.of(i) == nullptr) continue;
      const std::string at = "/batch/" + std::to_string(i);
      EXPECT_EQ(there.apply(value(patches.of(i)->forward), at), "") << patches.of(i)->forward;
      EXPECT_EQ(back.apply(value(patches.of(i)->reverse), at), "") << patches.of(i)->reverse;
    }
    if (const Patches::Pair* const around = patches.of(kNoEvent)) {
      ++around_;
      EXPECT_EQ(there.apply(value(around->forward)), "") << around->forward;
      EXPECT_EQ(back.apply(value(around->reverse)), "") << around->reverse;
    }
    EXPECT_TRUE(there.value() == value(out)) << out;
    EXPECT_TRUE(has_repeats(body) || back.value() == value(body));  // of what stood twice a patch knows the last
    return true;
  }

  int around() const { return around_; }

 private:
  bool has_repeats(const std::string& body) { return (gate_->judge(body, {}, scratch_).batch.odd & kDuplicateKey) != 0; }

  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
  int around_ = 0;
};

TEST(Patches, OfABatchAndItsCallsMakeWhatIsSent) {
  Filed filed;
  int fixed = 0;
  for (const Rule* rule : all_rules()) {
    for (const Example& example : rule->examples) {
      if (example.bad.empty() || example.times > 100 || !example.plan.empty() || example.bad[0] != '{') continue;
      const std::string call = written_out(example.bad, example.times);
      DecodeBuffers buffers;
      const Batch batch = decode(call, {}, spec(), buffers);
      if (batch.form != Form::kCall || (batch.odd & (kBareWord | kLoneSurrogate)) != 0) continue;
      SCOPED_TRACE(rule->id);
      for (const char* rest : {R"("context":{"library":{"name":"x","version":"1"}})", R"("context":{"user_agent":"a"})",
                               R"("context":{"userAgent":"a","userAgent":"a"},"sentAt":null)"}) {
        fixed += filed.check(R"({"batch":[{"type":"track","event":"sign_up","userId":"u1"},)" + call + "," + call +
                             "]," + rest + "}")
                     ? 1
                     : 0;
      }
    }
  }
  EXPECT_GT(fixed, 100);
  EXPECT_GT(filed.around(), 50);
}

}  // namespace
}  // namespace specgate::proxy
