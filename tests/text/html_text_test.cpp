#include "text/html_text.h"

#include <doctest/doctest.h>

namespace cm {

TEST_CASE("HTML reads as a browser shows it") {
  CHECK(text_of_html("<p>one<br>two &amp; three</p><p>four</p>\n") == "one\ntwo & three\nfour");
  CHECK(text_of_html("a\n   b") == "a b");
  CHECK(text_of_html("caf&eacute; &#8364;5 &#x1F600;") == "caf\u00E9 \u20AC5 \U0001F600");
  CHECK(text_of_html("x<!-- hidden -->y<script>var z = '<p>';</script>!") == "xy!");
}

TEST_CASE("what is no markup stays as it is") {
  CHECK(text_of_html("1 < 2 && 3 > 2") == "1 < 2 && 3 > 2");
  CHECK(text_of_html("&nosuch; &#0; &#xD800; &") == "&nosuch; &#0; &#xD800; &");
  CHECK(text_of_html("half a <a href=\"https://x.exa") == "half a https://x.exa");
  CHECK(text_of_html("") == "");
}

TEST_CASE("the target of a link is never hidden from rules") {
  CHECK(text_of_html("<a href=\"https://spam.example/x\">click</a> me") == "click https://spam.example/x me");
  CHECK(text_of_html("<a title='a > b' href='https://spam.example/x'>click</a>") == "click https://spam.example/x");
  CHECK(text_of_html("<a href=https://spam.example/?a=1&amp;b=2>click") == "click https://spam.example/?a=1&b=2");
  CHECK(text_of_html("<a href=\"https://ok.example/\">see https://ok.example/</a>") == "see https://ok.example/");
}

TEST_CASE("mentions are their text alone") {
  CHECK(text_of_html("<a href=\"https://s.example/@sam\" class=\"u-url mention\">@<span>sam</span></a> hi") ==
        "@sam hi");
}

}  // namespace cm
