#include "rules/config/scope.h"

#include <algorithm>
#include <charconv>

#include "rules/config/glob.h"

namespace specgate {
namespace {

bool any_name(const std::vector<std::string>& globs, std::string_view name) {
  if (globs.empty()) return true;
  if (name.empty()) return false;
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return name_match(glob, name); });
}

// Reads one step of a pattern: "~1" is "/", "~0" is "~" (RFC 6901).
bool is_key(std::string_view step, std::string_view key) {
  size_t at = 0;
  for (size_t i = 0; i < step.size(); ++i, ++at) {
    char c = step[i];
    if (c == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1')) {
      c = step[++i] == '0' ? '~' : '/';
    }
    if (at >= key.size() || key[at] != c) return false;
  }
  return at == key.size();
}

bool is_step(std::string_view step, const Batch& batch, uint32_t node) {
  if (step == "*") return true;
  if (batch.nodes[node].has_key()) return is_key(step, batch.nodes[node].key);
  size_t number = 0;
  const char* const end = step.data() + step.size();
  const auto [stop, error] = std::from_chars(step.data(), end, number);
  return error == std::errc() && stop == end && number == item_number(batch, node);
}

uint32_t levels_below(const Batch& batch, uint32_t root, uint32_t node) {
  uint32_t levels = 0;
  for (; node != root && batch.nodes[node].parent != node; node = batch.nodes[node].parent)
    ++levels;
  return levels;
}

// The last step goes with the node, the one before with its parent, and so on up to the root.
bool steps_match(std::string_view pattern, const Batch& batch, uint32_t root, uint32_t node) {
  while (node != root) {
    const size_t slash = pattern.rfind('/');
    if (slash == std::string_view::npos || !is_step(pattern.substr(slash + 1), batch, node)) {
      return false;
    }
    pattern = pattern.substr(0, slash);
    node = batch.nodes[node].parent;
  }
  return pattern.empty();
}

}  // namespace

bool file_in_scope(const Scope& scope, std::string_view file) {
  if (scope.files.empty()) return true;
  if (!scope.folder.empty() && file.starts_with(scope.folder)) {
    file.remove_prefix(scope.folder.size());
  }
  return std::any_of(scope.files.begin(), scope.files.end(),
                     [&](const std::string& glob) { return file_match(glob, file); });
}

bool call_in_scope(const Scope& scope, const Whereabouts& at) {
  if (scope.types != 0 && !contains(scope.types, at.call)) return false;
  return any_name(scope.events, at.event) && any_name(scope.sources, at.source);
}

bool in_scope(const Scope& scope, const Whereabouts& at) {
  return call_in_scope(scope, at) && file_in_scope(scope, at.file);
}

std::string_view scope_name(const Batch& batch, const Event& event) {
  switch (event.call) {
    case Call::kTrack:
      return text_in(batch, event.slots, Slot::kEvent);
    case Call::kPage:
    case Call::kScreen:
      return text_in(batch, event.slots, Slot::kName);
    case Call::kIdentify:
    case Call::kGroup:
    case Call::kAlias:
    case Call::kUnknown:
      return {};
  }
  return {};
}

std::string_view scope_name(const Batch& batch, uint32_t event) {
  return event == kNoEvent ? std::string_view{} : scope_name(batch, batch.events[event]);
}

bool pointer_matches(std::string_view pattern, const Batch& batch, uint32_t root, uint32_t node) {
  constexpr std::string_view kAllBelow = "/**";
  if (pattern.empty()) return true;
  if (!pattern.ends_with(kAllBelow)) return steps_match(pattern, batch, root, node);
  pattern.remove_suffix(kAllBelow.size());
  const auto wanted = static_cast<uint32_t>(std::count(pattern.begin(), pattern.end(), '/'));
  uint32_t levels = levels_below(batch, root, node);
  if (levels <= wanted) return false;
  for (; levels > wanted; --levels) node = batch.nodes[node].parent;
  return steps_match(pattern, batch, root, node);
}

}  // namespace specgate
