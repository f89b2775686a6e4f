#include "rules/fast/required_literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

#include "text/characters.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t most_literals = 64;
constexpr std::size_t longest_literal = 64;
constexpr std::size_t widest_class = 6;
constexpr int deepest_group = 200;
constexpr std::size_t most_lists = 4;
constexpr std::size_t longest_list = 8;
constexpr double rare_letter = 6;           // a list of commoner ones is in nearly every text
constexpr std::size_t most_counted = 1000;  // RE2 takes no higher counts

/// Scripts that people name in rules and that have no letter in ASCII.
constexpr std::array<std::string_view, 10> scripts_beyond_ascii{"Arabic", "Cyrillic", "Devanagari", "Greek",    "Han",
                                                                "Hangul", "Hebrew",   "Hiragana",   "Katakana", "Thai"};

using Literals = std::vector<std::string>;

/// What can be counted or looked for quickly.
struct Needs {
  std::size_t digits = 0;
  std::size_t wide = 0;  // in a row
  std::vector<Literals> lists;
};

/// Without those that have another in them.
Literals shortest_of(const Literals& literals) {
  Literals shortest;
  for (const std::string& one : literals) {
    const auto is_part = [&](const std::string& other) { return other != one && one.find(other) != std::string::npos; };
    if (std::none_of(literals.begin(), literals.end(), is_part)) shortest.push_back(one);
  }
  return shortest;
}

void add_list(Needs& needs, const Literals& all) {
  if (needs.lists.size() >= most_lists) return;
  const Literals literals = shortest_of(all);
  const auto is_rare = [](const std::string& one) { return rarity(one) > rare_letter; };
  if (!literals.empty() && literals.size() <= longest_list && std::all_of(literals.begin(), literals.end(), is_rare)) {
    needs.lists.push_back(literals);
  }
}

void add_needs(Needs& one, const Needs& other) {
  one.digits += other.digits;
  one.wide = std::max(one.wide, other.wide);
  for (const Literals& list : other.lists) add_list(one, list);
}

Needs one_of(const Needs& one, const Needs& other) {
  return {std::min(one.digits, other.digits), std::min(one.wide, other.wide), {}};
}

/// What is known of the texts that a piece of a regex matches.
struct Piece {
  std::optional<Literals> exact;     ///< these and no others
  std::optional<Literals> required;  ///< one of these is in each of them
  Needs needs;                       ///< this is in each of them
  bool single = false;               ///< each is one code point
};

Needs needs_of(char32_t c) { return {.digits = c >= U'0' && c <= U'9' ? 1U : 0U, .wide = c >= 0x80 ? 1U : 0U}; }

Piece anything(Needs needs = {}) { return {std::nullopt, std::nullopt, std::move(needs)}; }

Piece exactly(std::string text, Needs needs = {}) {
  return {Literals{std::move(text)}, std::nullopt, std::move(needs)};
}

// Lists are sorted and have nothing twice.
void make_unique(Literals& literals) {
  std::sort(literals.begin(), literals.end());
  literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
}

void merge(Literals& literals, const Literals& others) {
  const auto middle = static_cast<std::ptrdiff_t>(literals.size());
  literals.insert(literals.end(), others.begin(), others.end());
  std::inplace_merge(literals.begin(), literals.begin() + middle, literals.end());
  literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
}

/// How good a list is to look for: the rarity of its commonest literal, less for a long list.
double worth(const Literals& literals) {
  double worst = std::numeric_limits<double>::max();
  for (const std::string& literal : literals) {
    if (!is_long_enough(literal)) return -1;
    worst = std::min(worst, rarity(literal));
  }
  for (std::size_t left = literals.size(); left > 1; left /= 2) worst -= 1;
  return worst;
}

const Literals* better(const Literals* one, const Literals* other) {
  if (one == nullptr || other == nullptr) return one == nullptr ? other : one;
  return worth(*other) > worth(*one) ? other : one;
}

/// The list to look for, of all that is known of a piece.
std::optional<Literals> best_of(const Piece& piece) {
  const Literals* const best =
      better(piece.exact ? &*piece.exact : nullptr, piece.required ? &*piece.required : nullptr);
  if (best == nullptr || worth(*best) <= 0) return std::nullopt;
  return *best;
}

/// Pieces one after the other.
class Row {
 public:
  void add(Piece piece) {
    add_needs(needs_, piece.needs);
    if (piece.exact && cross(*piece.exact)) return;
    // The row of literals ends here; another may begin.
    keep_run();
    all_exact_ = false;
    if (piece.exact) {
      run_ = std::move(*piece.exact);
    } else {
      if (piece.required) keep(*piece.required);
      run_ = Literals{""};
    }
  }

