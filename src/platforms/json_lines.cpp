#include "platforms/json_lines.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <functional>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "ndjson/comment_json.h"
#include "ndjson/line_reader.h"
#include "platforms/channel_options.h"
#include "platforms/deed_sidecar.h"

namespace cm {
namespace {

// What one read_page takes in: whichever comes first.
constexpr std::size_t lines_of_a_page = 1000;
constexpr std::uint64_t bytes_of_a_page = std::uint64_t{4} << 20U;

/// Where reading goes on: a byte offset and, for messages, the number of lines before it.
struct Position {
  std::uint64_t offset = 0;
  std::uint64_t lines = 0;
};

std::string to_cursor(Position position) {
  return std::to_string(position.offset) + ":" + std::to_string(position.lines);
}

std::optional<Position> parse_cursor(std::string_view cursor) {
  Position position;
  const char* const end = cursor.data() + cursor.size();
  const auto [colon, first] = std::from_chars(cursor.data(), end, position.offset);
  if (first != std::errc() || colon == end || *colon != ':') return std::nullopt;
  const auto [rest, second] = std::from_chars(colon + 1, end, position.lines);
  if (second != std::errc() || rest != end) return std::nullopt;
  return position;
}

class CommentFile {
 public:
  explicit CommentFile(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0 || ::fstat(descriptor_, &facts_) != 0) {
      throw Error(ErrorKind::refused, "cannot read the comments in \"" + path.string() + "\": " + std::strerror(errno));
    }
  }
  CommentFile(const CommentFile&) = delete;
  CommentFile& operator=(const CommentFile&) = delete;
  ~CommentFile() { ::close(descriptor_); }

  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] std::uint64_t size() const { return static_cast<std::uint64_t>(facts_.st_size); }

  /// Changes with the contents.
  [[nodiscard]] std::string version() const {
    return std::to_string(facts_.st_ino) + ' ' + std::to_string(facts_.st_size) + ' ' +
           std::to_string(facts_.st_mtim.tv_sec) + ' ' + std::to_string(facts_.st_mtim.tv_nsec);
  }

  [[nodiscard]] bool begins_a_line(std::uint64_t offset) const {
    char before = '\n';
    return offset == 0 || (::pread(descriptor_, &before, 1, static_cast<off_t>(offset - 1)) == 1 && before == '\n');
  }

 private:
  int descriptor_;
  struct stat facts_ {};
};

class JsonLines final : public Platform {
 public:
  explicit JsonLines(const PlatformParts& parts)
      : Platform(json_lines_capabilities),
        channel_(parts.channel.name),
        path_(parts.channel.folder / option_text(parts.channel, "path")),
        sidecar_(path_.string() + ".deeds.ndjson") {}

