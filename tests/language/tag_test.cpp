#include "language/tag.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

TEST_CASE("A tag's language is told whatever its region, script and case") {
  CHECK(primary_language("fr-CA") == "fr");
  CHECK(primary_language("ar-Latn") == "ar");
  CHECK(same_language("EN_gb", "en"));
  CHECK_FALSE(same_language("fr", "fy"));
}

TEST_CASE("Spoken Arabic is Arabic, and its neighbours in the alphabet are not") {
  CHECK(same_language("arz", "ar"));
  CHECK(same_language("ary-Latn", "ar"));
  CHECK_FALSE(same_language("arn", "ar"));  // Mapuche
  CHECK_FALSE(same_language("fa", "ar"));
}

}  // namespace
}  // namespace cm
