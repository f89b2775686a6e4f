#include "platforms/wordpress.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/reply_json.h"
#include "platforms/secret_words.h"
#include "text/html_text.h"

namespace cm {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::size_t items_of_a_page = 100;  // the most that WordPress gives

// The page that stands for all posts.
constexpr std::string_view whole_site = "site";

// Read in this order by a full pass; "all" is approved and held, without spam and bin.
constexpr std::array<std::string_view, 3> segments{"all", "spam", "trash"};

constexpr std::array<std::pair<std::string_view, CommentState>, 5> states{{
    {"approved", CommentState::visible},
    {"hold", CommentState::held},
    {"spam", CommentState::spam},
    {"trash", CommentState::deleted},
    {"post-trashed", CommentState::deleted},
}};

/// How a status is read back after a deed.
std::string_view status_for(CommentState state) {
  const auto* const found = std::ranges::find(states, state, &std::pair<std::string_view, CommentState>::second);
  return found == states.end() ? std::string_view() : found->first;
}

CommentState state_of(std::string_view status) {
  const auto* const found = std::ranges::find(states, status, &std::pair<std::string_view, CommentState>::first);
  return found == states.end() ? CommentState::unknown : found->second;
}

/// Where a pass goes on: behind the comment `last_id` of the second `second`. WordPress sorts by date
/// and id, so that what comes later is behind it whatever was added or removed meanwhile.
struct Place {
  std::size_t segment = 0;
  std::optional<Timestamp> second;
  std::int64_t last_id = 0;
  std::size_t offset = 0;  ///< only where one second holds more than a page
};

std::string to_cursor(const Place& place) {
  return std::string(segments.at(place.segment)) + " " + (place.second ? to_iso8601(*place.second) : "-") + " " +
         std::to_string(place.last_id) + " " + std::to_string(place.offset);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

template <typename Number>
bool read_number(std::string_view text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<Place> parse_cursor(std::string_view cursor) {
  Place place;
  if (cursor.empty()) return place;
  const auto words = words_of(cursor);
  if (words.size() != 4) return std::nullopt;
  const auto* const segment = std::ranges::find(segments, words[0]);
  if (segment == segments.end()) return std::nullopt;
  place.segment = static_cast<std::size_t>(segment - segments.begin());
  if (words[1] != "-") {
    place.second = parse_iso8601(words[1]);
    if (!place.second) return std::nullopt;
  }
  if (!read_number(words[2], place.last_id) || !read_number(words[3], place.offset)) return std::nullopt;
  return place;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class WordPress final : public Platform {
 public:
  explicit WordPress(const PlatformParts& parts)
      : Platform(wordpress_capabilities),
        channel_(parts.channel),
        user_(option_text(parts.channel, "user")),
        login_(basic_authorization(user_, parts.secret)),
        hidden_(option_text(parts.channel, "hide_as") == "spam" ? CommentState::spam : CommentState::held),
        http_(parts.http),
        clock_(parts.clock) {
    secret_words_.add(parts.secret);
    for (const auto& [name, value] : login_) secret_words_.add(value);
    base_ = parts.channel.base_url.empty() ? option_text(parts.channel, "url") : parts.channel.base_url;
    while (base_.ends_with('/')) base_.pop_back();
    host_ = host_of(base_);
  }

  std::vector<PageRef> pages() override {
    std::vector<PageRef> found;
    for (const auto& page : channel_.pages) {
      if (page == "*") return {{std::string(whole_site), host_}};
      if (!is_number(page)) {
        throw Error(ErrorKind::wrong_use,
                    place_of(channel_) + "\"" + page +
                        "\" is no page of a WordPress site; pages takes \"*\" or the ids of posts");
      }
      found.push_back({page, "post " + page});
    }
    return found;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::oldest_first; }

  // One status after the other, as a pass reads them.
  std::optional<std::size_t> count_comments(const PageRef& page) override {
    log_in();
    std::size_t sum = 0;
    for (const std::string_view status : segments) {
      const HttpReply reply = get("/comments", "context=edit&per_page=1&status=" + std::string(status) +
                                                   (page.id == whole_site ? "" : "&post=" + page.id));
      static_cast<void>(answer(reply, "count comments"));
      std::size_t total = 0;
      if (!read_number(reply.header("X-WP-Total").value_or(""), total)) return std::nullopt;
      sum += total;
    }
    return sum;
  }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    log_in();
    const auto parsed = parse_cursor(from.cursor);
    if (!parsed) throw Error(ErrorKind::refused, "the place to go on from is not one of WordPress's");
    Place place = *parsed;
    CommentPage result;
    const Listing listing = list(page, from, place, result);
    const bool whole_segment = !listing.more;
    if (whole_segment && place.segment == 0) collect_this_second(page, from, listing, result);
    if (!whole_segment) {
      result.next_cursor = to_cursor(listing.next);
    } else if (from.full && place.segment + 1 < segments.size()) {
      result.next_cursor = to_cursor({place.segment + 1, std::nullopt, 0, 0});
    }
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    log_in();
    const HttpReply reply = get("/comments/" + percent_encoded(known.id), "context=edit");
    if (is_gone(reply)) return std::nullopt;
    const Json item = answer(reply, "read comment " + known.id);
    address_ = {known.id, text_of(item, "author_ip")};
    auto read = comment_from(item, known.page);
    if (auto* const why = std::get_if<std::string>(&read)) {
      throw Error(ErrorKind::refused, host_ + ": comment " + known.id + " cannot be read: " + *why);
    }
    return std::get<Comment>(std::move(read));
  }

  DeedOutcome carry_out(const Deed& deed) override {
    log_in();
    if (deed.kind == DeedKind::reply) return reply_to(deed);
    if (deed.kind == DeedKind::remove) return put_in_bin(deed);
    const CommentState wanted = state_after(deed.kind);
    if (wanted == CommentState::unknown) throw cannot(deed);
    DeedOutcome outcome{.state_after = wanted, .was_already_so = deed.target.state == wanted};
    Json body{{"status", status_for(wanted)}};
    if (address_.first == deed.target.id && !address_.second.empty()) body["author_ip"] = address_.second;
    const HttpReply reply = set_status("/comments/" + percent_encoded(deed.target.id), body);
    if (is_gone(reply)) throw Error(ErrorKind::refused, host_ + ": comment " + deed.target.id + " is gone");
    const std::string what = std::string(to_string(deed.kind)) + " comment " + deed.target.id;
    // A status that WordPress does not know changes nothing and is no error: the answer tells.
    const std::string status = text_of(answer(reply, what), "status");
    if (state_of(status) != wanted) {
      throw Error(ErrorKind::refused,
                  host_ + " was asked to " + what + " and left it \"" + status + "\"; a plugin may be in the way");
    }
    return outcome;
  }

  [[nodiscard]] CommentState state_after(DeedKind deed) const override {
    return deed == DeedKind::hide ? hidden_ : Platform::state_after(deed);
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    const auto attempt = [&](std::string check, auto&& examine) {
      try {
        examine();
        return true;
      } catch (const Error& error) {
        found.push_back({std::move(check), false, error.what(), fix_of(error.kind())});
        return false;
      }
    };
    const bool reached = attempt("site", [&] {
      const HttpReply reply = find_api("/", {});
      const Json index = answer(reply, "read the site's index");
      found.push_back({"site", true, "\"" + text_of(index, "name") + "\" at " + host_, {}});
      found.push_back({"permalinks",
                       true,
                       style_ == ApiStyle::pretty ? "pretty permalinks are on" : "pretty permalinks are off; cm copes",
                       {}});
      note_clock(reply, found);
    });
    if (!reached) return found;
    attempt("login", [&] {
      log_in();
      found.push_back({"login", true, "logged in as \"" + user_ + "\"", {}});
      found.push_back({"permission", true, "\"" + user_ + "\" may moderate comments", {}});
    });
    return found;
  }

 private:
  enum class ApiStyle { unknown, pretty, query };

  struct Listing {
    Place next;
    bool more = false;
    std::optional<Timestamp> newest;   ///< of the comments that this read gave
    std::optional<Timestamp> sent_at;  ///< the site's own time
  };

  // --- asking ---------------------------------------------------------------------------------

  [[nodiscard]] std::string url_of(std::string_view route, std::string_view query) const {
    std::string url = base_;
    if (style_ == ApiStyle::query) {
      url.append("/?rest_route=").append(route);
      if (!query.empty()) url.append("&").append(query);
    } else {
      url.append("/wp-json").append(route);
      if (!query.empty()) url.append("?").append(query);
    }
    return url;
  }

  HttpReply ask(std::string_view route, std::string_view query) {
    HttpRequest request;
    request.url = url_of(route, query);
    request.headers = {{"Accept", "application/json"}};
    request.secret_headers = login_;
    return http_.send(request);
  }

  HttpReply get(const std::string& route, std::string_view query) { return ask("/wp/v2" + route, query); }

  HttpRequest posting(const std::string& route, const Json& body) const {
    HttpRequest request;
    request.method = "POST";
    request.url = url_of("/wp/v2" + route, {});
    request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
    request.secret_headers = login_;
    request.body = body.dump();
    return request;
  }

  HttpReply add(const std::string& route, const Json& body) {
    HttpRequest request = posting(route, body);
    request.repeatable = false;
    return http_.send(request);
  }

  // With the status WordPress saves where the request came from as where the comment came from: its
  // User-Agent, and its address unless one is given. Both are the visitor's and stay that way.
  HttpReply set_status(const std::string& route, const Json& body) {
    HttpRequest request = posting(route, body);
    request.headers.emplace_back("User-Agent", "");
    return http_.send(request);
  }

  // Sites without pretty permalinks know the API by another address.
  HttpReply find_api(std::string_view route, std::string_view query) {
    if (style_ != ApiStyle::unknown) return ask(route, query);
    style_ = ApiStyle::pretty;
    HttpReply reply = ask(route, query);
    const bool is_api = parse_reply_or_null(reply).is_object();
    if (is_api || (reply.status != 404 && reply.status >= 300)) return reply;
    style_ = ApiStyle::query;
    HttpReply other = ask(route, query);
    if (parse_reply_or_null(other).is_object()) return other;
    style_ = ApiStyle::pretty;
    return reply;
  }

  // --- what came back -------------------------------------------------------------------------

  static bool is_gone(const HttpReply& reply) {
    const std::string code = text_of(parse_reply_or_null(reply), "code");
    return (reply.status == 404 && code == "rest_comment_invalid_id") || reply.status == 410;
  }

  [[noreturn]] void refuse_login() const {
    throw Error(ErrorKind::login, host_ + " does not accept the login of \"" + user_ +
                                      "\": check the channel's user and its secret, which is an application password "
                                      "(Users > Profile > Application Passwords), and that url is the address that the "
                                      "site itself uses");
  }

  [[noreturn]] void refuse_permission(const std::string& what) const {
    throw Error(ErrorKind::login, host_ + ": \"" + user_ + "\" may not " + what +
                                      ": the permission is missing; give the user the role Editor, or name another");
  }

  /// The tree of a good reply; else throws what the status means. `what` is what was being done.
  [[nodiscard]] Json answer(const HttpReply& reply, const std::string& what) const {
    if (reply.status >= 200 && reply.status < 300) return parse_reply(reply, host_);
    const Json body = parse_reply_or_null(reply);
    const std::string code = text_of(body, "code");
    if (reply.status == 401 && code != "rest_forbidden_context") refuse_login();
    if ((reply.status == 401 || reply.status == 403) && !code.empty()) refuse_permission(what);
    const std::string told = secret_words_.quotable(code);
    const std::string answers = host_ + " answers " + std::to_string(reply.status) + (told.empty() ? "" : " " + told);
    if (reply.status == 429 || reply.status >= 500) {
      throw Error(ErrorKind::unavailable,
                  answers + " to \"" + what + "\"; what was done so far is saved, run again to go on");
    }
    // Both are about the site and not about this comment: its deed waits for a later run.
    if (reply.status == 403) {
      throw Error(ErrorKind::unavailable, answers + " to \"" + what +
                                              "\": a firewall or security plugin stands before the "
                                              "REST API; let this machine through");
    }
    if (reply.status == 404) {
      throw Error(ErrorKind::unavailable, answers + " to \"" + what +
                                              "\": check the channel's url, and that no plugin "
                                              "switches the REST API off");
    }
    throw Error(ErrorKind::refused, answers + " to \"" + what + "\"");
  }

  // --- login ----------------------------------------------------------------------------------

  // A wrong password is no error on a public list, it only shows less: so it is asked for by itself.
  void log_in() {
    if (logged_in_) return;
    const HttpReply reply = find_api("/wp/v2/users/me", "context=edit");
    if (reply.status == 404) {
      log_in_without_users();
    } else {
      const Json me = answer(reply, "see itself");
      const Json& may_moderate = member(member(me, "capabilities"), "moderate_comments");
      if (!may_moderate.is_boolean() || !may_moderate.get<bool>()) refuse_permission("moderate comments");
      staff_.insert(id_of(me, "id"));
      list_staff();
    }
    logged_in_ = true;
  }

  // Some sites close the list of users: then only a list that needs a login tells.
  void log_in_without_users() {
    const HttpReply reply = get("/comments", "status=hold&context=edit&per_page=1");
    if (reply.status == 401) refuse_login();
    (void)answer(reply, "moderate comments");
  }

  // Best effort: only administrators may ask.
  void list_staff() {
    const HttpReply reply = get("/users", "context=edit&roles=administrator,editor&per_page=100");
    if (reply.status != 200) return;
    const Json users = parse_reply_or_null(reply);
    if (!users.is_array()) return;
    for (const Json& user : users) staff_.insert(id_of(user, "id"));
  }

  // --- reading --------------------------------------------------------------------------------

  [[nodiscard]] static std::string query_of(const PageRef& page, const ReadFrom& from, const Place& place) {
    std::string query = "context=edit&status=" + std::string(segments.at(place.segment)) +
                        "&orderby=date_gmt&order=asc&per_page=" + std::to_string(items_of_a_page);
    if (page.id != whole_site) query += "&post=" + page.id;
    std::optional<Timestamp> after;
    if (place.second) {
      after = *place.second - seconds(1);  // exclusive: the second itself comes again
    } else if (from.newer_than && !from.full) {
      // WordPress compares in the site's own time, in which an hour comes twice a year.
      after = *from.newer_than - hours(1);
    }
    if (after) query += "&after=" + percent_encoded(to_iso8601(std::chrono::floor<seconds>(*after)));
    if (place.offset > 0) query += "&offset=" + std::to_string(place.offset);
    return query;
  }

  Listing list(const PageRef& page, const ReadFrom& from, const Place& place, CommentPage& into) {
    const HttpReply reply = get("/comments", query_of(page, from, place));
    const Json items = answer(reply, "list comments");
    if (!items.is_array()) {
      throw Error(ErrorKind::unavailable, host_ +
                                              " answers with something else than a list of comments; a plugin may "
                                              "be in the way");
    }
    Listing listing;
    listing.sent_at = sent_at(reply);
    listing.next = place;
    std::optional<Timestamp> last_second;
    std::int64_t last_id = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::int64_t id = count_of(items[i], "id").value_or(0);
      const auto second = moment_of(items[i], "date_gmt");
      if (second) last_second = second;
      if (second) last_id = id;
      if (place.second && second == place.second && id <= place.last_id) continue;  // given before
      take_item(items[i], i, page, from, listing, into);
    }
    std::size_t total = 0;
    const bool told = read_number(reply.header("X-WP-Total").value_or(""), total);
    if (told && !place.second) into.expected_total = total;
    // A host may give fewer than were asked for; then the total tells that there is more.
    listing.more = !items.empty() && (told ? place.offset + items.size() < total : items.size() == items_of_a_page);
    if (last_second && (!place.second || *last_second > *place.second)) {
      listing.next = {place.segment, last_second, last_id, 0};
    } else {
      // All of one second: step on in it, a little less than a page in case some were removed meanwhile.
      listing.next.offset += std::max<std::size_t>(1, items.size() - std::min<std::size_t>(10, items.size() / 2));
      if (last_second == place.second) listing.next.last_id = std::max(place.last_id, last_id);
    }
    return listing;
  }

  void take_item(const Json& item, std::size_t position, const PageRef& page, const ReadFrom& from, Listing& listing,
                 CommentPage& into) {
    auto read = comment_from(item, page.id);
    if (const auto* const why = std::get_if<std::string>(&read)) {
      const std::string id = id_of(item, "id");
      into.unreadable.push_back({id.empty() ? "item " + std::to_string(position + 1) : "comment " + id, *why});
      return;
    }
    Comment& comment = std::get<Comment>(read);
    if (comment.created_at) {
      if (from.newer_than && !from.full && *comment.created_at <= *from.newer_than) return;
      listing.newest = std::max(listing.newest, comment.created_at);
    }
    into.comments.push_back(std::move(comment));
  }

  // A comment of the second that still runs becomes the watermark, and what follows it within that
  // second would never be asked for: so that second is waited out and read once more.
  void collect_this_second(const PageRef& page, const ReadFrom& from, const Listing& listing, CommentPage& result) {
    if (!listing.newest || !listing.sent_at) return;
    if (*listing.newest < *listing.sent_at - seconds(1) || *listing.newest > *listing.sent_at + seconds(1)) return;
    clock_.sleep_for(std::chrono::milliseconds(1100));
    std::int64_t last_id = 0;
    for (const Comment& comment : result.comments) {
      std::int64_t id = 0;
      if (comment.created_at == listing.newest && read_number(comment.id, id)) last_id = std::max(last_id, id);
    }
    CommentPage again;
    (void)list(page, from, {0, listing.newest, last_id, 0}, again);
    for (Comment& comment : again.comments) {
      if (comment.created_at == listing.newest) result.comments.push_back(std::move(comment));
    }
  }

  /// The comment, or why it cannot be read.
  [[nodiscard]] std::variant<Comment, std::string> comment_from(const Json& item, const std::string& page) const {
    if (!item.is_object()) return "it is no object";
    Comment comment;
    comment.id = id_of(item, "id");
    if (comment.id.empty()) return "it has no id";
    const Json& content = member(item, "content");
    const Json& raw = member(content, "raw");
    const Json& rendered = member(content, "rendered");
    if (!raw.is_string() && !rendered.is_string()) return "it has no content";
    comment.text = raw.is_string() ? raw.get<std::string>() : text_of_html(rendered.get_ref<const std::string&>());
    comment.channel = channel_.name;
    comment.platform = "wordpress";
    comment.page = page;
    comment.post = id_of(item, "post");
    comment.parent = id_of(item, "parent");
    comment.author = author_of(item);
    comment.created_at = moment_of(item, "date_gmt");
    comment.url = text_of(item, "link");
    const std::string status = text_of(item, "status");
    comment.state = state_of(status);
    comment.extra = rest_of(item, comment);
    return comment;
  }

  /// What no fact was made of. Mail address, IP address and browser are nobody's business here; a fact that
  /// came with an odd type is handed on as it came.
  [[nodiscard]] static std::string rest_of(const Json& item, const Comment& comment) {
    Json rest = item;
    for (const char* const left_out :
         {"author_email", "author_ip", "author_user_agent", "author_avatar_urls", "date", "content", "_links"}) {
      rest.erase(left_out);
    }
    for (const char* const fact : {"id", "post", "parent", "author", "author_name", "link", "date_gmt", "status"}) {
      const Json& value = member(item, fact);
      if (value.is_string() || value.is_number() || value.is_null()) rest.erase(fact);
    }
    if (!comment.created_at && item.contains("date_gmt")) rest["date_gmt"] = item["date_gmt"];
    if (comment.state == CommentState::unknown && item.contains("status")) rest["status"] = item["status"];
    return rest.empty() ? std::string() : rest.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  [[nodiscard]] Author author_of(const Json& item) const {
    Author author;
    author.id = id_of(item, "author");
    author.name = text_of(item, "author_name");
    if (!author.id.empty()) {
      if (staff_.contains(author.id)) author.role = "staff";
      return author;
    }
    // Guests have no account. Their mail address tells them apart; a digest of it does as well.
    const std::string mail = text_of(item, "author_email");
    if (!mail.empty()) author.id = "guest-" + text_digest(mail);
    return author;
  }

  // --- deeds ----------------------------------------------------------------------------------

  DeedOutcome put_in_bin(const Deed& deed) {
    HttpRequest request;
    request.method = "DELETE";
    request.url = url_of("/wp/v2/comments/" + percent_encoded(deed.target.id), {});
    request.headers = {{"Accept", "application/json"}};
    request.secret_headers = login_;
    const HttpReply reply = http_.send(request);
    DeedOutcome outcome{.state_after = CommentState::deleted};
    if (is_gone(reply)) {
      outcome.was_already_so = true;
      return outcome;
    }
    if (reply.status == 501) {
      throw Error(ErrorKind::refused, host_ +
                                          " has no bin (EMPTY_TRASH_DAYS is 0), and cm deletes nothing for good; "
                                          "file the comment as spam instead");
    }
    (void)answer(reply, "delete comment " + deed.target.id);
    return outcome;
  }

  DeedOutcome reply_to(const Deed& deed) {
    check_length(deed);
    Json body{{"content", deed.text}};
    std::int64_t number = 0;
    if (read_number(deed.target.post, number)) body["post"] = number;
    if (read_number(deed.target.id, number)) body["parent"] = number;
    const HttpReply reply = add("/comments", body);
    DeedOutcome outcome{.state_after = deed.target.state};
    // WordPress takes the same text by the same user once only: the earlier try arrived.
    if (reply.status == 409) {
      outcome.was_already_so = true;
      return outcome;
    }
    outcome.remote_id = id_of(answer(reply, "reply to comment " + deed.target.id), "id");
    return outcome;
  }

  // --- doctor ---------------------------------------------------------------------------------

  [[nodiscard]] static std::string fix_of(ErrorKind kind) {
    if (kind == ErrorKind::login) return "make an application password for an editor and put it where the secret is";
    if (kind == ErrorKind::unavailable) return "try again later; if it stays, open the channel's url in a browser";
    return "check the channel's url in cm.toml";
  }

  void note_clock(const HttpReply& reply, std::vector<Diagnosis>& found) const {
    const auto there = sent_at(reply);
    if (!there) return;
    const auto skew = std::chrono::floor<seconds>(clock_.now() - *there);
    const bool good = skew < seconds(120) && skew > seconds(-120);
    found.push_back(
        {"clock", good,
         good ? "agrees with the site's" : "differs from the site's by " + std::to_string(skew.count()) + " s",
         good ? std::string() : "set this machine's clock (timedatectl set-ntp true)"});
  }

  const ChannelSettings& channel_;
  std::string user_;
  HttpHeaders login_;
  SecretWords secret_words_;
  CommentState hidden_;
  HttpClient& http_;
  Clock& clock_;
  std::string base_;
  std::string host_;
  ApiStyle style_ = ApiStyle::unknown;
  bool logged_in_ = false;
  std::pair<std::string, std::string> address_;  // id and author's address of the comment read last; never stored
  std::set<std::string> staff_;
};

}  // namespace

// NOLINTNEXTLINE(performance-unnecessary-value-param): the table calls all of its kinds alike
std::unique_ptr<Platform> make_wordpress(PlatformParts parts) { return std::make_unique<WordPress>(parts); }

}  // namespace cm
