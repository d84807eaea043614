#include "proxy/session/answer.h"

#include <algorithm>
#include <boost/beast/http/status.hpp>

#include "proxy/http/field_line.h"
#include "proxy/http/pixel.h"
#include "proxy/session/tell_events.h"
#include "rules/report/json_members.h"
#include "rules/report/render.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kProblemJson = "application/problem+json";
constexpr std::string_view kAllowedMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::string_view kAllowedHeaders = "authorization, content-type, x-retry-count";
constexpr std::string_view kExposedHeaders =
    "retry-after, x-ratelimit-reset, specgate-verdict, specgate-findings, specgate-request-id";
constexpr std::string_view kEventsRejected = "events-rejected";
constexpr std::string_view kBodyRejected = "body-rejected";

std::string_view verdict_of(const AnswerContext& context) {
  return context.decision == nullptr ? std::string_view() : name_of(context.decision->outcome);
}

// "error=1, warning=2": a dictionary of RFC 8941.
void append_findings(const Decision& decision, std::string& head) {
  head.append("Specgate-Findings: error=").append(std::to_string(decision.errors));
  head.append(", warning=").append(std::to_string(decision.warnings));
  head.append(", info=").append(std::to_string(decision.infos)).append("\r\n");
}

void append_cors(const AnswerContext& context, std::string& head) {
  append_field("Access-Control-Allow-Origin", context.origin, head);
  append_field("Access-Control-Allow-Credentials", "true", head);
  append_field("Access-Control-Expose-Headers", kExposedHeaders, head);
  append_field("Vary", "Origin", head);
}

const EventRecord* told_of(const Decision& decision, uint32_t index) {
  const auto& told = decision.told;  // in order
  const auto before = [](const EventRecord& one, uint32_t at) { return one.index < at; };
  const auto found = std::lower_bound(told.begin(), told.end(), index, before);
  return found == told.end() || found->index != index ? nullptr : &*found;
}

void append_result(const Decision& decision, uint32_t index, std::string& out) {
  const EventRecord* const record = told_of(decision, index);
  JsonMembers result(out);
  result.number("index", index);
  if (record != nullptr) result.text_if("messageId", record->message_id);
  result.text("verdict", name_of(decision.outcomes[index]));
  result.key("findings").append(record == nullptr || record->findings.empty() ? "[]"
                                                                              : record->findings);
  if (record != nullptr && !record->patch.empty()) result.key("patch").append(record->patch);
  if (record != nullptr && record->left_alone) result.flag("leftAlone", true);
}

// What was fixed around the calls.
void append_envelope(const Decision& decision, JsonMembers& object) {
  const auto has = [](const EventRecord& one) { return one.outcome != Outcome::kReject && !one.envelope.empty(); };
  const auto found = std::find_if(decision.told.begin(), decision.told.end(), has);
  if (found != decision.told.end()) object.key("envelope").append(found->envelope.get());
}

void append_errors(const Decision& decision, std::string& out) {
  out += '[';
  for (const EventRecord& record : decision.told) {
    if (record.findings.size() <= 2) continue;  // "[]"
    if (out.back() != '[') out += ',';
    out.append(std::string_view(record.findings).substr(1, record.findings.size() - 2));
  }
  out += ']';
}

std::string rejection_words(const Decision& decision, std::optional<Unreadable> unreadable) {
  if (unreadable) return std::string(words_of(*unreadable));
  if (decision.events == 0) return "the body holds no event that can be read";
  const std::string count = std::to_string(decision.rejected);
  const std::string whole = count + (decision.rejected == 1 ? " event was" : " events were") +
                            " rejected and kept in the quarantine";
  if (!decision.kept_as_one) return whole + "; nothing was forwarded";
  return whole + " as one body; nothing was forwarded; what is wrong with the first " +
         std::to_string(kToldOfOne) + " is told";
}

struct Told {
  std::string type;
  std::string_view title, code;
};

