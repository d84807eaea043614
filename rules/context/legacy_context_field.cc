#include <array>
#include <cstring>

#include "rules/found.h"
#include "rules/rules.h"
#include "rules/site.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kContext = "context.";

// Where a value should lie, and how we know.
struct Home {
  std::string_view path;  // "context.screen.width"; empty: nowhere else
  Safety safety = kUnsafe;
};

bool is_undocumented(const Place& place) { return place.path.ends_with('?'); }

// The place of a key in words, "context.screenWidth"; empty where that is too long to be an alias.
class PlaceText {
 public:
  PlaceText(std::string_view parent, std::string_view key) {
    if (parent.size() + 1 + key.size() > text_.size()) return;
    std::memcpy(text_.data(), parent.data(), parent.size());
    text_[parent.size()] = '.';
    std::memcpy(text_.data() + parent.size() + 1, key.data(), key.size());
    size_ = parent.size() + 1 + key.size();
  }
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 128> text_;
  size_t size_ = 0;
};

bool joins(char c) { return c == '.' || c == '_' || c == '-' || c == ' '; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// "deviceName" and "device.name" have the same letters; case and joints don't count.
bool same_letters(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  for (;; ++i, ++j) {
    while (i < a.size() && joins(a[i])) ++i;
    while (j < b.size() && joins(b[j])) ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (lower(a[i]) != lower(b[j])) return false;
  }
}

// The old name that Segment's pages give, followed to today's: idForAdvertiser is called
// device.idfa by the migration guide, and device.advertisingId since.
Home stated_home(const Spec& spec, std::string_view place) {
  const Alias* alias = spec.alias("context_field", place);
  if (alias == nullptr) return {};
  const Alias* next = spec.alias("context_field", alias->to);
  return {next == nullptr ? alias->to : next->to, kSafe};
}

// Names that people give these fields by habit, from the addresses and tools that they come from.
constexpr struct {
  std::string_view place, path;
} kHabits[] = {
    {"context.campaign.campaign", "context.campaign.name"},
    {"context.campaign.utm_campaign", "context.campaign.name"},
    {"context.campaign.utm_source", "context.campaign.source"},
    {"context.campaign.utm_medium", "context.campaign.medium"},
    {"context.campaign.utm_term", "context.campaign.term"},
    {"context.campaign.utm_content", "context.campaign.content"},
    {"context.page.query", "context.page.search"},
    {"context.page.ref", "context.page.referrer"},
};

Home habitual_home(std::string_view place) {
  for (const auto& one : kHabits) {
    if (one.place == place) return {one.path, kUnsafe};
  }
  return {};
}

// The switches of destinations, which Segment reads at the top of a call only. Options of single
// destinations do lie in context.integrations.
constexpr std::string_view kSwitches = "integrations";

bool holds_switches(const Site& site, const Node& node) {
  if (node.key != kSwitches && node.key != "providers") return false;
  if (&parent_of(site, node) != own(site, Slot::kContext) || !node.is(Kind::kObject)) return false;
  for (uint32_t i = first(site, node); i != node.next; i = at(site, i).next) {
    if (at(site, i).is(Kind::kBoolean)) return true;
  }
  return false;
}

// A documented place written in one word (deviceName), or in another spelling (useragent).
Home guessed_home(const Spec& spec, std::string_view place) {
  for (const ContextField& field : spec.data().context_fields) {
    const std::string_view path = field.path;
    if (!same_letters(path.substr(kContext.size()), place.substr(kContext.size()))) continue;
    if (spec.alias("context_field", path) == nullptr) return {path, kUnsafe};
  }
  return {};
}

bool fits(const Site& site, const Node& node, std::string_view path) {
  const Constraint* wanted =
      site.spec.constraint(site.spec.shape_of(site.event.call), site.spec.paths().find(path));
  return wanted == nullptr || admits(wanted->kinds, node.kind);
}

// "context.device" of "context.device.name".
std::string_view stem_of(std::string_view path) { return path.substr(0, path.rfind('.')); }

void bring_home(const Site& site, const Home& home, Findings& out) {
  const Node& node = site.node;
  const Node* context = own(site, Slot::kContext);
  if (context == nullptr || !fits(site, node, home.path)) return;
  if (const Node* there = below(site, home.path)) {
    if (raw(site, *there) == raw(site, node)) out.remove(node, home.safety);
  } else if (place_of(site, parent_of(site, node)).path == stem_of(home.path)) {
    out.rename(node, home.path.substr(stem_of(home.path).size() + 1), home.safety);
  } else {
    out.move(node, *context, home.path.substr(kContext.size()), home.safety);
  }
}

void check(const Site& site, Findings& out) {
  const Node& node = site.node;
  const PlaceText place(place_of(site, parent_of(site, node)).path, node.key);
  if (place.text().empty()) return;
  if (holds_switches(site, node)) {
    out.add(legacy_context_field, node, out.text({place.text()}), kSwitches)
        .at_key()
        .suggest(kSwitches);
    return;
  }
  Home home = stated_home(site.spec, place.text());
  if (home.path.empty()) home = habitual_home(place.text());
  if (home.path.empty() && is_undocumented(place_of(site, node))) {
    home = guessed_home(site.spec, place.text());
  }
  if (home.path.empty()) return;
  out.add(legacy_context_field, node, out.text({place.text()}), home.path)
      .at_key()
      .suggest(home.path);
  bring_home(site, home, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","context":{"screenWidth":320}})",
     .at = "/context/screenWidth",
     .fixed = R"({"type":"identify","userId":"u1","context":{"screen":{"width":320}}})"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"user_agent":"curl/7.0"}})",
     .at = "/context/user_agent",
     .fixed = R"({"type":"identify","userId":"u1","context":{"userAgent":"curl/7.0"}})"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"device":{"idfa":"7A3C"}}})",
     .at = "/context/device/idfa",
     .fixed = R"({"type":"identify","userId":"u1","context":{"device":{"advertisingId":"7A3C"}}})"},
    {.bad = R"({"type":"identify","userId":"u1","context":{"deviceName":"Maya's phone"}})",
     .at = "/context/deviceName",
     .fixed = R"({"type":"identify","userId":"u1","context":{"device":{"name":"Maya's phone"}}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"os":{"version":"8.1"},"osVersion":"8.2"}})",
     .at = "/context/osVersion"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"campaign":{"utm_source":"mail","utm_campaign":"may"}}})",
     .at = "/context/campaign/utm_campaign",
     .fixed =
         R"({"type":"identify","userId":"u1","context":{"campaign":{"source":"mail","name":"may"}}})"},
    {.bad = R"({"type":"page","userId":"u1","context":{"page":{"query":"?a=1"}}})",
     .at = "/context/page/query",
     .fixed = R"({"type":"page","userId":"u1","context":{"page":{"search":"?a=1"}}})"},
    {.bad =
         R"({"type":"identify","userId":"u1","context":{"providers":{"All":false,"Mixpanel":true}}})",
     .at = "/context/providers"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"integrations":{"Amplitude":{"session_id":1}}}})"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"screen":{"width":320},"device":{"name":"Maya's phone"}}})"},
    {.good =
         R"({"type":"identify","userId":"u1","context":{"workspace":"w1","campaign":{"id":"c1"}}})"},
};

}  // namespace

constinit const Rule legacy_context_field = {
    .id = "CTX103",
    .name = "legacy-context-field",
    .message = "{0} is not where the Spec looks, wanted {1}",
    .doc = R"(### What
A context field has its name from before version 2 (`screenWidth`), or the name of a nested field in one
word (`deviceName`), or another spelling of it (`user_agent`, `page.URL`, `campaign.utm_source`, `page.query`).
Or `context` holds the switches of destinations, in `integrations` or `providers`.
### Why
Destinations read the documented place. What lies beside it is lost to all of them. Switches count at the
top of the call only: in `context` an `"All": false` keeps nothing back.
### Fix
Move the value. The fix is safe where Segment's pages state the old name, unsafe where the name only
looks alike; where the right place is taken by another value, you decide.
)",
    .page = "connections/spec/migration-guide.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where =
        "context.?,context.device.?,context.app.?,context.os.?,context.screen.?,context.network.?,"
        "context.page.?,context.library.?,context.campaign.[*],context.device.idfa,"
        "context.user_agent,context.violations,context.integrations",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
