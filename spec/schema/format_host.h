// The formats of hosts: names, addresses, mailboxes.
#pragma once

#include <string_view>

namespace specgate {

// RFC 1123, 2.1; an A-label ("xn--...") must stand for a name of IDNA 2008 (RFC 5890, 2.3.2.1).
bool is_host_name(std::string_view text);
bool is_ipv4_address(std::string_view text);  // no zeros before a number
bool is_ipv6_address(std::string_view text);

// kWide has letters of other alphabets (RFC 6531).
enum class MailSigns : unsigned char { kAscii, kWide };
bool is_mailbox(std::string_view text, MailSigns signs);

}  // namespace specgate
