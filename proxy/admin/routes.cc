#include "proxy/admin/routes.h"

#include <algorithm>
#include <exception>

#include "proxy/admin/api.h"
#include "proxy/admin/query.h"
#include "rules/report/json_members.h"
#include "spec/text/ascii.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kOneRow = "/api/quarantine/";

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

// "localhost:9090" -> "localhost", "[::1]:9090" -> "[::1]"; empty where the port is no port.
std::string_view name_in(std::string_view host) {
  const size_t colon = host.rfind(':');
  const bool in_brackets = host.find(']', std::min(colon, host.size())) != host.npos;
  if (colon == host.npos || in_brackets) return host;
  const std::string_view port = host.substr(colon + 1);
  const bool digits =
      !port.empty() && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? host.substr(0, colon) : std::string_view{};
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view query_of(std::string_view target) {
  const size_t mark = target.find('?');
  return mark == target.npos ? std::string_view{} : target.substr(mark + 1);
}

void append_problem(const Problem& problem, std::string& out) {
  JsonMembers object(out);
  object.text("file", problem.file);
  object.number("line", problem.line);
  object.number("column", problem.column);
  object.text("message", problem.message);
}

void append_error(std::string_view message, std::string_view parameter, std::string& out) {
  JsonMembers object(out);
  object.text("error", message);
  object.text_if("parameter", parameter);
}

void append_refused_reload(const Problems& problems, std::string& out) {
  JsonMembers object(out);
  object.flag("reloaded", false);
  object.key("problems");
  char separator = '[';
  for (const Problem& problem : problems) {
    out += separator;
    append_problem(problem, out);
    separator = ',';
  }
  out += ']';
}

AdminAnswer page(const Rows& rows, std::string_view text,
                 std::string (*write)(const Rows&, StoreQuery)) {
  StoreQuery query;
  if (const BadParameter bad = read_query(text, query); bad.any()) {
    return admin_error(400, bad.message, bad.name);
  }
  return {.body = write(rows, std::move(query))};
}

}  // namespace

AdminAnswer admin_error(unsigned status, std::string_view message, std::string_view parameter) {
  AdminAnswer answer{.status = status};
  append_error(message, parameter, answer.body);
  return answer;
}

struct AdminRoutes::Route {
  std::string_view path;
  Handler handle;
  bool post = false;   // else GET and HEAD
  bool probe = false;  // for load balancers: tells nothing, asks for no token
  bool slow = false;   // reads the store, or a whole configuration
};

const AdminRoutes::Route* AdminRoutes::find(std::string_view path) {
  static constexpr Route kRoutes[] = {
      {.path = "/health", .handle = &AdminRoutes::health, .probe = true},
      {.path = "/ready", .handle = &AdminRoutes::ready, .probe = true},
      {.path = "/metrics", .handle = &AdminRoutes::metrics},
      {.path = "/status", .handle = &AdminRoutes::status},
      {.path = "/reload", .handle = &AdminRoutes::reload, .post = true, .slow = true},
      {.path = "/api/events", .handle = &AdminRoutes::events, .slow = true},
      {.path = "/api/findings", .handle = &AdminRoutes::findings, .slow = true},
      {.path = "/api/quarantine", .handle = &AdminRoutes::quarantine, .slow = true},
      {.path = kOneRow, .handle = &AdminRoutes::quarantined, .slow = true},
  };
  if (path.starts_with(kOneRow)) path = kOneRow;
  const Route* route = std::ranges::find(kRoutes, path, &Route::path);
  return route == std::end(kRoutes) ? nullptr : route;
}

AdminRoutes::AdminRoutes(std::string_view host, bool loopback, Secret token, AdminPorts ports)
    : loopback_(loopback),
      token_(std::move(token)),
      ports_(std::move(ports)),
      hosts_{"localhost", "127.0.0.1", "[::1]"} {
  const bool v6 = host.find(':') != host.npos && !host.starts_with('[');
  hosts_.push_back(v6 ? "[" + lowered(host) + "]" : lowered(host));
}

AdminAnswer AdminRoutes::answer(const AdminRequest& request) const {
  try {
    return routed(request);
  } catch (const std::exception& error) {
    ports_.ledger->say("error", std::string("admin request failed: ") + error.what());
    return admin_error(500, "internal error");
  }
}

bool AdminRoutes::is_prompt(const AdminRequest& request) const {
  const Route* route = find(path_of(request.target));
  return route == nullptr || !route->slow;
}

