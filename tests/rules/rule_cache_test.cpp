#include "rules/rule_cache.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "rules/rule_archive.h"
#include "rules/rule_set.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

constexpr const char* rules_toml = R"(cm_rules = 1
pack = { id = "acme", version = "3", lang = ["en"] }
[[rule]]
id = 'all'
kind = 'protect'
severity = 'high'
mode = 'enforce'
lang = ['en', 'fr']
fields = ['text', 'author_name']
view = ['raw', 'deob']
boundary = 'end'
words = ['free*', 'كلب']
words_file = 'more.txt'
regex = ['fre+', '\d{3}']
except = ['freely']
score = -3
action = 'hold'
cap = 'flag'
unless = ['spam.*']
labels = ['spam']
department = 'support'
follow_up = { contact_hours = 5, move_to = 'private' }
[rule.when]
links = { min = 1, max = 2.5 }
author = { age_days = { max = 3 }, role = ['staff'] }
repeats = { min = 3 }
unknown = 'skip'
[rule.test]
match = ['free']
clean = ['freely']
[[rule.test.case]]
text = 'free'
author = { age_days = 2, name = 'Sam' }
expect = 'flag'
)";

/// A folder with rules, and a cache that may keep them.
struct Bench {
  Bench() {
    folder.write("rules/acme.toml", rules_toml);
    folder.write("rules/more.txt", "gratis\n");
    sources = read_rule_sources(folder.path() / "rules", RuleOrigin::local).files;
  }

  [[nodiscard]] RuleSet compiled() const {
    RuleFiles files = read_rules(folder.path() / "rules", RuleOrigin::local);
    return RuleSet::compile(std::move(files.packs), files.problems);
  }
  [[nodiscard]] fs::path entry() const { return fs::directory_iterator(folder.path() / "cache")->path(); }

  TemporaryFolder folder;
  RuleCache cache{folder.path() / "cache", "1"};
  std::vector<RuleSource> sources;
};

TEST_CASE("rules come out of the archive as they went in") {
  const Bench bench;
  const RuleSet rules = bench.compiled();
  const std::string bytes = archived(rules.packs());
  const auto packs = unarchived(bytes);
  REQUIRE(packs);
  CHECK(archived(*packs) == bytes);
  std::vector<Problem> problems;
  CHECK(RuleSet::compile(*packs, problems).fingerprint() == rules.fingerprint());
  const Rule& rule = packs->front().rules.front();
  CHECK(rule.regexes_compile);
  CHECK(to_string(rule.words[2].place) == to_string(rules.packs().front().rules.front().words[2].place));
  CHECK(rule.cases.front().author_name == "Sam");
}

TEST_CASE("no damage to an archive does more than spoil it") {
  const Bench bench;
  const std::string bytes = archived(bench.compiled().packs());
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(unarchived(bytes.substr(0, size)));
  CHECK_FALSE(unarchived(bytes + '\0'));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      (void)unarchived(damaged);  // under the sanitizers: reads nothing beyond, reserves nothing absurd
    }
  }
}

TEST_CASE("the cache gives what was kept, for the same files and version only") {
  const Bench bench;
  CHECK_FALSE(bench.cache.find(bench.sources));
  const RuleSet rules = bench.compiled();
  bench.cache.keep(bench.sources, rules.packs());
  const auto found = bench.cache.find(bench.sources);
  REQUIRE(found);
  CHECK(archived(*found) == archived(rules.packs()));

  CHECK_FALSE(RuleCache(bench.folder.path() / "cache", "2").find(bench.sources));
  std::vector<RuleSource> edited = bench.sources;
  edited.front().contents += "\n";
  CHECK_FALSE(bench.cache.find(edited));
  std::vector<RuleSource> shipped = bench.sources;
  shipped.front().origin = RuleOrigin::shipped;
  CHECK_FALSE(bench.cache.find(shipped));
}

TEST_CASE("an edited words file is read again") {
  const Bench bench;
  bench.cache.keep(bench.sources, bench.compiled().packs());
  (void)bench.folder.write("rules/more.txt", "gratuit\n");
  CHECK_FALSE(bench.cache.find(bench.sources));
  fs::remove(bench.folder.path() / "rules/more.txt");
  CHECK_FALSE(bench.cache.find(bench.sources));
}

TEST_CASE("a cache file that is damaged, cut off or may be somebody else's is not believed") {
  const Bench bench;
  bench.cache.keep(bench.sources, bench.compiled().packs());
  const std::string good = read_file(bench.entry());
  struct stat facts {};
  REQUIRE(::stat(bench.entry().c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);

  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, std::size_t{100}, good.size() / 2, good.size() - 1}) {
    std::string damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    write_file(bench.entry(), damaged, FileAccess::owner_only);
    CHECK_FALSE(bench.cache.find(bench.sources));
  }
  write_file(bench.entry(), good.substr(0, good.size() / 2), FileAccess::owner_only);
  CHECK_FALSE(bench.cache.find(bench.sources));
  write_file(bench.entry(), "", FileAccess::owner_only);
  CHECK_FALSE(bench.cache.find(bench.sources));

  write_file(bench.entry(), good, FileAccess::owner_only);
  REQUIRE(bench.cache.find(bench.sources));
  fs::permissions(bench.entry(), fs::perms::group_write, fs::perm_options::add);
  CHECK_FALSE(bench.cache.find(bench.sources));
  const fs::path entry = bench.entry();
  write_file(bench.folder.path() / "elsewhere", good, FileAccess::owner_only);
  fs::remove(entry);
  fs::create_symlink(bench.folder.path() / "elsewhere", entry);
  CHECK_FALSE(bench.cache.find(bench.sources));
}

TEST_CASE("a cache that cannot be written is no error") {
  const Bench bench;
  (void)bench.folder.write("file", "");
  const RuleCache cache(bench.folder.path() / "file" / "cache", "1");
  cache.keep(bench.sources, bench.compiled().packs());
  CHECK_FALSE(cache.find(bench.sources));
}

TEST_CASE("old entries of the cache go away") {
  const Bench bench;
  const RuleSet rules = bench.compiled();
  std::vector<RuleSource> sources = bench.sources;
  for (int i = 0; i < 20; ++i) {
    sources.front().contents += "\n";
    bench.cache.keep(sources, rules.packs());
  }
  const auto entries = std::distance(fs::directory_iterator(bench.folder.path() / "cache"), fs::directory_iterator());
  CHECK(entries == 16);
}

}  // namespace
}  // namespace cm
