#include "platforms/feed_entries.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <utility>

#include "base/error.h"
#include "http/url.h"
#include "text/html_text.h"
#include "text/utf8.h"

namespace cm {
namespace {

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The text of the first child with this name, CDATA too.
std::string child_text(const pugi::xml_node& node, const char* name) {
  std::string text;
  for (const auto& part : node.child(name).children()) {
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
  }
  return text;
}

struct TextWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
};

/// What an Atom text construct says, as plain text.
std::string atom_text(const pugi::xml_node& node, const char* name) {
  const pugi::xml_node child = node.child(name);
  if (!child) return {};
  const std::string_view type = child.attribute("type").value();
  if (type == "xhtml") {
    TextWriter inside;
    for (const auto& part : child.children()) part.print(inside, "", pugi::format_raw);
    return text_of_html(inside.text);
  }
  const std::string text = child_text(node, name);
  return type == "html" ? text_of_html(text) : text;
}

std::string unwrapped(const std::string& link) {
  const std::string origin = origin_of(link);
  const bool is_alert = origin.starts_with("https://www.google.") || origin.starts_with("http://www.google.");
  if (!is_alert || link.find("/url?") == std::string::npos) return link;
  auto target = query_value(link, "url");
  if (!target) target = query_value(link, "q");
  return target && !origin_of(*target).empty() ? *target : link;
}

std::string atom_link(const pugi::xml_node& entry) {
  std::string first;
  for (const auto& link : entry.children("link")) {
    const std::string_view rel = link.attribute("rel").value();
    if (rel.empty() || rel == "alternate") return link.attribute("href").value();
    if (first.empty()) first = link.attribute("href").value();
  }
  return first;
}

std::string joined(const std::string& title, const std::string& text) {
  if (title.empty() || text.starts_with(title)) return text;
  return text.empty() ? title : title + "\n" + text;
}

/// What no fact was made of, by element name.
std::string rest_of(const pugi::xml_node& entry, const std::initializer_list<std::string_view> taken) {
  nlohmann::json rest = nlohmann::json::object();
  for (const auto& child : entry.children()) {
    if (child.type() != pugi::node_element) continue;
    bool known = false;
    for (const auto name : taken) known = known || name == child.name();
    if (known) continue;
    TextWriter inside;
    for (const auto& part : child.children()) part.print(inside, "", pugi::format_raw);
    if (!inside.text.empty()) rest[child.name()] = inside.text;
  }
  return rest.empty() ? std::string() : rest.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Comment read_atom(const pugi::xml_node& entry) {
  Comment comment;
  const std::string link = atom_link(entry);
  comment.url = unwrapped(link);
  comment.mention = comment.url != link;  // an alert
  comment.id = child_text(entry, "id");
  comment.text = joined(atom_text(entry, "title"),
                        entry.child("content") ? atom_text(entry, "content") : atom_text(entry, "summary"));
  const pugi::xml_node author = entry.child("author");
  comment.author.name = child_text(author, "name");
  comment.author.id = child_text(author, "uri");
  comment.created_at = parse_iso8601(child_text(entry, "published"));
  if (!comment.created_at) comment.created_at = parse_iso8601(child_text(entry, "updated"));
  comment.extra =
      rest_of(entry, {"id", "title", "content", "summary", "author", comment.created_at ? "published" : "", "link"});
  return comment;
}

Comment read_rss(const pugi::xml_node& item) {
  Comment comment;
  const std::string link = child_text(item, "link");
  comment.url = unwrapped(link);
  comment.mention = comment.url != link;
  comment.id = child_text(item, "guid");
  const std::string whole = child_text(item, "content:encoded");
  comment.text = joined(text_of_html(child_text(item, "title")),
                        text_of_html(whole.empty() ? child_text(item, "description") : whole));
  comment.author.name = child_text(item, "dc:creator");
  if (comment.author.name.empty()) comment.author.name = child_text(item, "author");
  comment.created_at = parse_mail_date(child_text(item, "pubDate"));
  if (!comment.created_at) comment.created_at = parse_iso8601(child_text(item, "dc:date"));
  comment.extra = rest_of(item, {"link", "guid", "title", "description", "content:encoded", "dc:creator",
                                 comment.created_at ? "pubDate" : ""});
  return comment;
}

}  // namespace

std::optional<Timestamp> parse_mail_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<std::string_view, 6> words{};
  std::size_t count = 0;
  if (const auto comma = text.find(','); comma != std::string_view::npos) text = text.substr(comma + 1);
  while (count < words.size()) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) break;
    text = text.substr(begin);
    const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
    words.at(count++) = text.substr(0, end);
    text = text.substr(end);
  }
  if (count < 4) return std::nullopt;
  const auto two_digits = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  for (std::size_t month = 0; month < months.size(); ++month) {
    if (words[1].substr(0, 3) != months.at(month)) continue;
    std::size_t day = 0;
    if (std::from_chars(words[0].data(), words[0].data() + words[0].size(), day).ec != std::errc()) return std::nullopt;
    const std::string_view zone = count > 4 ? words[4] : std::string_view("GMT");
    const bool is_offset = zone.size() == 5 && (zone[0] == '+' || zone[0] == '-');
    const std::string time = words[3].size() == 5 ? std::string(words[3]) + ":00" : std::string(words[3]);
    return parse_iso8601(std::string(words[2]) + "-" + two_digits(month + 1) + "-" + two_digits(day) + "T" + time +
                         (is_offset ? std::string(zone) : "Z"));
  }
  return std::nullopt;
}

CommentPage read_feed(std::string_view xml, const std::string& name) {
  // One real feed begins with a line break before its declaration, which XML forbids.
  const auto begin = xml.find_first_not_of(" \t\r\n");
  if (begin != std::string_view::npos) xml.remove_prefix(begin);
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype);
  const pugi::xml_node root = document.document_element();
  if (!parsed || !root) {
    throw Error(ErrorKind::unavailable, name + ": the answer is no feed, or was cut off; run again later");
  }
  for (const auto& node : document.children()) {
    if (node.type() == pugi::node_doctype &&
        std::string_view(node.value()).find("<!ENTITY") != std::string_view::npos) {
      throw Error(ErrorKind::refused, name + ": the feed declares entities of its own; it is not read");
    }
  }
  CommentPage page;
  std::size_t position = 0;
  const auto take = [&](Comment comment) {
    ++position;
    if (comment.id.empty()) comment.id = comment.url;
    if (comment.id.empty()) {
      page.unreadable.push_back({"item " + std::to_string(position), "it has neither an id nor a link"});
      return;
    }
    comment.platform = "feed";
    comment.post = comment.url;
    if (!is_valid_utf8(comment.text)) comment.text = repaired_utf8(comment.text);
    page.comments.push_back(std::move(comment));
  };
  const std::string_view kind = local_name(root);
  if (kind == "feed") {
    for (const auto& entry : root.children("entry")) take(read_atom(entry));
  } else if (kind == "rss") {
    for (const auto& item : root.child("channel").children("item")) take(read_rss(item));
  } else if (kind == "RDF") {
    for (const auto& item : root.children("item")) take(read_rss(item));
  } else {
    throw Error(ErrorKind::unavailable,
                name + ": the answer is no feed but \"" + std::string(kind.substr(0, 20)) + "\"");
  }
  return page;
}

}  // namespace cm
