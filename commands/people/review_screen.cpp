#include "people/review_screen.h"

#include <algorithm>

#include "base/joined.h"
#include "base/translate.h"
#include "base/working_hours.h"
#include "text/display_width.h"
#include "text/graphemes.h"
#include "text/terminal_safe.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::string_view bright = "\x1b[1;7m";
constexpr std::string_view strong = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::size_t most_letters = 4'000;  // of one comment on the screen
constexpr std::size_t most_of_context = 400;

/// One character as it is shown, or a line break.
struct Cell {
  std::string text;
  std::size_t width = 0;
  bool set_off = false;
};

bool in_a_span(const std::vector<Span>& spans, std::size_t at) {
  return std::any_of(spans.begin(), spans.end(), [at](const Span& span) { return span.begin <= at && at < span.end; });
}

std::vector<Cell> cells_of(std::string_view text, const std::vector<Span>& spans) {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < text.size();) {
    const Grapheme grapheme = grapheme_at(text, at);
    const std::string_view raw = text.substr(at, grapheme.size);
    Cell cell;
    cell.set_off = in_a_span(spans, at);
    if (raw.find('\n') != std::string_view::npos) {
      cell.text = "\n";
    } else {
      cell.text = terminal_safe(raw);
      cell.width = cell.text.empty() ? 0 : width_of_grapheme(cell.text, grapheme.is_emoji);
    }
    if (!cell.text.empty()) cells.push_back(std::move(cell));
    at += grapheme.size;
  }
  return cells;
}

std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + " …";
}

class Screen {
 public:
  Screen(const StoredComment& stored, const SheetRow& row, const ScreenStyle& style)
      : stored_(stored), row_(row), style_(style) {}

  std::string text(const Store::Thread& thread) {
    const Comment& comment = stored_.comment;
    line(key_of(comment) + "  " + std::string(to_string(comment.state)) + facts_of_the_channel(), true);
    for (const StoredComment& above : thread.above) context(above, tr("in answer to"));
    line(who(comment));
    text_ += laid_out(cut(comment.text, most_letters), spans(), "  ", style_);
    for (const StoredComment& answer : thread.answers) context(answer, tr("answered by"));
    say_matches();
    say_follow_up();
    return std::move(text_);
  }

 private:
  void line(const std::string& words, bool heading = false) {
    const std::size_t text_at = std::min(words.find_first_not_of(' '), words.size());
    std::string laid = laid_out(std::string_view(words).substr(text_at), {}, words.substr(0, text_at), style_);
    if (heading && style_.coloured)
      laid = std::string(strong) + laid.substr(0, laid.size() - 1) + std::string(plain) + "\n";
    text_ += laid;
  }

  std::string who(const Comment& comment) const {
    std::string words = comment.author.name.empty() ? tr("somebody") : comment.author.name;
    if (!comment.author.role.empty()) words += " (" + comment.author.role + ")";
    if (comment.created_at) words += ", " + local_text(*comment.created_at, style_.time_zone);
    const std::string& lang = row_.lang;
    if (&comment == &stored_.comment && !lang.empty()) words += ", " + lang;
    return words + ":";
  }

  std::string facts_of_the_channel() const {
    const Comment& comment = stored_.comment;
    std::string words;
    if (!comment.post.empty()) words += "  " + tr("post {}", comment.post);
    if (!comment.url.empty()) words += "  " + comment.url;
    return words;
  }

  void context(const StoredComment& other, const std::string& how) {
    line(how + " " + who(other.comment));
    text_ += laid_out(cut(other.comment.text, most_of_context), {}, "  | ", style_);
  }

  std::vector<Span> spans() const {
    std::vector<Span> found;
    if (!stored_.verdict) return found;
    for (const MatchRecord& match : stored_.verdict->matches) {
      if (match.field != Field::author_name && match.end > match.begin) found.push_back({match.begin, match.end});
    }
    return found;
  }

