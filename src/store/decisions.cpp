#include "store/decisions.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/error.h"
#include "store/verdict_columns.h"

namespace cm {
namespace {

constexpr std::array kinds{
    DecisionKind{"hide", Ruling::right},  DecisionKind{"flag", Ruling::right}, DecisionKind{"stays", Ruling::right},
    DecisionKind{"right", Ruling::right}, DecisionKind{"keep", Ruling::wrong},
};

}  // namespace

Decisions Store::decisions() { return Decisions(database_); }

std::optional<DecisionKind> decision_named(std::string_view name) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [name](const DecisionKind& kind) { return kind.name == name; });
  return found == kinds.end() ? std::nullopt : std::optional(*found);
}

std::int64_t Decisions::keep(const StoredComment& stored, std::string_view queue, std::string_view decision,
                             std::string_view person, std::optional<std::int64_t> entry, Timestamp now) {
  const Verdict verdict = stored.verdict.value_or(Verdict{});
  const auto id = database_.number(
      "INSERT INTO decisions (seq, decided_at, person, queue, decision, proposed, lang, matches, text_digest, entry) "
      "VALUES (:seq, :decided_at, :person, :queue, :decision, :proposed, :lang, :matches, :text_digest, :entry) "
      "RETURNING id",
      {stored.sequence, to_epoch_ms(now), person, queue, decision, static_cast<int>(verdict.action),
       verdict.lang.empty() ? stored.comment.lang : verdict.lang, matches_to_column(verdict.matches),
       text_digest(stored.comment.text), entry});
  return id.value();
}

void Decisions::undo(std::int64_t id, Timestamp now) {
  database_.run("UPDATE decisions SET undone_at = :now WHERE id = :id AND undone_at IS NULL", {to_epoch_ms(now), id});
}

void Decisions::undo_of_entry(std::int64_t entry, Timestamp now) {
  database_.run("UPDATE decisions SET undone_at = :now WHERE entry = :entry AND undone_at IS NULL",
                {to_epoch_ms(now), entry});
}

bool Decisions::stands(const StoredComment& stored, std::string_view decision) {
  bool found = false;
  const std::string digest = text_digest(stored.comment.text);
  database_.query("SELECT decision, text_digest FROM decisions WHERE seq = :seq AND undone_at IS NULL", 2,
                  {stored.sequence}, [&](SqlRow& row) {
                    const bool this_one = row.text() == decision || decision.empty();
                    found = found || (row.text() == digest && this_one);
                  });
  return found;
}

void Decisions::for_each(const std::function<void(const Decision&)>& visit) {
  std::int64_t last = 0;
  std::vector<Decision> page;
  constexpr std::size_t page_size = 500;
  do {
    page.clear();
    database_.query(
        "SELECT d.id, c.channel, c.id, d.decided_at, d.person, d.queue, d.decision, d.proposed, d.lang, d.matches, "
        "d.text_digest, d.entry, d.undone_at FROM decisions d JOIN comments c ON c.seq = d.seq WHERE d.id > :last "
        "ORDER BY d.id LIMIT :most",
        13, {last, page_size}, [&](SqlRow& row) {
          Decision& one = page.emplace_back();
          last = one.id = row.number();
          one.key = std::string(row.text()) + "/";
          one.key += row.text();
          one.at = from_epoch_ms(row.number());
          one.person = row.text();
          one.queue = row.text();
          one.decision = row.text();
          one.proposed = static_cast<Action>(row.number());
          one.lang = row.text();
          one.matches = matches_from_column(row.text());
          one.text_digest = row.text();
          one.entry = row.maybe_number();
          one.undone = row.maybe_number().has_value();
        });
    for (const Decision& one : page) visit(one);
  } while (page.size() == page_size);
}

}  // namespace cm
