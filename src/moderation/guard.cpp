#include "moderation/guard.h"

namespace cm {
namespace {

bool takes_out_of_sight(DeedKind deed) {
  return deed == DeedKind::hide || deed == DeedKind::hold || deed == DeedKind::spam || deed == DeedKind::remove;
}

std::string post_key(const Comment& comment) { return comment.channel + '\n' + comment.page + '\n' + comment.post; }

}  // namespace

std::optional<std::string> Guard::objection(DeedKind deed, const Comment& target) const {
  if (actions_ >= limits_.max_actions) {
    return "guard.max_actions = " + std::to_string(limits_.max_actions) + " is reached";
  }
  if (!takes_out_of_sight(deed)) return std::nullopt;
  const Store::PostCount count = store_.count_post(target.channel, target.page, target.post);
  std::int64_t hidden = count.out_of_sight + 1;
  if (const auto waiting = not_in_store_.find(post_key(target)); waiting != not_in_store_.end()) {
    hidden += waiting->second;
  }
  if (hidden <= hides_that_always_pass) return std::nullopt;
  if (static_cast<double>(hidden) <= limits_.max_hidden_share * static_cast<double>(count.comments)) {
    return std::nullopt;
  }
  return std::to_string(hidden) + " of " + std::to_string(count.comments) + " comments of post \"" + target.post +
         "\" would be out of sight, more than guard.max_hidden_share allows";
}

std::optional<std::string> Guard::admit(DeedKind deed, const Comment& target) {
  const std::lock_guard hold(counting_);
  auto why_not = objection(deed, target);
  if (!why_not) ++actions_;
  return why_not;
}

void Guard::withdraw() {
  const std::lock_guard hold(counting_);
  --actions_;
}

void Guard::count() {
  const std::lock_guard hold(counting_);
  ++actions_;
}

std::optional<std::string> Guard::rehearse(DeedKind deed, const Comment& target) {
  const std::lock_guard hold(counting_);
  auto why_not = objection(deed, target);
  if (why_not) return why_not;
  ++actions_;
  if (takes_out_of_sight(deed)) ++not_in_store_[post_key(target)];
  return std::nullopt;
}

void Guard::count_waiting(DeedKind deed, const Comment& target) {
  const std::lock_guard hold(counting_);
  ++actions_;
  if (takes_out_of_sight(deed)) ++not_in_store_[post_key(target)];
}

void Guard::settle(DeedKind deed, const Comment& target) {
  const std::lock_guard hold(counting_);
  if (takes_out_of_sight(deed)) --not_in_store_[post_key(target)];
}

Guard Guard::for_rehearsal() const {
  const std::lock_guard hold(counting_);
  return {limits_, store_, actions_};
}

}  // namespace cm
