#include "tests/proxy/certificates.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>

namespace specgate::proxy::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Key new_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  ASSERT_NE(extension, nullptr) << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Unsigned; serial numbers differ within the process.
Certificate draft(const Claim& claim, EVP_PKEY* key) {
  static std::atomic<long> serial = 1;
  Certificate out(X509_new(), X509_free);
  X509_set_version(out.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), claim.from_s);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), claim.until_s);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(claim.name.c_str()), -1, -1, 0);
  X509_set_pubkey(out.get(), key);
  return out;
}

std::shared_ptr<SSL_CTX> side(const SSL_METHOD* method, const Certified& shown) {
  std::shared_ptr<SSL_CTX> out(SSL_CTX_new(method), SSL_CTX_free);
  if (shown.certificate.empty()) return out;
  EXPECT_EQ(SSL_CTX_use_certificate_file(out.get(), shown.certificate.c_str(), SSL_FILETYPE_PEM),
            1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey_file(out.get(), shown.key.c_str(), SSL_FILETYPE_PEM), 1);
  return out;
}

}  // namespace

struct Authority::Parts {
  Key key = new_key();
  Certificate certificate{nullptr, X509_free};
};

Authority::Authority(const std::string& name) : parts_(std::make_unique<Parts>()) {
  parts_->certificate = draft({name}, parts_->key.get());
  X509* const own = parts_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  extend(own, own, NID_key_usage, "critical,keyCertSign");
  X509_sign(own, parts_->key.get(), EVP_sha256());
  own_ = write(own, parts_->key.get());
}

Authority::~Authority() = default;

Certified Authority::certify(const Claim& claim) {
  const Key key = new_key();
  const Certificate certificate = draft(claim, key.get());
  X509* const issuer = parts_->certificate.get();
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
  extend(certificate.get(), issuer, NID_subject_alt_name, claim.hosts);
  X509_sign(certificate.get(), parts_->key.get(), EVP_sha256());
  return write(certificate.get(), key.get());
}

Certified Authority::write(X509* certificate, EVP_PKEY* key) {
  const std::string base = folder_ / std::to_string(written_++);
  const Certified out{base + ".pem", base + ".key"};
  std::FILE* const first = std::fopen(out.certificate.c_str(), "w");
  EXPECT_EQ(PEM_write_X509(first, certificate), 1);
  std::fclose(first);
  std::FILE* const second = std::fopen(out.key.c_str(), "w");
  EXPECT_EQ(PEM_write_PrivateKey(second, key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  std::fclose(second);
  return out;
}

std::shared_ptr<SSL_CTX> server_side(const Certified& shown) {
  return side(TLS_server_method(), shown);
}

std::shared_ptr<SSL_CTX> client_side(const std::string& trusted, const Certified& shown) {
  std::shared_ptr<SSL_CTX> out = side(TLS_client_method(), shown);
  SSL_CTX_set_verify(out.get(), SSL_VERIFY_PEER, nullptr);
  EXPECT_EQ(SSL_CTX_load_verify_file(out.get(), trusted.c_str()), 1);
  return out;
}

}  // namespace specgate::proxy::testing
