// What several parts of the reader need: scopes, patterns, and words for messages.
#include <algorithm>

#include "rules/config/config_reader.h"
#include "spec/text/pattern.h"

namespace specgate {
namespace {

// The scalars of a list, or a scalar alone: where each text stands.
std::vector<const YamlNode*> texts_of(const YamlNode& node) {
  if (node.is_scalar()) return {&node};
  std::vector<const YamlNode*> out;
  for (const YamlNode& item : node.items) {
    if (item.is_scalar()) out.push_back(&item);
  }
  return out;
}

std::vector<std::string> read_globs(std::string_view key, YamlFields& fields) {
  if (key.empty()) return {};
  std::vector<std::string> globs = fields.texts(key);
  const YamlNode* node = globs.empty() ? nullptr : fields.node(key);
  if (node == nullptr) return globs;
  for (const YamlNode* glob : texts_of(*node)) {
    const std::string why = glob_problem(glob->text);
    if (!why.empty()) fields.problem(*glob, "glob " + why);
  }
  return globs;
}

const std::vector<std::string_view>& call_words() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> out;
    for (size_t i = 0; i < kCallCount - 1; ++i) out.push_back(name_of(static_cast<Call>(i)));
    return out;
  }();
  return words;
}

CallSet read_types(std::string_view key, YamlFields& fields) {
  if (key.empty()) return 0;
  const bool given = !fields.texts(key).empty();
  CallSet out = 0;
  if (!given) return out;
  for (const YamlNode* type : texts_of(*fields.node(key))) {
    const Call call = call_of(type->text);
    if (call != Call::kUnknown) {
      out = static_cast<CallSet>(out | only(call));
      continue;
    }
    fields.problem(*type,
                   quoted_name(type->text) +
                       " is no call, wanted one of identify, track, page, screen, group, alias" +
                       did_you_mean(type->text, call_words()));
  }
  return out;
}

}  // namespace

Scope read_scope(const ConfigFile& file, const ScopeKeys& keys, YamlFields& fields) {
  Scope out;
  out.files = read_globs(keys.files, fields);
  out.events = read_globs(keys.events, fields);
  out.types = read_types(keys.types, fields);
  out.sources = read_globs(keys.sources, fields);
  out.folder = file.folder;
  return out;
}

std::optional<Pattern> read_pattern(const ConfigFile& file, const YamlNode& at, Reading& reading) {
  auto pattern = Pattern::compile(at.text);
  if (pattern) return std::move(*pattern);
  reading.problem(file, at, pattern.problems().front().message);
  return std::nullopt;
}

std::string quoted_name(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

const std::vector<std::string_view>& severity_words() {
  static const std::vector<std::string_view> words = {
#define X(id, name) name,
      SPECGATE_SEVERITIES(X)
#undef X
  };
  return words;
}

const std::vector<std::string_view>& style_words() {
  static const std::vector<std::string_view> words = {
#define X(id, name) name,
      SPECGATE_STYLES(X)
#undef X
  };
  return words;
}

const std::vector<std::string_view>& profile_words() {
  static const std::vector<std::string_view> words = {
#define X(id, name) name,
      SPECGATE_PROFILES(X)
#undef X
  };
  return words;
}

}  // namespace specgate
