#include "workbench/comment_named.h"

#include <vector>

#include "base/error.h"

namespace cm {

Comment target_named(const std::string& id, Workbench& bench) {
  Comment target;
  const std::vector<ChannelSettings> channels = bench.channels({});
  if (const auto key = parse_key(id)) {
    for (const ChannelSettings& channel : channels) {
      if (channel.name != key->channel) continue;
      target.channel = key->channel;
      target.id = key->id;
      return target;
    }
  }
  if (channels.size() == 1) {
    target.channel = channels.front().name;
    target.id = id;
    return target;
  }
  throw Error(ErrorKind::wrong_use, "\"" + id + "\" names no comment: write CHANNEL/ID, with a channel of cm.toml");
}

StoredComment stored_comment_named(const std::string& id, Workbench& bench) {
  const std::string key = key_of(target_named(id, bench));
  auto stored = bench.store().find(key);
  if (stored) return std::move(*stored);
  throw Error(ErrorKind::wrong_use,
              "the store has no comment \"" + key + "\"; cm fetch brings in what is new, cm export shows the keys");
}

}  // namespace cm