  /// The same as add() with this one letter, and quicker: most of a regex is letters.
  void add_letter(char32_t c) {
    std::string letter;
    append_utf8(letter, c);
    const auto has_room = [&](const std::string& one) { return one.size() + letter.size() <= longest_literal; };
    if (!std::all_of(run_.begin(), run_.end(), has_room)) {
      add(exactly(std::move(letter), needs_of(c)));
      return;
    }
    add_needs(needs_, needs_of(c));
    for (std::string& one : run_) one += letter;
    if (run_.size() > 1) std::sort(run_.begin(), run_.end());
  }

  [[nodiscard]] Piece whole() && {
    if (all_exact_) return {std::move(run_), std::nullopt, std::move(needs_)};
    keep_run();
    return {std::nullopt, std::move(required_), std::move(needs_)};
  }

 private:
  bool cross(const Literals& next) {
    if (run_.size() * next.size() > most_literals) return false;
    Literals crossed;
    crossed.reserve(run_.size() * next.size());
    for (const std::string& front : run_) {
      for (const std::string& back : next) {
        if (front.size() + back.size() > longest_literal) return false;
        crossed.push_back(front + back);
      }
    }
    make_unique(crossed);
    run_ = std::move(crossed);
    return true;
  }

  void keep_run() {
    add_list(needs_, run_);
    keep(run_);
  }

  void keep(const Literals& literals) {
    if (worth(literals) <= 0) return;
    if (!required_ || worth(literals) > worth(*required_)) required_ = literals;
  }

  Literals run_{""};
  bool all_exact_ = true;
  std::optional<Literals> required_;
  Needs needs_;
};

Piece either(Piece one, const Piece& other) {
  Piece both = anything(one_of(one.needs, other.needs));
  if (one.exact && other.exact && one.exact->size() + other.exact->size() <= most_literals) {
    both.exact = std::move(one.exact);
    merge(*both.exact, *other.exact);
    return both;
  }
  std::optional<Literals> first = best_of(one);
  const std::optional<Literals> second = best_of(other);
  if (first && second && first->size() + second->size() <= most_literals) {
    both.required = std::move(first);
    merge(*both.required, *second);
  }
  return both;
}

/// Reads RE2's syntax as far as literals go. Whatever it does not know ends the reading.
class Reader {
 public:
  Reader(std::string_view regex, TextCase text_case) : regex_(regex), folded_(text_case == TextCase::folded) {}

  /// Nothing when there was something it does not know.
  std::optional<Piece> read() {
    Piece whole = alternatives(0);
    if (!known_ || at_ != regex_.size()) return std::nullopt;
    return whole;
  }

 private:
  [[nodiscard]] bool done() const { return !known_ || at_ >= regex_.size(); }
  [[nodiscard]] char next() const { return regex_[at_]; }
  [[nodiscard]] bool reads(std::string_view text) const { return regex_.substr(at_, text.size()) == text; }

  Piece unknown() {
    known_ = false;
    return anything();
  }

  Piece alternatives(int depth) {
    if (depth > deepest_group) return unknown();
    const bool ignores_case = ignores_case_;
    Piece whole = row(depth);
    while (!done() && next() == '|') {
      ++at_;
      whole = either(std::move(whole), row(depth));
    }
    ignores_case_ = ignores_case;  // flags set inside a group end with it
    return whole;
  }

  Piece row(int depth) {
    Row pieces;
    while (!done() && next() != '|' && next() != ')') {
      const CodePoint c = code_point_at(regex_, at_);
      const std::size_t behind = at_ + c.size;
      const bool plain = std::string_view("([.^$\\*+?{").find(next()) == std::string_view::npos;
      const bool alone =
          behind >= regex_.size() || std::string_view("*+?{").find(regex_[behind]) == std::string_view::npos;
      const std::optional<char32_t> letter = plain && alone ? exact_letter(c.value) : std::nullopt;
      if (letter) {
        at_ = behind;
        pieces.add_letter(*letter);
      } else {
        pieces.add(repeated(depth));
      }
    }
    return std::move(pieces).whole();
  }

