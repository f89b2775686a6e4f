// ItemReader: facts out of one item of a platform's JSON reply, with nothing dropped silently.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "platforms/platform.h"

namespace cm {

using Json = nlohmann::json;

/// Why an item is no comment at all.
struct UnreadableFact {
  std::string why;
};

/// Takes facts out of a JSON object. What was taken leaves the object, so that what stays behind is
/// what cm does not know (see rest()). A fact that is missing or null is unknown; one of an odd type
/// is unknown too, stays in the object and is noted as odd.
class ItemReader {
 public:
  /// `item` and `odd` outlive the reader.
  ItemReader(Json& item, std::vector<std::string>& odd) : ItemReader(&item, odd, {}) {}

  [[nodiscard]] std::string text(std::string_view key);
  /// A text or a whole number, as its digits.
  [[nodiscard]] std::string id(std::string_view key);
  /// An id that must be there. Throws UnreadableFact.
  [[nodiscard]] std::string required_id(std::string_view key);
  /// The comment's words: missing is an empty text (a picture alone). Throws UnreadableFact for an odd type.
  [[nodiscard]] std::string body(std::string_view key);
  /// A whole number, or its digits as a text.
  [[nodiscard]] std::optional<std::int64_t> count(std::string_view key);
  [[nodiscard]] std::optional<bool> flag(std::string_view key);
  /// An ISO 8601 text.
  [[nodiscard]] std::optional<Timestamp> time(std::string_view key);
  /// Seconds since 1970, as a number (also with a fraction) or a text.
  [[nodiscard]] std::optional<Timestamp> epoch_seconds(std::string_view key);

  /// The object under `key`; without one, a reader that finds nothing.
  [[nodiscard]] ItemReader object(std::string_view key);
  /// The whole value under `key`, taken out; null when it is missing.
  [[nodiscard]] Json take(std::string_view key);

  /// What stands at `key`, left where it is; null when nothing does.
  [[nodiscard]] const Json* peek(std::string_view key) const;

 private:
  ItemReader(Json* item, std::vector<std::string>& odd, std::string path)
      : item_(item), odd_(&odd), path_(std::move(path)) {}

  [[nodiscard]] Json* find(std::string_view key) const;
  void note_odd(std::string_view key, std::string_view wanted);

  Json* item_;  // null: there is no such object
  std::vector<std::string>* odd_;
  std::string path_;
};

/// What is left of an item as one JSON object, empty objects and nulls away; empty when nothing is left.
[[nodiscard]] std::string rest_of(const Json& item);

/// Reads one item into the page: `read` fills the comment. An item without id, or that throws
/// UnreadableFact, is listed as unreadable; odd facts of a readable one are listed too, and kept.
template <typename Read>
void add_item(CommentPage& page, Json item, std::size_t position, Read read) {
  std::string name = "item " + std::to_string(position);
  if (!item.is_object()) {
    page.unreadable.push_back({std::move(name), "it is no JSON object"});
    return;
  }
  std::vector<std::string> odd;
  Comment comment;
  try {
    ItemReader reader(item, odd);
    read(reader, comment);
  } catch (const UnreadableFact& fact) {
    page.unreadable.push_back({comment.id.empty() ? std::move(name) : comment.id, fact.why});
    return;
  }
  for (const auto& why : odd) page.unreadable.push_back({comment.id, why + "; the rest of it was read"});
  comment.extra = rest_of(item);
  page.comments.push_back(std::move(comment));
}

/// The text under `key` of an object; empty when there is none.
[[nodiscard]] std::string text_at(const Json& object, std::string_view key);
/// The value under `key` of an object; null when there is none.
[[nodiscard]] const Json& value_at(const Json& object, std::string_view key);

/// The array under `key` of a reply; an empty one when it is missing. One of an odd type is listed.
[[nodiscard]] Json array_in(Json& reply, std::string_view key, CommentPage& page);

}  // namespace cm
