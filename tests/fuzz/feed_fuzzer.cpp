// Feeds from anybody: entries, or an error that says why; never an entity that is expanded, never an endless read.
#include "base/error.h"
#include "fuzz/fuzzed_text.h"
#include "platforms/feed_entries.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const cm::CommentPage page = cm::read_feed(cm::bytes_of(data, size), "news");
    for (const cm::Comment& comment : page.comments) cm::expect(cm::is_valid_utf8(comment.text), "texts are UTF-8");
  } catch (const cm::Error& error) {
    cm::expect(*error.what() != '\0', "an error is told");
  }
  return 0;
}
