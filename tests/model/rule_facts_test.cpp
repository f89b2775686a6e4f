#include "model/rule_facts.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("a star in a rule pattern stands for any run of letters, also none") {
  CHECK(id_fits("spam.*", "spam.any.newcomer-link"));
  CHECK(id_fits("abuse.*.threat", "abuse.en.threat"));
  CHECK(id_fits("abuse.*.threat", "abuse.en.old.threat"));
  CHECK(id_fits("*", ""));
  CHECK_FALSE(id_fits("abuse.*.threat", "abuse.en.threat2"));
  CHECK_FALSE(id_fits("spam.*", "nospam.x"));
}
