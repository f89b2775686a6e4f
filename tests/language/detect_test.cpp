#include "language/detect.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace cm {
namespace {

TEST_CASE("A sentence is known by its language") {
  CHECK(detect_language("The parcel was left in the rain and nobody told me") == "en");
  CHECK(detect_language("Le colis est arrivé trempé et personne ne m'a prévenu") == "fr");
  CHECK(detect_language("وصل الطرد مبللا ولم يخبرني احد بذلك") == "ar");
  CHECK(detect_language("El paquete llegó mojado y nadie me avisó de nada, qué vergüenza") == "es");
}

TEST_CASE("Dialects of Arabic are Arabic, and Persian is not") {
  CHECK(detect_language("الخدمة ديالكم خايبة بزاف") == "ar");
  CHECK(detect_language("ايه الكلام ده يا جماعة") == "ar");
  CHECK(detect_language("بسته من خیس رسید و هیچ کس به من چیزی نگفت") == "fa");
}

TEST_CASE("Arabizi is Arabic in Latin letters") {
  CHECK(detect_language("wach had lcolis dyali mazal ma wsel") == "ar-Latn");
  CHECK(detect_language("ya gama3a el 5edma di we7sha awi") == "ar-Latn");
}

TEST_CASE("Digits that English and French write are no Arabizi") {
  CHECK(detect_language("see you at the 5th floor at 7pm, bring the ps5 and the mp3") == "en");
  CHECK(detect_language("rendez-vous au 3eme etage a 9h30 avec la 4g pour tout le monde") == "fr");
}

TEST_CASE("What is in no language is unknown") {
  CHECK(detect_language("").empty());
  CHECK(detect_language("😂😂😂").empty());
  CHECK(detect_language("12:30").empty());
  CHECK(detect_language("@anna @tom https://shop.example/sale").empty());
  CHECK(detect_language("Anna Rossi").empty());
}

TEST_CASE("A very long comment is told by its beginning") {
  std::string text;
  while (text.size() < 100'000) text += "the parcel was left in the rain, ";
  CHECK(detect_language(text) == "en");
}

}  // namespace
}  // namespace cm
