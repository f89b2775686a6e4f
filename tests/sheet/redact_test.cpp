#include "sheet/redact.h"

#include <doctest/doctest.h>

#include "support/sample_comments.h"

using namespace cm;

TEST_CASE("a redacted row names nobody and can still be found again") {
  SheetRow row;
  row.comment = comment_saying("sam sample here, ask @kim.k or write to kim@mail.example; a@b stays 5@ 6");
  row.comment.url = "https://blog.example/sam";
  redact(row);
  CHECK(row.comment.author.name.empty());
  CHECK(row.comment.author.id.empty());
  CHECK(row.comment.url.empty());
  CHECK(row.comment.text == "[redacted] here, ask [redacted] or write to [redacted]; a@b stays 5@ 6");
  CHECK(key_of(row.comment) == "blog/c1");
}
