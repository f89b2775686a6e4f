// AlertState: from quiet to alert to all-clear. Kept in the store between two runs of the watch.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/timestamp.h"

namespace cm {

enum class AlertChange : std::uint8_t { none, raised, cleared };

struct AlertState {
  bool alerted = false;
  Timestamp since{};
  Timestamp last_attack{};
  AlertChange untold = AlertChange::none;  ///< what the webhook still has to hear
};

/// How the brand moderates: under attack nothing but abuse is hidden, the rest is held for people.
enum class Posture : std::uint8_t { ordinary, attack };

/// An alert whose last attack was seen longer ago no longer binds anybody: the watch was turned off.
inline constexpr std::chrono::hours alert_goes_stale(24);

[[nodiscard]] inline Posture posture_of(const AlertState& state, Timestamp now) {
  return state.alerted && now - state.last_attack < alert_goes_stale ? Posture::attack : Posture::ordinary;
}

}  // namespace cm
