#include "formats/drill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "moderation/watch_over.h"
#include "ndjson/comment_json.h"
#include "ndjson/line_reader.h"

namespace cm {
namespace {

/// A comment with a time, or why the line is none.
std::variant<Comment, UnreadableLine> timed_comment(const LineReader::Line& line) {
  if (line.too_long) return UnreadableLine{"the line is longer than 1 MiB", {}};
  auto read = comment_from_json(line.text);
  const auto* const comment = std::get_if<Comment>(&read);
  if (comment != nullptr && !comment->created_at) return UnreadableLine{"the comment has no created_at", comment->id};
  return read;
}

}  // namespace

DrillFile::DrillFile(std::string name)
    : name_(std::move(name)), descriptor_(::open(name_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) throw Error(ErrorKind::wrong_use, "cannot read \"" + name_ + "\": " + std::strerror(errno));
}

DrillFile::~DrillFile() { ::close(descriptor_); }

void DrillFile::each_comment(const Visit& visit, const Unreadable& unreadable) const {
  LineReader lines(descriptor_, 0, longest_line);
  std::size_t number = 0;
  while (const auto line = lines.next()) {
    ++number;
    const auto read = timed_comment(*line);
    if (const auto* const comment = std::get_if<Comment>(&read)) {
      visit(*comment);
    } else {
      unreadable(name_ + ":" + std::to_string(number) + ": " + std::get<UnreadableLine>(read).why);
    }
  }
}

std::optional<bool> told_negative(const Comment& comment) {
  if (comment.extra.empty()) return std::nullopt;
  const nlohmann::json extra = nlohmann::json::parse(comment.extra, nullptr, false);
  if (!extra.is_object()) return std::nullopt;
  const nlohmann::json& told = extra.contains("verdict") ? extra["verdict"] : extra;
  if (!told.is_object() || !told.contains("sentiment") || !told["sentiment"].is_string()) return std::nullopt;
  std::vector<std::string> labels;
  if (told.contains("labels") && told["labels"].is_array()) {
    for (const auto& label : told["labels"]) {
      if (label.is_string()) labels.push_back(label.get<std::string>());
    }
  }
  const auto sentiment = parse_sentiment(told["sentiment"].get<std::string>());
  return speaks_against(sentiment.value_or(Sentiment::unknown), labels);
}

}  // namespace cm
