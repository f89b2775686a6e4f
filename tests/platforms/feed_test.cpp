#include "platforms/feed.h"

#include <doctest/doctest.h>

#include "platforms/feed_entries.h"
#include "support/channel_bench.h"

namespace cm {

TEST_CASE("the link of an alert is the page it leads to") {
  const CommentPage page = read_feed(R"(
<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>tag:google.com,2013:googlealerts/feed:1</id><title type="html">&lt;b&gt;Acme&lt;/b&gt; shoes</title>
<link href="https://www.google.com/url?rct=j&amp;url=https://news.example/%3Fa%3Db&amp;ct=ga"></link>
<published>2026-11-20T09:00:00Z</published><content type="html">about &lt;b&gt;Acme&lt;/b&gt;&amp;nbsp;...</content>
<author><name></name></author></entry></feed>)",
                                     "channel");
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "tag:google.com,2013:googlealerts/feed:1");
  CHECK(page.comments[0].mention);
  CHECK(page.comments[0].url == "https://news.example/?a=b");
  CHECK(page.comments[0].text == "Acme shoes\nabout Acme\u00A0...");
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
}

TEST_CASE("RSS items are read, an item that nothing names is listed") {
  const CommentPage page = read_feed(
      R"(<rss version="2.0" xmlns:dc="d"><channel><item><title>A</title><link>https://a.example/1</link><guid>g1</guid>
<pubDate>Fri, 20 Nov 2026 10:00:00 +0100</pubDate><dc:creator>Sam</dc:creator><description><![CDATA[<p>hi &amp; bye</p>]]></description>
<slash:comments xmlns:slash="s">3</slash:comments></item><item><title>B</title></item></channel></rss>)",
      "channel");
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "g1");
  CHECK(page.comments[0].text == "A\nhi & bye");
  CHECK(page.comments[0].author.name == "Sam");
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
  CHECK(page.comments[0].extra == R"({"slash:comments":"3"})");
  CHECK(page.unreadable.size() == 1);
}

TEST_CASE("a feed that declares entities is not read, and none is ever expanded") {
  CHECK_THROWS_AS(
      static_cast<void>(read_feed(
          R"(<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><guid>&x;</guid></item></channel></rss>)",
          "c")),
      Error);
  CHECK_THROWS_AS(static_cast<void>(read_feed("<html><body>login</body></html>", "c")), Error);
  CHECK_THROWS_AS(static_cast<void>(read_feed("<rss><channel><item>", "c")), Error);
}

TEST_CASE("a feed whose address is a secret shows it nowhere") {
  ChannelBench channel("feed");
  channel.http.reply(500);
  const auto pages = channel.platform().pages();
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].id.find("s3cret") == std::string::npos);
  try {
    static_cast<void>(channel.read(pages[0]));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
  }
  CHECK(channel.asked(0) == "GET s3cret-sample");
}

TEST_CASE("dates of mails are read with and without weekday") {
  CHECK(parse_mail_date("Tue, 10 Jun 2003 04:00:00 GMT") == parse_iso8601("2003-06-10T04:00:00Z"));
  CHECK(parse_mail_date("1 Jun 2003 04:00 -0500") == parse_iso8601("2003-06-01T09:00:00Z"));
  CHECK_FALSE(parse_mail_date("yesterday"));
  CHECK_FALSE(parse_mail_date("Tue, x Jun 2003 04:00:00 GMT"));
}

}  // namespace cm
