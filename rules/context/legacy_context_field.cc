#include "rules/engine/read_as.h"
#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kContext = "context.";

bool is_undocumented(const Place& place) { return place.path.ends_with('?'); }

// The switches of destinations, which Segment reads at the top of a call only. Options of single
// destinations do lie in context.integrations.
constexpr std::string_view kSwitches = "integrations";

bool holds_switches(const Site& site, const Node& node) {
  if (&parent_of(site, node) != own(site, Slot::kContext)) return false;
  if (node.key == "All") return node.is(Kind::kBoolean) || node.is(Kind::kObject);
  if ((node.key != kSwitches && node.key != "providers") || !node.is(Kind::kObject)) return false;
  for (uint32_t i = first(site, node); i != node.next; i = at(site, i).next) {
    if (at(site, i).is(Kind::kBoolean)) return true;
  }
  return false;
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
  Home home = known_home(site.spec, place.text());
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
    {.bad = R"({"type":"identify","userId":"u1","context":{"All":false}})", .at = "/context/All"},
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
Or `context` holds the switches of destinations, in `integrations` or `providers`, or `All` itself.
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
