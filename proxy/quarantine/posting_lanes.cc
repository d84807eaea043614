#include "proxy/quarantine/posting_lanes.h"

#include <utility>

namespace specgate::proxy {

PostingLanes::PostingLanes(size_t lanes, std::string ca_file)
    : lanes_(lanes), ca_file_(std::move(ca_file)) {}

PostingLanes::~PostingLanes() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  begun_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void PostingLanes::begin(size_t number, const Origin& to, Posting posting) {
  ++under_way_;
  if (threads_.size() < under_way_) threads_.emplace_back([this] { run(); });
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({number, to, std::move(posting)});
  }
  begun_.notify_one();
}

std::vector<PostingLanes::Done> PostingLanes::take() {
  if (under_way_ == 0) return {};
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return !done_.empty(); });
  under_way_ -= done_.size();
  return std::exchange(done_, {});
}

void PostingLanes::run() {
  std::map<std::string, std::unique_ptr<HttpClient>> posters;  // by Origin::text()
  std::unique_lock lock(mutex_);
  for (;;) {
    begun_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    PostResult result = post(posters, task);
    lock.lock();
    done_.push_back({task.number, std::move(result)});
    ended_.notify_one();
  }
}

PostResult PostingLanes::post(std::map<std::string, std::unique_ptr<HttpClient>>& posters,
                              const Task& task) const {
  std::unique_ptr<HttpClient>& poster = posters[task.to.text()];
  if (poster == nullptr) poster = std::make_unique<HttpClient>(task.to, ca_file_);
  return poster->post(task.posting);
}

}  // namespace specgate::proxy
