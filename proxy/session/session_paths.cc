// What is no event: the libraries' counters, settings and bundles, and what nobody judges.
#include "proxy/http/field_line.h"
#include "proxy/session/mode_in_force.h"
#include "proxy/session/session.h"

namespace specgate::proxy {
namespace {

// What the CDN serves to all alike, whoever asks.
constexpr std::string_view kKeyless[] = {"/next-integrations/", "/analytics-next/"};

bool is_keyless(std::string_view path) {
  for (const std::string_view begin : kKeyless) {
    if (path.starts_with(begin)) return true;
  }
  return false;
}

}  // namespace

// Of another vendor's library, which does not say it in `Authorization`: Jitsu's.
std::string_view Session::vendors_key() const {
  const std::string_view given = head_.fields["X-Write-Key"];
  constexpr std::string_view kToken = "token=";
  const std::string_view query = head_.query();
  if (!given.empty() || !query.starts_with(kToken)) return given;
  return query.substr(kToken.size(), query.find('&') - kToken.size());
}

Task<bool> Session::refuse_stranger() {
  return refuse(401, reason_of(401), "the write key is of no source that may send here",
                Trouble::kUnknownSource);
}

bool Session::goes_nowhere(const Policy& policy) const {
  return dry_run_ || policy.mode == Mode::kDryRun || policy.upstream.none;
}

bool Session::names_stranger() const {
  return settings().refuse_unknown && snapshot_->source_of(header_key_).settings == nullptr;
}

Task<bool> Session::serve_metrics() {
  if (names_stranger()) return refuse_stranger();
  return goes_nowhere(snapshot_->source_of(header_key_).policy) ? answer(taken_answer()) : pass_on();
}

// The key stands in the path.
Task<bool> Session::serve_settings() {
  header_key_ = write_key_in(head_.path());
  has_header_key_ = !header_key_.empty();
  if (names_stranger() && !is_keyless(head_.path())) return refuse_stranger();
  return goes_nowhere(snapshot_->source_of(header_key_).policy) ? settings_here() : pass_on();
}

// Whoever starts with these settings sends its events here, and not past us to Segment.
Task<bool> Session::settings_here() {
  if (!is_settings_document(head_.path())) {
    return refuse(404, reason_of(404),
                  "libraries are not served where nothing is fetched (dry-run, or no upstream)",
                  Trouble::kWithoutUpstream);
  }
  std::string host(head_.fields[http::field::host]);  // of HTTP/1.0 there may be none
  if (!host.empty()) host += "/v1";
  const bool told = settings().trust_forwarded &&
                    equals_ignoring_case(head_.fields["X-Forwarded-Proto"], "https");
  const bool tls = told || lane_.shared.listen_tls != nullptr;
  return answer(settings_answer({header_key_, host, tls ? "https" : "http"}));
}

// Nobody looks into it, so whose events it may carry is known by its head at most.
Task<bool> Session::serve_unjudged(Unjudged why) {
  exchange_.unjudged = why;
  ++lane_.shared.unjudged[static_cast<size_t>(why)];
  const SourceEntry& source = owner_unread();
  if (has_header_key_) identify(header_key_);
  exchange_.from.source = source.name;
  if (names_stranger()) return refuse_stranger();
  exchange_.mode = dry_run_ ? Mode::kDryRun : mode_in_force(source.policy, head_.target);
  const bool is_path = why == Unjudged::kUnknownPath;
  const auto said = is_path ? source.policy.unknown_paths : std::nullopt;
  const bool refuses = on_trouble(said, exchange_.mode) == OnTrouble::kRefuse;
  return refuses || goes_nowhere(source.policy) ? refuse_unjudged(why) : pass_on();
}

// A pixel's, or that of a GET for settings. Whose calls it holds, if any, nobody knows.
std::optional<Task<bool>> Session::turned_away_by_body() {
  const Framing& framing = head_.framing;
  if (framing.kind != Framing::Kind::kChunked && framing.length == 0) return std::nullopt;
  exchange_.trouble = Trouble::kUnreadBody;
  const Mode mode = mode_in_force(snapshot_->strictest().policy, head_.target);
  if (dry_run_ || mode != Mode::kEnforce) return std::nullopt;
  exchange_.mode = mode;
  return refuse(400, reason_of(400), "a GET has a body, which nobody judges", exchange_.trouble);
}

Task<bool> Session::refuse_unjudged(Unjudged why) {
  exchange_.trouble = trouble_of(why);
  const unsigned status = why == Unjudged::kUnknownPath ? 404 : 405;
  Answer refusal = problem_answer(status, reason_of(status), words_of(why), context());
  if (!destination_.allowed.empty()) append_field("Allow", destination_.allowed, refusal.fields);
  return answer(refusal);
}

Task<bool> Session::answer_here() {
  if (inspected_) settle_ids(true);
  if (destination_.traffic == Traffic::kPixel) return answer(gif_answer());
  if (exchange_.unreadable) return refuse_unreadable();
  if (inspected_ && inspection_.outcome == Outcome::kQuarantine) return answer_judged(results_answer);
  if (inspected_ && inspection_.segment_refuses) {
    return refuse(400, reason_of(400), "Segment refuses it: it is no JSON, or too large",
                  Trouble::kRefusedBySegment);
  }
  return answer(taken_answer());
}

}  // namespace specgate::proxy
