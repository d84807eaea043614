#include "lint/infer/read_evidence.h"

#include <memory>
#include <mutex>
#include <thread>

#include "lint/source.h"
#include "spec/decode.h"
#include "spec/spec.h"

namespace specgate {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;

struct OpenFile {
  Input input;
  Layout layout;
};

struct Share {
  std::shared_ptr<const OpenFile> file;
  Chunk chunk;
};

// Files -> chunks, in order; any worker may ask.
class Feed {
 public:
  explicit Feed(const std::vector<std::string>& files) : files_(files) {}

  bool next(Share& share) {
    const std::lock_guard lock(mutex_);
    while (chunks_ == nullptr || !chunks_->next(share.chunk)) {
      chunks_ = nullptr;
      if (at_ == files_.size()) return false;
      open(files_[at_++]);
    }
    share.file = file_;
    return true;
  }

  Problems problems;  // once all workers are done

 private:
  void open(const std::string& path) {
    Result<Input> input = Input::open(path);
    if (!input) {
      problems.insert(problems.end(), input.problems().begin(), input.problems().end());
      return;
    }
    const Layout layout = layout_of(input->text());
    file_ = std::make_shared<const OpenFile>(OpenFile{*std::move(input), layout});
    chunks_ = std::make_unique<Chunker>(file_->input.text(), layout, kChunkBytes);
  }

  const std::vector<std::string>& files_;
  std::mutex mutex_;  // guards all below
  size_t at_ = 0;
  std::shared_ptr<const OpenFile> file_;
  std::unique_ptr<Chunker> chunks_;
};

class Observer {
 public:
  explicit Observer(const Spec& spec) : spec_(spec) {}

  void take(std::string_view text, Layout layout, const Chunk& chunk) {
    BodyReader reader(text, layout, chunk);
    for (Body body; reader.next(body);) take_body(text.substr(body.begin, body.size));
  }

  CallEvidence evidence;

 private:
  void take_body(std::string_view body) {
    const Batch outer = decode(body, {}, spec_, outer_);
    evidence.take(outer);
    if (outer.nested_body.data() == nullptr) return;
    evidence.take(decode(outer.nested_body, outer.arrival, spec_, inner_));
  }

  const Spec& spec_;
  DecodeBuffers outer_, inner_;
};

void work(Feed& feed, Observer& observer) {
  for (Share share; feed.next(share);) {
    const Input& input = share.file->input;
    observer.take(input.text(), share.file->layout, share.chunk);
    input.release(share.chunk.begin, share.chunk.end);
  }
}

}  // namespace

Result<CallEvidence> read_evidence(const std::vector<std::string>& files, unsigned jobs,
                                   const Spec& spec) {
  Feed feed(files);
  std::vector<std::unique_ptr<Observer>> observers;
  for (unsigned i = 0; i < jobs; ++i) observers.push_back(std::make_unique<Observer>(spec));
  std::vector<std::thread> others;
  for (unsigned i = 1; i < jobs; ++i) {
    others.emplace_back([&feed, &mine = *observers[i]] { work(feed, mine); });
  }
  work(feed, *observers[0]);
  for (std::thread& other : others) other.join();
  if (!feed.problems.empty()) return feed.problems;
  CallEvidence sum = std::move(observers[0]->evidence);
  for (size_t i = 1; i < observers.size(); ++i) {
    sum.add(observers[i]->evidence);
    observers[i].reset();
  }
  return Result<CallEvidence>(std::move(sum));
}

CallEvidence evidence_in(std::string_view text, const Spec& spec) {
  Observer observer(spec);
  observer.take(text, layout_of(text), {0, text.size()});
  return std::move(observer.evidence);
}

}  // namespace specgate
