// A RuleConfig laid out for the walk: one small cell a place and shape, and who is called there.
// Internal to rule_set.cc and dispatch_table.cc.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "rules/config/config.h"
#include "rules/engine/scratch.h"

namespace specgate {

inline const EventName kNoEventName{};  // of a call that is no track call

// What the walk needs of a rule, beside it: one load less a call.
struct Subscription {
  Subscription(const Rule& subscriber, const CustomRule* of)
      : check(subscriber.check),
        custom(of),
        keys(subscriber.keys),
        facts(subscriber.facts),
        calls(subscriber.calls),
        unlisted(subscriber.unlisted) {}

  void (*check)(const Site&, Findings&);
  const CustomRule* custom;
  KeyTraits keys;
  Facts facts;
  CallSet calls;
  bool unlisted;
};
using Subscriptions = std::vector<Subscription>;

// What somebody asks about at a place, in one word. Laid over all that a node may be asked about,
// it leaves what there is to do: at most nodes nothing.
struct PlaceFilter {
  static constexpr uint32_t kKeys = 0xffff;  // the traits of a key that somebody asks about
  static constexpr uint32_t wrong(KindMask kinds) { return uint32_t{kinds} << 16; }
  static constexpr uint32_t kWrong = uint32_t{kAnyKind} << 16;  // the kinds that somebody minds
  static constexpr uint32_t kValue = 1U << 24;   // somebody is subscribed to the values here
  static constexpr uint32_t kFormat = 1U << 25;  // a format, a set or a range, and somebody asks
  static constexpr uint32_t kTime = 1U << 26;    // somebody asks about the times here
  static constexpr uint32_t kListed = 1U << 27;  // the Spec lists this very place, not by a `*`
  static constexpr uint32_t kOddText = 1U << 28;  // somebody asks about the odd texts here
  static constexpr uint32_t kObject = 1U << 29;   // somebody asks about the objects here
  uint32_t bits = 0;

  static uint32_t all_about(const Node& node) {
    constexpr uint32_t kPerFlag = kOddText / specgate::kOddText;
    return node.traits | wrong(mask(node.kind)) | kValue | kFormat | kTime |
           (node.flags & specgate::kOddText) * kPerFlag;
  }
};

struct DispatchTable {
  DispatchTable(const Spec& spec_in_force, const RuleConfig& rule_config);

  const PlaceFilter* cells(uint16_t shape) const {
    return hot.data() + static_cast<size_t>(shape) * spec->paths().size();
  }
  const EventName& name_of_event(const Batch& batch, const Event& event, Scratch& scratch) const;

  struct Question {
    const Rule& rule;
    const Batch& batch;
    uint32_t event;
    uint32_t node;
  };
  Severity severity(const Question& question) const;
  // Would the edit take from the plan what it has planned so?
  bool plan_forbids(const Edit& edit, const Batch& batch, uint32_t event) const;

  const Spec* spec;
  RuleConfig config;
  std::vector<const Rule*> rules;                           // in force somewhere
  std::vector<std::pair<const Rule*, Severity>> levels;     // sorted by rule: before overrides
  Subscriptions on_batch;  // these two always, the next two by their facts
  std::array<Subscriptions, kCallCount> on_event;
  Subscriptions on_odd_batch;
  std::array<Subscriptions, kCallCount> on_odd_event;
  std::vector<Subscriptions> on_value, on_time, on_wrong_kind, on_format, on_odd_text, on_object,
      on_key;  // by place
  std::vector<PlaceFilter> hot;                                 // shape-major

 private:
  void choose_levels();
  void subscribe(const Rule& rule, const CustomRule* custom);
  void subscribe_places(const Rule& rule, const CustomRule* custom);
  void lay_out_cells();
  void lay_out_shape(uint16_t shape, Call call);
  void lay_out_event(const EventSpec& event);
  PlaceFilter cell_of(uint16_t shape, PathId path, Call call) const;
  Severity base(const Rule& rule) const;
  bool agrees_with_plan(std::string_view name, const NameMatch& meant) const;
  bool plan_decides(const Question& question) const;
  std::string_view renamed(const Batch& batch, const Event& event) const;
  bool is_insisted_on(const Question& question) const;
  bool is_spoken_of(std::string_view key) const;
};

}  // namespace specgate
