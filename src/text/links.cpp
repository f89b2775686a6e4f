#include "text/links.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "text/characters.h"
#include "text/fold.h"
#include "text/punycode.h"
#include "text/utf8.h"

namespace cm {
namespace {

/// Endings that make a host of "word.ending" even without a scheme, "www." or a path.
/// Left out: those that are words where people forget the blank after a full stop ("fin.la", "c'est.de").
constexpr std::string_view strong_endings =
    " ae app au bg bh bid biz blog br buzz cafe cam cc cf ch click cloud club cn co com cyou cz date "
    "deals dev dk download dz edu eg es eu example fi fm fr fun fyi gd gg gl gov gq gr hk hr hu icu ie "
    "info invalid io iq ir jo jp kr kw lb link live loan lol lt lv ly market media men ml mobi monster "
    "mx net news ng nl nz om one online org page party ph pk pl pro pt pw qa quest review ro rs ru sbs "
    "sg shop site sk social space store stream su tech test tk tn today top tr tv tw ua uk vip vn "
    "website win work world ws xyz za zip ";

/// Short hosts whose ending is weak, and which spammers like.
constexpr std::string_view short_hosts =
    " amzn.to discord.me fb.me is.gd j.mp linktr.ee lnk.to m.me ow.ly paypal.me rb.gy shorturl.at t.co "
    "t.me v.gd wa.me youtu.be ";

/// Endings that are believed even when the dot was written as a word or had blanks around it.
constexpr std::string_view spoken_endings = " biz co com info io net online org shop site store top xyz ";

/// Whether `word` is one of `words`, which have a blank on both sides.
bool contains(std::string_view words, std::string_view word) {
  return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Whether `text` has `word` (small letters) at `at`, in any case.
bool reads(std::string_view text, std::size_t at, std::string_view word) {
  if (at + word.size() > text.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lower(text[at + i]) != word[i]) return false;
  return true;
}

bool in_label(char32_t c) { return c == U'-' || is_word_character(c); }

std::size_t label_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const CodePoint c = code_point_at(text, at);
    if (!in_label(c.value)) break;
    at += c.size;
  }
  return at;
}

std::size_t blanks_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

/// How plainly a dot between two labels was written.
enum class Dot : std::uint8_t {
  plain,      ///< "."
  bracketed,  ///< "[.]", "(dot)"
  spoken,     ///< " dot ", " . "
};

struct FoundDot {
  Dot kind = Dot::plain;
  std::size_t end = 0;
};

std::optional<FoundDot> dot_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  if (text[at] == '.') return FoundDot{Dot::plain, at + 1};
  for (const std::string_view wide : {"\u3002", "\uFF0E", "\uFF61"})
    if (text.substr(at, wide.size()) == wide) return FoundDot{Dot::plain, at + wide.size()};
  std::size_t in = blanks_end(text, at);
  if (in >= text.size()) return std::nullopt;
  constexpr std::string_view open = "[({";
  constexpr std::string_view close = "])}";
  if (const std::size_t bracket = open.find(text[in]); bracket != std::string_view::npos) {
    in = blanks_end(text, in + 1);
    const std::size_t size = in < text.size() && text[in] == '.' ? 1
                             : reads(text, in, "dot")            ? 3
                             : reads(text, in, "point")          ? 5
                                                                 : 0;
    in = blanks_end(text, in + size);
    if (size == 0 || in >= text.size() || text[in] != close[bracket]) return std::nullopt;
    return FoundDot{Dot::bracketed, blanks_end(text, in + 1)};
  }
  if (in == at) return std::nullopt;
  const std::size_t size = text[in] == '.' ? 1 : reads(text, in, "dot") ? 3 : reads(text, in, "point") ? 5 : 0;
  const std::size_t end = blanks_end(text, in + size);
  if (size == 0 || end == in + size) return std::nullopt;
  return FoundDot{Dot::spoken, end};
}

char32_t small(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 0x20;
  if (!is_capital(c)) return c;
  if (c >= 0xC0 && c <= 0xDE) return c + 0x20;
  if (c >= 0x100 && c <= 0x17F) return c + 1;
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  return c;
}

