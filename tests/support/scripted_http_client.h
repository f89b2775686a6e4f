// ScriptedHttpClient: answers from a list or a function and remembers what it was asked.
#pragma once

#include <deque>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "http/http_client.h"

namespace cm {

class ScriptedHttpClient final : public HttpClient {
 public:
  using Answer = std::function<HttpReply(const HttpRequest&)>;

  ScriptedHttpClient() = default;

  /// Every request is answered by `answer`, unless the list below has something.
  explicit ScriptedHttpClient(Answer answer) : fallback_(std::move(answer)) {}

  /// The next request gets this; in the order of the calls.
  ScriptedHttpClient& reply(int status, std::string body = {}, HttpHeaders headers = {}) {
    answers_.emplace_back(
        [reply = HttpReply{status, std::move(headers), std::move(body)}](const HttpRequest&) { return reply; });
    return *this;
  }

  ScriptedHttpClient& reply_json(int status, std::string body, HttpHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json; charset=UTF-8");
    return reply(status, std::move(body), std::move(headers));
  }

  /// The next request ends as if the network had gone.
  ScriptedHttpClient& lose(TransportError::Outlook outlook = TransportError::Outlook::unanswered) {
    answers_.emplace_back([outlook](const HttpRequest& request) -> HttpReply {
      throw TransportError(outlook, "cannot reach " + host_of(request.url) + ": the connection was reset");
    });
    return *this;
  }

  [[nodiscard]] HttpReply send(const HttpRequest& request) override {
    requests.push_back(request);
    if (!answers_.empty()) {
      const Answer answer = std::move(answers_.front());
      answers_.pop_front();
      return answer(request);
    }
    if (fallback_) return fallback_(request);
    throw std::logic_error("nothing is scripted for " + request.method + " " + request.url);
  }

  [[nodiscard]] std::size_t left() const { return answers_.size(); }

  std::vector<HttpRequest> requests;

 private:
  std::deque<Answer> answers_;
  Answer fallback_;
};

}  // namespace cm
