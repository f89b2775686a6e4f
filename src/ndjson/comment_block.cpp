#include "ndjson/comment_block.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>
#include <variant>

#include "ndjson/comment_json.h"
#include "text/utf8.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cm {
namespace {

constexpr int deepest = 16;
constexpr auto longest = static_cast<std::ptrdiff_t>(longest_line);

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A text in quotes as it stands in the line.
struct RawText {
  std::string_view letters;
  bool escaped = false;
};

/// Reads one comment where it has the usual shape: known keys once each and of their usual types,
/// anything strict JSON can be under the other keys. Whatever else there is ends the reading; the slow
/// way then says what it is.
class QuickReader {
 public:
  /// `end` is where the block ends; a line break ends the line before that.
  QuickReader(const char* at, const char* end, std::string& unescaped) : at_(at), end_(end), unescaped_(unescaped) {}

  bool read(Subject& subject) {
    if (!takes('{')) return false;
    skip_blanks();
    if (takes('}')) return false;
    do {
      skip_blanks();
      RawText key;
      if (!text(key) || key.escaped || !colon() || !member(key.letters, subject)) return false;
      skip_blanks();
    } while (takes(','));
    if (!takes('}')) return false;
    skip_blanks();
    if (at_ < end_ && *at_ == '\r') ++at_;
    return (at_ == end_ || *at_ == '\n') && has_id_ && has_text_ && !subject.id.empty();
  }

  /// Behind the comment: a line break or the end of the block.
  [[nodiscard]] const char* at() const { return at_; }

 private:
  using Seen = std::uint32_t;

  bool takes(char c) {
    if (at_ >= end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  void skip_blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t')) ++at_;
  }

  bool colon() {
    skip_blanks();
    if (!takes(':')) return false;
    skip_blanks();
    return at_ < end_;
  }

  /// Moves to the first quote, backslash or control character.
  void skip_plain() {
#if defined(__SSE2__)
    while (end_ - at_ >= 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at_));
      const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
      const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
      const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
      const auto stop =
          static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash))));
      if (stop != 0) {
        at_ += std::countr_zero(stop);
        return;
      }
      at_ += 16;
    }
