#include "text/simhash.h"

#include <doctest/doctest.h>

#include <bit>
#include <vector>

using namespace cm;

TEST_CASE("a text with one word changed is near, another text is not") {
  const auto one = simhash("never again this brand lies to all of its customers every single day boycott");
  const auto changed = simhash("never again this brand lies to all of its clients every single day boycott");
  const auto other = simhash("where is my parcel it was due on monday and nobody answers the phone");
  CHECK(std::popcount(one ^ changed) <= near_duplicate_bits);
  CHECK(std::popcount(one ^ other) > near_duplicate_bits);
}

TEST_CASE("near duplicates are those with company, not a pair by chance") {
  const auto flood = simhash("boycott this brand now");
  const std::vector<std::uint64_t> texts{flood, flood, flood, simhash("lovely shoes"), simhash("thank you so much"),
                                         0,     0,     0};
  CHECK(count_near_duplicates(texts) == 3);
}