  std::vector<PageRef> pages() override { return {{"*", path_.filename().string()}}; }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::whole; }

  CommentPage read_page(const PageRef& /*page*/, const ReadFrom& from) override {
    const CommentFile file(path_);
    const auto start = from.cursor.empty() ? Position{} : parse_cursor(from.cursor);
    if (!start || start->offset > file.size() || !file.begins_a_line(start->offset)) {
      throw Error(ErrorKind::refused, "\"" + path_.string() + "\" was rewritten while it was read; it is read anew");
    }
    sidecar_.refresh();
    CommentPage result;
    Position at = *start;
    LineReader reader(file.get(), at.offset, longest_line);
    while (at.lines - start->lines < lines_of_a_page && at.offset - start->offset < bytes_of_a_page) {
      const auto line = reader.next();
      if (!line) return result;
      at = {line->end, at.lines + 1};
      read_line(*line, at.lines, result);
    }
    if (at.offset < file.size()) result.next_cursor = to_cursor(at);
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    const CommentFile file(path_);
    if (version_ != file.version()) list_ids(file);
    sidecar_.refresh();
    std::optional<Comment> found;
    std::uint64_t found_at = 0;
    const auto [first, last] = offsets_.equal_range(std::hash<std::string>()(known.id));
    for (auto at = first; at != last; ++at) {
      if (found && at->second < found_at) continue;
      LineReader reader(file.get(), at->second, longest_line);
      const auto line = reader.next();
      if (!line) continue;
      auto read = comment_from_json(line->text);
      auto* const comment = std::get_if<Comment>(&read);
      if (comment == nullptr || comment->id != known.id) continue;
      found = std::move(*comment);
      found_at = at->second;
    }
    if (!found) found = sidecar_.reply_named(known.id);
    if (!found) return std::nullopt;
    if (found->post.empty()) found->post = known.post;
    complete(*found);
    return found;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    sidecar_.refresh();
    DeedOutcome outcome;
    const CommentState before = sidecar_.state_of(deed.target.id).value_or(deed.target.state);
    const auto wanted = state_made_by(deed.kind);
    const bool done_before = sidecar_.holds(deed);
    outcome.was_already_so = !done_before && is_so(deed, before);
    if (!done_before && !outcome.was_already_so) sidecar_.append(deed);
    outcome.state_after = done_before ? before : wanted.value_or(before);
    if (deed.kind == DeedKind::reply || deed.kind == DeedKind::private_reply) {
      outcome.remote_id = reply_name(deed.run, deed.entry);
    }
    return outcome;
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      const CommentFile file(path_);
      found.push_back({"file", true, "\"" + path_.string() + "\" can be read", {}});
    } catch (const Error& error) {
      found.push_back({"file", false, error.what(), "set the channel's \"path\", or write comments there, one a line",
                       ErrorKind::wrong_use});
    }
    const std::filesystem::path sidecar = path_.string() + ".deeds.ndjson";
    const bool exists = ::access(sidecar.c_str(), F_OK) == 0;
    const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
    const bool writable = ::access(exists ? sidecar.c_str() : folder.c_str(), W_OK) == 0;
    found.push_back(
        {"deeds", writable, "\"" + sidecar.string() + "\" " + (writable ? "can be written" : "cannot be written"),
         writable ? std::string() : "let this user write to \"" + folder.string() + "\"", ErrorKind::wrong_use});
    return found;
  }

 private:
  bool is_so(const Deed& deed, CommentState state) {
    if (deed.kind == DeedKind::flag) return sidecar_.is_flagged(deed.target.id);
    if (deed.kind == DeedKind::unflag) return !sidecar_.is_flagged(deed.target.id);
    const auto wanted = state_made_by(deed.kind);
    return wanted && *wanted == state;
  }

  void read_line(const LineReader::Line& line, std::uint64_t number, CommentPage& result) {
    const std::string place = path_.filename().string() + ":" + std::to_string(number);
    if (line.too_long) {
      result.unreadable.push_back({place, "the line is longer than 1 MiB"});
      return;
    }
    if (line.text.find_first_not_of(" \t") == std::string_view::npos) return;
    auto read = comment_from_json(line.text);
    if (auto* const comment = std::get_if<Comment>(&read)) {
      complete(*comment);
      result.comments.push_back(std::move(*comment));
    } else {
      result.unreadable.push_back({place, std::get<UnreadableLine>(read).why});
    }
  }

  /// What the file leaves open, and the sidecar's last word on the state.
  void complete(Comment& comment) {
    comment.channel = channel_;
    if (comment.platform.empty()) comment.platform = "file";
    if (comment.page.empty()) comment.page = path_.filename().string();
    if (comment.state == CommentState::unknown) comment.state = CommentState::visible;
    if (const auto state = sidecar_.state_of(comment.id)) comment.state = *state;
  }

  // Where each id stands, by its hash: small enough for a file of millions. The last line of an id
  // that comes more than once is the one that counts.
  void list_ids(const CommentFile& file) {
    offsets_.clear();
    LineReader reader(file.get(), 0, longest_line);
    while (const auto line = reader.next()) {
      const auto read = comment_from_json(line->text);
      const auto* const comment = std::get_if<Comment>(&read);
      if (comment != nullptr) offsets_.emplace(std::hash<std::string>()(comment->id), line->begin);
    }
    version_ = file.version();
  }

  std::string channel_;
  std::filesystem::path path_;
  DeedSidecar sidecar_;
  std::string version_;
  std::unordered_multimap<std::size_t, std::uint64_t> offsets_;
};

}  // namespace

std::unique_ptr<Platform> make_json_lines(PlatformParts parts) { return std::make_unique<JsonLines>(parts); }

}  // namespace cm
