#include "proxy/tls.h"

namespace specgate::proxy {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr auto kOptions = ssl::context::default_workarounds | ssl::context::no_sslv2 |
                          ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1;

Problem unusable(const std::string& file, std::string_view what, const error_code& error) {
  return {file, 0, 0, "cannot be used as " + std::string(what) + ": " + error.message()};
}

}  // namespace

Result<std::unique_ptr<ssl::context>> upstream_tls(const std::string& ca_file) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
  error_code error;
  context->set_options(kOptions, error);
  context->set_verify_mode(ssl::verify_peer, error);
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(ca_file, error);
    if (error) return unusable(ca_file, "the certificates of upstreams", error);
  }
  return context;
}

Result<std::unique_ptr<ssl::context>> listener_tls(const TlsSettings& settings) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  error_code error;
  context->set_options(kOptions, error);
  context->use_certificate_chain_file(settings.certificate, error);
  if (error) return unusable(settings.certificate, "a certificate chain", error);
  context->use_private_key_file(settings.key, ssl::context::pem, error);
  if (error) return unusable(settings.key, "the certificate's private key", error);
  if (settings.client_ca.empty()) return context;
  context->load_verify_file(settings.client_ca, error);
  if (error) return unusable(settings.client_ca, "the certificates of callers", error);
  context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  return context;
}

}  // namespace specgate::proxy
