// NDJSON from anywhere: the quick reader of many lines and the reader of one line agree, and what was read can be
// written and read again.
#include "fuzz/fuzzed_text.h"
#include "ndjson/comment_block.h"
#include "ndjson/comment_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string lines = std::string(cm::bytes_of(data, size)) + "\n";
  cm::CommentBlock block;
  block.read(lines, 1);
  for (const cm::BlockComment& quick : block.comments()) {
    const auto slow = cm::comment_from_json(quick.json);
    const auto* comment = std::get_if<cm::Comment>(&slow);
    cm::expect(comment != nullptr, "what the quick reader takes, the other takes");
    cm::expect(comment->id == quick.subject.id && comment->text == quick.subject.text, "both read the same");
    const auto again = cm::comment_from_json(to_json(*comment));
    const auto* copy = std::get_if<cm::Comment>(&again);
    cm::expect(copy != nullptr && copy->id == comment->id && copy->text == comment->text, "what is written is read");
  }
  for (const cm::BlockTrouble& trouble : block.troubles()) cm::expect(!trouble.why.empty(), "a trouble is told");
  return 0;
}
