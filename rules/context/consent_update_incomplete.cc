#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPreferences = "context.consent.categoryPreferences";
constexpr std::string_view kVersion = "context.consent.version";

bool is_there(const Node* node) { return node != nullptr && !node->is(Kind::kNull); }

void look_at_preferences(const Site& site, Findings& out) {
  const Node* preferences = below(site, kPreferences);
  if (!is_there(preferences)) {
    out.add(consent_update_incomplete, preferences == nullptr ? site.node : *preferences,
            kPreferences, found(site, preferences, out), "an object of categories and booleans")
        .called(SegmentCode::kConsentMissing);
    return;
  }
  if (!preferences->is(Kind::kObject)) {
    out.add(consent_update_incomplete, *preferences, kPreferences, found(site, preferences, out),
            "an object of categories and booleans")
        .called(SegmentCode::kConsentNotObject);
    return;
  }
  for (uint32_t i = first(site, *preferences); i != preferences->next; i = at(site, i).next) {
    const Node& choice = at(site, i);
    if (choice.is(Kind::kBoolean)) continue;
    out.add(consent_update_incomplete, choice,
            out.text({"consent category ", named(site, choice, out)}), found(site, &choice, out),
            "true or false")
        .called(SegmentCode::kConsentNotBoolean);
  }
}

void check(const Site& site, Findings& out) {
  if (!site.name.tells_consent) return;
  look_at_preferences(site, out);
  const Node* version = below(site, kVersion);
  if (!is_there(version) || admits(kNumber, version->kind)) return;
  out.add(consent_update_incomplete, *version, kVersion, found(site, version, out), "a number")
      .called(SegmentCode::kConsentVersion);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","userId":"u1","event":"Segment Consent Preference Updated"})",
     .at = ""},
    {.bad =
         R"({"type":"track","userId":"u1","event":"Segment Consent Preference Updated","context":{"consent":{"categoryPreferences":["Ads"]}}})",
     .at = "/context/consent/categoryPreferences"},
    {.bad =
         R"({"type":"track","userId":"u1","event":"Segment Consent Preference Updated","context":{"consent":{"categoryPreferences":{"Ads":"yes"}}}})",
     .at = "/context/consent/categoryPreferences/Ads"},
    {.bad =
         R"({"type":"track","userId":"u1","event":"Segment Consent Preference Updated","context":{"consent":{"categoryPreferences":{"Ads":true},"version":"2"}}})",
     .at = "/context/consent/version"},
    {.good =
         R"({"type":"track","userId":"u1","event":"Segment Consent Preference Updated","context":{"consent":{"categoryPreferences":{"Ads":true},"version":2}}})"},
    {.good =
         R"({"type":"track","userId":"u1","event":"Signed Up","context":{"consent":{"version":"2"}}})"},
};

}  // namespace

constinit const Rule consent_update_incomplete = {
    .id = "CTX108",
    .name = "consent-update-incomplete",
    .message = "{0} is {1}, and Segment drops this event without {2} there",
    .doc = R"(### What
A `Segment Consent Preference Updated` event whose `context.consent.categoryPreferences` is absent, is no
object, or holds something other than true and false, or whose `context.consent.version` is no number.
### Why
Segment reads a person's decision from this event and drops it where it cannot
(`consent_categorypreferences_should_exist`, `consent_categorypreferences_fields_should_be_object`,
`consent_categorypreferences_fields_should_be_bool`, `consent_version_should_be_number`): the profile
keeps the consent of yesterday.
### Fix
Send one boolean per category, as the person chose. This tool never adds, removes or changes consent.
)",
    .page = "privacy/consent-management/consent-in-unify.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kConsentMissing, SegmentCode::kConsentNotObject,
                      SegmentCode::kConsentNotBoolean, SegmentCode::kConsentVersion},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kTrack),
    .facts = kFactConsent,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
