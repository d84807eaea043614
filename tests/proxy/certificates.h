// Certificates made on the spot, and TLS as the tests' own side of a connection speaks it.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "tests/support/folder.h"

namespace specgate::proxy::testing {

// PEM files.
struct Certified {
  std::string certificate, key;
};

// What a certificate says.
struct Claim {
  std::string name;                     // CN
  std::string hosts = "DNS:localhost";  // subjectAltName
  long from_s = -3600, until_s = 3600;  // of its validity, from now
};

// An authority that nobody knows but whoever is given file(). Its files last as long as it does.
class Authority {
 public:
  explicit Authority(const std::string& name);
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  const std::string& file() const { return own_.certificate; }
  Certified certify(const Claim& claim);

 private:
  struct Parts;
  Certified write(X509* certificate, EVP_PKEY* key);

  std::unique_ptr<Parts> parts_;
  const Folder folder_;
  int written_ = 0;
  Certified own_;
};

// The one who is asked.
std::shared_ptr<SSL_CTX> server_side(const Certified& shown);
// The one who asks; shows nothing, or `shown`.
std::shared_ptr<SSL_CTX> client_side(const std::string& trusted, const Certified& shown = {});

}  // namespace specgate::proxy::testing
