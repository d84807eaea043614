#include "tests/support/command.h"

#include <rapidjson/document.h>
#include <sys/wait.h>

#include <cstdlib>
#include <sstream>

namespace specgate {

CommandTest::CommandTest() { fs::create_directories(folder_ / "work"); }

void CommandTest::write(const std::string& name, const std::string& text) const {
  fs::create_directories(path(name).parent_path());
  write_file(path(name), text);
}

Ran CommandTest::run(const std::string& arguments, const std::string& input) const {
  write_file(folder_ / "in", input);
  const std::string command = "cd '" + (folder_ / "work").string() + "' && " + environment_ + " '" +
                              SPECGATE_BINARY "' " + arguments + " <../in >../out 2>../err";
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), file_text(folder_ / "out"), file_text(folder_ / "err")};
}

std::vector<std::string> CommandTest::findings(const std::string& report) {
  std::vector<std::string> out;
  std::istringstream lines(report);
  bool summary = false;
  for (std::string line; std::getline(lines, line);) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
    EXPECT_FALSE(document.HasParseError()) << line;
    EXPECT_FALSE(summary) << "the summary is the last line";
    if (document.HasParseError()) continue;
    summary = document.HasMember("summary");
    if (summary) continue;
    for (const char* key :
         {"file", "line", "column", "byte", "rule", "name", "severity", "path", "message"}) {
      EXPECT_TRUE(document.HasMember(key)) << key;
    }
    out.push_back(std::to_string(document["line"].GetUint()) + ":" +
                  std::to_string(document["column"].GetUint()) + " " +
                  document["rule"].GetString() + " " + document["path"].GetString());
  }
  EXPECT_TRUE(summary);
  return out;
}

std::vector<std::string> CommandTest::lint_as_lines(const std::string& arguments,
                                                    const std::string& input) const {
  return findings(run("lint --format jsonl " + arguments, input).out);
}

}  // namespace specgate
