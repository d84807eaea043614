// What only the whole of the settings can show: values that do not go together.
#include "proxy/settings/reader.h"
#include "rules/config/config_reader.h"

namespace specgate::proxy {
namespace {

bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "::1" || host == "localhost";
}

bool is_any(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

bool needs_upstream(const Policy& policy) {
  return policy.mode != Mode::kDryRun && policy.upstream.empty();
}

class Checks {
 public:
  Checks(const ProxySettings& proxy, const SettingsOrigin& origin, Problems& problems)
      : proxy_(proxy), origin_(origin), problems_(problems) {}

  void run() {
    check_policies();
    check_listeners();
    check_tls();
    check_limits();
    check_write_keys();
    check_targets();
  }

 private:
  // At the key of `proxy`, if it stands there.
  void problem(std::string_view key, std::string message) {
    const YamlNode* const at = origin_.proxy == nullptr ? nullptr : origin_.proxy->find(key);
    if (at == nullptr) return problems_.push_back({{}, 0, 0, std::move(message)});
    problems_.push_back({origin_.file, at->line, at->column, std::move(message)});
  }

  // At the source: where the stage has it, else where `proxy` has it.
  void problem(const SourceSettings& source, std::string message) {
    for (const SourcesSection* section : {&origin_.of_stage, &origin_.of_proxy}) {
      const YamlNode* const at =
          section->node == nullptr ? nullptr : section->node->find(source.name);
      if (at == nullptr) continue;
      return problems_.push_back({section->place.file, at->line, at->column,
                                  "source " + quoted_name(source.name) + " " + std::move(message)});
    }
  }

  bool gives(const SourcesSection& section, const SourceSettings& source, std::string_view key) {
    const YamlNode* const at = section.node == nullptr ? nullptr : section.node->find(source.name);
    return at != nullptr && at->find(key) != nullptr;
  }

  void check_policies() {
    const bool missing = needs_upstream(proxy_.policy);
    if (missing) {
      problem("upstream",
              "no upstream: wanted --upstream URL, SPECGATE_UPSTREAM, or \"upstream\" or "
              "\"region\" under \"proxy\"");
    }
    const std::string wrong = contradiction(proxy_.policy);
    if (!wrong.empty()) problem("upstream", "the upstream " + wrong);
    for (const SourceSettings& source : proxy_.sources) {
      const std::string own = contradiction(source.policy);
      if (!own.empty() && own != wrong) problem(source, "has an upstream that " + own);
      if (!missing && needs_upstream(source.policy)) problem(source, "has no upstream");
    }
  }

  // What is wrong with the upstream, if anything.
  std::string contradiction(const Policy& policy) {
    const Origin& upstream = policy.upstream;
    const std::string_view home = region_of_host(upstream.host);
    if (!home.empty() && !policy.region.empty() && home != policy.region) {
      return "is " + upstream.text() + ", Segment's host of region " + std::string(home) +
             ", but \"region\" is " + policy.region;
    }
    const Origin& listen = proxy_.listen;
    const bool here =
        upstream.host == listen.host ||
        (is_loopback(upstream.host) && (is_loopback(listen.host) || is_any(listen.host)));
    if (upstream.empty() || !here || upstream.port != listen.port) return {};
    return "is " + upstream.text() + ", where the proxy itself listens";
  }

  void check_listeners() {
    const Origin& admin = proxy_.admin;
    const bool guarded = admin.empty() || is_loopback(admin.host) || !proxy_.admin_token.empty();
    if (!guarded) {
      problem("admin", "the admin port is " + admin.authority() +
                           ", which others can reach: wanted an \"admin_token\", or an address of "
                           "this machine's own such as 127.0.0.1:9000");
    }
    if (proxy_.refuse_unknown && proxy_.sources.empty()) {
      problem("unknown_sources",
              "\"unknown_sources\" is refuse, but \"sources\" has none to allow");
    }
  }

  void check_tls() {
    const TlsSettings& tls = proxy_.tls;
    if (tls.certificate.empty() != tls.key.empty()) {
      problem("tls", tls.key.empty() ? "\"tls\" has a \"certificate\" but no \"key\""
                                     : "\"tls\" has a \"key\" but no \"certificate\"");
    } else if (!tls.client_ca.empty() && tls.certificate.empty()) {
      problem("tls", "\"tls\" has a \"client_ca\" but no \"certificate\" and \"key\"");
    }
  }

  void check_limits() {
    const Limits& limits = proxy_.limits;
    if (limits.inflated < limits.body) {
      problem("limits", "\"inflated\" is " + std::to_string(limits.inflated) +
                            " bytes, wanted at least \"body\", which is " +
                            std::to_string(limits.body));
    } else if (limits.memory < limits.memory_of_one()) {
      problem("limits", "\"memory\" is " + std::to_string(limits.memory) +
                            " bytes, wanted at least " + std::to_string(limits.memory_of_one()) +
                            ": what one request may need, \"body\" and three times \"inflated\"");
    }
  }

  void check_write_keys() {
    for (const SourceSettings& source : proxy_.sources) {
      const bool named = gives(origin_.of_proxy, source, "write_key") ||
                         gives(origin_.of_stage, source, "write_key");
      if (!named) problem(source, "has no \"write_key\": its events cannot be told from others");
      const SourceSettings* const twin = earlier_twin(source);
      if (twin != nullptr)
        problem(source, "has the write key of source " + quoted_name(twin->name));
    }
  }

  const SourceSettings* earlier_twin(const SourceSettings& source) {
    if (source.write_key.empty()) return nullptr;
    for (const SourceSettings& other : proxy_.sources) {
      if (&other == &source) return nullptr;
      if (other.write_key.equals(source.write_key.reveal())) return &other;
    }
    return nullptr;
  }

  // `name` as a source to send to: what is wrong with it, if anything.
  std::string wrong_target(const std::string& name) {
    std::vector<std::string_view> names;
    for (const SourceSettings& source : proxy_.sources) {
      if (source.name == name) return {};
      names.push_back(source.name);
    }
    return "is " + quoted_name(name) + ", wanted the name of a source" + did_you_mean(name, names);
  }

  void check_targets() {
    const std::string wrong =
        proxy_.violations_to.empty() ? "" : wrong_target(proxy_.violations_to);
    if (!wrong.empty()) problem("violations_to", "\"violations_to\" " + wrong);
    for (const SourceSettings& source : proxy_.sources) {
      const std::string& to = source.forward_blocked_to;
      if (to.empty()) continue;
      const std::string bad = to == source.name ? "is the source itself" : wrong_target(to);
      if (!bad.empty()) problem(source, "has a \"forward_blocked_to\" that " + bad);
    }
  }

  const ProxySettings& proxy_;
  const SettingsOrigin& origin_;
  Problems& problems_;
};

}  // namespace

void check_settings(const ProxySettings& proxy, const SettingsOrigin& origin, Problems& problems) {
  Checks(proxy, origin, problems).run();
}

}  // namespace specgate::proxy
