// Every complaint about a specgate.yaml.
#include "tests/rules/config_support.h"

namespace specgate {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

struct Complaint {
  std::string_view yaml, message;
};

const Complaint kComplaints[] = {
    {"a: [", "specgate.yaml:"},
    {"[]", "specgate.yaml:1:1: found a list, wanted a mapping"},
    {"profle: strict", "1:1: unknown key \"profle\", did you mean \"profile\"?"},
    {"rules_version: 2", "1:16: \"rules_version\" is 2, this specgate knows 1"},
    {"rules_version: x", "\"rules_version\" is \"x\", wanted a whole number"},
    {"profile: loose",
     "1:10: \"profile\" is \"loose\", wanted one of minimal, recommended, partner, strict"},
    {"verticals: []", "\"verticals\" is empty, wanted at least one"},
    {"rules: [NAM]", "\"rules\" is a list, wanted a mapping"},
    {"rules: {NAM1O1: off}", "1:9: no rule is called \"NAM1O1\", did you mean \"NAM101\"?"},
    {"rules: {pii-red-keys: off}", "did you mean \"pii-red-key\"?"},
    {"rules: {NAM: eror}",
     "1:14: \"NAM\" is \"eror\", wanted one of off, info, warning, error, did you mean \"error\"?"},
    {"settings: {regoin: eu}", "unknown key \"regoin\", did you mean \"region\"?"},
    {"settings: {region: uk}", "\"region\" is \"uk\", wanted one of us, eu"},
    {"settings: {property_style: snakecase}", "did you mean \"snake_case\"?"},
    {"settings: {future_tolerance: 10}",
     "\"future_tolerance\" is \"10\", wanted a time such as 10m, 90s or 1h"},
    {"settings: {future_tolerance: 400d}", "at most 366d"},
    {"settings: {future_tolerance: -1s}", "wanted a time"},
    {"settings: {remove_red_keys: yes}", "\"remove_red_keys\" is \"yes\", wanted true or false"},
    {"settings: {integration: {version: 1.0.0}}", "\"name\" is missing"},
    {"settings: {integration: {name: My Tool}}",
     "\"name\" is \"My Tool\", wanted a slug such as my-integration"},
    {"settings: {integration: my-tool}", "\"integration\" is \"my-tool\", wanted a mapping"},
    {"overrides: {files: a}", "\"overrides\" is a mapping, wanted a list"},
    {"overrides: [{rules: {NAM: off}}]",
     "holds everywhere, wanted its rules under \"rules\" of the file"},
    {"overrides: [{types: [track]}]", "\"rules\" is missing"},
    {"overrides: [{types: [trak], rules: {NAM: off}}]",
     "\"trak\" is no call, wanted one of identify, track, page, screen, group, alias, did you mean "
     "\"track\"?"},
    {"overrides: [{files: ['[a'], rules: {NAM: off}}]", "1:22: glob \"[a\" lacks its \"]\""},
    {"overrides: [{file: [a], rules: {NAM: off}}]",
     "unknown key \"file\", did you mean \"files\"?"},
    {"overrides: [x]", "found \"x\", wanted a mapping"},
    {"ignore: [{rule: NAM}]", "1:10: \"reason\" is missing"},
    {"ignore: [{rule: NAM, reason: ''}]", "\"reason\" is empty"},
    {"ignore: [{reason: x}]", "\"rule\" is missing"},
    {"ignore: [{rule: NAMM, reason: x}]", "no rule is called \"NAMM\", did you mean \"NAM\"?"},
    {"ignore: [{rule: NAM, reason: x, pointer: email}]",
     "\"pointer\" is \"email\", wanted one such as /properties/email"},
    {"ignore: [{rule: NAM, reason: x, expires: 31.1.2027}]",
     "\"expires\" is \"31.1.2027\", wanted a date such as 2027-01-31"},
    {"ignore: [{rule: NAM, reason: x, expires: 2027-02-29}]", "wanted a date"},
    {"ignore: [{rule: NAM, reason: x, events: [a]}]",
     "unknown key \"events\", did you mean \"event\"?"},
    {"events: {rename: {A: }}", "\"A\" has no new name, wanted text"},
    {"events: {rename: {A: A}}", "renames go in a circle: \"A\" -> \"A\""},
    {"events: {rename: {A: B, B: C, C: A}}",
     "renames go in a circle: \"A\" -> \"B\" -> \"C\" -> \"A\""},
    {"events: {forbid: [{message: x}]}", "\"name\" is missing"},
    {"events: {forbid: ['{a']}", "lacks its \"}\""},
    {"events: {renamed: {}}", "did you mean \"rename\"?"},
    {"sources: {web: {}}", "source \"web\" has no \"files\", wanted globs of its files"},
    {"sources: {web: {file: a}}", "did you mean \"files\"?"},
    {"fail_on: errors",
     "\"fail_on\" is \"errors\", wanted one of none, info, warning, error, did you mean "
     "\"error\"?"},
    {"max_warnings: -1", "\"max_warnings\" is -1, wanted 0 or more"},
    {"exclude: {a: b}", "\"exclude\" is a mapping, wanted a list of texts"},
    {"custom: [{require: userId}]", "\"name\" is missing"},
    {"custom: [{name: Order_Id, require: userId}]", "name \"Order_Id\" is not kebab-case"},
    {"custom: [{name: missing-type, require: userId}]",
     "is a rule of specgate's own, wanted another"},
    {"custom: [{name: event-renamed, require: userId}]", "is a rule of specgate's own"},
    {"custom: [{name: a, require: userId}, {name: a, require: userId}]",
     "1:45: name \"a\" is given twice, first in line 1"},
    {"custom: [{name: a}]", "rule \"a\" has nothing to check, wanted one of require, type, enum"},
    {"custom: [{name: a, require: userId, naming: {events: Title Case}}]",
     "rule \"a\" has both \"require\" and \"naming\", wanted one rule for each"},
    {"custom: [{name: a, requires: userId}]",
     "unknown key \"requires\", did you mean \"require\"?"},
    {"custom: [{name: a, severity: fatal, require: userId}]",
     "\"severity\" is \"fatal\", wanted one of off, info, warning, error"},
    {"custom: [{name: a, require: [userId]}]",
     "\"require\" wants a field such as properties.order_id"},
    {"custom: [{name: a, require: propertys.x}]",
     "does not begin with a field of a call, such as properties, did you mean \"properties\"?"},
    {"custom: [{name: a, require: properties..x}]", "field \"properties..x\" is no path"},
    {"custom: [{name: a, require: batch}]", "does not begin with a field of a call"},
    {"custom: [{name: a, type: {field: userId}}]", "\"is\" is missing"},
    {"custom: [{name: a, type: {is: string}}]", "\"field\" is missing"},
    {"custom: [{name: a, type: {field: userId, is: text}}]",
     "\"text\" is no type, wanted one of string, integer, number, boolean, object, array, null"},
    {"custom: [{name: a, enum: {field: userId}}]", "\"values\" is missing or empty"},
    {"custom: [{name: a, pattern: {field: userId}}]", "\"matches\" is missing"},
    {"custom:\n- name: a\n  pattern: {field: userId, matches: 'a(?=b)'}",
     "specgate.yaml:3:37: pattern \"a(?=b)\" uses look-ahead, which RE2 cannot run"},
    {"custom: [{name: a, pattern: {field: userId, matches: '(a)\\1'}}]",
     "uses a back-reference, which RE2 cannot run"},
    {"custom: [{name: a, forbid_event: {name: x}}]",
     "\"forbid_event\" wants a name, a glob, or a list of them"},
    {"custom: [{name: a, forbid_event: '[x'}]", "lacks its \"]\""},
    {"custom: [{name: a, rename_event: {from: x}}]", "\"to\" is missing"},
    {"custom: [{name: a, rename_event: {from: x, to: y}}, {name: b, rename_event: {from: y, to: "
     "x}}]",
     "renames go in a circle: \"x\" -> \"y\" -> \"x\""},
    {"custom: [{name: a, forbid_property: {}}]", "\"forbid_property\" wants a property or a field"},
    {"custom: [{name: a, rename_property: {from: a, to: properties.b}}]",
     "\"to\" is \"properties.b\", wanted a key alone"},
    {"custom: [{name: a, rename_property: {from: a, to: b}}, {name: b, rename_property: {from: "
     "properties.b, to: a}}]",
     "renames go in a circle: \"properties.a\" -> \"properties.b\" -> \"properties.a\""},
    {"custom: [{name: a, naming: {}}]", "\"naming\" wants one of events, properties and traits"},
    {"custom: [{name: a, naming: {events: titlecase}}]",
     "\"titlecase\" is no style, wanted one of snake_case"},
    {"custom: [{name: a, naming: {events: any}}]", "\"any\" is no style"},
    {"custom: [{name: a, naming: {events: {pattern: '('}}}]",
     "is not a regular expression of RE2: missing )"},
    {"custom: {name: a}", "\"custom\" is a mapping, wanted a list"},
};

TEST(ConfigTest, NamesEveryProblem) {
  for (const Complaint& one : kComplaints) {
    EXPECT_THAT(problems_of(one.yaml), testing::Contains(HasSubstr(std::string(one.message))))
        << one.yaml;
  }
}

TEST(ConfigTest, ListsAllProblemsAtOnce) {
  EXPECT_THAT(problems_of("profile: loose\nrules: {NAMM: off, NAM: of}\nfail: on\n"
                          "ignore: [{rule: x}]\ncustom: [{name: A}]\n"),
              SizeIs(8));
}

}  // namespace
}  // namespace specgate