  Piece repeated(int depth) {
    Piece piece = atom(depth);
    while (!done()) {
      const char sign = next();
      if (sign == '*') {
        ++at_;
        piece = anything();
      } else if (sign == '?') {
        ++at_;
        piece = piece.exact ? either(std::move(piece), exactly("")) : anything();
      } else if (sign == '+') {
        ++at_;
        piece = at_least_once(piece);
      } else if (sign == '{') {
        const std::size_t close = regex_.find('}', at_);
        const std::string_view range =
            close == std::string_view::npos ? std::string_view() : regex_.substr(at_ + 1, close - at_ - 1);
        if (range.empty() || range.find_first_not_of("0123456789,") != std::string_view::npos || range[0] == ',') {
          return unknown();  // a brace that is a letter: leave it
        }
        at_ = close + 1;
        piece = counted(piece, range);
      } else {
        break;
      }
      if (!done() && next() == '?') ++at_;  // the least greedy way matches the same texts
    }
    return piece;
  }

  static Piece at_least_once(const Piece& piece) { return {std::nullopt, best_of(piece), piece.needs}; }

  static Piece counted(const Piece& piece, std::string_view range) {
    const std::size_t comma = range.find(',');
    const std::string_view least_written = range.substr(0, comma);
    std::size_t least = 0;
    const auto read = std::from_chars(least_written.data(), least_written.data() + least_written.size(), least);
    if (read.ec != std::errc() || least == 0) return anything();
    if (!piece.exact) {
      const bool all_wide = piece.needs.wide == 1 && piece.single;
      Piece copies = at_least_once(piece);
      copies.needs.digits *= std::min(least, most_counted);
      if (all_wide) copies.needs.wide *= std::min(least, most_counted);
      return copies;
    }
    // As many of the copies as give a list that is not too long.
    Row copies;
    std::size_t count = 0;
    for (std::size_t literals = piece.exact->size(); count < least && literals <= most_literals; ++count) {
      copies.add(piece);
      literals *= piece.exact->size();
    }
    Piece row = std::move(copies).whole();
    const bool all = count == least && (comma == std::string_view::npos || range.substr(comma + 1) == least_written);
    return all ? row : at_least_once(row);
  }

  Piece atom(int depth) {
    switch (next()) {
      case '(':
        return group(depth);
      case '[':
        return letter_class();
      case '.':
        ++at_;
        return anything();
      case '^':
      case '$':
        ++at_;
        return exactly("");
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
      case '{':
        return unknown();
      default: {
        const CodePoint c = code_point_at(regex_, at_);
        at_ += c.size;
        return letter(c.value);
      }
    }
  }

  Piece group(int depth) {
    ++at_;
    if (!reads("?")) return closed(alternatives(depth + 1));
    if (reads("?P<")) {
      const std::size_t close = regex_.find('>', at_);
      if (close == std::string_view::npos) return unknown();
      at_ = close + 1;
      return closed(alternatives(depth + 1));
    }
    ++at_;
    const bool outside = ignores_case_;
    if (!flags()) return unknown();
    const bool for_the_rest = next() == ')';  // "(?i)": until the group around it ends
    ++at_;
    if (for_the_rest) {
      // A sign of repetition would repeat what stands before the flags.
      return !done() && std::string_view("*+?{").find(next()) != std::string_view::npos ? unknown() : exactly("");
    }
    Piece piece = alternatives(depth + 1);
    ignores_case_ = outside;
    return closed(std::move(piece));
  }

  Piece closed(Piece piece) {
    if (done() || next() != ')') return unknown();
    ++at_;
    return piece;
  }

  /// The flags up to ':' or ')'.
  bool flags() {
    bool on = true;
    for (; !done(); ++at_) {
      switch (next()) {
        case 'i':
          ignores_case_ = on;
          break;
        case 'm':
        case 's':
        case 'U':
          break;
        case '-':
          on = false;
          break;
        case ':':
        case ')':
          return true;
        default:
          return false;
      }
    }
    return false;
  }

  /// The letter that stands in texts for this one; nothing where there are several.
  [[nodiscard]] std::optional<char32_t> exact_letter(char32_t c) const {
    if (!ignores_case_) return c;
    const bool ascii_letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    if (ascii_letter && !folded_) return std::nullopt;
    if (ascii_letter) return c | 0x20U;
    if (c >= 0x80 && is_word_character(c) && !is_without_case(c)) return std::nullopt;
    return c;
  }

  [[nodiscard]] Piece letter(char32_t c) const {
    const std::optional<char32_t> exact = exact_letter(c);
    if (!exact) return anything();
    std::string text;
    append_utf8(text, *exact);
    return exactly(std::move(text), needs_of(*exact));
  }

  /// Arabic and its neighbours, Chinese and Japanese; there may be others.
  static bool is_without_case(char32_t c) { return (c >= 0x0600 && c < 0x10A0) || (c >= 0x2E80 && c < 0xA640); }

