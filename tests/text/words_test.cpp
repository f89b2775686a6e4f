#include "text/words.h"

#include <doctest/doctest.h>

#include "text/fold.h"

using namespace cm;

using Words = std::vector<std::string>;

TEST_CASE("words end at marks, and links, names and numbers are none") {
  CHECK(clauses_of("Late again! @acme see https://acme.example/x, order 4711 #refund now") ==
        std::vector<Clause>{{"late", "again"}, {"see"}, {"order"}, {"refund", "now"}});
  CHECK(clauses_of("").empty());
}

TEST_CASE("stop words of four languages are known in their folded form") {
  for (const char* word : {"the", "tres", "في", "rani", "الى"}) CHECK(is_stop_word(folded(word)));
  for (const char* word : {"refund", "colis", "توصيل", "livraison"}) CHECK_FALSE(is_stop_word(word));
}

TEST_CASE("forms of one word have one stem") {
  CHECK(stems_of("Refunds, refunded: a REFUND!") == Words{"refun"});
  CHECK(stems_of("Où est ma commande ? Mes commandes…") == Words{"comma"});
  CHECK(stems_of("the and of").empty());
}
