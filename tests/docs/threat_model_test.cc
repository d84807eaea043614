// docs/threat-model.md keeps its promise: every threat has a defence and a test, and the tests are
// there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/support/files.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Texts = std::vector<std::string>;

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Texts parts(const std::string& text, char separator) {
  Texts out;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) out.push_back(part);
  return out;
}

// "| a | b |" -> {"a", "b"}; nothing where the line is none of a table.
Texts cells_of(const std::string& line) {
  if (line.empty() || line.front() != '|') return {};
  Texts out = parts(line.substr(1), '|');
  for (std::string& cell : out) cell = trimmed(cell);
  return out;
}

// What ctest knows, and the sources of its programs of GoogleTest: proxy_http is
// tests/proxy/http_test.cc.
class Tests {
 public:
  Tests() {
    for (const std::string& name : parts(file_text(SPECGATE_TEST_NAMES), '\n')) names_.insert(name);
  }

  // What is wrong with "program: Suite.Name/Case" or "program"; empty if nothing is.
  std::string fault(const std::string& named) const {
    const size_t colon = named.find(": ");
    const std::string program = named.substr(0, colon);
    if (!names_.contains(program)) return "ctest knows no " + program;
    const std::string source = source_of(program);
    if (colon == std::string::npos)
      return source.empty() ? "" : program + " holds many tests: which of them";
    if (source.empty()) return program + " is no program of GoogleTest";
    const std::string test = named.substr(colon + 2);
    return holds(source, test) ? "" : program + " has no test " + test;
  }

  bool empty() const { return names_.empty(); }

 private:
  static std::string source_of(const std::string& program) {
    std::string path = program;
    if (const size_t bar = path.find('_'); bar != std::string::npos) path[bar] = '/';
    return file_text(std::string(SPECGATE_SOURCE) + "/tests/" + path + "_test.cc");
  }

  static bool holds(const std::string& source, const std::string& test) {
    const size_t dot = test.find('.'), slash = test.find('/');
    if (dot == std::string::npos) return false;
    std::string bare;  // a long line may be broken
    std::copy_if(source.begin(), source.end(), std::back_inserter(bare),
                 [](char c) { return c != ' ' && c != '\n'; });
    const std::string words =
        "(" + test.substr(0, dot) + "," + test.substr(dot + 1, slash - dot - 1) + ")";
    const Texts kinds = {"TEST", "TEST_F", "TEST_P"};
    const bool there = std::any_of(kinds.begin(), kinds.end(), [&](const std::string& kind) {
      return bare.find(kind + words) != std::string::npos;
    });
    if (slash == std::string::npos) return there;
    return there && bare.find('"' + test.substr(slash + 1) + '"') != std::string::npos;
  }

  std::set<std::string> names_;
};

// "`a`, `b`" -> {"a", "b"}; with a text that is in no quotes, it is among them.
Texts named_in(const std::string& cell) {
  Texts out;
  for (const std::string& part : parts(cell, ',')) {
    std::string one = trimmed(part);
    const bool quoted = one.size() > 2 && one.front() == '`' && one.back() == '`';
    out.push_back(quoted ? one.substr(1, one.size() - 2) : one);
  }
  return out;
}

void check_row(const Texts& row, const Tests& tests, std::set<std::string>& numbers,
               Texts& problems) {
  if (row.size() != 4) return problems.push_back(row[0] + ": not four cells");
  const std::string& number = row[0];
  if (number.empty() || !numbers.insert(number).second)
    problems.push_back(number + ": a number given twice, or none");
  if (row[1].empty()) problems.push_back(number + ": no threat");
  if (row[2].empty()) problems.push_back(number + ": no defence");
  if (row[3].empty()) problems.push_back(number + ": no test");
  for (const std::string& named : named_in(row[3])) {
    const std::string fault = tests.fault(named);
    if (!fault.empty()) problems.push_back(number + ": " + fault);
  }
}

struct Checked {
  Texts problems;
  size_t rows = 0;
};

Checked check(const std::string& page) {
  const Tests tests;
  Checked out;
  std::set<std::string> numbers;
  bool of_threats = false;
  for (const std::string& line : parts(page, '\n')) {
    const Texts row = cells_of(line);
    if (row.empty()) of_threats = false;
    if (of_threats && !row[0].starts_with("---")) {
      ++out.rows;
      check_row(row, tests, numbers, out.problems);
    }
    if (!row.empty() && row[0] == "#") {
      of_threats = true;
      const Texts wanted = {"#", "threat", "defence", "test"};
      if (row != wanted) out.problems.push_back("a table has other columns: " + line);
    }
  }
  return out;
}

Texts problems_of(const std::string& rows) {
  return check("| # | threat | defence | test |\n| --- | --- | --- | --- |\n" + rows).problems;
}

TEST(ThreatModel, EveryThreatHasADefenceAndTestsThatAreThere) {
  const Checked page = check(file_text(std::string(SPECGATE_SOURCE) + "/docs/threat-model.md"));
  EXPECT_THAT(page.problems, IsEmpty());
  EXPECT_GT(page.rows, 50U);
}

TEST(ThreatModel, WhatIsMissingIsFound) {
  EXPECT_FALSE(Tests().empty());
  EXPECT_THAT(
      problems_of(
          "| X1 | t | d | `layering`, `proxy_http: RefusedRequest.ReachesNobody/TwoHosts` |\n"),
      IsEmpty());
  EXPECT_THAT(problems_of("| X1 | t | d | |\n"), ElementsAre("X1: no test"));
  EXPECT_THAT(problems_of("| X1 | t | | `layering` |\n"), ElementsAre("X1: no defence"));
  EXPECT_THAT(problems_of("| X1 | | d | `layering` |\n"), ElementsAre("X1: no threat"));
  EXPECT_THAT(problems_of("| X1 | t | d |\n"), ElementsAre("X1: not four cells"));
  EXPECT_THAT(problems_of("| X1 | t | d | `layering` |\n| X1 | u | d | `layering` |\n"),
              ElementsAre("X1: a number given twice, or none"));
  EXPECT_THAT(problems_of("| X1 | t | d | some day |\n"),
              ElementsAre("X1: ctest knows no some day"));
  EXPECT_THAT(problems_of("| X1 | t | d | `proxy_htttp: Http.TrailersAreDropped` |\n"),
              ElementsAre("X1: ctest knows no proxy_htttp"));
  EXPECT_THAT(problems_of("| X1 | t | d | `proxy_http: Http.TrailersAreKept` |\n"),
              ElementsAre("X1: proxy_http has no test Http.TrailersAreKept"));
  EXPECT_THAT(
      problems_of("| X1 | t | d | `proxy_http: RefusedRequest.ReachesNobody/ThreeHosts` |\n"),
      ElementsAre("X1: proxy_http has no test RefusedRequest.ReachesNobody/ThreeHosts"));
  EXPECT_THAT(problems_of("| X1 | t | d | `proxy_http` |\n"),
              ElementsAre("X1: proxy_http holds many tests: which of them"));
  EXPECT_THAT(problems_of("| X1 | t | d | `layering: Some.Test` |\n"),
              ElementsAre("X1: layering is no program of GoogleTest"));
  EXPECT_THAT(check("| # | threat | test |\n").problems,
              ElementsAre("a table has other columns: | # | threat | test |"));
}

}  // namespace
}  // namespace specgate
