#include "sheet/redact.h"

#include <re2/re2.h>

namespace cm {
namespace {

constexpr std::string_view instead = "[redacted]";

}  // namespace

void redact(SheetRow& row) {
  static const RE2 mail(R"([\pL\pN._%+\-]+@[\pL\pN\-]+(?:\.[\pL\pN\-]+)+)");
  static const RE2 mention(R"((^|[^\pL\pN_])@[\pL\pN_][\pL\pN_.\-]*)");
  std::string& text = row.comment.text;
  RE2::GlobalReplace(&text, mail, std::string(instead));
  RE2::GlobalReplace(&text, mention, R"(\1)" + std::string(instead));
  const std::string& name = row.comment.author.name;
  // A name of one or two letters stands in half of all words.
  if (name.size() > 2) {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_literal(true);
    options.set_log_errors(false);
    const RE2 author(name, options);
    if (author.ok()) RE2::GlobalReplace(&text, author, std::string(instead));
  }
  row.comment.author = Author{};
  row.comment.url.clear();
}

}  // namespace cm
