// A folder of a test's own: empty at first, and gone with what is in it when this is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace specgate {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  // Makes the folders on the way too; returns the file's path.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace specgate
