// TLS contexts: of what we ask upstreams, and of what callers ask us. TLS 1.2 at least; an upstream's
// chain and host name are always verified. And what is asked of one connection of theirs.
#pragma once

#include <openssl/types.h>

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

// Takes the certificates of a PEM file for trustworthy. Answers what is wrong, or nothing.
std::string trust_file(boost::asio::ssl::context& context, const std::string& file);

// `ca_file` empty: the system's certificates.
Result<std::unique_ptr<boost::asio::ssl::context>> upstream_tls(const std::string& ca_file);
Result<std::unique_ptr<boost::asio::ssl::context>> listener_tls(const TlsSettings& settings);

// The other side is to be `host`, a name or an IP address: its certificate must say so. A name is also
// sent to it (SNI, which RFC 6066 keeps for names). Before the handshake.
void expect_host(SSL* connection, const std::string& host);
// Why the other side's certificate was not accepted, in OpenSSL's words; empty: that was not it.
std::string distrust(const SSL* connection);
// Has the certificate that the other side showed, perhaps in the session that is resumed, run out?
bool has_run_out(const SSL* connection);
// The record that says that no more comes (RFC 8446 6.1), to be sent as it is. The connection writes
// nothing after that. Empty: it cannot be said just now.
std::string close_notify(SSL* connection);

}  // namespace specgate::proxy