AdminAnswer AdminRoutes::routed(const AdminRequest& request) const {
  const std::string_view path = path_of(request.target);
  if (!path.starts_with('/')) return admin_error(400, "the target is not a path");
  if (AdminAnswer refused = refusal(request, path); refused.status != 200) return refused;
  const Route* route = find(path);
  if (route == nullptr) return admin_error(404, "there is no such path");
  const bool read = request.method == "GET" || request.method == "HEAD";
  if (route->post ? request.method != "POST" : !read) {
    AdminAnswer answer = admin_error(405, "this path does not know that method");
    answer.allow = route->post ? "POST" : "GET, HEAD";
    return answer;
  }
  const bool one_row = route->path == kOneRow;
  return (this->*route->handle)(one_row ? path.substr(kOneRow.size()) : query_of(request.target));
}

bool AdminRoutes::authorized(const AdminRequest& request) const {
  constexpr std::string_view kBearer = "bearer ";
  if (token_.empty() || request.authorization.size() < kBearer.size()) return false;
  if (lowered(request.authorization.substr(0, kBearer.size())) != kBearer) return false;
  return token_.equals(request.authorization.substr(kBearer.size()));
}

bool AdminRoutes::known_host(std::string_view host) const {
  return std::ranges::find(hosts_, lowered(name_in(host))) != hosts_.end();
}

// With status 200: nothing against it. A page of another site can make a browser send requests
// here: what gives it away is its own name in Host, or in Origin. The right token settles both.
AdminAnswer AdminRoutes::refusal(const AdminRequest& request, std::string_view path) const {
  if (request.host.empty()) return admin_error(400, "wanted one Host header");
  if (authorized(request)) return {};
  const Route* route = find(path);
  const bool probe = route != nullptr && route->probe;
  if (probe && !loopback_) return {};  // probes name a machine as they please
  if (!known_host(request.host)) return admin_error(421, "this Host is not served here");
  if (probe) return {};
  if (!token_.empty()) return admin_error(401, "wanted the admin token: Authorization: Bearer …");
  const bool foreign =
      !request.origin.empty() && lowered(request.origin) != "http://" + lowered(request.host);
  return foreign ? admin_error(403, "asked by a page of another site") : AdminAnswer{};
}

AdminAnswer AdminRoutes::health(std::string_view) const { return {.body = R"({"status":"ok"})"}; }

AdminAnswer AdminRoutes::ready(std::string_view) const {
  if (ports_.ready()) return {.body = R"({"status":"ready"})"};
  return {.status = 503, .body = R"({"status":"draining"})"};
}

AdminAnswer AdminRoutes::metrics(std::string_view) const {
  return {.body = ports_.ledger->metrics(ports_.live(), ports_.store->counts()),
          .type = "text/plain; version=0.0.4; charset=utf-8"};
}

AdminAnswer AdminRoutes::status(std::string_view) const { return {.body = ports_.status()}; }

AdminAnswer AdminRoutes::reload(std::string_view) const {
  const Problems problems = ports_.reload();
  if (problems.empty()) return {.body = R"({"reloaded":true})"};
  AdminAnswer answer{.status = 422};
  append_refused_reload(problems, answer.body);
  return answer;
}

AdminAnswer AdminRoutes::events(std::string_view query) const {
  const Rows rows = [this](const StoreQuery& wanted) { return ports_.store->recent(wanted); };
  return page(rows, query, [](const Rows& from, StoreQuery wanted) {
    return rows_page(from, std::move(wanted), Telling::kFeed);
  });
}

AdminAnswer AdminRoutes::findings(std::string_view query) const {
  const Rows rows = [this](const StoreQuery& wanted) { return ports_.store->recent(wanted); };
  return page(rows, query, findings_page);
}

AdminAnswer AdminRoutes::quarantine(std::string_view query) const {
  const Rows rows = [this](const StoreQuery& wanted) { return ports_.store->quarantined(wanted); };
  return page(rows, query, [](const Rows& from, StoreQuery wanted) {
    wanted.envelopes = false;  // a list shows none of it
    return rows_page(from, std::move(wanted), Telling::kQuarantine);
  });
}

AdminAnswer AdminRoutes::quarantined(std::string_view id) const {
  const auto number = read_id(id);
  if (!number) return admin_error(400, "the id is not a number above zero", "id");
  const auto row = ports_.store->find(*number);
  if (!row) return admin_error(404, "the quarantine has no event of this id");
  AdminAnswer answer;
  append_row(*row, Telling::kWhole, answer.body);
  return answer;
}

}  // namespace specgate::proxy
