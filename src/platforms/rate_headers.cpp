#include "platforms/rate_headers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace cm {
namespace {

using std::chrono::milliseconds;

std::optional<double> number_in(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end == text->data() || !std::isfinite(value)) return std::nullopt;
  return value;
}

milliseconds to_ms(double seconds) { return milliseconds(std::llround(seconds * 1000.0)); }

/// "Sun, 22 Nov 2026 10:00:00 GMT", the form that RFC 9110 has servers send.
std::optional<Timestamp> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  for (std::size_t month = 0; month < months.size(); ++month) {
    if (text.substr(8, 3) != months[month]) continue;
    const std::string number = std::to_string(month + 1);
    const std::string iso = std::string(text.substr(12, 4)) + "-" + (number.size() == 1 ? "0" : "") + number + "-" +
                            std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z";
    return parse_iso8601(iso);
  }
  return std::nullopt;
}

}  // namespace

RateStanding read_rate(const HttpReply& reply, const RateHeaders& headers, Timestamp now) {
  RateStanding standing;
  if (headers.reset.empty()) return standing;
  standing.remaining = number_in(reply.header(headers.remaining));
  const auto reset = reply.header(headers.reset);
  if (!reset) return standing;
  std::optional<Timestamp> moment;
  if (headers.unit == ResetUnit::iso8601) {
    moment = parse_iso8601(*reset);
  } else if (const auto seconds = number_in(reset); seconds && std::abs(*seconds) < 1e11) {
    if (headers.unit == ResetUnit::seconds_left) {
      standing.reset = now + to_ms(*seconds);
      return standing;
    }
    moment = from_epoch_ms(to_ms(*seconds).count());
  }
  if (!moment) return standing;
  const auto date = reply.header("Date");
  const auto hosts_now = date ? http_date(*date) : std::nullopt;
  standing.reset = now + (*moment - hosts_now.value_or(now));
  return standing;
}

std::optional<milliseconds> read_retry_after(const HttpReply& reply, Timestamp now) {
  const auto value = reply.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto seconds = number_in(value); seconds && *seconds >= 0 && *seconds < 1e9) return to_ms(*seconds);
  const auto until = http_date(*value);
  if (!until) return std::nullopt;
  const auto date = reply.header("Date");
  const auto hosts_now = date ? http_date(*date) : std::nullopt;
  return std::max(milliseconds(0), *until - hosts_now.value_or(now));
}

}  // namespace cm
