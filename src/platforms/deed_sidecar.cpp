#include "platforms/deed_sidecar.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "ndjson/json_text.h"
#include "ndjson/line_reader.h"

namespace cm {
namespace {

// A reply's text is the longest thing in a line.
constexpr std::size_t longest_deed = std::size_t{4} << 20U;

constexpr std::array<std::pair<DeedKind, CommentState>, 6> states_made{{
    {DeedKind::hide, CommentState::hidden},
    {DeedKind::unhide, CommentState::visible},
    {DeedKind::hold, CommentState::held},
    {DeedKind::approve, CommentState::visible},
    {DeedKind::spam, CommentState::spam},
    {DeedKind::remove, CommentState::deleted},
}};

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  [[nodiscard]] std::uint64_t size() const {
    struct stat facts {};
    return ::fstat(descriptor_, &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
  }

 private:
  int descriptor_;
};

[[noreturn]] void cannot_write(const std::filesystem::path& path) {
  throw Error(ErrorKind::unavailable, "cannot write \"" + path.string() + "\": " + std::strerror(errno));
}

// Journal entries are numbered anew when a store is made anew; with the run or the moment of the
// announcement they are unique.
std::string name_by_run(std::int64_t entry, std::string_view id, std::string_view action, std::string_view run) {
  return std::to_string(entry) + '\n' + std::string(id) + '\n' + std::string(action) + "\nrun " + std::string(run);
}

std::string name_by_moment(std::int64_t entry, std::string_view id, std::string_view action, std::string_view at) {
  return std::to_string(entry) + '\n' + std::string(id) + '\n' + std::string(action) + "\nat " + std::string(at);
}

std::string line_of(const Deed& deed) {
  std::string line = "{\"id\":";
  append_json_string(line, deed.target.id);
  line.append(",\"action\":\"").append(to_string(deed.kind));
  line.append("\",\"at\":\"").append(to_iso8601(deed.at)).append("\",\"run\":");
  append_json_string(line, deed.run);
  line.append(",\"entry\":").append(std::to_string(deed.entry));
  if (deed.kind == DeedKind::reply || deed.kind == DeedKind::private_reply) {
    line += ",\"text\":";
    append_json_string(line, deed.text);
  }
  return line + "}\n";
}

void make_folder_entry_lasting(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const OpenFile open(folder, O_RDONLY | O_DIRECTORY);
  if (open.is_open()) ::fsync(open.get());
}

}  // namespace

std::optional<CommentState> state_made_by(DeedKind kind) {
  for (const auto& [deed, state] : states_made) {
    if (deed == kind) return state;
  }
  return std::nullopt;
}

std::string reply_name(std::string_view run, std::int64_t entry) {
  return std::string(run) + "/" + std::to_string(entry);
}

DeedSidecar::DeedSidecar(std::filesystem::path path) : path_(std::move(path)) {}

void DeedSidecar::take(std::string_view line) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) return;
  const auto text = [&](const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const std::string id = text("id");
  const std::string action = text("action");
  const auto kind = parse_deed_kind(action);
  if (id.empty() || !kind) return;
  if (const auto state = state_made_by(*kind)) states_[id] = *state;
  if (*kind == DeedKind::flag) flagged_.insert(id);
  if (*kind == DeedKind::unflag) flagged_.erase(id);
  const auto entry = object.find("entry");
  if (entry == object.end() || !entry->is_number_integer()) return;
  const auto number = entry->get<std::int64_t>();
  done_.insert(name_by_run(number, id, action, text("run")));
  done_.insert(name_by_moment(number, id, action, text("at")));
  if (*kind != DeedKind::reply) return;
  Comment reply;
  reply.id = reply_name(text("run"), number);
  reply.parent = id;
  reply.text = text("text");
  reply.author.role = "staff";
  reply.created_at = parse_iso8601(text("at"));
  replies_[reply.id] = std::move(reply);
}

void DeedSidecar::refresh() {
  const OpenFile file(path_, O_RDONLY);
  if (!file.is_open() && errno != ENOENT) {
    throw Error(ErrorKind::refused, "cannot read \"" + path_.string() + "\": " + std::strerror(errno));
  }
  const std::uint64_t size = file.is_open() ? file.size() : 0;
  if (size < read_) {  // taken away or begun anew by somebody else
    *this = DeedSidecar(path_);
  }
  if (size == read_) return;
  LineReader reader(file.get(), read_, longest_deed);
  while (const auto line = reader.next()) {
    // A torn line is no JSON; the next append takes it out.
    if (!line->has_break && !nlohmann::json::accept(line->text)) break;
    take(line->text);
    read_ = line->end;
    last_has_break_ = line->has_break;
  }
}

std::optional<CommentState> DeedSidecar::state_of(const std::string& id) const {
  const auto found = states_.find(id);
  return found == states_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Comment> DeedSidecar::reply_named(const std::string& name) const {
  const auto found = replies_.find(name);
  return found == replies_.end() ? std::nullopt : std::optional(found->second);
}

bool DeedSidecar::holds(const Deed& deed) const {
  const std::string_view action = to_string(deed.kind);
  return deed.entry != 0 && (done_.contains(name_by_run(deed.entry, deed.target.id, action, deed.run)) ||
                             done_.contains(name_by_moment(deed.entry, deed.target.id, action, to_iso8601(deed.at))));
}

void DeedSidecar::append(const Deed& deed) {
  const OpenFile file(path_, O_WRONLY | O_APPEND | O_CREAT);
  if (!file.is_open() || ::flock(file.get(), LOCK_EX) != 0) cannot_write(path_);
  refresh();
  if (holds(deed)) return;
  const std::uint64_t size = file.size();
  if (size == 0) make_folder_entry_lasting(path_);
  if (size > read_ && ::ftruncate(file.get(), static_cast<off_t>(read_)) != 0) cannot_write(path_);
  const std::string line = (last_has_break_ ? "" : "\n") + line_of(deed);
  const ssize_t written = ::write(file.get(), line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) {
    const int reason = written < 0 ? errno : ENOSPC;
    if (written > 0 && ::ftruncate(file.get(), static_cast<off_t>(read_)) != 0) cannot_write(path_);
    errno = reason;
    cannot_write(path_);
  }
  if (::fsync(file.get()) != 0) cannot_write(path_);
  refresh();
}

}  // namespace cm
