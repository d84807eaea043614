#include "proxy/http/sender_fields.h"

#include <algorithm>

namespace specgate::proxy {
namespace {

// Of those that no registry has, the ones that decide here or behind.
constexpr std::string_view kDeciding[] = {"X-Retry-Count", "Specgate-Mode", "X-Forwarded-For",
                                          "X-Forwarded-Proto", "X-Forwarded-Host"};

// May `Connection` name it? Of what is not registered the sender knows; RFC 2774 has the C- ones.
bool may_be_option(std::string_view name) {
  const http::field id = http::string_to_field({name.data(), name.size()});
  switch (id) {
    case http::field::transfer_encoding:  // its own field, and of all who read the request
      return false;
    case http::field::close:
    case http::field::c_ext:
    case http::field::c_man:
    case http::field::c_opt:
      return true;
    case http::field::unknown:
      return std::ranges::none_of(kDeciding, [name](std::string_view deciding) {
        return equals_ignoring_case(name, deciding);
      });
    default:
      return is_of_connection(id);
  }
}

}  // namespace

Refusal check_sender(const Fields& fields) {
  bool named = false;
  size_t authorizations = 0;
  for (const Field& field : fields) {
    authorizations += field.id == http::field::authorization ? 1 : 0;
    if (field.id != http::field::connection) continue;
    each_in_list(field.value, [&](std::string_view one) { named = named || !may_be_option(one); });
  }
  if (named) return {400, "Connection names a field that is meant for all who read the request"};
  if (authorizations > 1) return {400, "there is more than one Authorization field"};
  return {};
}

}  // namespace specgate::proxy