  Piece escape() {
    ++at_;
    if (done()) return unknown();
    const char c = next();
    switch (c) {
      case 'd':
        ++at_;
        return anything({.digits = 1});
      case 'D':
      case 's':
      case 'S':
      case 'w':
      case 'W':
        ++at_;
        return anything();
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        ++at_;
        return exactly("");
      case 'p':
      case 'P':
        return property();
      case 't':
        ++at_;
        return exactly("\t");
      case 'n':
        ++at_;
        return exactly("\n");
      default:
        break;
    }
    const bool sign =
        static_cast<unsigned char>(c) < 0x80 && c > ' ' && !is_word_character(static_cast<unsigned char>(c));
    if (!sign) return unknown();
    ++at_;
    return exactly(std::string(1, c));
  }

  Piece property() {
    const bool negated = next() == 'P';
    ++at_;
    if (done()) return unknown();
    if (next() != '{') {
      ++at_;
      return anything();
    }
    const std::size_t close = regex_.find('}', at_);
    if (close == std::string_view::npos) return unknown();
    const std::string_view name = regex_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    const bool script =
        std::find(scripts_beyond_ascii.begin(), scripts_beyond_ascii.end(), name) != scripts_beyond_ascii.end();
    Piece one = anything({.wide = script && !negated ? 1U : 0U});
    one.single = true;
    return one;
  }

  /// "[abc]": the letters where they are few and plain, else anything. Finds its end as RE2 does.
  Piece letter_class() {
    ++at_;
    bool plain = true;
    std::optional<Piece> any;
    std::size_t count = 0;
    bool negated = false;
    if (!done() && next() == '^') {
      negated = true;
      ++at_;
    }
    for (bool first = true; !done() && (first || next() != ']'); first = false) {
      Piece one;
      if (next() == '[' && reads("[:")) {
        const std::size_t close = regex_.find(":]", at_ + 2);
        if (close == std::string_view::npos) return unknown();
        at_ = close + 2;
      } else {
        one = class_member();
        if (!known_) return anything();
        if (!done() && next() == '-' && at_ + 1 < regex_.size() && regex_[at_ + 1] != ']') {
          ++at_;
          const Piece last = class_member();
          if (!known_) return anything();
          one = anything(one_of(one.needs, last.needs));  // a range
        }
      }
      if (!one.exact) plain = false;
      any = any ? either(*std::move(any), one) : std::move(one);
      ++count;
    }
    if (done() || !any) return unknown();
    ++at_;
    if (negated) return anything();
    return plain && any->exact && count <= widest_class ? *any : anything(any->needs);
  }

  Piece class_member() {
    if (next() == '\\') {
      Piece one = escape();
      return one.exact && one.exact->front().empty() ? unknown() : one;
    }
    const CodePoint c = code_point_at(regex_, at_);
    at_ += c.size;
    return letter(c.value);
  }

  std::string_view regex_;
  bool folded_;
  std::size_t at_ = 0;
  bool known_ = true;
  bool ignores_case_ = false;
};

/// Bits of surprise in each letter of running text, about: -log2 of its share.
constexpr std::array<double, 26> letter_rarity{3.7, 6.0, 5.0, 4.7, 3.0, 5.6, 5.8, 5.0, 3.7, 8.5, 7.5, 4.5, 5.2,
                                               3.7, 3.7, 5.4, 8.5, 3.9, 3.8, 3.5, 4.6, 6.3, 6.3, 8.5, 6.0, 9.5};

double letter_bits(unsigned char c) {
  if (c >= 'a' && c <= 'z') return letter_rarity[c - 'a'];
  if (c == ' ') return 2.5;
  if (c >= '0' && c <= '9') return 7;
  if (c >= 0xC0) return 3;    // the first byte of a letter mostly names its script
  if (c >= 0x80) return 3.5;  // the others name the letter
  return 7.5;
}

}  // namespace

double rarity(std::string_view literal) {
  double bits = 0;
  for (const char c : literal) bits += letter_bits(static_cast<unsigned char>(c));
  return bits;
}

bool is_long_enough(std::string_view literal) {
  // Three letters of ASCII, two of other scripts; gram_index.h has no shorter keys.
  if (literal.empty()) return false;
  return literal.size() >= (static_cast<unsigned char>(literal[0]) < 0x80 ? 3U : 4U);
}

Requirements requirements_of(std::string_view regex, TextCase text_case) {
  if (!is_valid_utf8(regex)) return {};
  const std::optional<Piece> piece = Reader(regex, text_case).read();
  if (!piece) return {};
  Requirements required{best_of(*piece), piece->needs.lists, piece->needs.digits, piece->needs.wide};
  if (required.literals) std::erase(required.also, *required.literals);
  return required;
}

}  // namespace cm
