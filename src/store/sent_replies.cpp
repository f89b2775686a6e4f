#include "store/sent_replies.h"

#include <algorithm>

#include "base/error.h"
#include "store/store.h"

namespace cm {

SentReplies Store::sent_replies() { return SentReplies(database_); }

void SentReplies::keep(const SentReply& reply) {
  const auto parts = parse_key(reply.key).value_or(CommentKey{});
  const auto kept = database_.run(
      "INSERT INTO sent_replies (entry, seq, deed, written_at, person, is_contact, text) "
      "SELECT CAST(:entry AS BIGINT), seq, CAST(:deed AS TEXT), CAST(:written_at AS BIGINT), "
      "CAST(:person AS TEXT), CAST(:is_contact AS BIGINT), CAST(:text AS TEXT) "
      "FROM comments WHERE channel = :channel AND id = :id",
      {reply.entry, to_string(reply.deed), to_epoch_ms(reply.written_at), reply.person, reply.is_contact ? 1 : 0,
       reply.text, parts.channel, parts.id});
  if (kept == 0) throw Error(ErrorKind::wrong_use, "no comment in the store is called \"" + reply.key + "\"");
}

// What was taken back is no response any more: those that are left say when the brand answered.
void SentReplies::forget(std::int64_t entry) {
  const auto answered = database_.number("SELECT seq FROM sent_replies WHERE entry = :entry", {entry});
  if (!answered) return;
  database_.run("DELETE FROM sent_replies WHERE entry = :entry", {entry});
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
  database_.query(
      "SELECT min(r.sort_at), max(r.sort_at) FROM comments c JOIN comments r ON r.channel = c.channel "
      "AND r.parent = c.id AND r.author_role IN ('staff', 'owner') AND r.parent <> '' AND r.state <> 'deleted' "
      "WHERE c.seq = :seq",
      2, {*answered}, [&](SqlRow& row) {
        first = row.maybe_number();
        last = row.maybe_number();
      });
  const auto contact = database_.number("SELECT last_contact_at FROM follow_ups WHERE seq = :seq", {*answered});
  if (contact) first = std::min(first.value_or(*contact), *contact);
  database_.run("UPDATE comments SET first_response_at = :first, last_response_at = :last WHERE seq = :seq",
                {first, last, *answered});
}

std::optional<SentReply> SentReplies::find(std::int64_t entry) {
  std::optional<SentReply> found;
  database_.query(
      "SELECT c.channel, c.id, r.deed, r.written_at, r.person, r.is_contact, r.text FROM sent_replies r "
      "JOIN comments c ON c.seq = r.seq WHERE r.entry = :entry",
      7, {entry}, [&](SqlRow& row) {
        SentReply& reply = found.emplace();
        reply.entry = entry;
        reply.key = std::string(row.text()) + "/";
        reply.key += row.text();
        reply.deed = parse_deed_kind(row.text()).value_or(DeedKind::reply);
        reply.written_at = from_epoch_ms(row.number());
        reply.person = row.text();
        reply.is_contact = row.number() != 0;
        reply.text = row.text();
      });
  return found;
}

std::vector<std::string> SentReplies::said_since(Timestamp since, std::size_t most) {
  std::vector<std::string> texts;
  const auto take = [&](SqlRow& row) { texts.emplace_back(row.text()); };
  database_.query(
      "SELECT text FROM sent_replies WHERE written_at >= :since AND text <> '' "
      "ORDER BY written_at DESC, entry DESC LIMIT :most",
      1, {to_epoch_ms(since), most}, take);
  database_.query(
      "SELECT text FROM comments WHERE author_role IN ('staff', 'owner') AND parent <> '' AND sort_at >= :since "
      "ORDER BY sort_at DESC LIMIT :most",
      1, {to_epoch_ms(since), most}, take);
  return texts;
}

}  // namespace cm
