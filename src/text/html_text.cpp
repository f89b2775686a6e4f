#include "text/html_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "text/utf8.h"

namespace cm {
namespace {

// The named entities that platforms put into comments; XML's own and those of common typography.
constexpr std::array<std::pair<std::string_view, char32_t>, 24> entities{{
    {"amp", U'&'},         {"lt", U'<'},          {"gt", U'>'},         {"quot", U'"'},       {"apos", U'\''},
    {"nbsp", U'\u00A0'},   {"hellip", U'\u2026'}, {"mdash", U'\u2014'}, {"ndash", U'\u2013'}, {"lsquo", U'\u2018'},
    {"rsquo", U'\u2019'},  {"ldquo", U'\u201C'},  {"rdquo", U'\u201D'}, {"laquo", U'\u00AB'}, {"raquo", U'\u00BB'},
    {"copy", U'\u00A9'},   {"reg", U'\u00AE'},    {"trade", U'\u2122'}, {"euro", U'\u20AC'},  {"pound", U'\u00A3'},
    {"eacute", U'\u00E9'}, {"egrave", U'\u00E8'}, {"shy", U'\u00AD'},   {"zwnj", U'\u200C'},
}};

constexpr std::array<std::string_view, 20> blocks{"p",  "div", "li", "ul",    "ol",     "blockquote", "pre",
                                                  "h1", "h2",  "h3", "h4",    "h5",     "h6",         "tr",
                                                  "td", "th",  "hr", "table", "figure", "aside"};

char lower(char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); }

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\f';
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool is_scalar_value(unsigned long value) {
  return value > 0 && value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

/// The character of "&…;" whose name starts at `at`, and where it ends; nothing when it is none.
std::optional<std::pair<char32_t, std::size_t>> entity_at(std::string_view html, std::size_t at) {
  const auto semicolon = html.substr(at, 12).find(';');
  if (semicolon == std::string_view::npos || semicolon == 0) return std::nullopt;
  const std::string_view name = html.substr(at, semicolon);
  const std::size_t end = at + semicolon + 1;
  if (name.front() != '#') {
    const auto found = std::ranges::find(entities, name, &std::pair<std::string_view, char32_t>::first);
    if (found == entities.end()) return std::nullopt;
    return std::pair(found->second, end);
  }
  const bool is_hex = name.size() > 2 && lower(name[1]) == 'x';
  unsigned long value = 0;
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  if (digits.empty()) return std::nullopt;
  for (const char digit : digits) {
    if (std::isxdigit(static_cast<unsigned char>(digit)) == 0) return std::nullopt;
    const bool is_decimal = digit >= '0' && digit <= '9';
    if (!is_hex && !is_decimal) return std::nullopt;
    const int worth = is_decimal ? digit - '0' : lower(digit) - 'a' + 10;
    value = value * (is_hex ? 16U : 10U) + static_cast<unsigned long>(worth);
    if (value > 0x10FFFF) return std::nullopt;
  }
  if (!is_scalar_value(value)) return std::nullopt;
  return std::pair(static_cast<char32_t>(value), end);
}

void append_decoded(std::string& text, std::string_view html) {
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '&') {
      if (const auto entity = entity_at(html, at + 1)) {
        append_utf8(text, entity->first);
        at = entity->second;
        continue;
      }
    }
    text += html[at++];
  }
}

struct Tag {
  std::string name;
  bool closes = false;
  std::string_view attributes;
};

Tag tag_of(std::string_view inside) {
  Tag tag;
  if (inside.starts_with('/')) {
    tag.closes = true;
    inside.remove_prefix(1);
  }
  std::size_t end = 0;
  while (end < inside.size() && std::isalnum(static_cast<unsigned char>(inside[end])) != 0) ++end;
  tag.name = lowered(inside.substr(0, end));
  tag.attributes = inside.substr(end);
  return tag;
}

