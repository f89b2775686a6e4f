// Checks on a reply before it is sent. A person wrote it; these keep it from harm: a template, private
// data in public, words the brand never uses, a text the channel would cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cm {

struct ReplyDraft {
  std::string_view text;  ///< valid UTF-8
  bool is_private = false;
  std::vector<std::string> recent;     ///< what was sent lately, on any channel
  bool signs = true;                   ///< false for a short note beside a private message
  std::vector<std::string> ours;       ///< addresses and numbers of the brand itself: nobody's personal data
  std::vector<std::string> initials;   ///< who may sign; empty: any two or three capitals
  std::optional<std::size_t> length;   ///< as the channel counts it
  std::optional<std::size_t> longest;  ///< the channel's limit, in the same unit
};

struct ReplyFinding {
  std::string check;    ///< "signature", "template", "personal-data", "length", "link", "empty"
  bool blocks = true;   ///< false: worth a look, but it may be sent
  std::string message;  ///< what is wrong and what to do; holds nothing of the text
};

/// All that is wrong with it, in the order of the checks; nothing when it may be sent.
[[nodiscard]] std::vector<ReplyFinding> check_reply(const ReplyDraft& draft);

/// How much of the words, in pairs, two texts share: 1 for the same words in the same order, 0 for none.
/// The signature and the name that a reply begins with count little in a text of some length.
[[nodiscard]] double shared_wording(std::string_view one, std::string_view other);

/// Replies that share at least this much of their wording are one template.
inline constexpr double template_share = 0.7;

}  // namespace cm
