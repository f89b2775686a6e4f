#include "model/deed.h"

#include <array>
#include <utility>

namespace cm {
namespace {

constexpr std::array<std::pair<DeedKind, std::string_view>, 10> deed_names{{
    {DeedKind::hide, "hide"},
    {DeedKind::unhide, "unhide"},
    {DeedKind::hold, "hold"},
    {DeedKind::approve, "approve"},
    {DeedKind::spam, "spam"},
    {DeedKind::remove, "delete"},
    {DeedKind::flag, "flag"},
    {DeedKind::unflag, "unflag"},
    {DeedKind::reply, "reply"},
    {DeedKind::private_reply, "private-reply"},
}};

}  // namespace

std::string_view to_string(DeedKind kind) {
  for (const auto& [value, name] : deed_names) {
    if (value == kind) return name;
  }
  return {};
}

std::optional<DeedKind> parse_deed_kind(std::string_view text) {
  for (const auto& [value, name] : deed_names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace cm