/// One label as it is shown: small letters, wide and mathematical forms plain, punycode decoded.
std::string shown_label(std::string_view label) {
  std::string out;
  for (std::size_t at = 0; at < label.size();) {
    const CodePoint c = code_point_at(label, at);
    const std::string plain = c.value < 0x80 ? std::string() : folded(label.substr(at, c.size));
    if (plain.size() == 1 && c.value > 0x2000) {
      out += plain;
    } else if (!is_invisible(c.value)) {
      append_utf8(out, small(c.value));
    }
    at += c.size;
  }
  if (out.size() > 4 && out.compare(0, 4, "xn--") == 0) {
    if (const auto decoded = from_punycode(std::string_view(out).substr(4))) return *decoded;
  }
  return out;
}

struct Host {
  std::string shown;   ///< as Link::host, but with "www."
  std::string ending;  ///< its last label
  Dot worst = Dot::plain;
  bool capitalised = false;  ///< the last label reads like the start of a sentence
  std::size_t labels = 0;
  std::size_t end = 0;
};

std::optional<Host> host_at(std::string_view text, std::size_t at, bool has_scheme) {
  Host host;
  std::size_t end = label_end(text, at);
  if (end == at || text[at] == '-') return std::nullopt;
  std::string_view label = text.substr(at, end - at);
  host.shown = host.ending = shown_label(label);
  host.labels = 1;
  host.end = end;
  while (const auto dot = dot_at(text, end)) {
    if (has_scheme && dot->kind == Dot::spoken) break;
    const std::size_t next = label_end(text, dot->end);
    if (next == dot->end || text[dot->end] == '-') break;
    label = text.substr(dot->end, next - dot->end);
    std::string shown = shown_label(label);
    if (dot->kind == Dot::spoken && !contains(spoken_endings, shown)) break;
    host.shown += '.';
    host.shown += shown;
    host.ending = std::move(shown);
    host.worst = std::max(host.worst, dot->kind);
    host.capitalised = label.size() > 1 && label[0] >= 'A' && label[0] <= 'Z' && label[1] >= 'a' && label[1] <= 'z';
    ++host.labels;
    host.end = end = next;
  }
  return host;
}

/// Where the part behind the host ends: port, path, query and fragment.
std::size_t tail_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (end < text.size() && text[end] == ':' && end + 1 < text.size() && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  if (end >= text.size() || (text[end] != '/' && text[end] != '?' && text[end] != '#')) return end;
  const std::size_t start = end;
  while (end < text.size()) {
    const CodePoint c = code_point_at(text, end);
    if (c.value < 0x20 || c.value == 0x7F || is_blank(c.value)) break;
    if (c.value == U'<' || c.value == U'>' || c.value == U'"' || c.value == U'`' || c.value == U'|') break;
    end += c.size;
  }
  // Punctuation at the end belongs to the sentence; a closing bracket only when it was not opened inside.
  while (end > start + 1) {
    const CodePoint c = code_point_before(text, end);
    const std::string_view inside = text.substr(start, end - start);
    if (c.value == U')' &&
        std::count(inside.begin(), inside.end(), '(') >= std::count(inside.begin(), inside.end(), ')'))
      break;
    if (is_word_character(c.value) || std::string_view("/=&-#%+~$").find(text[end - 1]) != std::string_view::npos)
      break;
    end -= c.size;
  }
  return end;
}

struct Scheme {
  std::string_view name;
  std::size_t end = 0;
};

/// "http://" and what people write for it so that it is not taken for a link.
std::optional<Scheme> scheme_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || lower(text[at]) != 'h') return std::nullopt;
  if (!reads(text, at, "http") && !reads(text, at, "hxxp") && !reads(text, at, "h**p")) return std::nullopt;
  std::size_t end = at + 4;
  const bool secure = end < text.size() && lower(text[end]) == 's';
  if (secure) ++end;
  for (const std::string_view slashes : {"://", "[:]//", "(:)//", "[://]", ":\\\\"}) {
    if (reads(text, end, slashes)) return Scheme{secure ? "https" : "http", end + slashes.size()};
  }
  return std::nullopt;
}

