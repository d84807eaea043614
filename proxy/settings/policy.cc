// The keys that `proxy`, a stage and a source share: what holds for events.
#include "proxy/settings/reader.h"

namespace specgate::proxy {
namespace {

// guides/regional-segment.md
struct Region {
  std::string_view name, host;
};
constexpr Region kRegions[] = {{"us", "api.segment.io"}, {"eu", "events.eu1.segmentapis.com"}};

const std::vector<std::string_view> kModeWords = {
#define X(id, name) name,
    SPECGATE_MODES(X)
#undef X
};
const std::vector<std::string_view> kProfileWords = {
#define X(id, name) name,
    SPECGATE_PROFILES(X)
#undef X
};
const std::vector<std::string_view> kRegionWords = {kRegions[0].name, kRegions[1].name};
const std::vector<std::string_view> kSeverityWords = {
#define X(id, name) name,
    SPECGATE_SEVERITIES(X)
#undef X
};
// Nothing is rejected for what is off.
const std::vector<std::string_view> kRejectWords(kSeverityWords.begin() + 1, kSeverityWords.end());
const std::vector<std::string_view> kBatchWords = {"partial", "all-or-nothing"};
const std::vector<std::string_view> kDuplicateWords = {"count", "drop"};
const std::vector<std::string_view> kTroubleWords = {"forward", "refuse"};

void read_rate(SettingsFields& fields, Rate& rate) {
  const YamlNode* const node = fields.mapping("rate");
  if (node == nullptr) return;
  SettingsFields own(fields.place(), *node, fields.problems());
  rate = {};  // a rate is one thing: no burst of another layer
  own.number("per_second", rate.per_second);
  own.number("burst", rate.burst);
  own.finish();
  if (!own.has("per_second")) own.problem(*node, "\"per_second\" is missing");
  const bool holds_none = rate.burst > 0 && rate.burst < 1;
  if (holds_none) own.problem(*node->find("burst"), "\"burst\" is below 1: no request would fit");
}

void read_trouble(SettingsFields& fields, std::string_view key, std::optional<OnTrouble>& out) {
  if (const auto word = fields.choice(key, kTroubleWords)) out = static_cast<OnTrouble>(*word);
}

}  // namespace

std::string_view host_of_region(std::string_view region) {
  for (const Region& each : kRegions) {
    if (each.name == region) return each.host;
  }
  return {};
}

std::string_view region_of_host(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);  // the root's, which is part of no name
  for (const Region& each : kRegions) {
    if (each.host == host) return each.name;
  }
  return {};
}

void read_policy(SettingsFields& fields, Policy& policy) {
  if (const auto mode = fields.choice("mode", kModeWords)) policy.mode = static_cast<Mode>(*mode);
  fields.whole("percent", {0, 100}, policy.percent);
  if (const auto word = fields.choice("profile", kProfileWords)) {
    policy.profile = kProfileWords[*word];
  }
  fields.readable("plan", policy.plan);
  if (const auto word = fields.choice("region", kRegionWords)) policy.region = kRegionWords[*word];
  if (const auto word = fields.choice("reject_at", kRejectWords)) {
    policy.reject_at = static_cast<Severity>(*word + 1);
  }
  if (const auto word = fields.choice("reject_status", reject_status_words())) {
    policy.reject_status = static_cast<RejectStatus>(*word);
  }
  fields.second("batch", kBatchWords, policy.all_or_nothing);
  fields.second("duplicates", kDuplicateWords, policy.drop_duplicates);
  fields.upstream("upstream", policy.upstream);
  read_rate(fields, policy.rate);
  read_trouble(fields, "on_uninspectable", policy.on_uninspectable);
  read_trouble(fields, "on_internal_error", policy.on_internal_error);
  read_trouble(fields, "unknown_paths", policy.unknown_paths);
}

}  // namespace specgate::proxy
