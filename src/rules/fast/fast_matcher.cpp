#include "rules/fast/fast_matcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rules/fast/lane.h"
#include "text/deobfuscate.h"
#include "text/fold.h"
#include "text/links.h"
#include "text/viewed_bytes.h"

namespace cm {
namespace {

constexpr std::array all_fields{Field::text, Field::link_host, Field::link_url, Field::author_name};
constexpr std::array all_views{View::raw, View::fold, View::deob};

std::size_t index_of(Field field) { return static_cast<std::size_t>(field); }
std::size_t index_of(View view) { return static_cast<std::size_t>(view); }

/// A rule's hit that is the best so far: rules say in which order their fields and views count.
struct BestHit {
  std::uint64_t stamp = 0;
  std::uint64_t rank = 0;
  RuleHit hit;
};

/// What one thread keeps from comment to comment, whichever rules it judges by.
struct Scratch {
  LaneScratch lane;
  ViewedBytes text;
  ViewedBytes deobfuscated;
  std::string deobfuscated_text;
  std::uint64_t stamp = 0;
  std::vector<BestHit> best;
  std::vector<std::uint32_t> found;
};

Scratch& scratch_of_this_thread() {
  thread_local Scratch scratch;
  return scratch;
}

class FastMatcher final : public Matcher {
 public:
  FastMatcher(const std::vector<const Rule*>& rules, std::vector<Problem>& problems) : rules_(rules) {
    for (const Field field : all_fields) {
      for (const View view : all_views) lanes_[index_of(field)].emplace_back(view);
    }
    for (std::uint32_t number = 0; number < rules_.size(); ++number) add(number, *rules_[number], problems);
    for (auto& by_view : lanes_) {
      for (Lane& lane : by_view) lane.build();
    }
  }

  void find(const Subject& comment, std::vector<RuleHit>& hits) const override {
    Scratch& scratch = scratch_of_this_thread();
    if (scratch.best.size() < rules_.size()) scratch.best.resize(rules_.size());
    ++scratch.stamp;
    scratch.found.clear();
    if (has_lanes(Field::text)) search(comment.text, Field::text, 0, std::nullopt, scratch);
    if (has_lanes(Field::author_name)) search(comment.author_name, Field::author_name, 0, std::nullopt, scratch);
    if (has_lanes(Field::link_host) || has_lanes(Field::link_url)) {
      std::uint64_t number = 0;
      for (const Link& link : find_links(comment.text)) {
        const Span place{link.begin, link.end};
        if (has_lanes(Field::link_host)) search(link.host, Field::link_host, number, place, scratch);
        if (has_lanes(Field::link_url)) search(link.url, Field::link_url, number, place, scratch);
        ++number;
      }
    }
    std::sort(scratch.found.begin(), scratch.found.end());
    for (const std::uint32_t rule : scratch.found) hits.push_back(scratch.best[rule].hit);
  }

 private:
  void add(std::uint32_t number, const Rule& rule, std::vector<Problem>& problems) {
    SharedRegexes regexes;
    for (const Pattern& pattern : rule.regexes) {
      auto regex = std::make_shared<LazyRegex>(pattern.text);
      if (rule.regexes_compile || regex->get().ok()) {
        regexes.push_back(std::move(regex));
      } else {
        problems.push_back(
            Problem{.place = pattern.place, .message = "this regex does not compile: " + regex->get().error()});
      }
    }
    if (rule.words.empty() && regexes.empty()) return;
    for (const Field field : all_fields) {
      if (std::find(rule.fields.begin(), rule.fields.end(), field) == rule.fields.end()) continue;
      for (const View view : all_views) {
        if (std::find(rule.views.begin(), rule.views.end(), view) == rule.views.end()) continue;
        lanes_[index_of(field)][index_of(view)].add(number, rule, regexes);
      }
    }
  }

  [[nodiscard]] bool has_lanes(Field field) const {
    const auto& by_view = lanes_[index_of(field)];
    return std::any_of(by_view.begin(), by_view.end(), [](const Lane& lane) { return !lane.empty(); });
  }

