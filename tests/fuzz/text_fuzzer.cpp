// Folding, undoing evasive spellings, and finding links: the quick ways agree with the careful ones, and every place
// that is told lies in the text.
#include "fuzz/fuzzed_text.h"
#include "text/deobfuscate.h"
#include "text/fold.h"
#include "text/links.h"
#include "text/terminal_safe.h"
#include "text/utf8.h"
#include "text/viewed_bytes.h"

namespace {

void check_view(const cm::ViewedText& view, std::size_t size) {
  cm::expect(cm::is_valid_utf8(view.text), "a view is UTF-8");
  cm::expect(view.begin.size() == view.text.size() && view.end.size() == view.text.size(), "each byte has a place");
  for (std::size_t i = 0; i < view.text.size(); ++i)
    cm::expect(view.begin[i] < view.end[i] && view.end[i] <= size, "a byte comes from the text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = cm::repaired_utf8(std::string(cm::bytes_of(data, size)));
  const cm::ViewedText fold = cm::fold(text);
  check_view(fold, text.size());
  cm::expect(cm::folded(text) == fold.text, "both folds give the same text");
  cm::ViewedBytes bytes;
  bytes.take_folded(text);
  cm::expect(bytes.text() == fold.text, "the quick fold gives the same text");

  const cm::ViewedText deob = cm::deobfuscate(text);
  check_view(deob, text.size());
  std::string quick;
  cm::deobfuscate_text(text, quick);
  cm::expect(quick == deob.text, "both ways undo the same");

  for (const cm::Link& link : cm::find_links(text))
    cm::expect(link.begin < link.end && link.end <= text.size() && !link.host.empty(), "a link stands in the text");
  const std::string shown = cm::terminal_safe(text);
  cm::expect(shown.find('\x1b') == std::string::npos, "no escape reaches a terminal");
  return 0;
}
