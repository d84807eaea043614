// Several posters at work at once, each on a thread of its own.
//
// Used by one thread, which begins posts and takes their results.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "proxy/net/http_client.h"

namespace specgate::proxy {

class PostingLanes {
 public:
  struct Done {
    size_t number = 0;
    PostResult result;
  };

  PostingLanes(size_t lanes, std::string ca_file);
  ~PostingLanes();  // ends what is begun
  PostingLanes(const PostingLanes&) = delete;
  PostingLanes& operator=(const PostingLanes&) = delete;

  bool all_busy() const { return under_way_ >= lanes_; }
  size_t under_way() const { return under_way_; }
  void begin(size_t number, const Origin& to, Posting posting);  // not when all are busy
  std::vector<Done> take();  // waits for one at least, if any is under way

 private:
  struct Task {
    size_t number = 0;
    Origin to;
    Posting posting;
  };
  void run();
  PostResult post(std::map<std::string, std::unique_ptr<HttpClient>>& posters, const Task& task) const;

  const size_t lanes_;
  const std::string ca_file_;
  size_t under_way_ = 0;  // of the user's thread
  std::mutex mutex_;      // of what follows
  std::condition_variable begun_, ended_;
  std::deque<Task> tasks_;
  std::vector<Done> done_;
  bool ending_ = false;
  std::vector<std::thread> threads_;  // as many as were needed so far
};

}  // namespace specgate::proxy
