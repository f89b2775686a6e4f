#include "text/fold.h"

#include <algorithm>
#include <array>

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

/// Writes nothing but where a span of the text came from.
class PlacesOfSpan {
 public:
  PlacesOfSpan(std::size_t from, std::size_t to) : from_(from), last_(to - 1) {}

  void add(const char* bytes, std::size_t size, std::size_t begin, std::size_t end) {
    for (std::size_t i = 0; i < size; ++i) add(bytes[i], begin, end);
  }
  void add(char byte, std::size_t begin, std::size_t end) {
    if (size_ == from_) span_.begin = begin;
    if (size_ == last_) {
      span_.end = end;
      begin_of_last_ = begin;
    }
    newest_[size_++ % newest_.size()] = byte;
    begin_of_newest_ = begin;
  }
  void stretch(std::size_t end) {
    if (size_ > last_ && begin_of_newest_ == begin_of_last_) span_.end = end;
  }
  std::size_t take_back(std::size_t size) {
    size_ -= size;
    return begin_of_newest_;
  }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool ends_with_blank() const { return newest_[(size_ - 1) % newest_.size()] == ' '; }
  [[nodiscard]] CodePoint last() const {
    std::string bytes;
    for (std::size_t i = size_ - std::min(size_, newest_.size()); i < size_; ++i) bytes += newest_[i % newest_.size()];
    return code_point_before(bytes, bytes.size());
  }
  /// Whether what follows can change the span no more.
  [[nodiscard]] bool done() const { return size_ > last_ + longest_join && begin_of_newest_ != begin_of_last_; }

  [[nodiscard]] OriginalSpan span() const { return span_; }

 private:
  static constexpr std::size_t longest_join = 4;

  std::size_t from_;
  std::size_t last_;
  OriginalSpan span_;
  std::size_t begin_of_last_ = 0;
  std::size_t begin_of_newest_ = 0;
  std::size_t size_ = 0;
  std::array<char, 4> newest_{};
};

}  // namespace

OriginalSpan unfolded(std::string_view utf8, std::size_t from, std::size_t to) {
  PlacesOfSpan out(from, to);
  folding::fold_into(utf8, out);
  return out.span();
}

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
