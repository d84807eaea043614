// TLS contexts: of what we ask upstreams, and of what callers ask us. TLS 1.2 at least; an upstream's
// chain and host name are always verified.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

// `ca_file` empty: the system's certificates.
Result<std::unique_ptr<boost::asio::ssl::context>> upstream_tls(const std::string& ca_file);
Result<std::unique_ptr<boost::asio::ssl::context>> listener_tls(const TlsSettings& settings);

}  // namespace specgate::proxy
