#include "report/written_figure.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

TEST_CASE("People read grouped counts, per cent and two units of time") {
  CHECK(written_figure(0, KpiUnit::count) == "0");
  CHECK(written_figure(999, KpiUnit::count) == "999");
  CHECK(written_figure(1234567, KpiUnit::count) == "1,234,567");
  CHECK(written_figure(0.2043, KpiUnit::share) == "20.4 %");
  CHECK(written_figure(1.256, KpiUnit::ratio) == "1.26");
  CHECK(written_figure(59, KpiUnit::span) == "59 s");
  CHECK(written_figure(3599, KpiUnit::span) == "59 min");
  CHECK(written_figure(3600, KpiUnit::span) == "1 h 0 min");
  CHECK(written_figure(47 * 3600, KpiUnit::span) == "47 h 0 min");
  CHECK(written_figure(50 * 3600, KpiUnit::span) == "2 d 2 h");
  CHECK(written_figure(std::nullopt, KpiUnit::span) == "–");
}

TEST_CASE("Programs read plain numbers, and nothing for what cannot be told") {
  CHECK(plain_figure(1234567, KpiUnit::count) == "1234567");
  CHECK(plain_figure(0.20432, KpiUnit::share) == "0.2043");
  CHECK(plain_figure(7200, KpiUnit::span) == "7200");
  CHECK(plain_figure(std::nullopt, KpiUnit::count) == "");
}

}  // namespace
}  // namespace cm
