#include "spec/catalogue/key_traits.h"

#include <gtest/gtest.h>

#include <string>

namespace specgate {
namespace {

// The lists of spec/data/privacy.yaml that matter here.
Privacy privacy() {
  Privacy out;
  out.red = {"social security number",
             "password",
             "visa",
             "veteran",
             "disability",
             "credit card",
             "passport",
             "token"};
  out.yellow = {"race",   "birthdate", "phone",     "address",           "name",
                "street", "zipcode",   "email",     "license",           "ip",
                "mac",    "serial",    "condition", "sexual orientation"};
  out.free_text = {"message_body", "recipient"};
  out.reserved_columns = {"anonymous_id", "context_<key>", "id", "timestamp"};
  return out;
}

struct KeyCase {
  std::string_view key;
  KeyTraits traits;
};

const KeyCase kKeys[] = {
    {"password", kKeyPiiRed},
    {"user_password", kKeyPiiRed},
    {"passwordHash", kKeyPiiRed},
    {"PASSWORD", kKeyPiiRed},
    {"creditCard", kKeyPiiRed},
    {"credit_card_number", kKeyPiiRed},
    {"CREDITCARD", kKeyPiiRed},
    {"credit card", kKeyPiiRed},
    {"credit-card-type", kKeyPiiRed},
    {"socialSecurityNumber", kKeyPiiRed},
    {"ssn", kKeyPiiRed},
    {"access_token", kKeyPiiRed},
    {"tokenNumber", kKeyPiiRed},
    {"my_token", kKeyPiiRed},         // 0.80 like "token"
    {"apptoken", 0},                  // no word of its own
    {"app_token", kKeyPiiRed},        // 0.73
    {"userToken", kKeyPiiYellow},     // 0.67
    {"fetch_token", kKeyPiiYellow},   // 0.62
    {"ios_push_token", kKeyPiiYellow},
    {"attribution_token", kKeyPiiYellow},
    {"refreshToken", kKeyPiiRed},  // lets in whoever has it
    {"token_count", 0},
    {"token_type", 0},                // 0.67
    {"token_id", kKeyPiiRed},         // 0.80
    {"tokens", kKeyPiiRed},           // 0.89
    {"access_tokens", kKeyPiiRed},
    {"ios_push_tokens", kKeyPiiYellow},
    {"max_tokens", kKeyPiiYellow},    // 0.67 like "token"
    {"passwords", kKeyPiiRed},
    {"creditCards", kKeyPiiRed},
    {"social_security", kKeyPiiRed},
    {"disabilities", kKeyPiiRed},
    {"tokenizer", 0},
    {"credit", 0},
    {"card", 0},
    {"credit_limit_card", 0},
    {"visa", kKeyPiiRed},
    {"visage", 0},
    {"advisable", 0},
    {"email", kKeyPiiYellow},
    {"e_mail", kKeyPiiYellow},
    {"userEmail", kKeyPiiYellow},
    {"email_2", kKeyPiiYellow},
    {"email_subject", 0},
    {"phone", kKeyPiiYellow},
    {"homePhoneNumber", kKeyPiiYellow},
    {"headphones", 0},
    {"address_line_1", kKeyPiiYellow},
    {"ip_address", kKeyPiiYellow},
    {"ip", kKeyPiiYellow},
    {"clientIP", kKeyPiiYellow},
    {"ship", 0},
    {"description", 0},
    {"machine", 0},
    {"zip_code", kKeyPiiYellow},
    {"birthDate", kKeyPiiYellow},
    {"sexual_orientation", kKeyPiiYellow},
    {"name", kKeyPiiYellow},
    {"first_name", kKeyPiiYellow},
    {"fullName", kKeyPiiYellow},
    {"product_name", 0},
    {"event_name", 0},
    {"conditions_accepted", 0},
    {"trace", 0},
    {"message_body", kKeyFreeText},
    {"messageBody", kKeyFreeText},
    {"recipient", kKeyFreeText},
    {"url", kKeyFreeText},
    {"referrer", kKeyFreeText},
    {"image_url", 0},
    {"id", kKeyReservedColumn},
    {"anonymous_id", kKeyReservedColumn},
    {"context_page", kKeyReservedColumn},
    {"context_", 0},
    {"contextPage", kKeyReservedColumn},
    {"ID", kKeyReservedColumn},
    {"_id", kKeyReservedColumn},
    {"anonymousId", kKeyReservedColumn},
    {"Timestamp", kKeyReservedColumn},
    {"identity", 0},
    {"product_id", 0},
    {"user.name", kKeyDot | kKeyPiiYellow},
    {"a.b", kKeyDot},
    {"", kKeyEmpty},
    {"!!!", 0},
    {"a b c d e f g h i j k l m n o p q r s password", 0},  // too many words to be a name
};

TEST(KeyClassifier, ReadsWholeWords) {
  const KeyClassifier keys(privacy());
  for (const KeyCase& one : kKeys) {
    EXPECT_EQ(keys.classify(one.key) & ~kKeyFolds, one.traits) << one.key;
  }
}

TEST(KeyClassifier, TellsKeysThatAreNotTheirColumn) {
  const KeyClassifier keys(privacy());
  for (const char* key : {"productId", "product id", "_x", "a.b", "!!!", "X"}) {
    EXPECT_EQ(keys.classify(key) & kKeyFolds, kKeyFolds) << key;
  }
  for (const char* key : {"product_id", "x", "a1_2", "", "price"}) {
    EXPECT_EQ(keys.classify(key) & kKeyFolds, 0) << key;
  }
}

TEST(KeyClassifier, ReadsTheEndOfALongKey) {
  const KeyClassifier keys(privacy());
  EXPECT_EQ(keys.classify(std::string(100000, 'x') + "_password"), kKeyPiiRed);
  EXPECT_EQ(keys.classify(std::string(100000, 'x')), 0);
}

}  // namespace
}  // namespace specgate
