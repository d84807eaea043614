#include "lint/plan/infer/read_evidence.h"

#include <memory>
#include <mutex>
#include <thread>

#include "lint/input/byte_source.h"
#include "lint/input/chunk_stream.h"
#include "lint/input/wrapped_bodies.h"
#include "spec/catalogue/spec.h"

namespace specgate {
namespace {

constexpr size_t kChunkBytes = size_t{256} << 10;

// Files -> chunks, in order; any worker may ask.
class Feed {
 public:
  explicit Feed(const std::vector<std::string>& files) : files_(files) {}

  bool next(StreamChunk& chunk) {
    const std::lock_guard lock(mutex_);
    while (chunks_ == nullptr || !chunks_->next(chunk)) {
      close();
      too_long_ = false;
      if (at_ == files_.size()) return false;
      open(files_[at_++]);
    }
    too_long_ = too_long_ || chunk.too_long;
    if (chunk.kind) problems.push_back({path_, 1, 1, wrong_kind(chunk.kind)});
    return true;
  }

  Problems problems;  // once all workers are done

 private:
  void open(const std::string& path) {
    auto source = ByteSource::open(path);
    if (!source) {
      problems.insert(problems.end(), source.problems().begin(), source.problems().end());
      return;
    }
    source_ = *std::move(source);
    path_ = path;
    const auto read = [this](std::string& out, size_t most) { return source_->read(out, most); };
    chunks_ = std::make_unique<ChunkStream>(read, kChunkBytes);
  }

  void close() {
    if (too_long_) problems.push_back({path_, 0, 0, kTooLong});
    if (source_ != nullptr && !source_->wrong().empty()) {
      problems.push_back({path_, 0, 0, source_->wrong()});
    }
    chunks_ = nullptr;
    source_ = nullptr;
  }

  const std::vector<std::string>& files_;
  std::mutex mutex_;  // guards all below
  size_t at_ = 0;
  std::string path_;
  bool too_long_ = false;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<ChunkStream> chunks_;
};

class Observer {
 public:
  explicit Observer(const Spec& spec) : bodies_(spec) {}

  void take(std::string_view text, Layout layout, const Chunk& chunk) {
    BodyReader reader(text, layout, chunk);
    for (Body body; reader.next(body);) take_body(text.substr(body.begin, body.size));
  }

  CallEvidence evidence;

 private:
  void take_body(std::string_view body) {
    bodies_.visit(body, [this](const Batch& batch) { evidence.take(batch); });
  }

  WrappedBodies bodies_;
};

void work(Feed& feed, Observer& observer) {
  for (StreamChunk chunk; feed.next(chunk);) {
    observer.take(chunk.text, chunk.layout, {0, chunk.text.size()});
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
