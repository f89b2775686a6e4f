#include "platforms/feed.h"

#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "http/url.h"
#include "platforms/channel_options.h"
#include "platforms/feed_entries.h"

namespace cm {
namespace {

class Feed final : public Platform {
 public:
  explicit Feed(PlatformParts parts)
      : Platform(feed_capabilities), channel_(parts.channel), http_(parts.http), secret_(std::move(parts.secret)) {
    while (secret_.ends_with('\n') || secret_.ends_with(' ')) secret_.pop_back();
  }

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    const std::string url = option_text(channel_, "url");
    // The address may be a secret: it stands in no bookmark.
    if (!secret_.empty()) pages.push_back({"feed-" + text_digest(secret_), "the feed of the secret"});
    if (!url.empty()) pages.push_back({url, url});
    for (const auto& page : channel_.pages) {
      if (page != "*") pages.push_back({page, page});
    }
    if (pages.empty()) throw Error(ErrorKind::wrong_use, place_of(channel_) + "\"url\" is missing: the feed's address");
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  // A feed holds the newest entries only.
  [[nodiscard]] bool sees_everything() const override { return false; }

  CommentPage read_page(const PageRef& page, const ReadFrom& /*from*/) override {
    CommentPage read = read_feed(fetch(page), "channel \"" + channel_.name + "\"");
    for (auto& comment : read.comments) comment.page = page.id;
    return read;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    for (const auto& page : pages()) {
      if (page.id != known.page) continue;
      for (auto& comment : read_page(page, {}).comments) {
        if (comment.id == known.id) return std::move(comment);
      }
    }
    // It has left the feed, which says nothing about the page it was on.
    return known;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    throw refused(deed.target, "a feed can only be read; it cannot " + std::string(to_string(deed.kind)));
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      for (const auto& page : pages()) {
        const std::size_t entries = read_page(page, {}).comments.size();
        found.push_back({"feed", true, page.name + ": " + std::to_string(entries) + " entries", {}});
      }
    } catch (const Error& error) {
      found.push_back({"feed", false, error.what(), "check the feed's address in a browser"});
    }
    return found;
  }

 private:
  std::string fetch(const PageRef& page) {
    const bool is_secret = !secret_.empty() && page.id == "feed-" + text_digest(secret_);
    HttpRequest request{.url = is_secret ? secret_ : page.id};
    if (!channel_.base_url.empty()) request.url = channel_.base_url;
    request.headers = {{"Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9"}};
    const HttpReply reply = http_.send(request);
    if (reply.status >= 200 && reply.status < 300) return reply.body;
    const std::string what = "channel \"" + channel_.name + "\": the feed answered " + std::to_string(reply.status);
    if (reply.status == 401 || reply.status == 403) {
      throw Error(ErrorKind::login, what + "; it needs a login that feeds have none of: use its public address");
    }
    if (reply.status == 429 || reply.status >= 500) throw Error(ErrorKind::unavailable, what + "; run again later");
    throw Error(ErrorKind::refused, what + "; check its address");
  }

  const ChannelSettings& channel_;
  HttpClient& http_;
  std::string secret_;
};

}  // namespace

std::unique_ptr<Platform> make_feed(PlatformParts parts) { return std::make_unique<Feed>(std::move(parts)); }

}  // namespace cm
