#include "text/fold.h"

#include "text/folding.h"
#include "text/utf8.h"

namespace cm {
namespace {

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
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] bool ends_with_blank() const { return text_.back() == ' '; }
  [[nodiscard]] CodePoint last() const { return code_point_before(text_, text_.size()); }

 private:
  std::string& text_;
};

/// Writes the text and the way back.
class TextAndPlaces {
 public:
  explicit TextAndPlaces(ViewedText& view) : view_(view) {}

  void add(const char* bytes, std::size_t size, std::size_t begin, std::size_t end) {
    view_.text.append(bytes, size);
    for (std::size_t i = 0; i < size; ++i) {
      view_.begin.push_back(static_cast<std::uint32_t>(begin));
      view_.end.push_back(static_cast<std::uint32_t>(end));
    }
  }
  void add(char byte, std::size_t begin, std::size_t end) {
    view_.text += byte;
    view_.begin.push_back(static_cast<std::uint32_t>(begin));
    view_.end.push_back(static_cast<std::uint32_t>(end));
  }

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
  [[nodiscard]] bool empty() const { return view_.text.empty(); }
  [[nodiscard]] bool ends_with_blank() const { return view_.text.back() == ' '; }
  [[nodiscard]] CodePoint last() const { return code_point_before(view_.text, view_.text.size()); }

 private:
  ViewedText& view_;
};

}  // namespace

ViewedText fold(std::string_view utf8) {
  ViewedText view;
  view.text.reserve(utf8.size());
  view.begin.reserve(utf8.size());
  view.end.reserve(utf8.size());
  TextAndPlaces out(view);
  folding::fold_into(utf8, out);
  return view;
}

std::string folded(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  TextOnly out(text);
  folding::fold_into(utf8, out);
  return text;
}

}  // namespace cm
