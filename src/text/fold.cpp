#include "text/fold.h"

#include "text/tables/tables.h"
#include "text/utf8.h"

namespace cm {
namespace {

using tables::FoldKind;

constexpr char32_t first_lead = 0x1100;
constexpr char32_t first_vowel = 0x1161;
constexpr char32_t first_final = 0x11A7;  // one before the first: no final
constexpr char32_t first_syllable = 0xAC00;
constexpr char32_t vowels = 21;
constexpr char32_t finals = 28;

/// The Hangul syllable that `before` and the vowel or final `jamo` make together, or 0 (Unicode 15 section 3.12).
char32_t joined_syllable(char32_t before, char32_t jamo) {
  const bool vowel = jamo >= first_vowel && jamo < first_vowel + vowels;
  if (vowel && before >= first_lead && before < first_lead + 19)
    return first_syllable + ((before - first_lead) * vowels + (jamo - first_vowel)) * finals;
  const bool open = before >= first_syllable && before < 0xD7A4 && (before - first_syllable) % finals == 0;
  if (jamo > first_final && jamo < first_final + finals && open) return before + (jamo - first_final);
  return 0;
}

/// Writes the text alone.
class TextOnly {
 public:
  explicit TextOnly(std::string& text) : text_(text) {}

  void add(const char* bytes, std::size_t size, std::size_t /*begin*/, std::size_t /*end*/) {
    text_.append(bytes, size);
  }
  void add(char byte, std::size_t /*begin*/, std::size_t /*end*/) { text_ += byte; }
  void stretch(std::size_t /*end*/) {}
  /// Takes the last `size` bytes back; gives where they began.
  std::size_t take_back(std::size_t size) {
    text_.resize(text_.size() - size);
    return 0;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string& text_;
};

/// Writes the text and the way back.
class TextAndPlaces {
 public:
  explicit TextAndPlaces(ViewedText& view) : view_(view) {}

  void add(const char* bytes, std::size_t size, std::size_t begin, std::size_t end) {
    view_.text.append(bytes, size);
    view_.begin.insert(view_.begin.end(), size, static_cast<std::uint32_t>(begin));
    view_.end.insert(view_.end.end(), size, static_cast<std::uint32_t>(end));
  }
  void add(char byte, std::size_t begin, std::size_t end) { add(&byte, 1, begin, end); }

  /// The last character reaches to `end`: all bytes that came from where the last one came from.
  void stretch(std::size_t end) {
    const std::uint32_t begin = view_.begin.back();
    for (std::size_t i = view_.end.size(); i-- > 0 && view_.begin[i] == begin;)
      view_.end[i] = static_cast<std::uint32_t>(end);
  }
  std::size_t take_back(std::size_t size) {
    const std::size_t left = view_.text.size() - size;
    const std::size_t begin = view_.begin[left];
    view_.text.resize(left);
    view_.begin.resize(left);
    view_.end.resize(left);
    return begin;
  }
  [[nodiscard]] const std::string& text() const { return view_.text; }

 private:
  ViewedText& view_;
};

template <typename Out>
void add_blank(Out& out, std::size_t begin, std::size_t end) {
  if (out.text().empty()) return;
  if (out.text().back() == ' ') {
    out.stretch(end);
  } else {
    out.add(' ', begin, end);
  }
}

template <typename Out>
void fold_into(std::string_view utf8, Out& out) {
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte >= 'a' && byte <= 'z') {
      out.add(static_cast<char>(byte), at, at + 1);
      ++at;
      continue;
    }
    const CodePoint c = code_point_at(utf8, at);
    const std::size_t end = at + c.size;
    const std::uint32_t entry = tables::fold_entry(c.value);
    switch (tables::kind_of(entry)) {
      case FoldKind::copy:
        out.add(utf8.data() + at, c.size, at, end);
        break;
      case FoldKind::one:
      case FoldKind::two:
      case FoldKind::three: {
        const char bytes[3] = {static_cast<char>(entry & 0xFFU), static_cast<char>(entry >> 8U & 0xFFU),
                               static_cast<char>(entry >> 16U & 0xFFU)};
        out.add(bytes, static_cast<std::size_t>(tables::kind_of(entry)), at, end);
        break;
      }
      case FoldKind::pool: {
        const unsigned char* bytes = tables::fold_pool + (entry & 0xFFFFU);
        const std::size_t size = entry >> 16U & 0xFFU;
        for (std::size_t i = 0; i < size; ++i) {
          if (bytes[i] == ' ') {
            add_blank(out, at, end);
          } else {
            out.add(static_cast<char>(bytes[i]), at, end);
          }
        }
        break;
      }
      case FoldKind::blank:
        add_blank(out, at, end);
        break;
      case FoldKind::mark:
        if (!out.text().empty()) out.stretch(end);
        break;
      case FoldKind::drop:
        break;
      case FoldKind::jamo: {
        const char32_t jamo = entry & 0xFFFFU;
        std::string bytes;
        std::size_t begin = at;
        if (!out.text().empty()) {
          const CodePoint before = code_point_before(out.text(), out.text().size());
          if (const char32_t syllable = joined_syllable(before.value, jamo); syllable != 0) {
            begin = out.take_back(before.size);
            append_utf8(bytes, syllable);
          }
        }
        if (bytes.empty()) append_utf8(bytes, jamo);
        out.add(bytes.data(), bytes.size(), begin, end);
        break;
      }
    }
    at = end;
  }
  if (!out.text().empty() && out.text().back() == ' ') out.take_back(1);
}

}  // namespace

ViewedText fold(std::string_view utf8) {
  ViewedText view;
  view.text.reserve(utf8.size());
  view.begin.reserve(utf8.size());
  view.end.reserve(utf8.size());
  TextAndPlaces out(view);
  fold_into(utf8, out);
  return view;
}

std::string folded(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  TextOnly out(text);
  fold_into(utf8, out);
  return text;
}

}  // namespace cm
