// What a hostile platform may answer: the first byte picks the platform, the rest are its answers, one a line, each
// with three digits of status before it. Comments, or an error that says why; nothing else, and never the secret.
#include "base/error.h"
#include "fuzz/fuzzed_text.h"
#include "platforms/platform_table.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"

namespace {

constexpr std::string_view secret = "s3cret-of-the-fuzzer";
constexpr std::size_t most_requests = 40;

/// Answers from the input, over and over.
class Answers {
 public:
  explicit Answers(std::string_view lines) : lines_(lines) {}

  cm::HttpReply operator()(const cm::HttpRequest& /*request*/) {
    if (++asked_ > most_requests) throw cm::Error(cm::ErrorKind::unavailable, "asked too often");
    if (at_ >= lines_.size()) at_ = 0;
    const std::size_t end = std::min(lines_.find('\n', at_), lines_.size());
    const std::string_view line = lines_.substr(at_, end - at_);
    at_ = end + 1;
    cm::HttpReply reply;
    reply.status = line.starts_with("4")   ? 400 + (line.size() > 2 ? line[2] % 30 : 0)
                   : line.starts_with("5") ? 500
                                           : 200;
    reply.headers = {{"Content-Type", "application/json"}};
    if (line.size() > 3) reply.body = line.substr(3);
    return reply;
  }

 private:
  std::string_view lines_;
  std::size_t at_ = 0;
  std::size_t asked_ = 0;
};

cm::ChannelSettings settings_of(const cm::PlatformKind& kind) {
  cm::ChannelSettings settings;
  settings.name = "shop";
  settings.platform = kind.name;
  settings.folder = "/nonexistent";
  settings.pages = {"*"};
  for (const cm::PlatformOption& option : kind.options) {
    if (!option.required) continue;
    if (option.type == cm::OptionType::text) {
      settings.options[std::string(option.name)] = std::string(option.name == "url" ? "https://host.example" : "acme");
    } else if (option.type == cm::OptionType::number) {
      settings.options[std::string(option.name)] = std::int64_t{1};
    } else {
      settings.options[std::string(option.name)] = true;
    }
  }
  return settings;
}

void ask_everything(cm::Platform& platform) {
  for (const cm::PageRef& page : platform.pages()) {
    cm::ReadFrom from;
    for (int pages = 0; pages < 3; ++pages) {
      const cm::CommentPage read = platform.read_page(page, from);
      if (!read.comments.empty()) (void)platform.read_comment(read.comments.front());
      if (read.next_cursor.empty()) break;
      from.cursor = read.next_cursor;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return -1;
  const auto platforms = cm::platform_table();
  const cm::PlatformKind& kind = platforms[data[0] % platforms.size()];
  if (kind.make == nullptr || kind.name == "file") return -1;
  cm::ScriptedHttpClient http{Answers(cm::bytes_of(data + 1, size - 1))};
  cm::FixedClock clock;
  cm::CollectingLog log;
  const cm::ChannelSettings settings = settings_of(kind);
  try {
    const auto platform =
        kind.make({.channel = settings, .secret = std::string(secret), .http = http, .clock = clock, .log = log});
    ask_everything(*platform);
    (void)platform->diagnose();
  } catch (const cm::Error& error) {
    cm::expect(std::string_view(error.what()).find(secret) == std::string_view::npos, "an error holds no secret");
  }
  cm::expect(log.all().find(secret) == std::string::npos, "the log holds no secret");
  return 0;
}
