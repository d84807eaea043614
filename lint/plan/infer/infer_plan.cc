#include "lint/plan/infer/infer_plan.h"

#include <algorithm>
#include <ctime>

#include "lint/plan/infer/spellings.h"
#include "spec/catalogue/spec.h"

namespace specgate {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string calls(uint64_t count) {
  return std::to_string(count) + (count == 1 ? " call" : " calls");
}

// "2026-03-02T09:15:04.000Z", as Segment's plans have it; without a time the epoch.
std::string time_text(int64_t ms) {
  const std::time_t seconds = std::max<int64_t>(ms, 0) / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  const size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
  return {text, size};
}

// The event that calls of this kind answer to besides their own rule: protocols/faq.md.
std::string_view viewed_name(PlanRuleKind kind) {
  return kind == PlanRuleKind::kPage ? "Page Viewed" : "Screen Viewed";
}

// What one rule stands on: the calls of all spellings.
struct Group {
  std::vector<NameCount> spellings;  // sorted by name
  RuleEvidence sum;
  uint64_t pages = 0;  // of its calls, those that only answer to it
};

class PlanWriter {
 public:
  PlanWriter(const CallEvidence& evidence, const InferTerms& terms, const Spec& spec)
      : evidence_(evidence), terms_(terms), spec_(spec) {}

  InferredPlan run() && {
    TrackingPlan& plan = out_.plan;
    plan.name = terms_.name;
    plan.description = "Inferred from " + calls(evidence_.calls()) + '.';
    for (const PlanRuleKind kind :
         {PlanRuleKind::kTrack, PlanRuleKind::kIdentify, PlanRuleKind::kGroup, PlanRuleKind::kPage,
          PlanRuleKind::kScreen}) {
      write_kind(kind);
    }
    tell_left_out();
    return std::move(out_);
  }

 private:
  void write_kind(PlanRuleKind kind) {
    std::map<std::string, Group> groups;  // by the kept name
    const CallEvidence::Names& names = evidence_.of(kind);
    std::vector<NameCount> counts;
    for (const auto& [name, rule] : names) counts.push_back({name, rule.calls});
    const NameIndex* const events = kind == PlanRuleKind::kTrack ? &spec_.event_names() : nullptr;
    for (const KeySpelling& each : find_spellings(counts, events)) {
      const RuleEvidence& rule = names.find(each.name)->second;
      Group& group = groups[each.kept];
      group.spellings.push_back({each.name, rule.calls});
      group.sum.add(rule, room_);
    }
    if (kind == PlanRuleKind::kTrack) add_viewed(groups);
    for (const auto& [name, group] : groups) write_group(kind, name, group);
    if (evidence_.names_are_titles(kind)) {
      note(std::string(name_of(kind)) + ": more than " + std::to_string(CallEvidence::kMostPages) +
           " different names, which are titles rather than names: one rule holds all");
    }
  }

  void add_viewed(std::map<std::string, Group>& groups) {
    for (const PlanRuleKind kind : {PlanRuleKind::kPage, PlanRuleKind::kScreen}) {
      for (auto& [kept, group] : groups) {
        if (!has_spelling(group, viewed_name(kind))) continue;
        for (const auto& [name, rule] : evidence_.of(kind)) {
          group.sum.add(rule, room_);
          group.pages += rule.calls;
        }
      }
    }
  }

  static bool has_spelling(const Group& group, std::string_view name) {
    return std::any_of(group.spellings.begin(), group.spellings.end(),
                       [&](const NameCount& each) { return each.name == name; });
  }

  void write_group(PlanRuleKind kind, const std::string& kept, const Group& group) {
    PlanRule rule;
    rule.kind = kind;
    rule.key = kept;
    rule.schema = call_schema(kind, kept, group.sum);
    const bool drops = terms_.variants == InferTerms::Variants::kDrop;
    rule.description = description_of(kept, group);
    out_.plan.rules.push_back(rule);
    for (const NameCount& other : group.spellings) {
      if (other.name == kept) continue;
      note(title_of(rule) + " is also spelled " + quoted(other.name) + " (" + calls(other.times) +
           (drops ? "): left out" : "): kept as a deprecated rule"));
      if (drops) continue;
      PlanRule variant = rule;
      variant.key = other.name;
      variant.description = "Another spelling of " + quoted(kept) + ", which is the name to use. " +
                            "Seen in " + calls(other.times) + '.';
      variant.deprecated_at = time_text(evidence_.of(kind).find(other.name)->second.newest_ms);
      out_.plan.rules.push_back(std::move(variant));
    }
  }

