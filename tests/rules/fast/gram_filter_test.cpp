#include "rules/fast/gram_filter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "rules/fast/packed_bytes.h"

namespace cm {
namespace {

std::vector<std::uint32_t> scanned(const GramFilter& filter, const ViewedBytes& view, Vectors with) {
  std::vector<std::uint32_t> places(view.text().size() + 1);
  places.resize(filter.scan(view, with, places.data()));
  return places;
}

TEST_CASE("the filter finds every key, and the same places with any instructions") {
  std::mt19937 random(5);
  const std::vector<std::string> parts{"fuck", "sca", "m", " ", "كلب", "ابن", "ل", "é", "x", "7", "😀", "the refund"};
  ViewedBytes view;
  for (const bool with_short : {false, true}) {
    GramFilter filter;
    filter.reset(4);
    const auto add = [&](std::string key, bool is_short) {
      key.resize(8);
      filter.add(packed_bytes(key.data()), is_short);
    };
    add("fuck", false);
    add("كلب", false);
    if (with_short) {
      add("sca", true);
      add("لب", true);
    }
    for (int round = 0; round < 2000; ++round) {
      std::string text;
      for (std::size_t left = random() % 30; left > 0; --left) text += parts[random() % parts.size()];
      view.take_folded(text);
      const std::vector<std::uint32_t> plain = scanned(filter, view, Vectors::none);
      REQUIRE(scanned(filter, view, vectors()) == plain);
      std::vector<std::string> keys{"fuck", "كلب"};
      if (with_short) keys.insert(keys.end(), {"sca", "لب"});
      for (const std::string& key : keys) {
        for (std::size_t at = view.text().find(key); at != std::string_view::npos; at = view.text().find(key, at + 1))
          REQUIRE(std::find(plain.begin(), plain.end(), at) != plain.end());
      }
    }
  }
}

}  // namespace
}  // namespace cm