// `code` and `message` are there in all of them: libraries look for both and fail where one is missing.
void open_problem(unsigned status, const Told& told, std::string_view detail,
                  const AnswerContext& context, JsonMembers& problem) {
  problem.text("type", told.type);
  problem.text("title", told.title);
  problem.number("status", status);
  problem.text("detail", detail);
  problem.text("message", detail);
  problem.text_if("instance", context.request_id);
  problem.text("code", told.code);
}

std::string_view code_of(const AnswerContext& context) {
  return context.unreadable ? name_of(*context.unreadable) : name_of(context.trouble);
}

// Why nothing of a body was accepted.
Told rejection_of(const Decision& decision, const AnswerContext& context) {
  constexpr std::string_view kUnread = "The body cannot be accepted";
  if (context.unreadable) return {"about:blank", kUnread, code_of(context)};
  if (decision.unreadable) return {"about:blank", kUnread, kBodyRejected};
  return {spec_url("connections/spec/index.md"), "The events break the Segment Spec", kEventsRejected};
}

void append_results(const Decision& decision, const AnswerContext& context,
                    std::string& body) {
  JsonMembers object(body);
  const uint32_t accepted = decision.passed + decision.fixed;
  object.flag("success", decision.rejected == 0 && !decision.unreadable);
  object.text("mode", name_of(decision.mode));
  object.text("verdict", verdict_of(context));
  object.number("accepted", accepted);
  object.number("rejected", decision.rejected);
  object.number("duplicates", static_cast<uint64_t>(std::count(
                                  decision.outcomes.begin(), decision.outcomes.end(),
                                  Outcome::kDuplicate)));
  object.text("requestId", context.request_id);
  const bool none = decision.outcome == Outcome::kReject && decision.mode != Mode::kDryRun;
  if (none || context.unreadable || decision.kept_as_one) {  // kept_as_one: the calls tell little
    const std::string detail = rejection_words(decision, context.unreadable);
    object.text("detail", detail);
    object.text("message", detail);
    object.text("code", rejection_of(decision, context).code);
  }
  append_envelope(decision, object);
  std::string& out = object.key("results");
  out += '[';
  for (uint32_t i = 0; i < decision.events; ++i) {
    if (i != 0) out += ',';
    append_result(decision, i, out);
  }
  out += ']';
  if (decision.events == 0) append_errors(decision, object.key("errors"));
}

}  // namespace

std::string_view reason_of(unsigned status) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(status));
  return {reason.data(), reason.size()};
}

void append_own_fields(const AnswerContext& context, bool has_cors, std::string& head) {
  if (!context.origin.empty() && !has_cors) append_cors(context, head);
  if (!context.headers) return;
  append_field("Specgate-Request-Id", context.request_id, head);
  const std::string_view verdict = verdict_of(context);
  if (!verdict.empty()) append_field("Specgate-Verdict", verdict, head);
  if (context.decision != nullptr) {
    append_findings(*context.decision, head);
  }
}

void append_connection(const AnswerContext& context, std::string& head) {
  if (!context.keep_alive) return append_field("Connection", "close", head);
  if (context.version == 10) append_field("Connection", "keep-alive", head);
}

std::string written(const Answer& answer, const AnswerContext& context) {
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
  out.append(reason_of(answer.status)).append("\r\n");
  if (!answer.content_type.empty()) append_field("Content-Type", answer.content_type, out);
  if (answer.status != 204) append_field("Content-Length", std::to_string(answer.body.size()), out);
  if (answer.retry_after_s != 0) {
    append_field("Retry-After", std::to_string(answer.retry_after_s), out);
  }
  append_field("Cache-Control", "no-store", out);
  out.append(answer.fields);
  append_own_fields(context, false, out);
  append_connection(context, out);
  out.append("\r\n");
  if (!context.is_head) out.append(answer.body);
  return out;
}

