// What a patch says is what was done: every fix of every rule's examples, replayed as RFC 6902 on the value
// that came, gives the value that went on, and its reverse gives back what came. The applier here is its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "rules/edit.h"
#include "rules/gate.h"
#include "spec/compiled_plan.h"
#include "spec/decode.h"
#include "spec/json.h"
#include "spec/open.h"
#include "spec/plan_read.h"

namespace specgate {
namespace {

std::shared_ptr<const Spec> spec() {
  static const auto spec = *open_spec({}, {});
  return spec;
}

// Of keys that stand twice the last counts, as for most readers.
Json value_of(const Batch& batch, uint32_t index) {
  const Node& node = batch.nodes[index];
  Json out;
  out.kind = node.kind;
  out.text = node.is(Kind::kBoolean) ? (batch.source[node.begin] == 't' ? "true" : "false") : std::string(node.text);
  for (uint32_t i = index + 1; i < node.next; i = batch.nodes[i].next) {
    if (node.is(Kind::kArray)) {
      out.items.push_back(value_of(batch, i));
    } else {
      out.set(batch.nodes[i].key, value_of(batch, i));
    }
  }
  return out;
}

Json value_of(std::string_view text) {
  DecodeBuffers buffers;
  const Batch batch = decode(text, {}, *spec(), buffers);
  EXPECT_NE(batch.form, Form::kBroken) << text;
  return value_of(batch, 0);
}

class Replay {
 public:
  explicit Replay(Json value) : value_(std::move(value)) {}

  // Empty, or which operation could not be done.
  std::string apply(const Json& patch) {
    for (const Json& operation : patch.items) {
      const std::string_view name = operation.text_of("op");
      const std::string path(operation.text_of("path"));
      bool done = false;
      Json taken;
      if (name == "add") done = put(path, *operation.find("value"), true);
      if (name == "replace") done = put(path, *operation.find("value"), false);
      if (name == "remove") done = take(path, taken);
      if (name == "move") done = take(std::string(operation.text_of("from")), taken) && put(path, taken, true);
      if (!done) return std::string(name) + " " + path;
    }
    return {};
  }

  const Json& value() const { return value_; }

 private:
  static std::string unescaped(std::string step) {
    std::string out;
    for (size_t i = 0; i < step.size(); ++i) {
      if (step[i] == '~' && i + 1 < step.size()) {
        out += step[++i] == '1' ? '/' : '~';
      } else {
        out += step[i];
      }
    }
    return out;
  }

  // The container that the last step leads into, and that step.
  Json* above(const std::string& path, std::string& last) {
    Json* at = &value_;
    for (size_t from = 1;;) {
      const size_t slash = path.find('/', from);
      last = unescaped(path.substr(from, slash == std::string::npos ? slash : slash - from));
      if (slash == std::string::npos) return at;
      at = at->is(Kind::kArray) ? item(*at, last) : at->find(last);
      if (at == nullptr) return nullptr;
      from = slash + 1;
    }
  }

  static Json* item(Json& array, const std::string& step) {
    size_t index = 0;
    std::from_chars(step.data(), step.data() + step.size(), index);
    return index < array.items.size() ? &array.items[index] : nullptr;
  }

  bool put(const std::string& path, Json value, bool may_be_new) {
    if (path.empty()) {
      value_ = std::move(value);
      return true;
    }
    std::string last;
    Json* const into = above(path, last);
    if (into == nullptr) return false;
    if (into->is(Kind::kArray)) {
      size_t index = 0;
      std::from_chars(last.data(), last.data() + last.size(), index);
      if (index > into->items.size()) return false;
      if (may_be_new) {
        into->items.insert(into->items.begin() + static_cast<long>(index), std::move(value));
      } else {
        into->items.at(index) = std::move(value);
      }
      return true;
    }
    if (!into->is(Kind::kObject) || (!may_be_new && into->find(last) == nullptr)) return false;
    into->set(last, std::move(value));
    return true;
  }

  bool take(const std::string& path, Json& out) {
    std::string last;
    Json* const from = path.empty() ? nullptr : above(path, last);
    if (from == nullptr) return false;
    if (from->is(Kind::kArray)) {
      Json* const at = item(*from, last);
      if (at == nullptr) return false;
      out = *at;
      from->items.erase(from->items.begin() + (at - from->items.data()));
      return true;
    }
    Json* const at = from->find(last);
    if (at == nullptr) return false;
    out = *at;
    from->erase(last);
    return true;
  }

  Json value_;
};

class Bench {
 public:
  explicit Bench(const Example& example) {
    RuleConfig config;
    config.profile = Profile::kStrict;
    if (!example.plan.empty()) {
      config.tracking_plan = *CompiledPlan::compile(*parse_plan("plan.json", example.plan, *spec()));
    }
    gate_ = *Gate::load(spec(), config);
    if (!example.path.empty()) arrival_.route = spec()->route("POST", example.path);
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
      const Batch batch = decode(body, {}, *spec(), buffers);
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
