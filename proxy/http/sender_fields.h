// The fields of a request that say who sent it, and how it is to be read, reach whoever stands behind
// as they were judged by: none is named as one of this connection only, none comes twice.
#pragma once

#include "proxy/http/head.h"

namespace specgate::proxy {

// A refusal where `Connection` names a field that is meant for all recipients, which RFC 9110 7.6.1
// forbids, or where there are two Authorization fields.
Refusal check_sender(const Fields& fields);

}  // namespace specgate::proxy
