#include "topics/rising.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp monday = parse_iso8601("2026-11-16T00:00:00Z").value();

struct Said {
  std::string text;
  std::string department = "support";
  std::string author;
};

class Comments {
 public:
  void on_day(int day, const Said& said, int times = 1) {
    for (int i = 0; i < times; ++i) {
      ++count_;
      const std::string author = said.author.empty() ? "shop/" + std::to_string(count_) : said.author;
      topics_.add({monday + day * 24h + 9h + count_ * 1s, said.text, author, said.department});
    }
  }

  // What people say every day, in words that the tests do not look for.
  void usual_days(int first, int last) {
    // As many as a shop's customers really use: with ten words any pair of them would rise by chance.
    static const std::vector<std::string> words{
        "parcel", "lamp",  "sofa",   "colour", "delivery", "shelf",  "price",  "box",    "table",  "chair", "monday",
        "friday", "green", "white",  "glass",  "wood",     "screw",  "manual", "driver", "street", "door",  "flat",
        "stairs", "phone", "answer", "mail",   "shop",     "window", "carpet", "light",  "garden", "bed",   "pillow",
        "drawer", "size",  "stock",  "return", "label",    "queue",  "photo",  "review", "gift",   "store", "kitchen"};
    for (int day = first; day <= last; ++day) {
      for (int i = 0; i < 40; ++i) {
        std::string text;
        for (int word = 0; word < 5; ++word) text += words[random_() % words.size()] + " ";
        on_day(day, {.text = text});
      }
    }
  }

  std::vector<std::string> phrases_of(int day) const {
    std::vector<std::string> phrases;
    for (const RisingTopic& topic : topics_.between(monday + day * 24h, monday + (day + 1) * 24h)) {
      phrases.push_back(topic.phrase);
    }
    return phrases;
  }

  const RisingTopics& topics() const { return topics_; }

 private:
  RisingTopics topics_;
  std::mt19937 random_{7};
  int count_ = 0;
};

using Phrases = std::vector<std::string>;

}  // namespace

TEST_CASE("a phrase that five people use on a day and nobody before rises, and is told once, at its longest") {
  Comments comments;
  comments.usual_days(-14, 0);
  comments.on_day(0, {.text = "The app asks for my loyalty card number again"});
  comments.on_day(0, {.text = "Why must I type the loyalty card number each time?"});
  comments.on_day(0, {.text = "loyalty card number is refused"});
  comments.on_day(0, {.text = "my loyalty card number does not work in the shop"});
  comments.on_day(0, {.text = "Loyalty card number: invalid. Since Monday."});
  CHECK(comments.phrases_of(0) == Phrases{"loyalty card number"});
}

TEST_CASE("what is said every day does not rise, and without days before nothing does") {
  Comments comments;
  comments.usual_days(0, 0);
  comments.on_day(0, {.text = "loyalty card refused"}, 9);
  CHECK(comments.phrases_of(0).empty());

  comments.usual_days(1, 14);
  CHECK(comments.phrases_of(14).empty());
}

TEST_CASE("one text sent by many, or one person who repeats it, is no topic") {
  Comments comments;
  comments.usual_days(-14, 0);
  comments.on_day(0, {.text = "boycott this shop now they lie to everybody about the warranty"}, 30);
  CHECK(comments.phrases_of(0).empty());
  for (const char* text : {"warranty refused", "the warranty is a lie", "no warranty at all", "warranty, warranty"}) {
    comments.on_day(0, {.text = text, .author = "shop/one"});
  }
  CHECK(comments.phrases_of(0).empty());
}

TEST_CASE("topics are those of a day and a department") {
  Comments comments;
  comments.usual_days(-14, 1);
  for (int day = -14; day <= 1; ++day) comments.on_day(day, {.text = "invoice question", .department = "billing"}, 6);
  for (const char* text : {"charged twice for one order", "I was charged twice!", "charged twice, second month",
                           "my card was charged twice"}) {
    comments.on_day(1, {.text = text, .department = "billing"});
  }
  const auto all = comments.topics().between(monday, monday + 48h);
  REQUIRE(all.size() == 1);
  CHECK(all[0].day == monday + 24h);
  CHECK(all[0].department == "billing");
  CHECK(all[0].phrase == "charged twice");
  CHECK(all[0].comments == 4);
  CHECK(all[0].usual == 0);
}

TEST_CASE("French, Arabic and Arabizi rise like English") {
  for (const auto& [phrase, texts] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"code promo", {"Le code promo ne marche pas", "votre CODE PROMO est refusé !", "et le code promo alors ?"}},
           {"رمز الخصم", {"رمز الخصم لا يعمل", "ليش رمزُ الخصم مرفوض؟", "جربت رمز الخصم اليوم"}},
           {"code ma khdamch", {"had l code ma khdamch", "code ma khdamch 3ndi", "wach l code ma khdamch?"}}}) {
    const std::string rising = phrase;
    CAPTURE(rising);
    Comments comments;
    comments.usual_days(-14, 0);
    for (const std::string& text : texts) comments.on_day(0, {.text = text});
    const Phrases found = comments.phrases_of(0);
    CHECK(std::find(found.begin(), found.end(), phrase) != found.end());
  }
}
