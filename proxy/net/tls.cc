#include "proxy/net/tls.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>

#include "proxy/net/asio.h"
#include "spec/text/text_file.h"

namespace specgate::proxy {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr auto kOptions = ssl::context::default_workarounds | ssl::context::no_sslv2 |
                          ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1;

// Certificates and keys; the bundle of all that browsers trust takes 220 KB.
constexpr FileTerms kPem = {.most = size_t{4} << 20};

Problem unusable(const std::string& file, std::string_view what, const std::string& why) {
  return {file, 0, 0, "cannot be used as " + std::string(what) + ": " + why};
}

// Reads a file of certificates or a key and gives it to `use`. Answers what is wrong, or nothing.
template <typename Use>
std::string with_pem(const std::string& file, Use use) {
  std::string pem;
  if (std::string wrong = read_file(file, kPem, pem); !wrong.empty()) return wrong;
  if (pem.empty()) return "empty";
  error_code error;
  use(net::buffer(pem), error);
  return error ? error.message() : std::string();
}

using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

void add(X509* certificate, Digest& digest) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> print{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), print.data(), &size);
  EVP_DigestUpdate(digest.get(), print.data(), size);
}

// Sessions are resumed under these certificates only: OpenSSL wants a listener that verifies callers to
// say which of its sessions are alike, and fails each resumption otherwise.
void name_sessions(SSL_CTX* context) {
  Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  add(SSL_CTX_get0_certificate(context), digest);
  const STACK_OF(X509_OBJECT)* const trusted =
      X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
  for (int i = 0; i < sk_X509_OBJECT_num(trusted); ++i) {
    X509* const one = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(trusted, i));
    if (one != nullptr) add(one, digest);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> name{};
  unsigned size = 0;
  EVP_DigestFinal_ex(digest.get(), name.data(), &size);
  static_assert(SSL_MAX_SID_CTX_LENGTH == 32);  // as long as a SHA-256
  SSL_CTX_set_session_id_context(context, name.data(), size);
}

bool is_address(const std::string& host) {
  boost::system::error_code error;
  net::ip::make_address(host, error);
  return !error;
}

}  // namespace

std::string trust_file(ssl::context& context, const std::string& file) {
  return with_pem(file, [&](net::const_buffer pem, error_code& failed) {
    context.add_certificate_authority(pem, failed);
  });
}

Result<std::unique_ptr<ssl::context>> upstream_tls(const std::string& ca_file) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
  error_code error;
  context->set_options(kOptions, error);
  context->set_verify_mode(ssl::verify_peer, error);
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
  } else {
    const std::string wrong = trust_file(*context, ca_file);
    if (!wrong.empty()) return unusable(ca_file, "the certificates of upstreams", wrong);
  }
  return context;
}

Result<std::unique_ptr<ssl::context>> listener_tls(const TlsSettings& settings) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  error_code error;
  context->set_options(kOptions, error);
  std::string wrong = with_pem(settings.certificate, [&](net::const_buffer pem, error_code& failed) {
    context->use_certificate_chain(pem, failed);
  });
  if (!wrong.empty()) return unusable(settings.certificate, "a certificate chain", wrong);
  // Nobody sits here to type the password of a locked key.
  context->set_password_callback([](size_t, ssl::context::password_purpose) { return std::string(); },
                                 error);
  wrong = with_pem(settings.key, [&](net::const_buffer pem, error_code& failed) {
    context->use_private_key(pem, ssl::context::pem, failed);
  });
  if (!wrong.empty()) return unusable(settings.key, "the certificate's private key", wrong);
  if (settings.client_ca.empty()) return context;
  wrong = trust_file(*context, settings.client_ca);
  if (!wrong.empty()) return unusable(settings.client_ca, "the certificates of callers", wrong);
  context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  name_sessions(context->native_handle());
  return context;
}

void expect_host(SSL* connection, const std::string& host) {
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str());
    return;
  }
  SSL_set_tlsext_host_name(connection, host.c_str());
  SSL_set1_host(connection, host.c_str());
}

std::string distrust(const SSL* connection) {
  const long why = SSL_get_verify_result(connection);
  return why == X509_V_OK ? std::string() : X509_verify_cert_error_string(why);
}

bool has_run_out(const SSL* connection) {
  const X509* const certificate = SSL_get0_peer_certificate(connection);
  return certificate != nullptr &&
         X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
}

std::string close_notify(SSL* connection) {
  if (SSL_is_init_finished(connection) != 1) return {};
  BIO* const written = BIO_new(BIO_s_mem());
  if (written == nullptr) return {};
  SSL_set0_wbio(connection, written);  // owns it from here on
  SSL_shutdown(connection);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(written, &bytes);
  return size <= 0 ? std::string() : std::string(bytes, static_cast<size_t>(size));
}

}  // namespace specgate::proxy
