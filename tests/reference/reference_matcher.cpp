#include "reference/reference_matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "rules/span_search.h"
#include "text/deobfuscate.h"
#include "text/fold.h"
#include "text/links.h"

namespace cm {
namespace {

constexpr std::size_t view_count = 3;

std::size_t index_of(View view) { return static_cast<std::size_t>(view); }

/// One rule, ready to search.
struct CompiledRule {
  const Rule* rule = nullptr;
  std::array<std::vector<WordPattern>, view_count> words;  // by view
  std::array<Exceptions, view_count> exceptions;           // by view
  std::vector<std::unique_ptr<re2::RE2>> regexes;
};

/// One field of a comment in all views, each made when it is first asked for.
class ViewedField {
 public:
  ViewedField(std::string_view original, std::optional<Span> shown_as) : original_(original), shown_as_(shown_as) {}

  /// Nothing for the deob view of a text that hides nothing.
  [[nodiscard]] std::optional<std::string_view> text(View view) {
    if (view == View::raw) return original_;
    std::optional<ViewedText>& viewed = view == View::fold ? folded_ : deobfuscated_;
    if (view == View::deob) {
      if (!suspect_) suspect_ = looks_obfuscated(original_);
      if (!*suspect_) return std::nullopt;
    }
    if (!viewed) viewed = view == View::fold ? fold(original_) : deobfuscate(original_);
    return viewed->text;
  }

  /// The bytes that a span of a view came from; for a link the whole link.
  [[nodiscard]] Span original(View view, const Span& span) const {
    if (shown_as_) return *shown_as_;
    if (view == View::raw) return span;
    const ViewedText& viewed = view == View::fold ? *folded_ : *deobfuscated_;
    return Span{viewed.begin[span.begin], viewed.end[span.end - 1]};
  }

 private:
  std::string_view original_;
  std::optional<Span> shown_as_;
  std::optional<bool> suspect_;
  std::optional<ViewedText> folded_;
  std::optional<ViewedText> deobfuscated_;
};

/// What of the comment each field means: links are many, the others one.
class ViewedComment {
 public:
  explicit ViewedComment(const Subject& comment) : comment_(comment) {}

  [[nodiscard]] std::vector<ViewedField>& texts(Field field) {
    std::optional<std::vector<ViewedField>>& texts = texts_[static_cast<std::size_t>(field)];
    if (!texts) texts = make(field);
    return *texts;
  }

 private:
  std::vector<ViewedField> make(Field field) {
    std::vector<ViewedField> made;
    if (field == Field::text) {
      made.emplace_back(comment_.text, std::nullopt);
    } else if (field == Field::author_name) {
      made.emplace_back(comment_.author_name, std::nullopt);
    } else {
      if (!links_) links_ = find_links(comment_.text);
      for (const Link& link : *links_) {
        made.emplace_back(field == Field::link_host ? link.host : link.url, Span{link.begin, link.end});
      }
    }
    return made;
  }

  const Subject& comment_;
  std::optional<std::vector<Link>> links_;
  std::array<std::optional<std::vector<ViewedField>>, 4> texts_;
};

std::optional<Span> first_hit(const CompiledRule& compiled, View view, std::string_view text) {
  const SpanRules rules{.boundary = compiled.rule->boundary, .exceptions = &compiled.exceptions[index_of(view)]};
  std::optional<Span> first;
  const auto keep = [&](const std::optional<Span>& span) {
    if (span && (!first || span->comes_before(*first))) first = span;
  };
  for (const WordPattern& word : compiled.words[index_of(view)]) keep(first_span(text, word, rules));
  for (const auto& regex : compiled.regexes) keep(first_span(text, *regex, rules));
  return first;
}

class ReferenceMatcher final : public Matcher {
 public:
  ReferenceMatcher(const std::vector<const Rule*>& rules, std::vector<Problem>& problems) {
    rules_.reserve(rules.size());
    for (const Rule* rule : rules) rules_.push_back(compiled(*rule, problems));
  }

  void find(const Subject& comment, std::vector<RuleHit>& hits) const override {
    ViewedComment viewed(comment);
    for (std::size_t at = 0; at < rules_.size(); ++at) {
      if (auto hit = hit_of(rules_[at], viewed)) {
        hit->rule = static_cast<std::uint32_t>(at);
        hits.push_back(*hit);
      }
    }
  }

 private:
  static CompiledRule compiled(const Rule& rule, std::vector<Problem>& problems) {
    CompiledRule made;
    made.rule = &rule;
    for (const View view : rule.views) {
      for (const Pattern& word : rule.words) made.words[index_of(view)].push_back(word_pattern(word.text, view));
      for (const Pattern& literal : rule.excepts) {
        made.exceptions[index_of(view)].push_back(view == View::raw ? literal.text : folded(literal.text));
      }
    }
    for (const Pattern& pattern : rule.regexes) {
      auto regex = std::make_unique<re2::RE2>(pattern.text, regex_options(pattern.text));
      if (regex->ok()) {
        made.regexes.push_back(std::move(regex));
      } else {
        problems.push_back(
            Problem{.place = pattern.place, .message = "this regex does not compile: " + regex->error()});
      }
    }
    return made;
  }

  static std::optional<RuleHit> hit_of(const CompiledRule& compiled, ViewedComment& viewed) {
    if (compiled.rule->words.empty() && compiled.regexes.empty()) return std::nullopt;
    for (const Field field : compiled.rule->fields) {
      for (ViewedField& field_text : viewed.texts(field)) {
        for (const View view : compiled.rule->views) {
          const std::optional<std::string_view> text = field_text.text(view);
          const std::optional<Span> span = text ? first_hit(compiled, view, *text) : std::nullopt;
          if (!span) continue;
          const Span original = field_text.original(view, *span);
          return RuleHit{.field = field,
                         .view = view,
                         .begin = static_cast<std::uint32_t>(original.begin),
                         .end = static_cast<std::uint32_t>(original.end)};
        }
      }
    }
    return std::nullopt;
  }

  std::vector<CompiledRule> rules_;
};

}  // namespace

std::unique_ptr<Matcher> make_reference_matcher(const std::vector<const Rule*>& rules, std::vector<Problem>& problems) {
  return std::make_unique<ReferenceMatcher>(rules, problems);
}

}  // namespace cm