  /// All views of one text. `number` says which of the field's texts it is; `shown_as` is the place of a
  /// whole link.
  void search(std::string_view text, Field field, std::uint64_t number, const std::optional<Span>& shown_as,
              Scratch& scratch) const {
    const auto& by_view = lanes_[index_of(field)];
    const Lane& raw = by_view[index_of(View::raw)];
    const Lane& fold_lane = by_view[index_of(View::fold)];
    const Lane& deob = by_view[index_of(View::deob)];
    if (!raw.empty()) {
      scratch.text.take(text);
      run(raw, scratch.text, field, View::raw, number, scratch,
          [&](const Span& span) { return shown_as ? *shown_as : span; });
    }
    if (fold_lane.empty() && deob.empty()) return;
    scratch.text.take_folded(text);
    if (!fold_lane.empty()) {
      run(fold_lane, scratch.text, field, View::fold, number, scratch, [&](const Span& span) {
        if (shown_as) return *shown_as;
        const OriginalSpan original = unfolded(text, span.begin, span.end);
        return Span{original.begin, original.end};
      });
    }
    if (deob.empty()) return;
    if (scratch.text.has_odd_letters()) {
      deobfuscate_text(text, scratch.deobfuscated_text);
    } else if (has_odd_spelling(scratch.text.text())) {
      deobfuscate_folded(scratch.text.text(), scratch.deobfuscated_text);
    } else {
      return;
    }
    scratch.deobfuscated.take(scratch.deobfuscated_text);
    std::optional<ViewedText> viewed;  // only hits ask for the way back
    run(deob, scratch.deobfuscated, field, View::deob, number, scratch, [&](const Span& span) {
      if (shown_as) return *shown_as;
      if (!viewed) viewed = deobfuscate(text);
      return Span{viewed->begin[span.begin], viewed->end[span.end - 1]};
    });
  }

  template <typename Original>
  void run(const Lane& lane, const ViewedBytes& view, Field field, View view_kind, std::uint64_t number,
           Scratch& scratch, Original&& original) const {
    const auto rank_of = [&](std::uint32_t rule) { return rank(*rules_[rule], field, number, view_kind); };
    const auto wanted = [&](std::uint32_t rule) {
      const BestHit& best = scratch.best[rule];
      return best.stamp != scratch.stamp || rank_of(rule) < best.rank;
    };
    lane.find(view, rules_.size(), scratch.lane, wanted);
    for (const std::uint32_t rule : scratch.lane.rules()) {
      if (!wanted(rule)) continue;
      BestHit& best = scratch.best[rule];
      if (best.stamp != scratch.stamp) scratch.found.push_back(rule);
      const Span span = original(scratch.lane.span_of(rule));
      best = BestHit{.stamp = scratch.stamp,
                     .rank = rank_of(rule),
                     .hit = RuleHit{.rule = rule,
                                    .field = field,
                                    .view = view_kind,
                                    .begin = static_cast<std::uint32_t>(span.begin),
                                    .end = static_cast<std::uint32_t>(span.end)}};
    }
  }

  /// Fields in the rule's order, of a field its texts in their order, of a text the views in the rule's order.
  static std::uint64_t rank(const Rule& rule, Field field, std::uint64_t number, View view) {
    const auto field_at = std::find(rule.fields.begin(), rule.fields.end(), field) - rule.fields.begin();
    const auto view_at = std::find(rule.views.begin(), rule.views.end(), view) - rule.views.begin();
    return static_cast<std::uint64_t>(field_at) << 48U | number << 8U | static_cast<std::uint64_t>(view_at);
  }

  std::vector<const Rule*> rules_;
  std::array<std::vector<Lane>, all_fields.size()> lanes_;  // by field, then by view
};

}  // namespace

std::unique_ptr<Matcher> make_fast_matcher(const std::vector<const Rule*>& rules, std::vector<Problem>& problems) {
  return std::make_unique<FastMatcher>(rules, problems);
}

}  // namespace cm
