#include "platforms/graph.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/reply_json.h"
#include "platforms/second_try.h"

namespace cm {
namespace {

using std::chrono::minutes;

constexpr int comments_of_a_page = 100;
constexpr int posts_of_a_page = 50;

// From here on calls come slowly, so that the last percents are left for deeds.
constexpr double slow_from_percent = 90;

// Longer than this is the next run's turn.
constexpr minutes longest_wait(5);

constexpr std::chrono::hours renew_before(24 * 30);

constexpr std::string_view new_token =
    "the token has expired or was withdrawn: make a new long-lived token and put it where the secret is";
constexpr std::string_view missing_permission =
    "a permission is missing: give the token the permissions that cm-settings(5) names for this platform";
constexpr std::string_view quota = "the quota is used up; what was read so far is saved, run again later";

struct GraphError {
  std::int64_t first;
  std::int64_t last;
  ErrorKind kind;
  std::string_view fix;
};

// Meta's error codes; what is not here is told by its status.
constexpr std::array<GraphError, 16> graph_errors{{
    {1, 2, ErrorKind::unavailable, "Meta calls this temporary; run again later"},
    {4, 4, ErrorKind::unavailable, quota},
    {10, 10, ErrorKind::login, missing_permission},
    {17, 17, ErrorKind::unavailable, quota},
    {32, 32, ErrorKind::unavailable, quota},
    {100, 100, ErrorKind::refused, "the object is not there, or the token may not see it"},
    {102, 102, ErrorKind::login, new_token},
    {190, 190, ErrorKind::login, new_token},
    {200, 299, ErrorKind::login, missing_permission},
    {341, 341, ErrorKind::unavailable, quota},
    {368, 368, ErrorKind::login,
     "Meta has blocked this account from acting for a while; look into its support inbox before the next run"},
    {506, 506, ErrorKind::refused, "the same text was sent just before"},
    {613, 613, ErrorKind::unavailable, quota},
    {803, 803, ErrorKind::refused, "the object is not there"},
    {80001, 80002, ErrorKind::unavailable, quota},
    {80006, 80006, ErrorKind::unavailable, quota},
}};

void note_usage(const Json& usage, GraphUsage& into) {
  for (const char* const part : {"call_count", "total_cputime", "total_time"}) {
    const Json& value = member(usage, part);
    if (value.is_number()) into.percent = std::max(into.percent, value.get<double>());
  }
  const auto regained = count_of(usage, "estimated_time_to_regain_access").value_or(0);
  constexpr std::int64_t a_week = std::int64_t{7} * 24 * 60;
  into.until_regained = std::max(into.until_regained, minutes(std::clamp<std::int64_t>(regained, 0, a_week)));
}

/// "TOKEN APP_SECRET" as its two words; the second may be missing.
std::pair<std::string, std::string> words_of_secret(const std::string& secret) {
  const std::size_t blank = std::min(secret.find(' '), secret.size());
  return {secret.substr(0, blank), secret.substr(std::min(blank + 1, secret.size()))};
}

}  // namespace

GraphUsage read_graph_usage(const HttpReply& reply) {
  GraphUsage usage;
  for (const char* const name : {"X-App-Usage", "X-Page-Usage"}) {
    if (const auto value = reply.header(name)) note_usage(Json::parse(*value, nullptr, false), usage);
  }
  if (const auto value = reply.header("X-Business-Use-Case-Usage")) {
    const Json businesses = Json::parse(*value, nullptr, false);
    if (!businesses.is_object()) return usage;
    for (const auto& [id, entries] : businesses.items()) {
      if (!entries.is_array()) continue;
      for (const Json& entry : entries) note_usage(entry, usage);
    }
  }
  return usage;
}

std::optional<ApiRefusal> graph_refusal(const HttpReply& reply, const Json& body) {
  const Json& error = member(body, "error");
  if (!error.is_object()) return refusal_by_status(reply.status);
  const std::int64_t code = count_of(error, "code").value_or(0);
  ApiRefusal refusal = refusal_by_status(reply.status).value_or(ApiRefusal{});
  refusal.code = "error " + std::to_string(code);
  if (const auto subcode = count_of(error, "error_subcode")) refusal.code += "." + std::to_string(*subcode);
  const auto* const known = std::ranges::find_if(
      graph_errors, [&](const GraphError& entry) { return code >= entry.first && code <= entry.last; });
  if (known != graph_errors.end()) {
    refusal.kind = known->kind;
    refusal.fix = known->fix;
  }
  return refusal;
}

bool graph_object_is_gone(const Json& body) {
  const Json& error = member(body, "error");
  const auto code = count_of(error, "code");
  return code == 803 || (code == 100 && count_of(error, "error_subcode") == 33);
}

std::string appsecret_proof(std::string_view token, std::string_view app_secret) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
       reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data(), &size);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string proof;
  for (unsigned int i = 0; i < size; ++i) {
    proof += digits[digest[i] >> 4U];
    proof += digits[digest[i] & 15U];
  }
  return proof;
}

