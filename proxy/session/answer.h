// Answers the proxy writes itself, and the fields it adds to those of an upstream.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proxy/http/head.h"
#include "proxy/http/unreadable.h"
#include "proxy/session/decision.h"

namespace specgate::proxy {

// Of the request being answered: what every answer depends on.
struct AnswerContext {
  std::string_view request_id;
  std::string_view origin;        // the browser's Origin, or empty
  std::string_view requested_headers;  // of a preflight
  unsigned version = 11;          // of the request: 10 or 11
  bool keep_alive = true;
  bool is_head = false;           // HEAD: the fields of a body, and no body
  bool headers = true;            // Specgate-* fields
  std::string_view user_agent{};  // whom a refusal is told to (proxy/settings/reject_status.h)
  const Decision* decision = nullptr;  // null: nothing was judged
  std::optional<Unreadable> unreadable{};  // why the body could not be read
  Trouble trouble = Trouble::kNone;  // the `code` of a refusal that has no other
};

struct Answer {
  unsigned status = 200;
  std::string_view content_type{};
  std::string body{};
  unsigned retry_after_s = 0;     // 0: none
  std::string fields{};           // further ones, each with CR LF
};

// Head and body as they go out.
std::string written(const Answer& answer, const AnswerContext& context);

// 204 with what a browser asks before it sends (sdk_behaviour: authorization, x-retry-count).
Answer preflight_answer(const AnswerContext& context);
// RFC 9457, with `code` and `message`: strings, always.
Answer problem_answer(unsigned status, std::string_view title, std::string_view detail,
                      const AnswerContext& context);
// {"success":…,"accepted":…,"rejected":…,"results":[{"index","messageId","verdict","findings"}]}
Answer results_answer(const Decision& decision, const AnswerContext& context);
// Nothing was accepted: with the status that the policy has for this caller, and the findings as
// `errors` or `results`.
Answer rejected_answer(const Decision& decision, const AnswerContext& context);
// Nothing could be read, so nothing was judged: likewise.
Answer unread_answer(RejectStatus chosen, const AnswerContext& context);
Answer gif_answer();

// As Segment answers what it takes: {"success":true}.
Answer taken_answer();
// What a source's settings are where no CDN is asked: as much as the libraries need to start, and the
// proxy itself as the host that they send to. `api_host`: "gate.example/v1".
struct LibrarySettings {
  std::string_view write_key, api_host, protocol;
};
Answer settings_answer(const LibrarySettings& settings);

// Appends the fields that CORS and Specgate want to a head that is being written. `has_cors`: the
// upstream has said who may read its answer.
void append_own_fields(const AnswerContext& context, bool has_cors, std::string& head);

// Whether the connection stays open, where the version alone does not say so.
void append_connection(const AnswerContext& context, std::string& head);

std::string_view reason_of(unsigned status);

}  // namespace specgate::proxy
