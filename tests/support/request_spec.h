// RequestSpec: a vendor's own description of its API, asked whether a request is one that it knows.
// A path, parameter, type or field of a body that the description does not have is a complaint.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/loopback_server.h"

namespace cm {

/// What is wrong with a request; empty when nothing is.
using RequestSpec = std::function<std::vector<std::string>(const LoopbackRequest& request)>;

/// OpenAPI 3. `base` is what stands before the paths of the description.
[[nodiscard]] RequestSpec openapi_spec(nlohmann::json description, std::string base = {});

/// A Google discovery document.
[[nodiscard]] RequestSpec discovery_spec(nlohmann::json description);

/// The lexicons of the AT Protocol; `lexicon` gives the one of an id, null when there is none.
[[nodiscard]] RequestSpec lexicon_spec(std::function<nlohmann::json(const std::string& id)> lexicon);

/// A list of endpoints with their names of query, form and JSON body: how vendors without a machine-readable
/// description are written down. `always` are parameters that any call may have.
[[nodiscard]] RequestSpec endpoint_list_spec(nlohmann::json list, std::string base,
                                             std::vector<std::string> always = {});

/// Answers over HTTP and keeps every complaint about what it was asked.
class SpecServer {
 public:
  SpecServer(RequestSpec spec, LoopbackServer::Answer answer);

  [[nodiscard]] std::string url() const { return server_.url(); }
  [[nodiscard]] std::size_t visits() const { return server_.visits(); }
  /// "POST /x: no parameter \"y\"", one a complaint.
  [[nodiscard]] std::vector<std::string> complaints() const;

 private:
  RequestSpec spec_;
  LoopbackServer::Answer answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> complaints_;
  LoopbackServer server_;
};

}  // namespace cm
