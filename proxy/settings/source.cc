// `sources`: each over the policy of all, first as `proxy` has it, then as the stage has it.
#include <algorithm>

#include "proxy/settings/reader.h"
#include "rules/config/config_reader.h"

namespace specgate::proxy {
namespace {

bool is_name(std::string_view name) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; };
  return !name.empty() && name.size() <= 100 && std::none_of(name.begin(), name.end(), control);
}

class SourcesReader {
 public:
  SourcesReader(const Policy& base, Problems& problems) : base_(base), problems_(problems) {}

  // `above` lies over `section`: a write key that it gives is not looked for here.
  void read(const SourcesSection& section, const YamlNode* above) {
    if (section.node == nullptr) return;
    for (const YamlMember& member : section.node->members) {
      if (!is_name(member.key)) {
        problems_.push_back({section.place.file, member.line, member.column,
                             "a source's name is " + quoted_name(member.key) +
                                 ", wanted 1 to 100 characters, none of them a control character"});
      }
      const YamlNode* const same = above == nullptr ? nullptr : above->find(member.key);
      const bool replaced = same != nullptr && same->find("write_key") != nullptr;
      SettingsFields fields(section.place, member.value, problems_);
      SourceSettings& source = called(member.key);
      if (replaced) fields.unused_secret("write_key");
      if (!replaced) fields.secret("write_key", source.write_key);
      fields.text("forward_blocked_to", source.forward_blocked_to);
      read_policy(fields, source.policy);
      fields.finish();
    }
  }

  std::vector<SourceSettings> take() { return std::move(sources_); }

 private:
  SourceSettings& called(const std::string& name) {
    const auto found = std::find_if(sources_.begin(), sources_.end(),
                                    [&](const SourceSettings& each) { return each.name == name; });
    if (found != sources_.end()) return *found;
    SourceSettings& fresh = sources_.emplace_back();
    fresh.name = name;
    fresh.policy = base_;
    return fresh;
  }

  const Policy& base_;
  Problems& problems_;
  std::vector<SourceSettings> sources_;
};

}  // namespace

std::vector<SourceSettings> read_sources(const Policy& base, const SourcesSection& of_proxy,
                                         const SourcesSection& of_stage, Problems& problems) {
  SourcesReader reader(base, problems);
  reader.read(of_proxy, of_stage.node);
  reader.read(of_stage, nullptr);
  return reader.take();
}

void read_idle_sources(const SourcesSection& section, Problems& problems) {
  const Policy any;
  SourcesReader(any, problems).read(section, nullptr);
}

}  // namespace specgate::proxy
