#include "proxy/net/cidr.h"

#include <boost/asio/ip/address.hpp>

namespace specgate::proxy {
namespace {

template <typename Bytes>
bool begins_alike(const Bytes& address, const Cidr& network) {
  unsigned left = network.bits;
  for (size_t i = 0; i < address.size() && left > 0; ++i) {
    const unsigned bits = left < 8 ? left : 8;
    const unsigned differ = static_cast<unsigned>(address[i] ^ network.address[i]);
    if (differ >> (8 - bits) != 0) return false;
    left -= bits;
  }
  return true;
}

}  // namespace

bool contains(const std::vector<Cidr>& networks, const std::string& address) {
  if (networks.empty()) return false;
  namespace ip = boost::asio::ip;
  boost::system::error_code error;
  ip::address parsed = ip::make_address(address, error);
  if (error) return false;
  if (parsed.is_v6() && parsed.to_v6().is_v4_mapped()) {
    parsed = ip::make_address_v4(ip::v4_mapped, parsed.to_v6());
  }
  for (const Cidr& network : networks) {
    if (network.v6 != parsed.is_v6()) continue;
    if (network.v6 ? begins_alike(parsed.to_v6().to_bytes(), network)
                   : begins_alike(parsed.to_v4().to_bytes(), network)) {
      return true;
    }
  }
  return false;
}

}  // namespace specgate::proxy
