#include "moderation/propose.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/digest.h"

namespace cm {
namespace {

constexpr std::array<std::pair<Action, DeedKind>, 3> by_strength{{
    {Action::hide, DeedKind::hide},
    {Action::hold, DeedKind::hold},
    {Action::flag, DeedKind::flag},
}};

std::string heaviest_rule(const Verdict& verdict) {
  const MatchRecord* best = nullptr;
  for (const MatchRecord& match : verdict.matches) {
    if (match.mode == RuleMode::enforce && (best == nullptr || match.score > best->score)) best = &match;
  }
  return best == nullptr ? std::string() : best->rule;
}

}  // namespace

bool stays_in_the_store(DeedKind deed, const PlatformKind& platform) {
  const Support support = capability_of(platform, deed).support;
  const bool is_flag = deed == DeedKind::flag || deed == DeedKind::unflag;
  return support == Support::local || (support == Support::no && is_flag);
}

Downgraded downgrade(Action wanted, const PlatformKind& platform) {
  Downgraded result;
  for (const auto& [action, deed] : by_strength) {
    if (action > wanted) continue;
    result.local = stays_in_the_store(deed, platform);
    if (!result.local && capability_of(platform, deed).support == Support::no) continue;
    result.deed = deed;
    if (action != wanted) {
      result.why = std::string(to_string(wanted)) + " -> " + std::string(to_string(action)) + ": " +
                   std::string(platform.title) + " cannot " + std::string(to_string(wanted));
    }
    break;
  }
  return result;
}

void hold_back(PlanItem& item, const Verdict* verdict, const PlatformKind& platform) {
  const bool hides = item.deed == DeedKind::hide || item.deed == DeedKind::spam || item.deed == DeedKind::remove;
  const bool is_abuse = verdict != nullptr && verdict->action == Action::hide && verdict->decided_by == "abuse";
  if (!hides || is_abuse) return;
  const Downgraded held = downgrade(Action::hold, platform);
  item.downgrade =
      std::string(to_string(item.deed)) + " -> " + std::string(to_string(held.deed)) + ": an attack is under way";
  item.deed = held.deed;
  item.local = held.local;
}

void propose(Store& store, const std::vector<std::string>& channels, const KindOfChannel& kind_of, Posture posture,
             const std::function<void(const PlanItem&)>& plan) {
  const CommentFilter filter{.channels = channels, .only_proposed = true};
  store.for_each(filter, [&](const StoredComment& stored) {
    const Comment& comment = stored.comment;
    if (!stored.verdict || stored.verdict->action == Action::none || stored.deleted_at) return;
    const PlatformKind* kind = kind_of(comment.channel);
    if (kind == nullptr) return;
    const Verdict& verdict = *stored.verdict;
    Downgraded downgraded = downgrade(verdict.action, *kind);
    PlanItem item{.key = key_of(comment),
                  .deed = downgraded.deed,
                  .wanted = verdict.action,
                  .downgrade = std::move(downgraded.why),
                  .local = downgraded.local,
                  .score = verdict.score,
                  .labels = verdict.labels,
                  .rule = heaviest_rule(verdict),
                  .author_id = comment.author.id,
                  .text_digest = text_digest(comment.text)};
    if (posture == Posture::attack) hold_back(item, &verdict, *kind);
    plan(item);
  });
}

}  // namespace cm
