#include "campaign/foreseen.h"

#include <doctest/doctest.h>

using namespace cm;

namespace {

std::vector<ExpectedComment> expecting(const std::vector<std::string>& texts) {
  std::vector<ExpectedComment> rows;
  for (const std::string& text : texts) rows.emplace_back().text = text;
  return rows;
}

}  // namespace

TEST_CASE("a comment was foreseen when it says most of what a row says, in other forms and other words around it") {
  Foreseen foreseen(
      expecting({"My lamp arrived broken", "Toujours pas livré, j'attends ma commande depuis dix jours"}));
  foreseen.add("a/1", "The LAMPS arrived all broken!! what now");
  foreseen.add("a/2", "ma commande n'est toujours pas livrée, j'attends");
  foreseen.add("a/3", "a lamp for my mother");
  foreseen.add("a/4", "why is the shop closed today");
  const ForeseenReport report = foreseen.report();
  CHECK(report.comments == 4);
  CHECK(report.foreseen == 2);
  CHECK(report.by_row == std::vector<std::size_t>{1, 1});
  CHECK(report.clusters.empty());
  CHECK(report.alone == 2);
}

TEST_CASE("what was not foreseen is put together by what it shares, the largest cluster first") {
  Foreseen foreseen(expecting({"My lamp arrived broken"}));
  foreseen.add("a/1", "the loyalty card is refused");
  foreseen.add("a/2", "no points on my loyalty card");
  foreseen.add("a/3", "Loyalty card? what loyalty card");
  foreseen.add("a/4", "loyalty card number invalid");
  foreseen.add("a/5", "the model looks so tired");
  foreseen.add("a/6", "poor model");
  foreseen.add("a/7", "who is the model?");
  foreseen.add("a/8", "first!");
  const ForeseenReport report = foreseen.report();
  CHECK(report.foreseen == 0);
  REQUIRE(report.clusters.size() == 2);
  CHECK(report.clusters[0].phrase == "loyalty card");
  CHECK(report.clusters[0].keys == std::vector<std::string>{"a/1", "a/2", "a/3", "a/4"});
  CHECK(report.clusters[1].phrase == "model");
  CHECK(report.alone == 1);
}

TEST_CASE("nothing was said, nothing was expected") {
  CHECK(Foreseen({}).report().comments == 0);
  Foreseen foreseen(expecting({"", "the"}));
  foreseen.add("a/1", "the");
  CHECK(foreseen.report().alone == 1);
}
