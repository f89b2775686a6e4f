#include "platforms/channel_options.h"

namespace cm {
namespace {

template <typename Value>
const Value* find(const ChannelSettings& channel, std::string_view name) {
  const auto at = channel.options.find(name);
  return at == channel.options.end() ? nullptr : std::get_if<Value>(&at->second);
}

}  // namespace

std::string option_text(const ChannelSettings& channel, std::string_view name) {
  const auto* const value = find<std::string>(channel, name);
  return value == nullptr ? std::string() : *value;
}

std::optional<std::int64_t> option_number(const ChannelSettings& channel, std::string_view name) {
  const auto* const value = find<std::int64_t>(channel, name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

bool option_flag(const ChannelSettings& channel, std::string_view name) {
  const auto* const value = find<bool>(channel, name);
  return value != nullptr && *value;
}

std::string place_of(const ChannelSettings& channel) {
  const std::string place = channel.place.file.empty() ? std::string() : to_string(channel.place) + ": ";
  return place + "channel \"" + channel.name + "\": ";
}

}  // namespace cm