  void say_matches() {
    if (!stored_.verdict) return;
    const Verdict& verdict = *stored_.verdict;
    for (const MatchRecord& match : verdict.matches) {
      std::string words = "  " + tr("rule {}", match.rule);
      const bool in_name = match.field == Field::author_name;
      const std::string& whole = in_name ? stored_.comment.author.name : stored_.comment.text;
      if (match.end > match.begin && match.end <= whole.size()) {
        const std::string hit = whole.substr(match.begin, match.end - match.begin);
        words += " " + (in_name ? tr("hits \"{}\" in the name", hit) : tr("hits \"{}\"", hit));
      }
      words += ", " + std::string(to_string(match.view));
      if (match.score != 0) words += tr(", score {}", match.score);
      if (match.mode == RuleMode::shadow) words += tr(" (shadow: only reported)");
      line(words);
    }
    std::string words = "  " + tr("proposed: {}", to_string(verdict.action));
    if (!verdict.decided_by.empty()) words += ", " + verdict.decided_by + " " + std::to_string(verdict.score);
    if (!verdict.capped_by.empty()) words += tr(", capped by {}", verdict.capped_by);
    if (!verdict.labels.empty()) words += "; " + joined(verdict.labels, ", ");
    if (!stored_.action_state.empty()) words += "; " + stored_.action_state;
    line(words);
  }

  void say_follow_up() {
    std::string words;
    const auto add = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) words += (words.empty() ? "  " : ", ") + std::string(name) + " " + value;
    };
    add(tr("department"), row_.department);
    add(tr("owner"), row_.owner);
    add(tr("status"), row_.status);
    if (row_.due_at) add(tr("due"), local_text(*row_.due_at, style_.time_zone));
    if (!words.empty()) line(words);
    if (!row_.note.empty()) text_ += laid_out(cut(tr("note: ") + row_.note, most_of_context), {}, "  ", style_);
  }

  const StoredComment& stored_;
  const SheetRow& row_;
  const ScreenStyle& style_;
  std::string text_;
};

}  // namespace

std::string laid_out(std::string_view given, std::vector<Span> spans, std::string_view indent,
                     const ScreenStyle& style) {
  const std::string repaired = is_valid_utf8(given) ? std::string(given) : repaired_utf8(given);
  if (repaired.size() != given.size()) spans.clear();
  const std::vector<Cell> cells = cells_of(repaired, spans);
  const std::size_t room = style.width > indent.size() + 2 ? style.width - indent.size() : 2;
  const std::string_view begin_mark = style.coloured ? bright : "[";
  const std::string_view end_mark = style.coloured ? plain : "]";
  const std::size_t mark_width = style.coloured ? 0 : 1;

  std::string text(indent);
  std::size_t used = 0;
  bool set_off = false;
  const auto new_line = [&] {
    if (set_off && style.coloured) text += plain;
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text += "\n";
    text += indent;
    if (set_off && style.coloured) text += bright;
    used = 0;
  };
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    if (cell.text == "\n") {
      new_line();
      continue;
    }
    // A word that does not fit goes to the next line whole, unless it is longer than a line.
    const bool begins_word = cell.text != " " && (i == 0 || cells[i - 1].text == " ");
    if (begins_word && used > 0) {
      std::size_t word = 0;
      for (std::size_t k = i; k < cells.size() && cells[k].text != " " && cells[k].text != "\n"; ++k) {
        word += cells[k].width;
      }
      if (used + word + 2 * mark_width > room && word <= room) new_line();
    }
    if (used + cell.width + 2 * mark_width > room && used > 0) new_line();
    if (used == 0 && cell.text == " ") continue;
    if (cell.set_off != set_off) {
      text += cell.set_off ? begin_mark : end_mark;
      used += mark_width;
      set_off = cell.set_off;
    }
    text += cell.text;
    used += cell.width;
  }
  if (set_off) text += end_mark;
  return text + "\n";
}

std::string screen_of(const StoredComment& stored, const Store::Thread& thread, const SheetRow& row,
                      const ScreenStyle& style) {
  return Screen(stored, row, style).text(thread);
}

}  // namespace cm
