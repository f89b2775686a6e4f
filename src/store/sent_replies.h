// SentReplies: what people answered through cm. Kept before it is sent, so that a run that is killed
// meanwhile can be finished, and afterwards, so that no reply becomes a template.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "model/deed.h"

namespace cm {

struct SentReply {
  std::int64_t entry = 0;  ///< the journal entry that announced it
  std::string key;         ///< the comment that it answers
  DeedKind deed = DeedKind::reply;
  Timestamp written_at{};
  std::string person;
  bool is_contact = true;  ///< false: the public note beside a private message, which is no contact of its own
  std::string text;
};

class SentReplies {
 public:
  /// A Store has brought the schema up to date; the database outlives both.
  explicit SentReplies(Database& database) : database_(database) {}

  /// Joins the transaction that is under way. Throws Error(wrong_use) when there is no such comment.
  void keep(const SentReply& reply);
  /// It was refused, or given up: it counts for nothing.
  void forget(std::int64_t entry);
  [[nodiscard]] std::optional<SentReply> find(std::int64_t entry);

  /// What the brand said since, through cm or on its platforms: the newest of each, at most `most` texts.
  [[nodiscard]] std::vector<std::string> said_since(Timestamp since, std::size_t most);

 private:
  Database& database_;
};

}  // namespace cm
