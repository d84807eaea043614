// One caller's connection, request after request: read, judge, answer or forward, record.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "proxy/http/content.h"
#include "proxy/http/traffic.h"
#include "proxy/net/stream.h"
#include "proxy/session/answer.h"
#include "proxy/session/forward_head.h"
#include "proxy/session/proxy_state.h"

namespace specgate::proxy {

class Session {
 public:
  Session(Worker& lane, Socket socket, std::string peer);
  ~Session();

  Task<void> run();
  void close_if_idle();  // the proxy drains: only what has come already is still answered

 private:
  enum class Got : uint8_t { kAll, kTooLarge, kNoRoom, kNothing };

  // What ends in one wait is a plain function that returns the task of that wait: a coroutine of its
  // own would only be a frame to allocate and to resume through.

  // Reading (session_read.cc).
  Task<bool> read_head();
  bool take_body();                 // it has come already, whole and within the limit
  Task<Got> read_body();
  bool body_is_held() const { return body_.data() != nullptr; }
  bool body_is_over() const;        // it is read to its end: what follows is the next request
  // The one place that decides whether another request is read from this connection, and tells so.
  bool stays_open() const { return keep_alive_ && body_is_over(); }
  Task<bool> meet_expectation();
  bool hold_chunk(std::string_view piece);  // false: there is no memory for it
  void begin_request();
  void finish_request();
  void give_back();                 // what a large request needed, and the configuration

  // What to do with it (session_events.cc, but for serve and turned_away). Each yields whether the
  // connection can carry another request.
  Task<bool> serve();
  void read_header_key();
  void read_query_keys();
  Task<bool> serve_events();        // a pixel's too, whose body means nothing
  Task<bool> serve_pixel();
  Task<bool> serve_body();
  Task<bool> serve_long_body();
  Task<bool> serve_content();
  Task<bool> serve_text(std::string_view text);
  Task<bool> refuse_for_memory();
  Task<bool> serve_uninspectable(Unreadable why);
  Task<bool> serve_unread(const SourceEntry& source, Unreadable why);  // on_uninspectable
  Task<bool> serve_foreign();
  Task<bool> serve_broken(Unreadable why);
  Task<bool> refuse_unreadable();
  const SourceEntry& source_now() const;  // of the events, or as far as the head tells
  void note_unreadable(Unreadable why);
  Mode mode_now(const Policy& policy) const;  // where nothing could be inspected
  const SourceEntry& owner_unread() const;    // whose policy holds there
  // The answer to a source that is not let in; none: it is.
  std::optional<Task<bool>> turned_away(const SourceEntry& source, bool has_key);

  // What is no event (session_paths.cc).
  Task<bool> serve_metrics();
  Task<bool> serve_settings();
  Task<bool> serve_unjudged(Unjudged why);
  Task<bool> refuse_unjudged(Unjudged why);
  std::optional<Task<bool>> turned_away_by_body();  // none: it has none, or no mode enforces
  std::string_view vendors_key() const;
  Task<bool> refuse_stranger();
  bool names_stranger() const;        // a write key of no source, where such are refused
  bool goes_nowhere(const Policy& policy) const;
  Task<bool> settings_here();
  // What would go on, and has no upstream: answered as Segment does.
  Task<bool> answer_here();

  // Judging: on the loop, or for long texts beside it (judges.h), where nothing of the lane is touched.
  Task<bool> judge(std::string_view text);
  Task<bool> judge_in_steps(std::string_view text);  // long, or after a twin (Decision::twin)
  Delivery delivery();
  void decide(std::string_view text, const Delivery& delivery, Decider& decider);
  bool read_content_within(size_t most);  // true: that is what the body says, be it good or bad
  bool take_memory(size_t bytes);  // so many in all; false: there is not so much
  bool may_change() const;  // may what goes on be another text than what came?
  size_t held_bytes() const;
  bool holds_what_is_told();  // false: there is no memory for it
  Task<void> aside(Judges::Work work) {
    return lane_.shared.judges.run(lane_.context.get_executor(), std::move(work));
  }

  // Enacting the verdict.
  Task<bool> settle();
  Task<bool> settle_broken();
  Task<bool> enact();
  Task<bool> enact_rejection();
  Task<bool> enact_rest();          // what was rejected, if anything, is kept
  Task<bool> keep_rejected();       // false: it could not be kept
  Task<bool> without_quarantine();  // on_internal_error
  Task<bool> keep_pixel();
  Task<bool> forward_judged();
  Task<bool> forward_untouched();   // judged, and as it came all the same
  Task<bool> forward_packed();
  void settle_ids(bool taken);
  void feed_told();
  void notify_others();

  // Upstream and back (session_forward.cc).
  Task<bool> forward(std::string_view body, bool changed, std::string_view encoding);
  Task<bool> pass_as_it_came();     // unjudged: forward() or pass_on()
  Task<bool> pass_on();             // what is not held, through a fixed buffer
  Task<bool> send_streaming(UpstreamCall& call, const std::string& head, bool chunked);
  Task<bool> relay(UpstreamCall& call);
  Task<bool> relay_pieces(UpstreamCall& call, bool chunked);
  Task<bool> upstream_failed(const UpstreamCall& call);
  Task<bool> answer(const Answer& answer);
  using Telling = Answer (*)(const Decision&, const AnswerContext&);
  Task<bool> answer_judged(Telling telling);       // tells of each event
  Task<bool> answer_judged_aside(Telling telling); // of many
  Task<bool> tell(Parts parts);     // the caller, who is to take it within the limit of a body
  Task<bool> refuse(unsigned status, std::string_view title, std::string_view detail,
                    Trouble trouble, unsigned retry_after_s = 0);

  bool has_come();  // some of a request
  bool address_allowed() const;
  void identify(std::string_view write_key);
  AnswerContext context() const;
  const Origin& upstream() const;
  std::string_view target() const;
  const ProxySettings& settings() const { return snapshot_->settings(); }

  Worker& lane_;
  Stream stream_;
  const std::string peer_;
  std::string subject_;

  bool idle_ = true;

  // Of the request at hand.
  std::shared_ptr<const Snapshot> snapshot_;  // null between two: nobody keeps an old one for later
  Share share_;                     // of the memory for bodies: what the strings below and the
                                    // stream's buffer hold beyond what is kept
  RequestHead head_;
  Destination destination_;
  Exchange exchange_;
  Decision inspection_;
  bool inspected_ = false;
  std::string failure_;             // why judging failed, where it did
  bool dry_run_ = false;
  bool keep_alive_ = false;         // but for the body; see stays_open()
  Clock::time_point began_;
  std::string header_key_;          // the write key outside of the body
  bool has_header_key_ = false;
  bool unclear_key_ = false;       // an Authorization is there that we do not read
  std::vector<std::string> query_keys_;  // beside it: the write keys of the query
  std::optional<BodyReader> reader_;
  std::string_view body_;           // as it came; in the stream's buffer, or chunks_
  size_t held_ = 0;                 // bytes of it in the stream's buffer
  std::string chunks_;              // a chunked body, put together
  std::string plain_;               // an inflated one, or a pixel's
  std::string recoded_;             // a rewritten one, compressed again
  std::string target_;              // a pixel's, rewritten; empty: as it came
  std::string written_;             // what goes out: a head to the upstream, then one, or an answer,
                                    // to the caller
  // Of this connection: what it last sent as Authorization, and the write key in it. It sends the same
  // with each request.
  std::string authorization_, authorized_key_;
  bool authorization_clear_ = true;
  Content content_;
};

}  // namespace specgate::proxy
