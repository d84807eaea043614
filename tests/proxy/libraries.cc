#include "tests/proxy/libraries.h"

namespace specgate::proxy::testing {
namespace {

bool is_taken(int status) { return status / 100 == 2; }
bool is_json(const HttpMessage& answer) { return answer.body.starts_with('{') && answer.body.ends_with('}'); }
bool has_text(const HttpMessage& answer, std::string_view key) {
  return answer.body.find('"' + std::string(key) + "\":\"") != std::string::npos;
}

// analytics-node 3, analytics.js and Python 2.4: below 400 is success; retried are 408 410 429 460 and
// 5xx without 501 505 511.
Reading by_list(const HttpMessage& answer) {
  const int status = answer.status();
  if (status < 400) return Reading::kDelivered;
  const bool again = status == 408 || status == 410 || status == 429 || status == 460 ||
                     (status >= 500 && status != 501 && status != 505 && status != 511);
  return again ? Reading::kAgain : Reading::kDropped;
}

// analytics-node 1 and 2, and what was made after them: 400 alone is final.
Reading by_400(const HttpMessage& answer) {
  if (is_taken(answer.status())) return Reading::kDelivered;
  return answer.status() == 400 ? Reading::kDropped : Reading::kAgain;
}

// 4xx is final, but for 429.
Reading by_class(const HttpMessage& answer) {
  const int status = answer.status();
  if (is_taken(status)) return Reading::kDelivered;
  return status == 429 || status >= 500 ? Reading::kAgain : Reading::kDropped;
}

// Python until 2.3: any status but 200 is an error whose JSON must have both; a KeyError is tried again.
Reading by_code_and_message(const HttpMessage& answer) {
  if (answer.status() == 200) return Reading::kDelivered;
  if (is_json(answer) && !(has_text(answer, "code") && has_text(answer, "message"))) return Reading::kAgain;
  return answer.status() / 100 == 4 && answer.status() != 429 ? Reading::kDropped : Reading::kAgain;
}

// Go's: nothing but a 2xx is final.
Reading by_2xx(const HttpMessage& answer) {
  return is_taken(answer.status()) ? Reading::kDelivered : Reading::kAgain;
}

// Java: a 2xx whose body is no JSON is none; of a 204 and a 205 it reads no body.
Reading by_json(const HttpMessage& answer) {
  const bool bodiless = answer.status() == 204 || answer.status() == 205;
  const bool unread = is_taken(answer.status()) && !bodiless && !is_json(answer);
  return unread ? Reading::kAgain : by_class(answer);
}

Reading never_again(const HttpMessage& answer) {
  return is_taken(answer.status()) ? Reading::kDelivered : Reading::kDropped;
}

constexpr std::string_view kIgnored = "ignored", kObeyed = "obeyed", kOn429 = "obeyed with 429";

constexpr Library kLibraries[] = {
    {"analytics.js 1.84 (browser)", "Mozilla/5.0", "/v1/b", true, 11, kOn429, by_list},
    {"@segment/analytics-node 3.1.0", "analytics-node-next/latest", "/v1/batch", true, 11, kOn429, by_list},
    {"@segment/analytics-node 2.3.0", "analytics-node-next/latest", "/v1/batch", false, 4, kIgnored, by_400},
    {"@segment/analytics-node 1.3.0", "analytics-node-next/latest", "/v1/batch", true, 4, kIgnored, by_400},
    {"Customer.io node 0.5.9", "analytics-node-next/latest", "/v1/batch", true, 4, kIgnored, by_400},
    {"Hightouch node 1.1.0", "analytics-node-next/latest", "/v1/batch", true, 4, kIgnored, by_400},
    {"rudder-sdk-node 3.0.13", "analytics-node/3.0.13", "/v1/batch", true, 4, kObeyed, by_class},
    {"segment-analytics-python 2.4.0", "analytics-python/2.4.0", "/v1/batch", true, 11, kObeyed, by_list},
    {"segment-analytics-python 2.3.6", "analytics-python/2.3.6", "/v1/batch", false, 11, kIgnored,
     by_code_and_message},
    {"Hightouch Python 0.0.4", "analytics-python/0.0.4", "/v1/batch", false, 11, kIgnored,
     by_code_and_message},
    {"rudder-sdk-python 2.1.9", "analytics-python/2.1.9", "/v1/batch", true, 11, kIgnored,
     by_code_and_message},
    {"analytics-go 3.3.0", "analytics-go (version: 3.3.0)", "/v1/batch", true, 10, kIgnored, by_2xx},
    {"RudderStack analytics-go 4.2.3", "analytics-go (version: 4.2.3)", "/v1/batch", true, 10, kIgnored,
     by_2xx},
    {"analytics-java 3.5.4", "analytics-java/3.5.4", "/v1/import/", false, 4, kIgnored, by_json},
    {"Rust `segment` 0.2.6", "", "/v1/batch", true, 1, "", never_again},
    {"@jitsu/js 1.11.0", "Mozilla/5.0", "/api/s/track", false, 1, "", never_again},
};

constexpr Pointing kPointings[] = {
    {"analytics.js", "`integrations['Segment.io'].apiHost`", "`gate.example/v1`, no scheme",
     "`/v1/t`, `/v1/b`, …"},
    {"analytics-node, Python and other server libraries", "`host`", "`https://gate.example`, no `/v1`",
     "`/v1/batch`"},
    {"Java", "`endpoint`", "`https://gate.example`", "`/v1/import/`"},
    {"Go", "`Endpoint`", "`https://gate.example`", "`/v1/batch`"},
    {"C#", "`apiHost`, `cdnHost`", "`gate.example/v1`, no scheme", "`/v1/b`"},
    {"Swift", "`apiHost`, `cdnHost`", "`gate.example/v1`, no scheme", "`/v1/b`"},
    {"Kotlin, Android", "`requestFactory`", "see below", "`/v1/b`"},
    {"React Native", "`proxy`, `cdnProxy`, `useSegmentEndpoints`", "`https://gate.example/v1`", "`/v1/b`"},
    {"rudder-sdk-node", "`dataPlaneUrl`", "`https://gate.example`", "`/v1/batch`"},
    {"expo-rudder (`@expo/rudder-sdk-node`)", "the second argument",
     "`https://gate.example/v1/batch`, the whole URL", "`/v1/batch`"},
    {"June's for Python", "`host`", "`https://gate.example`", "`/sdk/batch`"},
    {"Jitsu's", "`host`", "`https://gate.example`", "`/api/s/track`, …"},
    {"HTTP", "the URL", "`https://gate.example/v1/track`", "as written"},
};

}  // namespace

std::span<const Library> libraries() { return kLibraries; }
std::span<const Pointing> pointings() { return kPointings; }

}  // namespace specgate::proxy::testing