GraphPlatform::GraphPlatform(const PlatformParts& parts, std::string_view name,
                             std::span<const Capability> capabilities, const ApiManners& manners,
                             std::string_view version, const GraphRenewal& renewal)
    : Platform(capabilities),
      channel_(parts.channel),
      name_(name),
      title_(manners.title),
      version_(version),
      renewal_(renewal),
      secret_(parts.secret),
      keep_secret_(parts.keep_secret),
      clock_(parts.clock),
      log_(parts.log),
      api_(parts, manners) {
  api_.renew_with([this] { log_in(); });
}

// Called before the first request, and again when the token was not taken: then there is nothing left to try.
void GraphPlatform::log_in() {
  if (std::exchange(tried_, true)) {
    throw Error(ErrorKind::login, "channel \"" + channel_.name + "\": " + title_ + ": " + std::string(new_token));
  }
  auto [token, app_secret] = words_of_secret(secret_);
  if (const Json keys = Json::parse(secret_, nullptr, false); keys.is_object()) {
    token = renewed(keys);
    app_secret = text_of(keys, "app_secret");
  }
  api_.log_in(bearer_authorization(token));
  if (!app_secret.empty()) proof_ = appsecret_proof(token, app_secret);
}

// A token is renewed in the second half of its sixty days, so that a channel that is read once a month lives on.
std::string GraphPlatform::renewed(const Json& keys) {
  const std::string token = text_of(keys, "access_token");
  const auto until = parse_iso8601(text_of(keys, "expires_at"));
  if (renewal_.path.empty() || !until || clock_.now() + renew_before < *until) return token;
  try {
    const Json answer =
        api_.call_elsewhere({.path = std::string(renewal_.path),
                             .query = {{"grant_type", std::string(renewal_.grant)}, {"access_token", token}}},
                            {});
    const std::string next = text_of(answer, "access_token");
    if (next.empty()) return token;
    Json kept = keys;
    kept["access_token"] = next;
    if (const auto seconds = count_of(answer, "expires_in")) {
      kept["expires_at"] = to_iso8601(clock_.now() + std::chrono::seconds(*seconds));
    }
    if (keep_secret_) keep_secret_(kept.dump());
    return next;
  } catch (const Error& error) {
    log_.warning("channel " + channel_.name + ": the token could not be renewed; it ends at " + to_iso8601(*until) +
                 ", log in anew before with \"cm login " + channel_.name + "\"");
    return token;
  }
}

// --- calls --------------------------------------------------------------------------------------

std::string GraphPlatform::path_of(std::string_view object, std::string_view edge) const {
  std::string path = version_ + "/" + percent_encoded(object);
  if (!edge.empty()) path.append("/").append(edge);
  return path;
}

void GraphPlatform::keep_below_quota() {
  if (!blocked_until_) return;
  const auto wait = *blocked_until_ - clock_.now();
  if (wait > longest_wait) {
    throw Error(ErrorKind::unavailable, "channel \"" + channel_.name + "\": " + title_ + "'s quota is used up until " +
                                            to_iso8601(std::chrono::ceil<std::chrono::seconds>(*blocked_until_)) +
                                            "; what was read so far is saved, run again then");
  }
  if (wait > std::chrono::milliseconds(0)) clock_.sleep_for(wait);
  blocked_until_.reset();
}

std::pair<HttpReply, Json> GraphPlatform::try_call(ApiCall& call) {
  keep_below_quota();
  if (!tried_) log_in();  // the proof is part of the address
  if (!proof_.empty()) call.query.add("appsecret_proof", proof_);
  auto [reply, body] = api_.try_call(call);
  usage_ = read_graph_usage(reply);
  if (usage_.until_regained > minutes(0)) {
    blocked_until_ = clock_.now() + usage_.until_regained;
  } else if (usage_.percent >= 100) {
    blocked_until_ = clock_.now() + longest_wait;
  } else if (usage_.percent >= slow_from_percent) {
    log_.info("channel " + channel_.name + ": " + std::to_string(static_cast<int>(usage_.percent)) +
              " percent of the quota are used; going slowly");
    blocked_until_ = clock_.now() + std::chrono::seconds(2);
  }
  return {std::move(reply), std::move(body)};
}

