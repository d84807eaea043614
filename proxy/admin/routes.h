// The admin port's answers: who may ask, what is there. No sockets; admin.cc brings and takes
// bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/admin/admin.h"

namespace specgate::proxy {

// What of a request matters here. Views die with it.
struct AdminRequest {
  std::string_view method, target;
  std::string_view host;           // empty: none, or several
  std::string_view origin;         // of the page that asks; empty: none
  std::string_view authorization;  // empty: none, or several
};

struct AdminAnswer {
  unsigned status = 200;
  std::string body{};
  std::string_view type = "application/json";
  std::string_view allow{};  // of a 405
};

AdminAnswer admin_error(unsigned status, std::string_view message, std::string_view parameter = {});

class AdminRoutes {
 public:
  // `host` is the address listened on; a token may be empty.
  AdminRoutes(std::string_view host, bool loopback, Secret token, AdminPorts ports);

  AdminAnswer answer(const AdminRequest& request) const;  // does not throw
  // Is it answered from what is at hand, whatever else goes on? Else it may read the store, or a plan.
  bool is_prompt(const AdminRequest& request) const;

  using Handler = AdminAnswer (AdminRoutes::*)(std::string_view query) const;

 private:
  struct Route;
  static const Route* find(std::string_view path);

  AdminAnswer routed(const AdminRequest& request) const;
  bool authorized(const AdminRequest& request) const;
  bool known_host(std::string_view host) const;
  AdminAnswer refusal(const AdminRequest& request, std::string_view path) const;

  AdminAnswer health(std::string_view query) const;
  AdminAnswer ready(std::string_view query) const;
  AdminAnswer metrics(std::string_view query) const;
  AdminAnswer status(std::string_view query) const;
  AdminAnswer reload(std::string_view query) const;
  AdminAnswer events(std::string_view query) const;
  AdminAnswer findings(std::string_view query) const;
  AdminAnswer quarantine(std::string_view query) const;
  AdminAnswer quarantined(std::string_view id) const;

  const bool loopback_;
  const Secret token_;
  const AdminPorts ports_;
  std::vector<std::string> hosts_;
};

}  // namespace specgate::proxy
