#include "moderation/scan_stream.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "moderation/repeat_counter.h"
#include "ndjson/comment_json.h"
#include "rules/rules_of.h"
#include "support/temporary_folder.h"

using namespace cm;

namespace {

struct Scanned {
  std::string text;
  std::string troubles;
  StreamTally tally;
};

Scanned scanned(const std::string& lines, std::size_t threads, const RuleSet& rules) {
  const TemporaryFolder folder;
  const int file = ::open(folder.write("in.ndjson", lines).c_str(), O_RDONLY);
  const Policy policy(default_policy());
  const Screener screener(rules, policy);
  Scanned result;
  const StreamSinks sinks{
      .describe =
          [](const Subject& comment, const Verdict& verdict, const StreamLine&, std::string& text) {
            if (!verdict.matches.empty()) text += to_json(comment.id, verdict) + '\n';
          },
      .print =
          [&](std::string_view text) {
            result.text += text;
            return true;
          },
      .unreadable =
          [&](const StreamLine& line, std::string_view why) {
            result.troubles +=
                std::string(line.file) + ":" + std::to_string(line.line) + ": " + std::string(why) + "\n";
          },
  };
  result.tally = scan_stream(file, "in.ndjson", screener, threads, sinks);
  ::close(file);
  return result;
}

std::string line_of(int number, const std::string& text) {
  return R"({"id":"c)" + std::to_string(number) + R"(","text":")" + text + "\"}\n";
}

}  // namespace

TEST_CASE("a stream gives the same bytes in the same order with any number of threads") {
  std::string lines;
  for (int i = 0; i < 20'000; ++i)
    lines += line_of(i, i % 3 == 0 ? "what the hell" : "a fine day, thank you very much");
  const RuleSet rules = rule_with("words = ['hell']\nlabels = ['profanity']\nscore = 4\naction = 'flag'");
  const Scanned alone = scanned(lines, 1, rules);
  CHECK(alone.tally.judged == 20'000);
  CHECK(std::count(alone.text.begin(), alone.text.end(), '\n') == 6'667);
  CHECK(alone.text.starts_with(R"({"id":"c0","action":"flag","score":4,)"));
  CHECK(scanned(lines, 4, rules).text == alone.text);
}

TEST_CASE("lines that are no comments are told with their number, and the rest is judged") {
  const RuleSet rules = rule_with("words = ['hell']");
  const Scanned result =
      scanned("\xEF\xBB\xBF" + line_of(1, "hell") + "nonsense\n\n" + line_of(2, std::string(2'000'000, 'x')) +
                  line_of(3, "\xFF") + line_of(4, "oh hell") + R"({"id":"c5","text":"hell"})",
              1, rules);
  CHECK(result.tally.judged == 3);
  CHECK(result.tally.unreadable == 3);
  CHECK(result.troubles ==
        "in.ndjson:2: the line is not valid JSON in UTF-8\n"
        "in.ndjson:4: the line is longer than 1 MiB\n"
        "in.ndjson:5: the line is not valid JSON in UTF-8\n");
  CHECK(std::count(result.text.begin(), result.text.end(), '\n') == 3);
}

TEST_CASE("repeats are counted across the stream, whatever the spelling of the text") {
  const RuleSet rules = rule_with("words = ['buy']\nwhen = { repeats = { min = 3 } }");
  const Scanned result =
      scanned(line_of(1, "Buy now") + line_of(2, "buy NOW") + line_of(3, "fine") + line_of(4, "BUY  now"), 2, rules);
  CHECK(result.text.starts_with(R"({"id":"c4")"));
  CHECK(std::count(result.text.begin(), result.text.end(), '\n') == 1);
}

TEST_CASE("repeats are counted within their windows, and old ones are forgotten") {
  RepeatCounter counter({10, 60}, 100);
  const auto at = [](int minute) { return from_epoch_ms(1'000'000'000 + minute * 60'000); };
  CHECK(counter.count(1, at(0))[0] == 1);
  CHECK(counter.count(1, at(5))[0] == 2);
  CHECK(counter.count(1, at(14))[0] == 2);
  CHECK(counter.count(1, at(14))[1] == 4);
  CHECK(counter.count(2, at(14))[1] == 1);
  CHECK(counter.count(1, at(200))[1] == 1);
  for (int i = 0; i < 300; ++i) CHECK(counter.count(3, at(200))[1].value() <= 100);
}