Json GraphPlatform::call(ApiCall call) {
  auto [reply, body] = try_call(call);
  api_.check(call, reply, body);
  if (!body.is_object()) {
    throw Error(ErrorKind::unavailable, "channel \"" + channel_.name + "\": " + title_ +
                                            " answered with no JSON, or it was cut off; run again later");
  }
  return std::move(body);
}

GraphPlatform::Edge GraphPlatform::read_edge(ApiCall request, const std::string& cursor, int limit) {
  request.query.add("limit", std::to_string(limit));
  request.query.add_unless_empty("after", cursor);
  Json body = call(std::move(request));
  Edge edge;
  const Json& paging = member(body, "paging");
  // The last page still has cursors; only "next" tells that there is more. Its address holds the
  // token, so it is never asked or kept: the cursor says the same.
  if (const std::string next = text_of(paging, "next"); !next.empty()) {
    edge.next_cursor = text_of(member(paging, "cursors"), "after");
    if (edge.next_cursor.empty()) edge.next_cursor = query_value(next, "after").value_or("");
  }
  if (const auto total = count_of(member(body, "summary"), "total_count"); total && *total >= 0) {
    edge.total = static_cast<std::size_t>(*total);
  }
  if (member(body, "data").is_array()) {
    edge.items = std::move(body["data"]);
  } else {
    throw Error(ErrorKind::unavailable, "channel \"" + channel_.name + "\": " + title_ +
                                            " answered with something else than a list; run again later");
  }
  return edge;
}

const GraphPlatform::Owner& GraphPlatform::owner() {
  if (!owner_) owner_ = find_owner();
  return *owner_;
}

std::size_t GraphPlatform::most_posts() const {
  constexpr std::int64_t usual = 100;
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(option_number(channel_, "max_posts").value_or(usual), 1, 100000));
}

void GraphPlatform::add_posts(const std::string& path, std::string_view title, std::size_t most,
                              std::vector<PageRef>& into) {
  std::string cursor;
  std::size_t added = 0;
  do {
    const Edge edge = read_edge({.path = path, .query = {{"fields", "id"}}}, cursor, posts_of_a_page);
    for (const Json& post : edge.items) {
      const std::string id = id_of(post, "id");
      if (id.empty() || added >= most) continue;
      ++added;
      if (std::ranges::find(into, id, &PageRef::id) == into.end()) into.push_back({id, std::string(title) + " " + id});
    }
    cursor = edge.next_cursor;
  } while (!cursor.empty() && added < most);
}

// --- reading ------------------------------------------------------------------------------------

void GraphPlatform::read_nested(Json&, const PageRef&, CommentPage&) {}

void GraphPlatform::add_comments(Json items, const PageRef& page, CommentPage& into) {
  (void)owner();
  std::size_t position = 0;
  for (Json& item : items) {
    ++position;
    CommentPage nested;
    if (item.is_object()) read_nested(item, page, nested);
    add_item(into, std::move(item), position, [&](ItemReader& reader, Comment& comment) {
      comment.channel = channel_.name;
      comment.platform = name_;
      comment.page = page.id;
      comment.post = page.id;
      read_item(reader, comment);
    });
    std::ranges::move(nested.comments, std::back_inserter(into.comments));
    std::ranges::move(nested.unreadable, std::back_inserter(into.unreadable));
  }
}

std::optional<std::size_t> GraphPlatform::count_comments(const PageRef& page) {
  constexpr int as_few_as_possible = 1;
  return read_edge(list_comments(page), {}, as_few_as_possible).total;
}

CommentPage GraphPlatform::read_page(const PageRef& page, const ReadFrom& from) {
  Edge edge = read_edge(list_comments(page), from.cursor, comments_of_a_page);
  CommentPage result;
  result.expected_total = edge.total;
  std::optional<Timestamp> oldest;
  for (const Json& item : edge.items) {
    for (const char* const key : {"created_time", "timestamp"}) {
      if (const auto moment = moment_of(item, key)) oldest = moment;
    }
  }
  add_comments(std::move(edge.items), page, result);
  result.next_cursor = std::move(edge.next_cursor);
  if (from.newer_than && !from.full) {
    std::erase_if(result.comments, [&](const Comment& comment) {
      return comment.created_at && *comment.created_at <= *from.newer_than;
    });
    if (oldest && *oldest <= *from.newer_than - look_back()) result.next_cursor.clear();
  }
  return result;
}

