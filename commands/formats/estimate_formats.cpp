#include "formats/estimate_formats.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace cm {
namespace {

using Json = nlohmann::ordered_json;

// A budget that is used up ends the run, and the next goes on.
std::optional<std::size_t> runs_within(std::size_t units, std::optional<std::size_t> budget) {
  if (!budget || *budget == 0) return std::nullopt;
  return (units + *budget - 1) / *budget;
}

std::string shown(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 7200) return fmt::format("{} min", (seconds + 59) / 60);
  return fmt::format("{} h", (seconds + 3599) / 3600);
}

}  // namespace

std::string estimate_as_text(const ChannelEstimate& estimate, std::optional<std::size_t> budget) {
  const std::string_view least = estimate.silent_pages > 0 ? "at least " : "about ";
  std::string line = fmt::format("{}: {}{} comments on {} pages, {} requests", estimate.channel, least,
                                 estimate.comments, estimate.pages.size(), estimate.requests);
  if (estimate.unit != "requests") line += fmt::format(", {} {}", estimate.units, estimate.unit);
  if (estimate.time) line += fmt::format(", {}{}", least, shown(*estimate.time));
  if (estimate.dollars > 0) line += fmt::format(", {:.2f} USD", estimate.dollars);
  if (estimate.silent_pages > 0) {
    line += fmt::format("; {} pages do not tell how many comments they have", estimate.silent_pages);
  }
  if (const auto runs = runs_within(estimate.units, budget)) {
    line += *runs <= 1 ? "; within the budget" : fmt::format("; {} runs with a budget of {}", *runs, *budget);
  }
  return line + "\n";
}

std::string estimate_as_json(const ChannelEstimate& estimate, std::optional<std::size_t> budget) {
  Json line;
  line["channel"] = estimate.channel;
  line["comments"] = estimate.comments;
  line["requests"] = estimate.requests;
  line["unit"] = estimate.unit;
  line["units"] = estimate.units;
  line["seconds"] = estimate.time ? Json(static_cast<double>(estimate.time->count()) / 1000) : Json();
  line["dollars"] = estimate.dollars;
  line["silent_pages"] = estimate.silent_pages;
  const auto runs = runs_within(estimate.units, budget);
  line["runs"] = runs ? Json(*runs) : Json();
  Json pages = Json::array();
  for (const PageEstimate& page : estimate.pages) {
    pages.push_back({{"page", page.page},
                     {"total", page.total ? Json(*page.total) : Json()},
                     {"stored", page.stored},
                     {"to_read", page.to_read ? Json(*page.to_read) : Json()},
                     {"requests", page.requests}});
  }
  line["pages"] = std::move(pages);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cm
