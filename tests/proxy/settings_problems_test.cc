// Every complaint about specgate.yaml, flags and variables of the proxy.
#include "tests/proxy/settings_support.h"
#include "tests/support/folder.h"

namespace specgate::proxy {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Complaint {
  std::string_view yaml;
  Flags flags;
  Variables variables;
  std::string_view wanted;  // all problems, without the folder
};

const Complaint kComplaints[] = {
    // keys and kinds
    {"proxy: {lisen: x}",
     {},
     {},
     "specgate.yaml:1:9: unknown key \"lisen\", did you mean \"listen\"?\n"},
    {"proxy: 5", {}, {}, "specgate.yaml:1:8: found \"5\", wanted a mapping\n"},
    {"stages: 5", {}, {}, "specgate.yaml:1:9: found \"5\", wanted a mapping\n"},
    {"stages: {prod: {mod: observe}}",
     {},
     {},
     "specgate.yaml:1:17: unknown key \"mod\", did you mean \"mode\"?\n"},
    {"stages: {prod: {listen: 'x'}}", {}, {}, "specgate.yaml:1:17: unknown key \"listen\"\n"},
    {"proxy: {timeouts: {heads: 1s}}",
     {},
     {},
     "specgate.yaml:1:20: unknown key \"heads\", did you mean \"head\"?\n"},
    {"proxy: {mode: enforced, percent: 101}",
     {},
     {},
     "specgate.yaml:1:15: \"mode\" is \"enforced\", wanted one of observe, rewrite, enforce, "
     "dry-run, "
     "did you mean \"enforce\"?\n"
     "specgate.yaml:1:34: \"percent\" is \"101\", wanted 0 to 100\n"},
    {"profle: x\nproxy: {mode: x}",
     {},
     {},
     "specgate.yaml:1:1: unknown key \"profle\", did you mean \"profile\"?\n"
     "specgate.yaml:2:15: \"mode\" is \"x\", wanted one of observe, rewrite, enforce, dry-run\n"},
    {"a: [", {}, {}, "specgate.yaml:1:1: end of sequence flow not found\n"},
    // values
    {"proxy: {reject_status: 500}",
     {},
     {},
     "specgate.yaml:1:24: \"reject_status\" is \"500\", wanted one of auto, 400, 422, 200, did you mean "
     "\"400\"?\n"},
    {"proxy: {reject_at: off}",
     {},
     {},
     "specgate.yaml:1:20: \"reject_at\" is \"off\", wanted one of info, warning, error\n"},
    {"proxy: {profile: loose}",
     {},
     {},
     "specgate.yaml:1:18: \"profile\" is \"loose\", wanted one of minimal, recommended, partner, "
     "strict\n"},
    {"proxy: {plan: none.json}",
     {},
     {},
     "specgate.yaml:1:15: \"plan\" names a file that is not there: none.json\n"},
    {"proxy: {upstream_ca: secrets}",
     {},
     {},
     "specgate.yaml:1:22: \"upstream_ca\" names a file that cannot be read: secrets is a folder, "
     "wanted a file\n"},
    {"proxy: {threads: -1}",
     {},
     {},
     "specgate.yaml:1:18: \"threads\" is \"-1\", wanted 0 to 256\n"},
    {"proxy: {headers: yes}",
     {},
     {},
     "specgate.yaml:1:18: \"headers\" is \"yes\", wanted true or false\n"},
    {"proxy: {timeouts: {head: 15}}",
     {},
     {},
     "specgate.yaml:1:26: \"head\" is \"15\", wanted a time such as 500ms, 15s, 10m, 24h or 30d, "
     "at "
     "most 366d\n"},
    {"proxy: {timeouts: {head: 0s}}",
     {},
     {},
     "specgate.yaml:1:26: \"head\" is \"0s\", wanted a time such as 500ms, 15s, 10m, 24h or 30d, "
     "at "
     "most 366d\n"},
    {"proxy: {limits: {body: 12XB}}",
     {},
     {},
     "specgate.yaml:1:24: \"body\" is \"12XB\", wanted a size such as 4MB, from 1KB to 1GB\n"},
    {"proxy: {limits: {body: 2GB}}",
     {},
     {},
     "specgate.yaml:1:24: \"body\" is \"2GB\", wanted a size such as 4MB, from 1KB to 1GB\n"},
    {"proxy: {limits: {body: 2MB, inflated: 1MB}}",
     {},
     {},
     "specgate.yaml:1:17: \"inflated\" is 1048576 bytes, wanted at least \"body\", which is "
     "2097152\n"},
    {"proxy: {limits: {body: 1MB, inflated: 2MB, memory: 6MB}}",
     {},
     {},
     "specgate.yaml:1:17: \"memory\" is 6291456 bytes, wanted at least 7340032: what one request "
     "may need, \"body\" and three times \"inflated\"\n"},
    {"proxy: {rate: {burst: 5}}", {}, {}, "specgate.yaml:1:15: \"per_second\" is missing\n"},
    {"proxy: {rate: {per_second: 5, burst: 0.5}}",
     {},
     {},
     "specgate.yaml:1:38: \"burst\" is below 1: no request would fit\n"},
    {"proxy: {rate: {per_second: fast}}",
     {},
     {},
     "specgate.yaml:1:28: \"per_second\" is \"fast\", wanted a number from 0 to 1000000000\n"},
    {"proxy: {listen: '8080'}",
     {},
     {},
     "specgate.yaml:1:17: \"listen\" is \"8080\", wanted an IP address and a port such as "
     "127.0.0.1:8080 or [::1]:8080\n"},
    {"proxy: {upstream: 'ftp://x'}",
     {{"upstream", ""}, {"mode", "dry-run"}},
     {},
     "specgate.yaml:1:19: \"upstream\" is \"ftp://x\", wanted http:// or https://\n"},
    {"proxy: {clients: {allow: [10.1.2.3/8]}}",
     {},
     {},
     "specgate.yaml:1:27: \"allow\" holds \"10.1.2.3/8\", wanted 10.0.0.0/8\n"},
    {"proxy: {store: {file: [a]}}",
     {},
     {},
     "specgate.yaml:1:23: \"file\" is a list, wanted text\n"},
    // secrets
    {"proxy: {admin_token: hunter2}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" is a literal text: configuration files are copied and "
     "committed, a secret is not for them, wanted {env: NAME} or {file: PATH}\n"},
    {"proxy: {admin_token: {hunter2}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" says not where the secret is, wanted {env: NAME} or "
     "{file: "
     "PATH}\n"},
    {"proxy: {admin_token: {env: hunter-2}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" names a variable that cannot be, wanted {env: NAME} or "
     "{file: PATH}\n"},
    {"proxy: {admin_token: {env: NOT_SET}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for variable NOT_SET, which is not set\n"},
    {"proxy: {admin_token: {env: EMPTY_KEY}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for variable EMPTY_KEY, which is empty\n"},
    {"proxy: {hash_key: {env: TWO_WORDS}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for variable TWO_WORDS, which holds more than one word "
     "of "
     "ASCII\n"},
    {"proxy: {hash_key: {file: secrets/empty}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file secrets/empty, which is empty\n"},
    {"proxy: {hash_key: {file: secrets/lines}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file secrets/lines, which holds more than one word "
     "of "
     "ASCII\n"},
    {"proxy: {hash_key: {file: secrets}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file secrets, which cannot be read: it is a "
     "folder, wanted a file\n"},
    {"proxy: {hash_key: {file: secrets/none}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file secrets/none, which cannot be read: it is no "
     "such file\n"},
    // A secret that stands where its name should.
    {"proxy: {admin_token: {env: a1B2c3D4e5F6a7B8c9D0e1F2}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for a variable whose name may be the secret itself, which "
     "is not set\n"},
    {"proxy: {admin_token: {env: hunter2}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for a variable whose name may be the secret itself, which "
     "is not set\n"},
    {"proxy: {admin_token: {env: A1B2C3D4E5F6A7B8C9D0}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for a variable whose name may be the secret itself, which "
     "is not set\n"},
    {"proxy: {admin_token: {env: ABCDEFGHIJKLMNOPQRSTUVWX}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for a variable whose name may be the secret itself, which "
     "is not set\n"},
    {"proxy: {admin_token: {env: SHOP_WEB2_WRITE_KEY_2026}}",
     {},
     {},
     "specgate.yaml:1:22: \"admin_token\" asks for variable SHOP_WEB2_WRITE_KEY_2026, which is not set\n"},
    {"proxy: {hash_key: {file: a1B2c3D4e5F6a7B8c9D0e1F2}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for a file whose name may be the secret itself, which cannot "
     "be read: it is no such file\n"},
    {"proxy: {hash_key: {file: aB3/xY9qq==}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for a file whose name may be the secret itself, which cannot "
     "be read: it is no such file\n"},
    {"proxy: {hash_key: {file: hunter2}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for a file whose name may be the secret itself, which cannot "
     "be read: it is no such file\n"},
    {"proxy: {hash_key: {file: /nowhere/user/1234567890/key}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file /nowhere/user/1234567890/key, which cannot be read: "
     "it is no such file\n"},
    {"proxy: {hash_key: {file: secrets/1234567890}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for a file whose name may be the secret itself, which cannot "
     "be read: it is no such file\n"},
    {"proxy: {hash_key: {file: secrets/web-write-key.txt}}",
     {},
     {},
     "specgate.yaml:1:19: \"hash_key\" asks for file secrets/web-write-key.txt, which cannot be read: it is "
     "no such file\n"},
    {"",
     {},
     {{"SPECGATE_ADMIN_TOKEN", "two words"}},
     "SPECGATE_ADMIN_TOKEN: \"admin_token\" asks for variable SPECGATE_ADMIN_TOKEN, which holds "
     "more "
     "than one word of ASCII\n"},
    // flags and variables
    {"",
     {{"mode", "strict"}},
     {},
     "--mode: \"mode\" is \"strict\", wanted one of observe, rewrite, enforce, dry-run\n"},
    {"", {{"threads", "many"}}, {}, "--threads: \"threads\" is \"many\", wanted a whole number\n"},
    {"",
     {{"upstream-timeout", "soon"}},
     {},
     "--upstream-timeout: \"upstream\" is \"soon\", wanted a time such as 500ms, 15s, 10m, 24h or "
     "30d, at most 366d\n"},
    {"",
     {},
     {{"SPECGATE_REGION", "uk"}},
     "SPECGATE_REGION: \"region\" is \"uk\", wanted one of us, eu\n"},
    {"", {{"store", ""}}, {}, "--store: \"file\" is \"\", wanted text\n"},
    {"",
     {{"plan", "/no/plan.json"}},
     {},
     "--plan: \"plan\" names a file that is not there: /no/plan.json\n"},
    // stages
    {"proxy: {stage: prd}\nstages: {prod: {}}",
     {},
     {},
     "specgate.yaml:1:16: no stage is called \"prd\" under \"stages\", did you mean \"prod\"?\n"},
    {"", {{"stage", "prod"}}, {}, "--stage: no stage is called \"prod\" under \"stages\"\n"},
    {"",
     {},
     {{"SPECGATE_STAGE", "prod"}},
     "SPECGATE_STAGE: no stage is called \"prod\" under \"stages\"\n"},
    // other stages are read for their mistakes, their secrets and files left alone
    {"stages: {prod: {plan: none.json, sources: {x: {write_key: {env: NOT_SET}, mode: x}}}}",
     {},
     {},
     "specgate.yaml:1:81: \"mode\" is \"x\", wanted one of observe, rewrite, enforce, dry-run\n"},
    {"stages: {prod: {sources: {x: {write_key: hunter2}}}}",
     {},
     {},
     "specgate.yaml:1:42: \"write_key\" is a literal text: configuration files are copied and "
     "committed, a secret is not for them, wanted {env: NAME} or {file: PATH}\n"},
    // what does not go together
    {"proxy: {mode: observe}",
     {{"upstream", ""}},
     {},
     "no upstream: wanted --upstream URL, SPECGATE_UPSTREAM, or \"upstream\" or \"region\" under "
     "\"proxy\"\n"},
    {"proxy: {mode: dry-run, sources: {web: {write_key: {env: WEB_KEY}, mode: observe}}}",
     {{"upstream", ""}},
     {},
     "specgate.yaml:1:39: source \"web\" has no upstream\n"},
    {"proxy: {upstream: 'https://api.segment.io', region: eu}",
     {{"upstream", ""}},
     {},
     "specgate.yaml:1:19: the upstream is https://api.segment.io, Segment's host of region us, but "
     "\"region\" is eu\n"},
    {"proxy: {upstream: 'https://EVENTS.eu1.segmentapis.com.', region: us}",
     {{"upstream", ""}},
     {},
     "specgate.yaml:1:19: the upstream is https://events.eu1.segmentapis.com., Segment's host of region "
     "eu, but \"region\" is us\n"},
    {"proxy: {sources: {web: {write_key: {env: WEB_KEY}, region: eu}}}",
     {{"upstream", "https://api.segment.io"}},
     {},
     "specgate.yaml:1:24: source \"web\" has an upstream that is https://api.segment.io, Segment's "
     "host of region us, but \"region\" is eu\n"},
    {"",
     {{"upstream", "http://localhost:8080"}},
     {},
     "the upstream is http://localhost:8080, where the proxy itself listens\n"},
    {"proxy: {admin: '0.0.0.0:9000'}",
     {},
     {},
     "specgate.yaml:1:16: the admin port is 0.0.0.0:9000, which others can reach: wanted an "
     "\"admin_token\", or an address of this machine's own such as 127.0.0.1:9000\n"},
    {"proxy: {tls: {certificate: cert.pem}}",
     {},
     {},
     "specgate.yaml:1:14: \"tls\" has a \"certificate\" but no \"key\"\n"},
    {"proxy: {tls: {key: cert.pem}}",
     {},
     {},
     "specgate.yaml:1:14: \"tls\" has a \"key\" but no \"certificate\"\n"},
    {"proxy: {tls: {client_ca: cert.pem}}",
     {},
     {},
     "specgate.yaml:1:14: \"tls\" has a \"client_ca\" but no \"certificate\" and \"key\"\n"},
    {"proxy: {unknown_sources: refuse}",
     {},
     {},
     "specgate.yaml:1:26: \"unknown_sources\" is refuse, but \"sources\" has none to allow\n"},
    {"proxy: {sources: {web: {mode: enforce}}}",
     {},
     {},
     "specgate.yaml:1:24: source \"web\" has no \"write_key\": its events cannot be told from "
     "others\n"},
    {"proxy: {sources: {'': {write_key: {env: WEB_KEY}}}}",
     {},
     {},
     "specgate.yaml:1:19: a source's name is \"\", wanted 1 to 100 characters, none of them a "
     "control "
     "character\n"},
    {"proxy: {sources: {web: {write_key: {env: WEB_KEY}}, old: {write_key: {env: TWIN_KEY}}}}",
     {},
     {},
     "specgate.yaml:1:58: source \"old\" has the write key of source \"web\"\n"},
    {"proxy: {violations_to: wbe, sources: {web: {write_key: {env: WEB_KEY}}}}",
     {},
     {},
     "specgate.yaml:1:24: \"violations_to\" is \"wbe\", wanted the name of a source, did you mean "
     "\"web\"?\n"},
    {"proxy: {sources: {web: {write_key: {env: WEB_KEY}, forward_blocked_to: bad}}}",
     {},
     {},
     "specgate.yaml:1:24: source \"web\" has a \"forward_blocked_to\" that is \"bad\", wanted the "
     "name "
     "of a source\n"},
    {"proxy: {sources: {web: {write_key: {env: WEB_KEY}, forward_blocked_to: web}}}",
     {},
     {},
     "specgate.yaml:1:24: source \"web\" has a \"forward_blocked_to\" that is the source itself\n"},
};

TEST(SettingsProblemsTest, Complaints) {
  const Folder folder;
  fill(folder);
  for (const Complaint& row : kComplaints) {
    const Environment keys(kKeys), variables(row.variables);
    const auto loaded =
        load_settings(folder.write("specgate.yaml", row.yaml), with_upstream(row.flags));
    EXPECT_EQ(told(loaded.problems(), folder / ""), row.wanted) << row.yaml;
  }
}

TEST(SettingsProblemsTest, NoMessageShowsASecret) {
  const Folder folder;
  const Environment variables(Variables{{"BAD_KEY", "hunter2 hunter2"}});
  folder.write("bad", "hunter2\nhunter2\n");
  for (const std::string_view place :
       {"hunter2", "[hunter2]", "{hunter2}", "{hunter2: hunter2}", "{env: BAD_KEY}", "{file: bad}",
        "{env: [hunter2]}", "{env: BAD_KEY, hunter2: hunter2}", "{file: {hunter2: hunter2}}"}) {
    const std::string yaml =
        "proxy: {upstream: 'http://me:hunter2@x', sources: {web: {write_key: " +
        std::string(place) + "}}}";
    const auto loaded = load_settings(folder.write("specgate.yaml", yaml), {});
    EXPECT_FALSE(loaded) << yaml;
    const std::string problems = told(loaded.problems(), folder / "");
    EXPECT_THAT(problems, HasSubstr("\"write_key\" ")) << yaml;
    EXPECT_THAT(problems, Not(HasSubstr("hunter2"))) << yaml;
  }
}

TEST(SettingsProblemsTest, AFileThatIsNotThere) {
  const auto loaded = load_settings("no/specgate.yaml", {});
  EXPECT_EQ(told(loaded.problems(), "x/"), "no/specgate.yaml: there is no such configuration file\n");
}

}  // namespace
}  // namespace specgate::proxy
