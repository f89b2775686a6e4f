#include "reply/reply_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/translate.h"
#include "text/fold.h"
#include "text/links.h"

namespace cm {
namespace {

using Findings = std::vector<ReplyFinding>;

std::set<std::pair<std::string, std::string>> word_pairs(std::string_view text) {
  const std::string words = folded(text);
  std::set<std::pair<std::string, std::string>> pairs;
  std::string previous;
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    std::string word = words.substr(at, end - at);
    pairs.emplace(previous, word);
    previous = std::move(word);
    at = end + 1;
  }
  return pairs;
}

std::string_view without_trailing_space(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

// "… – AB", "^AB", "/AB": a mark and two or three capitals at the very end.
void check_signature(const ReplyDraft& draft, Findings& findings) {
  if (!draft.signs) return;
  static const RE2 signature(R"((?:^|\s)[-–—~^/*]{1,2}\s?(\p{Lu}{2,3})\.?$)");
  std::string initials;
  const std::string_view text = without_trailing_space(draft.text);
  if (!RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), signature, &initials)) {
    findings.push_back({"signature", true, tr("it is not signed: end it with your initials, as in \"- AB\"")});
    return;
  }
  const bool known = draft.initials.empty() ||
                     std::find(draft.initials.begin(), draft.initials.end(), initials) != draft.initials.end();
  if (!known) findings.push_back({"signature", true, tr("nobody in reply.initials signs \"{}\"", initials)});
}

void check_template(const ReplyDraft& draft, Findings& findings) {
  const bool repeated = std::any_of(draft.recent.begin(), draft.recent.end(), [&draft](const std::string& sent) {
    return shared_wording(sent, draft.text) >= template_share;
  });
  if (repeated) {
    findings.push_back({"template", true, tr("it nearly repeats a reply that was sent lately: say it to this person")});
  }
}

// The digits of a card number pass Luhn's test (ISO/IEC 7812-1); most other long numbers do not.
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (std::size_t i = digits.size(); i-- > 0;) {
    int value = digits[i] - '0';
    if (doubled) value = value > 4 ? value * 2 - 9 : value * 2;
    sum += value;
    doubled = !doubled;
  }
  return sum % 10 == 0;
}

bool holds_card_number(std::string_view text) {
  static const RE2 number(R"(((?:\d[ -]?){12,18}\d))");
  re2::StringPiece rest(text.data(), text.size());
  std::string found;
  while (RE2::FindAndConsume(&rest, number, &found)) {
    std::string digits;
    std::copy_if(found.begin(), found.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    if (digits.size() >= 13 && passes_luhn(digits)) return true;
  }
  return false;
}

std::string without(std::string_view text, const std::vector<std::string>& known) {
  std::string rest(text);
  for (const std::string& one : known) {
    for (std::size_t at = 0; !one.empty() && (at = rest.find(one, at)) != std::string::npos;) {
      rest.replace(at, one.size(), " ");
    }
  }
  return rest;
}

void check_personal_data(const ReplyDraft& draft, Findings& findings) {
  if (draft.is_private) return;
  static const RE2 mail(R"([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)");
  static const RE2 telephone(R"((?:^|[^\d])(?:\+|00)?\d(?:[ ./()-]{0,2}\d){8,14}(?:[^\d]|$))");
  static const RE2 account(R"(\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b)");
  const std::string others = without(draft.text, draft.ours);
  const re2::StringPiece text(others);
  std::string what;
  if (RE2::PartialMatch(text, mail)) {
    what = tr("a mail address");
  } else if (RE2::PartialMatch(text, account)) {
    what = tr("an account number");
  } else if (holds_card_number(others)) {
    what = tr("a card number");
  } else if (RE2::PartialMatch(text, telephone)) {
    what = tr("a telephone number");
  } else {
    return;
  }
  findings.push_back(
      {"personal-data", true, tr("it shows {} in public: send it with --private, or take that out", what)});
}

void check_length(const ReplyDraft& draft, Findings& findings) {
  if (!draft.length || !draft.longest || *draft.length <= *draft.longest) return;
  findings.push_back(
      {"length", true, tr("it is {} long, as this channel counts; the limit is {}", *draft.length, *draft.longest)});
}

void check_links(const ReplyDraft& draft, Findings& findings) {
  for (const Link& link : find_links(draft.text)) {
    if (is_link_shortener(link.host)) {
      findings.push_back({"link", false, tr("a shortened link looks like spam: write the whole address")});
    } else if (link.url.starts_with("http://")) {
      findings.push_back({"link", false, tr("a link without https makes browsers warn")});
    }
  }
}

}  // namespace

double shared_wording(std::string_view one, std::string_view other) {
  const auto first = word_pairs(one);
  const auto second = word_pairs(other);
  if (first.empty() || second.empty()) return 0;
  std::size_t shared = 0;
  for (const auto& pair : first) shared += second.count(pair);
  return static_cast<double>(shared) / static_cast<double>(first.size() + second.size() - shared);
}

std::vector<ReplyFinding> check_reply(const ReplyDraft& draft) {
  Findings findings;
  if (without_trailing_space(draft.text).empty()) {
    findings.push_back({"empty", true, tr("there is no text: nothing is sent without a person's words")});
    return findings;
  }
  check_signature(draft, findings);
  check_template(draft, findings);
  check_personal_data(draft, findings);
  check_length(draft, findings);
  check_links(draft, findings);
  return findings;
}

}  // namespace cm