std::string without_www(std::string host) {
  if (host.size() > 4 && host.compare(0, 4, "www.") == 0 && host.find('.', 4) != std::string::npos) host.erase(0, 4);
  return host;
}

std::optional<Link> addressed_link(std::string_view text, std::size_t at, const Scheme& scheme) {
  std::size_t begin = scheme.end;
  // What stands before an "@" is a name, made to look like a host.
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '@') begin = i + 1;
    if (c == '/' || c == '?' || c == '#' || static_cast<unsigned char>(c) <= ' ') break;
  }
  const auto host = host_at(text, begin, true);
  if (!host) return std::nullopt;
  const std::size_t end = tail_end(text, host->end);
  std::string url(scheme.name);
  url.append("://").append(host->shown).append(text.substr(host->end, end - host->end));
  return Link{std::move(url), without_www(host->shown), at, end};
}

bool is_believed(const Host& host, bool has_path) {
  if (host.labels < 2) return false;
  if (std::all_of(host.ending.begin(), host.ending.end(), is_digit)) return false;
  if (host.worst == Dot::spoken) return contains(spoken_endings, host.ending);
  const bool www = host.shown.compare(0, 4, "www.") == 0 && host.labels >= 3;
  const bool strong = contains(strong_endings, host.ending);
  const bool two_letters =
      host.ending.size() == 2 && is_ascii_letter(host.ending[0]) && is_ascii_letter(host.ending[1]);
  if (www) return strong || two_letters;
  if (contains(short_hosts, host.shown)) return true;
  if (host.worst == Dot::bracketed) return strong || two_letters;
  if (strong) return has_path || !host.capitalised;
  return two_letters && has_path && !host.capitalised;
}

std::optional<Link> bare_link(std::string_view text, std::size_t at) {
  const auto host = host_at(text, at, false);
  if (!host) return std::nullopt;
  if (host->end < text.size() && text[host->end] == '@') return std::nullopt;
  const std::size_t end = tail_end(text, host->end);
  const bool has_path = end > host->end + 1 && text[host->end] == '/';
  if (!is_believed(*host, has_path)) return std::nullopt;
  std::string url = "http://";
  url.append(host->shown).append(text.substr(host->end, end - host->end));
  return Link{std::move(url), without_www(host->shown), at, end};
}

/// Whether anything in the text could be a dot or a scheme: most comments end here.
bool may_have_links(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && i > 0 && i + 1 < text.size()) return true;
    if ((c == ':' || c == '\\') && i > 3) return true;
    if ((c == 'd' || c == 'D') && reads(text, i, "dot")) return true;
    if ((c == 'p' || c == 'P') && reads(text, i, "point")) return true;
    if (c == '\xE3' || c == '\xEF') return true;
  }
  return false;
}

}  // namespace

std::vector<Link> find_links(std::string_view utf8) {
  std::vector<Link> links;
  if (!may_have_links(utf8)) return links;
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint c = code_point_at(utf8, at);
    if (!in_label(c.value)) {
      at += c.size;
      continue;
    }
    const char before = at > 0 ? utf8[at - 1] : ' ';
    if (const auto scheme = scheme_at(utf8, at)) {
      if (auto link = addressed_link(utf8, at, *scheme)) {
        at = link->end;
        links.push_back(std::move(*link));
        continue;
      }
    } else if (before != '@' && before != '/' && before != '.') {
      if (auto link = bare_link(utf8, at)) {
        at = link->end;
        links.push_back(std::move(*link));
        continue;
      }
    }
    at = label_end(utf8, at);
  }
  return links;
}

bool is_link_shortener(std::string_view host) {
  static constexpr std::array<std::string_view, 18> shorteners{
      "bit.ly",     "buff.ly", "cutt.ly",     "dlvr.it", "goo.gl", "is.gd",   "lnkd.in",     "ow.ly", "rb.gy",
      "rebrand.ly", "s.id",    "shorturl.at", "t.co",    "t.ly",   "tiny.cc", "tinyurl.com", "v.gd",  "wa.link"};
  return std::find(shorteners.begin(), shorteners.end(), host) != shorteners.end();
}

}  // namespace cm
