// The admin port: health, readiness, metrics, status, reload, and what the store holds.
//
// What reads the store or a configuration does so on threads of its own, so that health, readiness,
// metrics and status are answered at once meanwhile; beyond 64 connections 32 more may ask for these.
// HTTP/1.1 on its own thread and listener, loopback unless told otherwise; a bearer token if one is
// configured (required off loopback), Host allow-list against DNS rebinding, no CORS, nothing changed
// by a GET. GET /health /ready /metrics /status /api/events /api/findings /api/quarantine
// /api/quarantine/ID, POST /reload.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "proxy/ledger/ledger.h"

namespace specgate::proxy {

struct AdminPorts {
  std::function<bool()> ready;                   // false while draining
  std::function<std::string()> status;           // a JSON object
  std::function<Problems()> reload;              // empty: the new configuration is in force
  std::function<LiveCounts()> live;
  Store* store = nullptr;                        // outlives the admin port
  Ledger* ledger = nullptr;                      // likewise
};

class Admin {
 public:
  // Listens at once; problems name the address.
  static Result<std::unique_ptr<Admin>> start(const Origin& listen, Secret token, AdminPorts ports);
  virtual ~Admin() = default;  // stops listening, ends open requests
  virtual uint16_t port() const = 0;
};

}  // namespace specgate::proxy
