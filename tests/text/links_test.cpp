#include "text/links.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace cm {
namespace {

std::string hosts(std::string_view text) {
  std::string all;
  for (const Link& link : find_links(text)) all += (all.empty() ? "" : " ") + link.host;
  return all;
}

std::string shown(std::string_view text) {
  std::string all;
  for (const Link& link : find_links(text))
    all += (all.empty() ? "" : " ") + std::string(text.substr(link.begin, link.end - link.begin));
  return all;
}

TEST_CASE("addresses with a scheme are found") {
  CHECK(hosts("see https://Shop.Example/a?b=1#c.") == "shop.example");
  CHECK(shown("see https://Shop.Example/a?b=1#c.") == "https://Shop.Example/a?b=1#c");
  CHECK(hosts("http://www.acme.example") == "acme.example");
  CHECK(hosts("http://10.0.0.1:8080/x") == "10.0.0.1");
  CHECK(hosts("(http://a.example/b_(c))") == "a.example");
  CHECK(shown("(http://a.example/b_(c))") == "http://a.example/b_(c)");
}

TEST_CASE("a name before the host is not the host") {
  CHECK(hosts("https://bank.example@evil.example/login") == "evil.example");
}

TEST_CASE("bare hosts with a known ending are found") {
  CHECK(hosts("win at bit.ly/x now") == "bit.ly");
  CHECK(hosts("t.me/free and wa.me/216555") == "t.me wa.me");
  CHECK(hosts("www.boutique.ma") == "boutique.ma");
  CHECK(hosts("boutique.tn, merci") == "boutique.tn");
}

TEST_CASE("forms that evade are found") {
  CHECK(hosts("hxxps://evil.example/x") == "evil.example");
  CHECK(hosts("evil[.]example") == "evil.example");
  CHECK(hosts("evil (dot) com") == "evil.com");
  CHECK(hosts("visit evil dot com now") == "evil.com");
  CHECK(hosts("evil . com") == "evil.com");
  CHECK(find_links("hxxp://evil.example/x").at(0).url == "http://evil.example/x");
}

TEST_CASE("punycode is shown as the letters it stands for") {
  CHECK(hosts("http://xn--bcher-kva.example/") == "bücher.example");
  CHECK(hosts("http://xn--80ak6aa92e.com") == "аррӏе.com");
  CHECK(hosts("http://xn--.example") == "xn--.example");
}

TEST_CASE("full stops, abbreviations, numbers and mail addresses are no links") {
  for (const char* text : {"C'est la fin.la suite demain", "ok.Merci", "3.50 dt", "e.g. this",
                           "write to me@shop.example", "first.last@shop.example", "U.S.A.", "the point is",
                           "polka dot dress", "1.2.3", "...", "fin.de", "J.R.R. Tolkien"})
    CHECK_MESSAGE(hosts(text) == "", text);
}

}  // namespace
}  // namespace cm
