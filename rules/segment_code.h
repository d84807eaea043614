// Segment's own codes for what it throws away, as its Delivery Overview shows them: those that a
// payload decides, alone or with the tracking plan. Source: _includes/content/
// delivery-overview-discards.html of the docs; tests/spec/facts/discards.tsv has the conditions.
#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace specgate {

#define SPECGATE_SEGMENT_CODES(X)                                                                  \
  X(kNone, "")                                                                                     \
  X(kNoUserAnonId, "no_user_anon_id")                                                              \
  X(kIdRequired, "id_required")                                                                    \
  X(kIdNotString, "id_not_string")                                                                 \
  X(kEventNotDefined, "event_not_defined")                                                         \
  X(kEventNotString, "event_not_string")                                                           \
  X(kPropertiesNotObject, "properties_not_object")                                                 \
  X(kTraitsNotObject, "traits_not_object")                                                         \
  X(kNameNotString, "name_not_string")                                                             \
  X(kCategoryNotString, "category_not_string")                                                     \
  X(kConsentMissing, "consent_categorypreferences_should_exist")                                   \
  X(kConsentNotObject, "consent_categorypreferences_fields_should_be_object")                      \
  X(kConsentNotBoolean, "consent_categorypreferences_fields_should_be_bool")                       \
  X(kConsentVersion, "consent_version_should_be_number")                                           \
  X(kAdvertisingId, "device_advertisingid_should_be_string")                                       \
  X(kEmptyBatch, "empty_batch")                                                                    \
  X(kEmptyBatchResult, "empty_batch_result")                                                       \
  X(kMultiUserError, "multi_user_error")                                                           \
  X(kBadRequest, "bad_request")                                                                    \
  X(kCommonSchemaViolation, "common_schema_violation")                                             \
  X(kSchemaViolation, "schema_violation")                                                          \
  X(kUnplanned, "unplanned")                                                                       \
  X(kUnplannedAndSchemaViolation, "unplanned_and_schema_violation")

enum class SegmentCode : uint8_t {
#define X(id, name) id,
  SPECGATE_SEGMENT_CODES(X)
#undef X
};

constexpr std::string_view name_of(SegmentCode code) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_SEGMENT_CODES(X)
#undef X
  };
  return kNames[static_cast<size_t>(code)];
}

// Some of them: those that findings of one rule may have.
class SegmentCodes {
 public:
  constexpr SegmentCodes() = default;
  constexpr SegmentCodes(std::initializer_list<SegmentCode> codes) {
    for (const SegmentCode code : codes) bits_ |= bit(code);
  }
  constexpr bool contains(SegmentCode code) const { return (bits_ & bit(code)) != 0; }
  // The one that there is; kNone where there are none, or several.
  constexpr SegmentCode only() const {
    return std::has_single_bit(bits_) ? static_cast<SegmentCode>(std::countr_zero(bits_))
                                      : SegmentCode::kNone;
  }
  template <typename Use>  // in the order of SPECGATE_SEGMENT_CODES
  constexpr void each(const Use& use) const {
    for (uint32_t left = bits_; left != 0; left &= left - 1) {
      use(static_cast<SegmentCode>(std::countr_zero(left)));
    }
  }

 private:
  static constexpr uint32_t bit(SegmentCode code) { return uint32_t{1} << static_cast<int>(code); }

  uint32_t bits_ = 0;
};

}  // namespace specgate