#endif
    while (at_ < end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
  }

  bool text(RawText& raw) {
    if (!takes('"')) return false;
    const char* const begin = at_;
    while (true) {
      skip_plain();
      if (at_ >= end_) return false;
      if (*at_ == '"') break;
      if (*at_ != '\\' || end_ - at_ < 2) return false;
      raw.escaped = true;
      if (!escape()) return false;
    }
    raw.letters = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
    ++at_;
    return true;
  }

  /// Checks an escape and moves behind it.
  bool escape() {
    const char kind = at_[1];
    at_ += 2;
    if (kind != 'u') return std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos;
    char32_t unit = 0;
    if (!hex(unit)) return false;
    if (unit >= 0xDC00 && unit <= 0xDFFF) return false;
    if (unit < 0xD800 || unit > 0xDBFF) return true;
    char32_t second = 0;
    if (!takes('\\') || !takes('u') || !hex(second)) return false;
    return second >= 0xDC00 && second <= 0xDFFF;
  }

  bool hex(char32_t& unit) {
    if (end_ - at_ < 4) return false;
    unit = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = *at_++;
      const char small = static_cast<char>(c | 0x20);
      if (is_digit(c)) {
        unit = unit * 16 + static_cast<char32_t>(c - '0');
      } else if (small >= 'a' && small <= 'f') {
        unit = unit * 16 + static_cast<char32_t>(small - 'a') + 10;
      } else {
        return false;
      }
    }
    return true;
  }

  /// The text with its escapes (they were checked) undone.
  std::string_view plain(const RawText& raw) {
    if (!raw.escaped) return raw.letters;
    const std::size_t begin = unescaped_.size();
    const std::string_view letters = raw.letters;
    const auto unit_at = [&](std::size_t at) {
      char32_t unit = 0;
      for (std::size_t i = at; i < at + 4; ++i) {
        const char c = letters[i];
        unit = unit * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
      }
      return unit;
    };
    for (std::size_t at = 0; at < letters.size();) {
      const std::size_t next = std::min(letters.find('\\', at), letters.size());
      unescaped_.append(letters, at, next - at);
      at = next;
      if (at == letters.size()) break;
      const char kind = letters[at + 1];
      at += 2;
      switch (kind) {
        case 'b':
          unescaped_ += '\b';
          break;
        case 'f':
          unescaped_ += '\f';
          break;
        case 'n':
          unescaped_ += '\n';
          break;
        case 'r':
          unescaped_ += '\r';
          break;
        case 't':
          unescaped_ += '\t';
          break;
        case 'u': {
          char32_t c = unit_at(at);
          at += 4;
          if (c >= 0xD800 && c <= 0xDBFF) {
            c = 0x10000 + ((c - 0xD800) << 10U) + (unit_at(at + 2) - 0xDC00);
            at += 6;
          }
          append_utf8(unescaped_, c);
          break;
        }
        default:
          unescaped_ += kind;
      }
    }
    return std::string_view(unescaped_).substr(begin);
  }

  /// A text, or null for one that nobody told.
  bool fact(std::string_view& into) {
    if (at_ < end_ && *at_ == 'n') return word("null");
    RawText raw;
    if (!text(raw)) return false;
    into = plain(raw);
    return true;
  }

  bool moment(std::optional<Timestamp>& into) {
    std::string_view written;
    if (!fact(written)) return false;
    if (written.data() != nullptr) into = parse_iso8601(written);
    return true;
  }

  bool first_time(Seen key) { return (std::exchange(seen_, seen_ | key) & key) == 0; }

  bool member(std::string_view key, Subject& subject) {
    switch (key.size()) {
      case 2:
        if (key == "id") return has_id_ = first_time(1) && *at_ == '"' && fact(subject.id);
        break;
      case 4:
        if (key == "text") return has_text_ = first_time(2) && *at_ == '"' && fact(subject.text);
        if (key == "lang") return first_time(4) && fact(subject.lang);
        break;
      case 6:
        if (key == "author") return first_time(8) && (*at_ == 'n' ? word("null") : author(subject));
        break;
      case 7:
        if (key == "channel") return first_time(16) && fact(subject.channel);
        break;
      case 10:
        if (key == "created_at") return first_time(32) && moment(subject.created_at);
        break;
      default:
        break;
    }
    return value(0);
  }

  bool author(Subject& subject) {
    if (!takes('{')) return false;
    skip_blanks();
    if (takes('}')) return true;
    do {
      skip_blanks();
      RawText key;
      if (!text(key) || key.escaped || !colon()) return false;
      bool good = false;
      if (key.letters == "id") {
        good = first_time(64) && fact(subject.author_id);
      } else if (key.letters == "name") {
        good = first_time(128) && fact(subject.author_name);
      } else if (key.letters == "role") {
        good = first_time(256) && fact(subject.author_role);
      } else if (key.letters == "created_at") {
        good = first_time(512) && moment(subject.author_created_at);
      } else {
        good = value(1);
      }
      if (!good) return false;
      skip_blanks();
    } while (takes(','));
    return takes('}');
  }

  bool word(std::string_view letters) {
    if (static_cast<std::size_t>(end_ - at_) < letters.size()) return false;
    if (std::memcmp(at_, letters.data(), letters.size()) != 0) return false;
    at_ += letters.size();
    return true;
  }

  bool digits() {
    const char* const begin = at_;
    while (at_ < end_ && is_digit(*at_)) ++at_;
    return at_ > begin;
  }

  bool number() {
    (void)takes('-');
    if (takes('0')) {
      if (at_ < end_ && is_digit(*at_)) return false;
    } else if (!digits()) {
      return false;
    }
    // Fractions and powers may be too large for any number: the slow way knows.
    return at_ >= end_ || (*at_ != '.' && *at_ != 'e' && *at_ != 'E');
  }

  /// Any JSON.
  bool value(int depth) {
    if (at_ >= end_ || depth > deepest) return false;
    switch (*at_) {
      case '"': {
        RawText raw;
        return text(raw);
      }
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      case '[':
        return values(depth, '[', ']');
      case '{':
        return values(depth, '{', '}');
      default:
        return number();
    }
  }

  bool values(int depth, char open, char close) {
    if (!takes(open)) return false;
    skip_blanks();
    if (takes(close)) return true;
    do {
      skip_blanks();
      if (open == '{') {
        RawText key;
        if (!text(key) || !colon()) return false;
      }
      if (!value(depth + 1)) return false;
      skip_blanks();
    } while (takes(','));
    return takes(close);
  }

  const char* at_;
  const char* end_;
  std::string& unescaped_;
  Seen seen_ = 0;
  bool has_id_ = false;
  bool has_text_ = false;
};

}  // namespace

void CommentBlock::read_slowly(std::string_view line, std::uint64_t number) {
  auto read = comment_from_json(line);
  if (auto* const comment = std::get_if<Comment>(&read)) {
    whole_.push_back(std::move(*comment));
    comments_.push_back({subject_of(whole_.back()), line, number});
  } else {
    troubles_.push_back({number, std::move(std::get<UnreadableLine>(read).why)});
  }
}

void CommentBlock::read(std::string_view lines, std::uint64_t first_line) {
  comments_.clear();
  troubles_.clear();
  whole_.clear();
  unescaped_.clear();
  unescaped_.reserve(lines.size());
  const bool all_valid = is_valid_utf8(lines);
  const char* const end = lines.data() + lines.size();
  std::uint64_t number = first_line;
  for (const char* at = lines.data(); at < end; ++number) {
    while (at < end && (*at == ' ' || *at == '\t')) ++at;
    const auto end_of_line = [&] {
      const void* const found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      return found == nullptr ? end : static_cast<const char*>(found);
    };
    BlockComment comment;
    QuickReader reader(at, end, unescaped_);
    const bool valid = all_valid || is_valid_utf8({at, static_cast<std::size_t>(end_of_line() - at)});
    const bool quick = valid && reader.read(comment.subject) && reader.at() - at <= longest;
    const char* const line_end = quick ? reader.at() : end_of_line();
    std::string_view line(at, static_cast<std::size_t>(line_end - at));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (quick) {
      comment.json = line;
      comment.number = number;
      comments_.push_back(comment);
    } else if (!line.empty()) {
      read_slowly(line, number);
    }
    at = line_end < end ? line_end + 1 : end;
  }
}

}  // namespace cm
