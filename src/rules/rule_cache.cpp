#include "rules/rule_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "rules/rule_archive.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

// To be raised when the archive's bytes change their meaning.
constexpr std::string_view head = "cm rule cache 1\n";
constexpr std::size_t digest_size = 64;
constexpr std::size_t most_entries = 16;
constexpr std::string_view suffix = ".rules";

/// Whether the file is this user's own and nobody else can have written it.
bool is_own(const fs::path& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == ::geteuid() &&
         (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool are_unchanged(const std::vector<RulePack>& packs) {
  for (const RulePack& pack : packs) {
    for (const WordsFile& file : pack.words_files) {
      if (sha256_hex(read_file(file.path)) != file.digest) return false;
    }
  }
  return true;
}

}  // namespace

RuleCache::RuleCache(fs::path folder, std::string version) : folder_(std::move(folder)), version_(std::move(version)) {}

std::string RuleCache::key_of(const std::vector<RuleSource>& sources) const {
  std::string all;
  const auto add = [&](std::string_view part) {
    all += std::to_string(part.size());
    all += ':';
    all += part;
  };
  add(version_);
  for (const RuleSource& source : sources) {
    add(source.file.string());
    add(source.origin == RuleOrigin::shipped ? "shipped" : "local");
    add(source.contents);
  }
  return sha256_hex(all);
}

fs::path RuleCache::entry(const std::string& key) const { return folder_ / (key + std::string(suffix)); }

std::optional<std::vector<RulePack>> RuleCache::find(const std::vector<RuleSource>& sources) const {
  const std::string key = key_of(sources);
  const fs::path path = entry(key);
  if (!is_own(path)) return std::nullopt;
  try {
    const std::string bytes = read_file(path);
    std::string_view rest = bytes;
    const auto take = [&](std::size_t size) {
      const std::string_view part = rest.substr(0, size);
      rest.remove_prefix(part.size());
      return part;
    };
    if (take(head.size()) != head || take(digest_size) != key) return std::nullopt;
    const std::string_view digest = take(digest_size);
    if (digest != sha256_hex(rest)) return std::nullopt;
    std::optional<std::vector<RulePack>> packs = unarchived(rest);
    if (!packs || !are_unchanged(*packs)) return std::nullopt;
    return packs;
  } catch (const Error&) {
    return std::nullopt;  // it cannot be read, or a words_file is gone: parsing tells
  }
}

void RuleCache::keep(const std::vector<RuleSource>& sources, const std::vector<RulePack>& packs) const {
  const std::string key = key_of(sources);
  const std::string bytes = archived(packs);
  try {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    if (failed) return;
    write_file(entry(key), std::string(head) + key + sha256_hex(bytes) + bytes, FileAccess::owner_only);
    remove_oldest();
  } catch (const Error&) {
    // A folder that cannot be written is no error: the next run parses again.
  }
}

void RuleCache::remove_oldest() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  std::error_code failed;
  for (fs::directory_iterator at(folder_, failed); !failed && at != fs::directory_iterator(); at.increment(failed)) {
    if (at->path().extension() != suffix) continue;
    std::error_code unreadable;
    const auto written = at->last_write_time(unreadable);
    if (!unreadable) entries.emplace_back(written, at->path());
  }
  if (entries.size() <= most_entries) return;
  std::sort(entries.rbegin(), entries.rend());
  for (std::size_t i = most_entries; i < entries.size(); ++i) fs::remove(entries[i].second, failed);
}

}  // namespace cm