Answer preflight_answer(const AnswerContext& context) {
  Answer answer{204};
  append_field("Allow", kAllowedMethods, answer.fields);
  if (context.origin.empty()) return answer;
  // Senders may add headers of their own ("headers" of the SDK's settings): what is asked is granted.
  std::string headers(kAllowedHeaders);
  each_in_list(context.requested_headers, [&headers](std::string_view one) {
    if (headers.find(one) == std::string::npos) headers.append(", ").append(one);
  });
  append_field("Access-Control-Allow-Methods", kAllowedMethods, answer.fields);
  append_field("Access-Control-Allow-Headers", headers, answer.fields);
  append_field("Access-Control-Max-Age", "7200", answer.fields);
  return answer;
}

Answer problem_answer(unsigned status, std::string_view title, std::string_view detail,
                      const AnswerContext& context) {
  std::string body;
  {
    JsonMembers problem(body);
    open_problem(status, {"about:blank", title, code_of(context)}, detail, context, problem);
  }
  return {status, kProblemJson, std::move(body)};
}

Answer results_answer(const Decision& decision, const AnswerContext& context) {
  std::string body;
  append_results(decision, context, body);
  return {200, kJson, std::move(body)};
}

Answer rejected_answer(const Decision& decision, const AnswerContext& context) {
  const unsigned status =
      status_of_refusal(decision.source->policy.reject_status,
                        decision.unreadable ? Refused::kBody : Refused::kEvents, context.user_agent);
  if (status == 200) return results_answer(decision, context);
  std::string body;
  {
    JsonMembers problem(body);
    open_problem(status, rejection_of(decision, context),
                 rejection_words(decision, context.unreadable), context, problem);
    problem.number("accepted", 0);
    problem.number("rejected", decision.rejected);
    append_errors(decision, problem.key("errors"));
  }
  return {status, kProblemJson, std::move(body)};
}

Answer unread_answer(RejectStatus chosen, const AnswerContext& context) {
  const std::string_view detail = words_of(*context.unreadable);
  const unsigned status = status_of_refusal(chosen, Refused::kBody, context.user_agent);
  if (status != 200) return problem_answer(status, reason_of(status), detail, context);
  std::string body;
  {
    JsonMembers object(body);
    object.flag("success", false);
    object.number("accepted", 0);
    object.text("requestId", context.request_id);
    object.text("detail", detail);
    object.text("message", detail);
    object.text("code", code_of(context));
  }
  return {status, kJson, std::move(body)};
}

Answer taken_answer() { return {200, kJson, R"({"success":true})"}; }

Answer settings_answer(const LibrarySettings& settings) {
  std::string body;
  {
    JsonMembers document(body);
    {
      JsonMembers integrations(document.key("integrations"));
      JsonMembers segment(integrations.key("Segment.io"));
      segment.text("apiKey", settings.write_key);
      segment.text_if("apiHost", settings.api_host);
      segment.text("protocol", settings.protocol);
      segment.flag("addBundledMetadata", true);
      segment.key("unbundledIntegrations").append("[]");
      segment.key("maybeBundledConfigIds").append("{}");
      segment.key("versionSettings")
          .append(R"({"version":"4.4.7","componentTypes":["browser"]})");
    }
    document.key("plan").append(R"({"track":{"__default":{"enabled":true,"integrations":{}}},)"
                                R"("identify":{"__default":{"enabled":true}},)"
                                R"("group":{"__default":{"enabled":true}}})");
    document.key("edgeFunction").append("{}");
    document.flag("analyticsNextEnabled", true);
    document.key("middlewareSettings").append("{}");
    document.key("enabledMiddleware").append("{}");
    document.key("metrics").append(R"({"sampleRate":0})");
    document.flag("legacyVideoPluginsEnabled", false);
    document.key("remotePlugins").append("[]");
  }
  return {200, kJson, std::move(body)};
}

Answer gif_answer() { return {200, "image/gif", std::string(empty_gif())}; }

}  // namespace specgate::proxy
