#include "platforms/platform_table.h"

#include <doctest/doctest.h>

#include <set>

#include "base/error.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"

namespace cm {
namespace {

ChannelSettings channel_on(std::string_view platform) {
  ChannelSettings channel;
  channel.name = "a";
  channel.platform = platform;
  channel.place = {"cm.toml", 3, 1};
  return channel;
}

std::string refusal_of(const ChannelSettings& channel) {
  ScriptedHttpClient http;
  FixedClock clock;
  CollectingLog log;
  try {
    (void)make_platform({channel, {}, http, clock, log});
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::wrong_use);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("every platform has a name of its own, and something to make or a reason why not") {
  std::set<std::string_view> names;
  for (const auto& kind : platform_table()) {
    CHECK(names.insert(kind.name).second);
    CHECK_FALSE(kind.title.empty());
    CHECK((kind.make == nullptr) != kind.why_not.empty());
    for (const auto& capability : kind.capabilities) CHECK_FALSE(capability.meaning.empty());
  }
}

TEST_CASE("a mistyped platform is answered with the nearest one") {
  CHECK(refusal_of(channel_on("fille")) ==
        "cm.toml:3:1: channel \"a\": no platform is called \"fille\"; did you mean \"file\"?");
}

TEST_CASE("unknown, missing and mistyped options are all named") {
  ChannelSettings channel = channel_on("file");
  channel.options["pathh"] = "x";
  const std::string refusal = refusal_of(channel);

  CHECK(refusal.find("knows no key \"pathh\"; did you mean \"path\"?") != std::string::npos);
  CHECK(refusal.find("\"path\" is missing") != std::string::npos);
  channel.options = {{"path", std::int64_t{3}}};
  CHECK(refusal_of(channel).find("\"path\" must be a text") != std::string::npos);
}

TEST_CASE("a platform without a comment API says what to do instead") {
  CHECK(refusal_of(channel_on("pinterest")).find("cm import --map") != std::string::npos);
}

TEST_CASE("a deed that the table does not name is not possible") {
  CHECK(capability_of(*platform_named("file"), DeedKind::hide).support == Support::tried);
  CHECK(capability_of(*platform_named("snapchat"), DeedKind::hide).support == Support::no);
  CHECK(platform_named("nowhere") == nullptr);
}

TEST_CASE("every reply has a limit of length, but in a file") {
  for (const auto& kind : platform_table()) {
    for (const auto& capability : kind.capabilities) {
      const bool is_reply = capability.deed == DeedKind::reply || capability.deed == DeedKind::private_reply;
      CAPTURE(kind.name);
      CHECK((capability.limit.most > 0) == (is_reply && kind.name != "file"));
    }
  }
}

TEST_CASE("a deed that can be taken back leaves another state than the one that takes it back") {
  for (const auto& kind : platform_table()) {
    const Capability hide = capability_of(kind, DeedKind::hide);
    if (hide.support == Support::no) continue;
    CAPTURE(kind.name);
    CHECK(hide.after != CommentState::unknown);
    CHECK(hide.after != CommentState::visible);
    CHECK(capability_of(kind, DeedKind::unhide).after == CommentState::visible);
  }
}

}  // namespace cm