std::optional<Comment> GraphPlatform::read_comment(const Comment& known) {
  (void)owner();
  ApiCall request{.path = path_of(known.id), .query = {{"fields", comment_fields(known)}}};
  auto [reply, body] = try_call(request);
  if (graph_object_is_gone(body)) return std::nullopt;
  api_.check(request, reply, body);
  CommentPage read;
  add_comments(Json::array({std::move(body)}), {known.page, {}}, read);
  const auto found = std::ranges::find(read.comments, known.id, &Comment::id);
  if (found == read.comments.end()) {
    throw Error(ErrorKind::refused, "channel \"" + channel_.name + "\": comment " + known.id + " cannot be read" +
                                        (read.unreadable.empty() ? "" : ": " + read.unreadable.front().why));
  }
  found->post = known.post.empty() ? found->post : known.post;
  return std::move(*found);
}

// --- deeds --------------------------------------------------------------------------------------

CommentPage GraphPlatform::replies_to(const Comment& target) {
  const PageRef page{target.page, {}};
  ApiCall request = list_replies(target);
  CommentPage replies;
  std::string cursor;
  do {
    Edge edge = read_edge(request, cursor, comments_of_a_page);
    add_comments(std::move(edge.items), page, replies);
    cursor = std::move(edge.next_cursor);
  } while (!cursor.empty());
  return replies;
}

std::string GraphPlatform::send_private_reply(const Deed& deed) {
  ApiCall request = json_call(
      "POST", path_of(messenger(), "messages"),
      Json{{"recipient", {{recipient_key(deed.target), deed.target.id}}}, {"message", {{"text", deed.text}}}});
  request.repeatable = false;
  return id_of(call(std::move(request)), "message_id");
}

DeedOutcome GraphPlatform::carry_out(const Deed& deed) {
  check_length(deed);
  DeedOutcome outcome{.state_after = deed.target.state};
  if (deed.kind == DeedKind::reply) {
    if (const auto before = sent_before(deed, [&] { return replies_to(deed.target); })) return *before;
    outcome.remote_id = send_reply(deed);
    return outcome;
  }
  if (deed.kind == DeedKind::private_reply) {
    refuse_second_try(deed);
    outcome.remote_id = send_private_reply(deed);
    return outcome;
  }
  outcome.state_after = state_after(deed.kind);
  if (outcome.state_after == CommentState::unknown) throw cannot(deed);
  outcome.was_already_so = deed.target.state == outcome.state_after;
  ApiCall request = deed.kind == DeedKind::remove ? ApiCall{.method = "DELETE", .path = path_of(deed.target.id)}
                                                  : hide(deed.target, deed.kind == DeedKind::hide);
  auto [reply, body] = try_call(request);
  if (deed.kind == DeedKind::remove && graph_object_is_gone(body)) {
    outcome.was_already_so = true;
    return outcome;
  }
  api_.check(request, reply, body);
  const Json& success = member(body, "success");
  if (success.is_boolean() && !success.get<bool>()) {
    throw Error(ErrorKind::refused, "channel \"" + channel_.name + "\": " + title_ + " did not " +
                                        std::string(to_string(deed.kind)) + " comment " + deed.target.id);
  }
  return outcome;
}

// --- doctor -------------------------------------------------------------------------------------

std::vector<Diagnosis> GraphPlatform::diagnose() {
  std::vector<Diagnosis> found;
  try {
    found.push_back({"login", true, "the token is " + owner().id + "'s", {}});
    const auto posts = pages();
    found.push_back({"posts", true, std::to_string(posts.size()) + " posts to read", {}});
    if (!posts.empty()) {
      (void)read_page(posts.front(), {});
      found.push_back({"comments", true, "comments can be read", {}});
    }
    found.push_back(
        {"quota", usage_.percent < 100,
         std::to_string(static_cast<int>(usage_.percent)) + " percent of the quota are used",
         usage_.percent < 100 ? std::string() : "wait " + std::to_string(usage_.until_regained.count()) + " min"});
  } catch (const Error& error) {
    found.push_back({found.empty() ? "login" : "permission", false, error.what(),
                     error.kind() == ErrorKind::login ? std::string(new_token) : "run cm doctor again later"});
  }
  return found;
}

}  // namespace cm
