// docs/proxy.md and the JSON Schema say what the reader does: every example loads, every key of the
// schema is read and explained, every key of an example is in the schema.
#include <functional>
#include <set>
#include <sstream>

#include "spec/text/yaml.h"
#include "tests/proxy/settings_support.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(const std::string& name) {
  const std::string out = file_text(SPECGATE_SOURCE "/docs/" + name);
  EXPECT_FALSE(out.empty()) << name;
  return out;
}

// The examples of both pages that are about the proxy.
std::vector<std::string> examples() {
  constexpr std::string_view kBegin = "```yaml\n", kEnd = "```\n";
  std::vector<std::string> out;
  for (const std::string name : {"proxy.md", "configuration.md"}) {
    const std::string page = page_of(name);
    for (size_t at = page.find(kBegin); at != std::string::npos; at = page.find(kBegin, at)) {
      at += kBegin.size();
      const std::string example = page.substr(at, page.find(kEnd, at) - at);
      if (example.find("proxy:") != std::string::npos) out.push_back(example);
    }
  }
  return out;
}

// Makes what an example counts on: a variable for each `env`, a file for each path.
class Surroundings {
 public:
  Surroundings(const Folder& folder, const YamlNode& node) : folder_(folder) { make(node); }
  ~Surroundings() {
    for (const std::string& name : variables_) unsetenv(name.c_str());
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

 private:
  void make(const YamlNode& node) {
    for (const YamlMember& member : node.members) {
      if (member.key == "env") {
        setenv(member.value.text.c_str(), (member.value.text + "-value").c_str(), 1);
        variables_.push_back(member.value.text);
      } else if (member.value.text.find('/') != std::string::npos && member.key != "upstream" &&
                 member.key != "cdn") {
        folder_.write(member.value.text, "value-of-" + member.value.text);
      }
      make(member.value);
    }
  }

  const Folder& folder_;
  std::vector<std::string> variables_;
};

TEST(ProxyDocsTest, EveryExampleLoads) {
  const Folder folder;
  EXPECT_THAT(examples(), testing::SizeIs(testing::Ge(8U)));
  for (const std::string& example : examples()) {
    const auto document = parse_yaml("example", example);
    ASSERT_TRUE(document) << example;
    const Surroundings surroundings(folder, *document);
    const bool own = example.find("upstream:") != std::string::npos;
    const Flags flags = own ? Flags{} : Flags{{"upstream", "http://flag.test"}};
    const auto loaded = load_settings(folder.write("specgate.yaml", example), flags);
    EXPECT_EQ(told(loaded.problems(), folder / ""), "") << example;
  }
}

// The schema, its references followed.
class Schema {
 public:
  Schema() : root_(*parse_yaml("specgate.schema.json", page_of("specgate.schema.json"))) {}

  const YamlNode& of(std::string_view key) const {
    return followed(*root_.find("properties")->find(key));
  }

  const YamlNode& followed(const YamlNode& node) const {
    const YamlNode* const reference = node.find("$ref");
    if (reference == nullptr) return node;
    const YamlNode* at = &root_;
    std::istringstream steps(reference->text.substr(2));  // "#/"
    for (std::string step; std::getline(steps, step, '/');) at = at->find(step);
    return followed(*at);
  }

  // `see` gets each key with the keys above it; the name of a source or a stage is "NAME".
  using See = std::function<void(const std::vector<std::string>&)>;
  void walk(const YamlNode& schema, std::vector<std::string>& above, const See& see) const {
    const YamlNode& node = followed(schema);
    if (const YamlNode* const keys = node.find("properties")) {
      for (const YamlMember& key : keys->members) step(key.key, key.value, above, see);
    }
    const YamlNode* const named = node.find("additionalProperties");
    if (named != nullptr && named->is_mapping()) step("NAME", *named, above, see);
  }

 private:
  void step(const std::string& key, const YamlNode& value, std::vector<std::string>& above,
            const See& see) const {
    above.push_back(key);
    see(above);
    walk(value, above, see);
    above.pop_back();
  }

  YamlNode root_;
};

// Every place of the schema below `proxy` and `stages`: {"proxy", "limits", "head"}.
std::vector<std::vector<std::string>> places() {
  const Schema schema;
  std::vector<std::vector<std::string>> out;
  for (const std::string key : {"proxy", "stages"}) {
    std::vector<std::string> above = {key};
    schema.walk(schema.of(key), above, [&](const auto& place) { out.push_back(place); });
  }
  return out;
}

TEST(ProxyDocsTest, ThePageNamesEveryKeyOfTheSchema) {
  const std::string page = page_of("proxy.md");
  EXPECT_THAT(places(), testing::SizeIs(testing::Ge(100U)));
  for (const auto& place : places()) EXPECT_THAT(page, HasSubstr(place.back()));
}

TEST(ProxyDocsTest, ThePageHasTheTableOfRefusals) {
  const std::string page = page_of("proxy.md");
  const auto row = [](std::string_view word, unsigned events, unsigned body, unsigned only_2xx) {
    std::ostringstream out;
    out << "| `" << word << "` | " << events << " | " << body << " | " << only_2xx << " |\n";
    return out.str();
  };
#define X(id, name, events, body, only_2xx) \
  EXPECT_THAT(page, HasSubstr(row(name, events, body, only_2xx)));
  SPECGATE_REJECT_STATUSES(X)
#undef X
}

TEST(ProxyDocsTest, EveryKeyOfTheSchemaIsRead) {
  const Folder folder;
  for (const auto& place : places()) {
    std::string yaml = "1";
    for (size_t i = place.size(); i-- > 0;) yaml = "{" + place[i] + ": " + yaml + "}";
    const auto loaded = load_settings(folder.write("specgate.yaml", yaml), {});
    EXPECT_THAT(told(loaded.problems(), folder / ""), Not(HasSubstr("unknown key"))) << yaml;
  }
}

// The keys of an example, as `places` has them.
void collect(const YamlNode& node, std::vector<std::string>& above, bool named,
             std::set<std::vector<std::string>>& out) {
  for (const YamlMember& member : node.members) {
    above.push_back(named ? "NAME" : member.key);
    out.insert(above);
    collect(member.value, above, member.key == "sources" && !named, out);
    above.pop_back();
  }
}

TEST(ProxyDocsTest, TheFirstExampleHasEveryKeyOfTheProxyAndTheSchemaHasThose) {
  std::set<std::vector<std::string>> in_first, in_any;
  for (const std::string& example : examples()) {
    const auto document = parse_yaml("example", example);
    ASSERT_TRUE(document) << example;
    std::set<std::vector<std::string>> keys;
    for (const std::string key : {"proxy", "stages"}) {
      const YamlNode* const section = document->find(key);
      std::vector<std::string> above = {key};
      if (section != nullptr) collect(*section, above, key == "stages", keys);
    }
    if (in_first.empty()) in_first = keys;
    in_any.merge(keys);
  }
  const auto known = places();
  for (const auto& place : in_any) EXPECT_THAT(known, testing::Contains(place));
  for (const auto& place : known) {
    const bool secret = place.back() == "env" || place.back() == "file";
    const bool plan = place.back() == "plan";  // the proxy does not start with one yet
    const bool own = place[0] == "proxy" && place[1] != "sources" && !secret && !plan;
    if (!own) continue;
    EXPECT_THAT(in_first, testing::Contains(place));
  }
}

}  // namespace
}  // namespace specgate::proxy
