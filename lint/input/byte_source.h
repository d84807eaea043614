// The bytes behind a name, from first to last, a piece at a time: a file, a pipe or standard input,
// inflated where they are gzip. Memory does not depend on how many they are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "spec/text/compression.h"
#include "spec/text/result.h"

namespace specgate {

class ByteSource {
 public:
  static Result<std::unique_ptr<ByteSource>> open(const std::string& path);  // "-": standard input
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // Appends up to `most` bytes, at least one. False: that was the end, be it good or bad.
  bool read(std::string& out, size_t most);
  // Writes the bytes from `at` on over `out`, of a file that is not inflated; false: it cannot be.
  bool read_again(uint64_t at, size_t size, std::string& out) const;
  // Why the end came early, or empty.
  const std::string& wrong() const { return wrong_; }
  bool gzip() const { return gzip_ != nullptr; }  // --fix writes gzip back

 private:
  explicit ByteSource(int file) : file_(file) {}
  size_t read_plain(char* out, size_t room);
  size_t read_gzip(char* out, size_t room);
  bool fill();        // reads more of the packed bytes; false: there are none
  bool is_a_bomb() const;
  void end_gzip();
  std::string wrong_behind();

  int file_;
  bool borrowed_ = false;      // standard input is not ours to close
  uint64_t size_ = 0;          // of a regular file; else what has come so far
  uint64_t come_ = 0;          // packed bytes so far, those that wait included
  bool sized_ = false;
  std::string packed_;         // bytes that begin the text, or wait to be inflated
  std::string_view waiting_;   // of packed_
  std::unique_ptr<GzipReader> gzip_;
  uint64_t inflated_ = 0;
  std::string wrong_;
};

}  // namespace specgate
