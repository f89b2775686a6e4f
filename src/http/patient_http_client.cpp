#include "http/patient_http_client.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <random>
#include <utility>

#include "base/error.h"
#include "base/stop.h"

namespace cm {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// However often the host asks for a little more time.
constexpr int most_tries = 30;

// Numbers above this are seconds since 1970, those below are seconds from now.
constexpr std::int64_t smallest_epoch = 1'000'000'000;

std::optional<std::int64_t> leading_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  // "12.5" and "12, 30;w=60" are 12; "2026-11-20" is no number.
  if (end != text.data() + text.size() && *end != '.' && *end != ',' && *end != ';' && *end != ' ') return std::nullopt;
  return number;
}

std::optional<Timestamp> parse_moment(std::string_view text) {
  if (const auto moment = parse_iso8601(text)) return moment;
  return parse_http_date(text);
}

/// "120" and a moment in each of its usual forms.
std::optional<milliseconds> pause_from(std::string_view text, Timestamp now) {
  std::optional<milliseconds> pause;
  if (const auto number = leading_number(text)) {
    constexpr std::int64_t a_century = 3'200'000'000;
    const std::int64_t bounded = std::min(*number, 3 * a_century);
    pause = bounded > smallest_epoch ? Timestamp(seconds(bounded)) - now : milliseconds(seconds(bounded));
  } else if (const auto moment = parse_moment(text)) {
    pause = *moment - now;
  }
  if (pause) pause = std::max(*pause, milliseconds(0));
  return pause;
}

constexpr std::array<std::string_view, 3> reset_headers{"RateLimit-Reset", "X-RateLimit-Reset", "X-Rate-Limit-Reset"};
constexpr std::array<std::string_view, 3> remaining_headers{"RateLimit-Remaining", "X-RateLimit-Remaining",
                                                            "X-Rate-Limit-Remaining"};

std::optional<milliseconds> asked_reset(const HttpReply& reply, Timestamp now) {
  for (const auto name : reset_headers) {
    if (const auto value = reply.header(name)) return pause_from(*value, now);
  }
  return std::nullopt;
}

bool limit_is_used_up(const HttpReply& reply) {
  return std::ranges::any_of(remaining_headers, [&](std::string_view name) {
    const auto value = reply.header(name);
    if (!value) return false;
    const auto left = leading_number(*value);
    return left && *left <= 0;
  });
}

bool is_passing(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504 ||
         (status >= 520 && status <= 530);  // what a proxy in front of many sites says
}

// A host that answers so has not done what was asked.
bool was_not_done(const HttpReply& reply) {
  return reply.status == 429 || (reply.status == 503 && reply.header("Retry-After"));
}

std::function<double()> seeded_by_the_system() {
  return [engine = std::make_shared<std::mt19937>(std::random_device{}())] {
    return std::uniform_real_distribution<double>(0.0, 1.0)(*engine);
  };
}

milliseconds part_of(milliseconds whole, double share) {
  return milliseconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
}

std::string shown(milliseconds span) {
  const auto whole = std::chrono::ceil<seconds>(span);
  if (whole < seconds(120)) return std::to_string(whole.count()) + " s";
  return std::to_string(std::chrono::ceil<minutes>(whole).count()) + " min";
}

}  // namespace

std::optional<milliseconds> asked_pause(const HttpReply& reply, Timestamp now) {
  const Timestamp there = sent_at(reply).value_or(now);
  if (const auto value = reply.header("Retry-After")) {
    if (const auto pause = pause_from(*value, there)) return pause;
  }
  return asked_reset(reply, there);
}

bool RequestBudget::take() {
  std::size_t before = taken_.load();
  while (before < most_) {
    if (taken_.compare_exchange_weak(before, before + 1)) return true;
  }
  return false;
}

PatientHttpClient::PatientHttpClient(HttpClient& inner, Clock& clock, Log& log, Patience patience,
                                     std::function<double()> random)
    : inner_(inner),
      clock_(clock),
      log_(log),
      patience_(std::move(patience)),
      random_(random ? std::move(random) : seeded_by_the_system()) {}

milliseconds PatientHttpClient::backed_off(int tried) {
  const milliseconds doubled = patience_.first_pause * (std::int64_t{1} << std::min(tried - 1, 20));
  return part_of(std::min(doubled, patience_.longest_pause), random_());
}

void PatientHttpClient::wait(milliseconds pause, const HttpRequest& request, const std::string& why) {
  if (waited_ + pause > patience_.in_all) {
    throw Error(ErrorKind::unavailable, host_of(request.url) + " " + why +
                                            "; what was done so far is saved, run again after " +
                                            to_iso8601(std::chrono::ceil<seconds>(clock_.now() + pause)));
  }
  log_.info(host_of(request.url) + " " + why + "; waiting " + shown(pause));
  waited_ += pause;
  clock_.sleep_for(pause);
  leave_if_stopped();
}

void PatientHttpClient::keep_pace() {
  if (patience_.requests_per_minute <= 0) return;
  const auto most = static_cast<std::size_t>(patience_.requests_per_minute);
  while (!recent_.empty() && clock_.now() - recent_.front() >= minutes(1)) recent_.pop_front();
  if (recent_.size() >= most) {
    // Not a failure: the pace was asked for, so it takes nothing from the patience.
    clock_.sleep_for(recent_[recent_.size() - most] + minutes(1) - clock_.now());
    leave_if_stopped();
    recent_.pop_front();
  }
  recent_.push_back(clock_.now());
}

void PatientHttpClient::wait_for_reset(const HttpRequest& request) {
  if (!nothing_before_) return;
  const milliseconds pause = *nothing_before_ - clock_.now();
  if (pause > milliseconds(0)) wait(pause, request, "says that its limit is used up");
  nothing_before_.reset();
}

HttpReply PatientHttpClient::send(const HttpRequest& request) {
  for (int tried = 1;; ++tried) {
    leave_if_stopped();
    wait_for_reset(request);
    keep_pace();
    if (patience_.budget && !patience_.budget->take()) {
      throw Error(ErrorKind::unavailable,
                  "the budget of " + std::to_string(patience_.budget->most()) +
                      " requests is used up; what was done so far is saved, run again to go on");
    }
    try {
      HttpReply reply = inner_.send(request);
      const Timestamp now = clock_.now();
      if (limit_is_used_up(reply)) {
        if (const auto reset = asked_reset(reply, sent_at(reply).value_or(now))) nothing_before_ = now + *reset;
      }
      if (!is_passing(reply.status)) return reply;
      if (!request.repeatable && !was_not_done(reply)) return reply;
      const auto asked = asked_pause(reply, now);
      if (tried >= (asked ? most_tries : patience_.tries)) return reply;
      // A little more than was asked, so that many clients do not come back at the same moment.
      const milliseconds pause = asked ? *asked + part_of(patience_.first_pause, random_()) : backed_off(tried);
      nothing_before_.reset();
      wait(pause, request, "answers " + std::to_string(reply.status));
    } catch (const TransportError& error) {
      const bool arrived_perhaps = error.outlook() == TransportError::Outlook::unanswered;
      if (error.outlook() == TransportError::Outlook::lasting || tried >= patience_.tries) throw;
      if (arrived_perhaps && !request.repeatable) throw;
      wait(backed_off(tried), request, "does not answer");
    }
  }
}

}  // namespace cm
