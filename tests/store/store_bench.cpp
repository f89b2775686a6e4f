// How fast the store is, and how little it slows down as it grows: store_bench FILE COMMENTS.
// Not a test: it prints what it measured, on this machine, now.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "journal/journal.h"
#include "store/store.h"

namespace {

using namespace cm;

const Timestamp start = parse_iso8601("2026-01-01T00:00:00Z").value();
constexpr std::size_t page_size = 1000;

Comment comment_number(std::size_t number) {
  Comment comment;
  comment.id = std::to_string(number);
  comment.channel = "blog";
  comment.platform = "file";
  comment.page = "p" + std::to_string(number % 10);
  comment.post = std::to_string(number / 200);
  comment.author.id = "a" + std::to_string((number * 2654435761U) % 50021);
  comment.author.name = "Author " + comment.author.id;
  comment.created_at = start + std::chrono::seconds(number);
  comment.text = "Comment number " + std::to_string(number) + " says something of an ordinary length. ";
  while (comment.text.size() < 300) comment.text += "It goes on for a while, as comments do. ";
  comment.url = "https://blog.example/" + comment.id;
  return comment;
}

struct Spent {
  double seconds = 0;
  double processor_seconds = 0;  // what others do on the machine does not count here
};

double processor_time() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

template <typename Work>
Spent seconds_of(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  const double processor_begin = processor_time();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          processor_time() - processor_begin};
}

void report(const char* what, std::size_t count, Spent spent) {
  const auto number = static_cast<double>(count);
  std::printf("%-44s %9zu in %8.3f s  %9.1f us each, %7.1f us of processor: %8.0f/s\n", what, count, spent.seconds,
              spent.seconds * 1e6 / number, spent.processor_seconds * 1e6 / number, number / spent.processor_seconds);
  std::fflush(stdout);
}

std::size_t save_pages(Store& store, std::size_t first, std::size_t count) {
  std::size_t added = 0;
  for (std::size_t done = 0; done < count; done += page_size) {
    std::vector<Comment> page;
    for (std::size_t i = 0; i < page_size; ++i) page.push_back(comment_number(first + done + i));
    const Gap gap = store.begin_pass("blog", "p", start, false);
    added += store.save_page("blog", "p", gap, page, "", start).added;
  }
  return added;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: store_bench FILE COMMENTS\n"), 2;
  const std::string file = argv[1];
  const std::size_t total = std::strtoull(argv[2], nullptr, 10);
  Database database = Database::open("sqlite:" + file, std::filesystem::current_path());
  Store store(database);
  Journal journal(database);

  std::size_t saved = 0;
  for (std::size_t size = 100'000; size <= total; size *= 10) {
    std::printf("--- up to %zu comments\n", size);
    const std::size_t missing = size - saved;
    report("new comments, pages of 1000", missing - 50'000,
           seconds_of([&] { save_pages(store, saved, missing - 50'000); }));
    report("new comments, all in one transaction", 50'000,
           seconds_of([&] { store.atomically([&] { save_pages(store, size - 50'000, 50'000); }); }));
    saved = size;
    report("the last 10,000 again, unchanged", 10'000, seconds_of([&] { save_pages(store, size - 10'000, 10'000); }));
    report("surroundings", 10'000, seconds_of([&] {
             for (std::size_t i = size - 10'000; i < size; ++i) {
               (void)store.surroundings_of(comment_number(i), {60, 1440}, true);
             }
           }));
    std::size_t judged = 0;
    Verdict verdict;
    report("reading the unjudged and saving verdicts", missing, seconds_of([&] {
             store.for_each_page({.only_unjudged = true}, page_size, [&](const std::vector<StoredComment>& page) {
               std::vector<JudgedComment> batch;
               for (const auto& stored : page) {
                 verdict.action = ++judged % 50 == 0 ? Action::hide : Action::none;
                 batch.push_back({key_of(stored.comment), stored.comment.text, verdict});
               }
               store.save_verdicts(batch, "rules", start);
             });
           }));
    std::size_t proposed = 0;
    const Spent spent = seconds_of([&] { store.for_each({.only_proposed = true}, [&](const auto&) { ++proposed; }); });
    report("reading the proposed", proposed, spent);
    report("an empty sweep's queries", 100, seconds_of([&] {
             for (int i = 0; i < 100; ++i) {
               store.for_each({.only_unjudged = true}, [](const auto&) {});
               (void)store.bookmark("blog", "p");
               journal.for_each({.only_open = true}, [](const auto&) {});
             }
           }));
    report("deeds announced and concluded, each on disk", 200, seconds_of([&] {
             for (int i = 0; i < 200; ++i) {
               const auto entry = journal.intend(JournalEntry{.run = "r", .key = "blog/1", .intended_at = start});
               journal.conclude(entry, EntryPhase::done, {}, "", start);
             }
           }));
    std::printf("file: %.0f bytes a comment\n",
                static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(size));
  }
  return 0;
}