  static std::string description_of(const std::string& kept, const Group& group) {
    std::string out = "Seen in " + calls(group.sum.calls - group.pages) + '.';
    if (group.pages != 0) {
      out += " The " + calls(group.pages) + " of pages or screens answer to it, too.";
    }
    std::string others;
    for (const NameCount& each : group.spellings) {
      if (each.name == kept) continue;
      others += (others.empty() ? "" : ", ") + quoted(each.name) + " (" + calls(each.times) + ')';
    }
    return others.empty() ? out : out + " Also spelled " + others + '.';
  }

  // The schema of the own object, as a member of one over the whole call.
  Json call_schema(PlanRuleKind kind, const std::string& name, const RuleEvidence& rule) {
    EvidenceTerms terms = terms_.schema;
    const std::string_view own = own_object(kind);
    terms.requires_members = own == "properties";
    terms.calls = rule.calls;
    if (kind == PlanRuleKind::kTrack) terms.known = &spec_.properties();
    std::vector<SchemaNote> notes;
    Json out = Json::object();
    out.set("type", Json::string("object"));
    Json members = Json::object();
    if (rule.own.objects != 0) {
      members.set(own, infer_schema(rule.own.place, terms, std::string(own), notes));
    }
    const Json* const schema = members.find(own);
    const bool always = schema != nullptr && requires_something(*schema) &&
                        static_cast<double>(rule.own.objects) >=
                            terms.least_share * static_cast<double>(rule.calls);
    out.set("properties", std::move(members));
    if (always) out.set("required", Json::array()).items.push_back(Json::string(own));
    PlanRule titled;
    titled.kind = kind;
    titled.key = name;
    for (const SchemaNote& each : notes) note(title_of(titled) + ": " + words_of(each));
    return out;
  }

  static std::string words_of(const SchemaNote& note) {
    switch (note.what) {
      case SchemaNote::What::kOpenKeys:
        return note.place + ": its keys change from call to call, so the object admits any";
      case SchemaNote::What::kTooDeep:
        return note.place + ": too deep to be looked at, so it admits anything";
      case SchemaNote::What::kNoRoom:
        return note.place + ": too much was seen to remember it, so it admits anything";
      case SchemaNote::What::kSpelling:
        return note.place + " is another spelling of " + quoted(note.other);
    }
    return {};
  }

  void tell_left_out() {
    const LeftOut& left = evidence_.left_out();
    const auto tell = [&](uint64_t count, const char* why) {
      if (count != 0) note(calls(count) + ' ' + why);
    };
    tell(left.calls_of_no_type, "of no known type: left out");
    tell(left.calls_without_name, "to track have no event name: left out");
    tell(left.calls_with_personal_name,
         "have an email address, a phone or a card number in the event name: left out");
    tell(left.calls_with_long_name, "have an event name of more than 1000 bytes: left out");
    if (left.names) {
      note("more than " + std::to_string(CallEvidence::kMostEvents) +
           " different events, which is more than a plan may have: the first by name are planned");
    }
    if (left.broken_bodies != 0) {
      const bool one = left.broken_bodies == 1;
      note(std::to_string(left.broken_bodies) + (one ? " payload is" : " payloads are") + " no JSON and " +
           (one ? "was" : "were") + " passed over: specgate lint says where");
    }
  }

  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  const CallEvidence& evidence_;
  const InferTerms& terms_;
  const Spec& spec_;
  MemoryBudget room_;
  InferredPlan out_;
};

}  // namespace

InferredPlan infer_plan(const CallEvidence& evidence, const InferTerms& terms, const Spec& spec) {
  return PlanWriter(evidence, terms, spec).run();
}

}  // namespace specgate