/// Where the ">" of the tag is that opens at `at`; quoted values may hold one.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  char quote = 0;
  for (; at < html.size(); ++at) {
    if (quote != 0) {
      if (html[at] == quote) quote = 0;
    } else if (html[at] == '"' || html[at] == '\'') {
      quote = html[at];
    } else if (html[at] == '>') {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string attribute(std::string_view attributes, std::string_view wanted) {
  std::size_t at = 0;
  while (at < attributes.size()) {
    while (at < attributes.size() && (is_blank(attributes[at]) || attributes[at] == '/')) ++at;
    const std::size_t name_begin = at;
    while (at < attributes.size() && !is_blank(attributes[at]) && attributes[at] != '=') ++at;
    const std::string name = lowered(attributes.substr(name_begin, at - name_begin));
    while (at < attributes.size() && is_blank(attributes[at])) ++at;
    std::string_view value;
    if (at < attributes.size() && attributes[at] == '=') {
      ++at;
      while (at < attributes.size() && is_blank(attributes[at])) ++at;
      const char quote =
          at < attributes.size() && (attributes[at] == '"' || attributes[at] == '\'') ? attributes[at] : '\0';
      if (quote != '\0') ++at;
      const std::size_t begin = at;
      while (at < attributes.size() && (quote != '\0' ? attributes[at] != quote : !is_blank(attributes[at]))) ++at;
      value = attributes.substr(begin, at - begin);
      if (quote != '\0' && at < attributes.size()) ++at;
    } else if (name.empty()) {
      ++at;
    }
    if (name == wanted) {
      std::string decoded;
      append_decoded(decoded, value);
      return decoded;
    }
  }
  return {};
}

bool has_class(std::string_view attributes, std::string_view wanted) {
  const std::string classes = " " + attribute(attributes, "class") + " ";
  return classes.find(" " + std::string(wanted) + " ") != std::string::npos;
}

class HtmlText {
 public:
  explicit HtmlText(std::string_view html) : html_(html) {}

  std::string read() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<' && starts_markup(at_ + 1)) {
        markup();
      } else {
        character();
      }
    }
    close_link();
    while (!text_.empty() && is_blank(text_.back())) text_.pop_back();
    return std::move(text_);
  }

 private:
  [[nodiscard]] bool starts_markup(std::size_t at) const {
    return at < html_.size() && (std::isalpha(static_cast<unsigned char>(html_[at])) != 0 || html_[at] == '/' ||
                                 html_[at] == '!' || html_[at] == '?');
  }

  // Runs of blanks are one blank, as a browser shows them.
  void character() {
    if (is_blank(html_[at_]) && !in_pre_) {
      if (!text_.empty() && !is_blank(text_.back())) text_ += ' ';
      ++at_;
      return;
    }
    const std::size_t begin = at_;
    if (html_[at_] == '&') {
      const auto entity = entity_at(html_, at_ + 1);
      at_ = entity ? entity->second : at_ + 1;
    } else {
      ++at_;
    }
    append_decoded(text_, html_.substr(begin, at_ - begin));
  }

  void markup() {
    if (html_.substr(at_).starts_with("<!--")) {
      const auto end = html_.find("-->", at_ + 4);
      at_ = end == std::string_view::npos ? html_.size() : end + 3;
      return;
    }
    const std::size_t end = end_of_tag(html_, at_ + 1);
    const std::string_view inside =
        html_.substr(at_ + 1, end == std::string_view::npos ? std::string_view::npos : end - at_ - 1);
    at_ = end == std::string_view::npos ? html_.size() : end + 1;
    const Tag tag = tag_of(inside);
    if ((tag.name == "script" || tag.name == "style") && !tag.closes) return skip_raw(tag.name);
    if (tag.name == "br") return end_line();
    if (tag.name == "pre") in_pre_ = !tag.closes;
    if (tag.name == "a") return tag.closes ? close_link() : open_link(tag);
    if (tag.name == "img" && !tag.closes) text_ += attribute(tag.attributes, "alt");
    if (std::ranges::find(blocks, tag.name) != blocks.end()) end_block();
  }

  void skip_raw(const std::string& name) {
    const std::string closing = "</" + name;
    while (at_ < html_.size() && lowered(html_.substr(at_, closing.size())) != closing) ++at_;
    const auto end = html_.find('>', at_);
    at_ = end == std::string_view::npos ? html_.size() : end + 1;
  }

  void end_line() {
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    text_ += '\n';
  }

  void end_block() {
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    if (!text_.empty() && text_.back() != '\n') text_ += '\n';
  }

  void open_link(const Tag& tag) {
    close_link();
    const bool is_reference = has_class(tag.attributes, "mention") || has_class(tag.attributes, "hashtag");
    target_ = is_reference ? std::string() : attribute(tag.attributes, "href");
    link_begin_ = text_.size();
  }

  void close_link() {
    const std::string target = std::exchange(target_, {});
    if (!target.starts_with("http://") && !target.starts_with("https://") && !target.starts_with("//")) return;
    const std::string_view shown = std::string_view(text_).substr(std::min(link_begin_, text_.size()));
    if (shown.find(target) != std::string_view::npos) return;
    if (!text_.empty() && !is_blank(text_.back())) text_ += ' ';
    text_ += target;
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string text_;
  bool in_pre_ = false;
  std::string target_;
  std::size_t link_begin_ = 0;
};

}  // namespace

std::string text_of_html(std::string_view html) { return HtmlText(html).read(); }

}  // namespace cm
