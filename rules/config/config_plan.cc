// `plan`: which tracking plan is in force, and what is done about its violations.
#include <filesystem>

#include "rules/config/config_reader.h"

namespace specgate {
namespace {

struct ClassWords {
  std::string_view key;
  bool omit;
};
constexpr ClassWords kClasses[] = {
#define X(id, name, omit) {name, omit},
    SPECGATE_PLAN_CLASSES(X)
#undef X
};

std::vector<std::string_view> action_words(bool omit) {
  std::vector<std::string_view> out;
#define X(id, name) \
  if (omit || PlanAction::id != PlanAction::kOmit) out.push_back(name);
  SPECGATE_PLAN_ACTIONS(X)
#undef X
  return out;
}

PlanAction action_of(std::string_view word) {
#define X(id, name) \
  if (word == name) return PlanAction::id;
  SPECGATE_PLAN_ACTIONS(X)
#undef X
  return PlanAction::kAllow;
}

// identify and group carry traits, and have no names to plan.
std::string_view key_of(PlanClass which, bool traits) {
  if (traits && which == PlanClass::kUnplannedMembers) return "unplanned_traits";
  return kClasses[static_cast<size_t>(which)].key;
}

class PlanReader {
 public:
  PlanReader(const ConfigFile& file, const YamlNode& node, Reading& reading)
      : file_(file), reading_(reading), fields_(file.path, node, reading.problems) {}

  void read() {
    const std::string path = fields_.text("file");
    if (const YamlNode* at = fields_.node("file"); at != nullptr) note_file(*at, path);
    PlanPolicy& policy = reading_.config.rules.plan_policy;
    read_formats();
    if (const YamlNode* list = fields_.sequence("allow")) read_allow(*list);
    read_partial();
    read_terms("track", policy.track);
    read_terms("identify", policy.identify);
    read_terms("group", policy.group);
    fields_.finish();
  }

  void note_file(const YamlNode& at, const std::string& path) {
    if (path.empty()) return reading_.problem(file_, at, "\"plan\" is empty, wanted a file's path");
    const auto folder = std::filesystem::path(file_.path).parent_path();
    reading_.config.plan = (folder / path).lexically_normal().string();
    reading_.note(file_, at, "plan", reading_.config.plan);
  }

 private:
  void read_formats() {
    static const std::vector<std::string_view> kWords = {
#define X(id, name) name,
        SPECGATE_FORMAT_READINGS(X)
#undef X
    };
    const YamlNode* const node = fields_.node("formats");
    const auto choice = fields_.choice("formats", kWords);
    if (!choice) return;
    reading_.config.plan_formats = static_cast<FormatReading>(*choice);
    reading_.note(file_, *node, "plan.formats", std::string(kWords[*choice]));
  }

  // Of a configuration and all that it extends, one after the other.
  void read_allow(const YamlNode& list) {
    for (PlanAllow& one : read_plan_allow(file_.path, list, reading_.problems)) {
      reading_.config.plan_allow.push_back(std::move(one));
    }
    reading_.note(file_, list, "plan.allow", std::to_string(reading_.config.plan_allow.size()));
  }

  void read_partial() {
    const YamlNode* const at = fields_.node("allow_partial");
    if (at == nullptr) return;
    reading_.config.partial_plan =
        fields_.flag("allow_partial", false) ? PartialPlan::kAllowed : PartialPlan::kRefused;
    reading_.note(file_, *at, "plan.allow_partial", at->text);
  }

  void read_terms(std::string_view call, PlanTerms& terms) {
    const YamlNode* const node = fields_.mapping(call);
    if (node == nullptr) return;
    const bool traits = call != "track";
    YamlFields fields(file_.path, *node, reading_.problems);
    for (size_t i = 0; i < kPlanClassCount; ++i) {
      const auto which = static_cast<PlanClass>(i);
      if (traits && which == PlanClass::kUnplannedEvents) continue;
      const std::string_view key = key_of(which, traits);
      const std::vector<std::string_view> words = action_words(kClasses[i].omit);
      const auto choice = fields.choice(key, words);
      if (!choice) continue;
      terms.actions[i] = action_of(words[*choice]);
      reading_.note(file_, *node->find(key), "plan." + std::string(call) + '.' + std::string(key),
                    std::string(words[*choice]));
    }
    fields.finish();
  }

  const ConfigFile& file_;
  Reading& reading_;
  YamlFields fields_;
};

}  // namespace

std::string_view name_of(PlanAction action) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_PLAN_ACTIONS(X)
#undef X
  };
  return kNames[static_cast<size_t>(action)];
}

void read_plan(const ConfigFile& file, const YamlNode& node, Reading& reading) {
  if (node.is_mapping()) return PlanReader(file, node, reading).read();
  if (node.is_scalar()) {
    YamlNode empty;
    return PlanReader(file, empty, reading).note_file(node, node.text);
  }
  reading.problem(file, node, "\"plan\" is a list, wanted a path or a mapping with \"file\"");
}

}  // namespace specgate
