#include "moderation/search_variants.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cm;

namespace {

bool has(std::string_view query, std::string_view variant) {
  const auto variants = search_variants(query);
  return std::ranges::find(variants, variant, &SearchVariant::query) != variants.end();
}

}  // namespace

TEST_CASE("a brand is searched for as hashtag, in one word and with a hyphen") {
  CHECK(has("acme shoes", "#acmeshoes"));
  CHECK(has("acme shoes", "acmeshoes"));
  CHECK(has("acme shoes", "acme-shoes"));
  CHECK(has("#acmeshoes", "#acmeshoes") == true);
}

TEST_CASE("long words are misspelt, short ones are not") {
  CHECK(has("acme shoes", "acme sheos"));
  CHECK(has("acme shoes", "acme shes"));
  CHECK_FALSE(has("acme shoes", "acm shoes"));
  CHECK(has("photon", "foton"));
}

TEST_CASE("letters are whole characters in any script") {
  for (const SearchVariant& variant : search_variants("Überraschung")) {
    CAPTURE(variant.query);
    if (variant.how == "without accents" || variant.how == "letter left out") continue;
    CHECK(variant.query.find("\xC3\x9C") != std::string::npos);
  }
}

TEST_CASE("each variant comes once, and never the query itself") {
  const auto variants = search_variants("google");
  for (const SearchVariant& variant : variants) {
    CHECK(variant.query != "google");
    CHECK(std::ranges::count(variants, variant.query, &SearchVariant::query) == 1);
  }
}

TEST_CASE("a query in a platform's operators is left alone") {
  CHECK(search_variants("from:acme shoes").empty());
  CHECK(search_variants("\"acme shoes\"").empty());
}
