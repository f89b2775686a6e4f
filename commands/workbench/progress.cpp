#include "workbench/progress.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/written_figure.h"

namespace cm {
namespace {

using std::chrono::milliseconds;

constexpr int bar_width = 20;

std::string written(double count) { return written_figure(std::floor(count), KpiUnit::count); }

std::string bar(double part) {
  const auto full = static_cast<int>(part * bar_width);
  std::string text;
  for (int i = 0; i < bar_width; ++i) text += i < full ? "█" : "░";
  return text;
}

std::string minutes_and_seconds(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress(std::string doing, std::string unit, ProgressStyle style, const Clock& clock,
                   std::function<void(std::string_view)> tell)
    : doing_(std::move(doing)),
      unit_(std::move(unit)),
      style_(style),
      clock_(clock),
      tell_(std::move(tell)),
      began_(clock.now()),
      told_(began_) {}

Progress::~Progress() {
  if (style_ == ProgressStyle::bar && shown_) tell_("");
}

void Progress::at(std::uint64_t done, std::optional<double> part) {
  if (style_ == ProgressStyle::none) return;
  const std::lock_guard hold(telling_);
  done_ = done;
  tell_if_due(part);
}

void Progress::add(std::uint64_t more) {
  if (style_ == ProgressStyle::none) return;
  const std::lock_guard hold(telling_);
  done_ += more;
  tell_if_due(std::nullopt);
}

std::function<void(std::uint64_t done, std::optional<double> part)> Progress::teller() {
  if (style_ == ProgressStyle::none) return {};
  return [this](std::uint64_t done, std::optional<double> part) { at(done, part); };
}

void Progress::tell_if_due(std::optional<double> part) {
  const milliseconds between = style_ == ProgressStyle::bar ? milliseconds(100) : milliseconds(60'000);
  const Timestamp now = clock_.now();
  if (now - told_ < between) return;
  told_ = now;
  shown_ = true;
  tell_(line(now - began_, part));
}

std::string Progress::line(milliseconds elapsed, std::optional<double> part) const {
  const double seconds = std::max(static_cast<double>(elapsed.count()) / 1000, 0.001);
  const auto done = static_cast<double>(done_);
  std::string text = doing_ + ": ";
  if (part && style_ == ProgressStyle::bar) text += bar(*part) + " ";
  if (part) text += fmt::format("{:.0f} %, ", std::floor(*part * 100));
  text += written(done) + " " + unit_ + ", " + written(done / seconds) + " a second";
  // The first moments say little of those to come.
  if (part && *part > 0.01) text += ", " + minutes_and_seconds(seconds * (1 - *part) / *part) + " left";
  return text;
}

}  // namespace cm
