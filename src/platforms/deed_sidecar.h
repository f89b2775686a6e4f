// DeedSidecar: the deeds on a file channel, one JSON line each, only ever appended to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "model/deed.h"

namespace cm {

/// The state that a comment has after a deed; nothing for those that change none (flags, replies).
[[nodiscard]] std::optional<CommentState> state_made_by(DeedKind kind);

/// What the file channel calls a reply: "RUN/ENTRY".
[[nodiscard]] std::string reply_name(std::string_view run, std::int64_t entry);

class DeedSidecar {
 public:
  explicit DeedSidecar(std::filesystem::path path);

  /// Reads what was appended since the last call; what follows below answers from that.
  /// Throws Error(refused) when the file is there and cannot be read.
  void refresh();

  /// The state that the last deed gave a comment; nothing when there was none.
  [[nodiscard]] std::optional<CommentState> state_of(const std::string& id) const;
  [[nodiscard]] bool is_flagged(const std::string& id) const { return flagged_.contains(id); }

  /// A public reply that was written down, by the name it was given (reply_name); nothing when there is none.
  [[nodiscard]] std::optional<Comment> reply_named(const std::string& name) const;

  /// Whether this very deed (by its journal entry) stands in the file.
  [[nodiscard]] bool holds(const Deed& deed) const;

  /// Writes the deed down; on disk when it returns, and then never again for the same journal entry.
  /// A last line that a power cut tore is taken out. Throws Error(unavailable) when it cannot be written.
  void append(const Deed& deed);

 private:
  void take(std::string_view line);

  std::filesystem::path path_;
  std::uint64_t read_ = 0;      // up to here the file is known: the end of its last whole line
  bool last_has_break_ = true;  // a whole last line may still lack its line break
  std::unordered_map<std::string, CommentState> states_;
  std::unordered_set<std::string> flagged_;
  std::set<std::string, std::less<>> done_;
  std::unordered_map<std::string, Comment> replies_;
};

}  // namespace cm
