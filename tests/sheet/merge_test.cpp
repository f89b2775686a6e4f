#include "sheet/merge.h"

#include <doctest/doctest.h>

using namespace cm;

namespace {

const PeopleCells exported{"billing", "", "open", "", "0", ""};

EditedCells edited(const PeopleCells& cells) {
  EditedCells all;
  for (std::size_t i = 0; i < cells.size(); ++i) all[i] = cells[i];
  return all;
}

}  // namespace

TEST_CASE("an untouched row changes nothing, also when the store went on") {
  const PeopleCells current{"billing", "ana", "contacted", "2026-11-20T10:00:00Z", "1", "called"};
  const MergedRow merged = merge(exported, edited(exported), current);
  CHECK_FALSE(merged.changed);
  CHECK(merged.conflicts.empty());
  CHECK(merged.cells == current);
}

TEST_CASE("edits of different cells by two people are both kept") {
  PeopleCells mine = exported;
  mine[5] = "called";
  PeopleCells theirs = exported;
  theirs[1] = "ben";
  const MergedRow merged = merge(exported, edited(mine), theirs);
  CHECK(merged.changed);
  CHECK(merged.conflicts.empty());
  CHECK(merged.cells[1] == "ben");
  CHECK(merged.cells[5] == "called");
}

TEST_CASE("two edits of one cell are a conflict with all three values, unless they agree") {
  PeopleCells mine = exported;
  mine[2] = "resolved";
  PeopleCells theirs = exported;
  theirs[2] = "waiting";
  const MergedRow merged = merge(exported, edited(mine), theirs);
  CHECK_FALSE(merged.changed);
  CHECK(merged.cells[2] == "waiting");
  REQUIRE(merged.conflicts.size() == 1);
  CHECK(merged.conflicts[0].column == PeopleColumn::status);
  CHECK(merged.conflicts[0].exported == "open");
  CHECK(merged.conflicts[0].in_sheet == "resolved");
  CHECK(merged.conflicts[0].in_store == "waiting");
  CHECK(merge(exported, edited(theirs), theirs).conflicts.empty());
}

TEST_CASE("a cell that somebody emptied is an edit, a missing column is none") {
  PeopleCells mine = exported;
  mine[0] = "";
  CHECK(merge(exported, edited(mine), exported).cells[0].empty());
  CHECK_FALSE(merge(exported, EditedCells{}, exported).changed);
}

TEST_CASE("a time that lost its seconds in a spreadsheet was not edited") {
  const PeopleCells contacted{"billing", "ana", "contacted", "2026-11-20T10:00:37Z", "1", ""};
  PeopleCells back = contacted;
  back[3] = "2026-11-20T10:00";
  CHECK_FALSE(merge(contacted, edited(back), contacted).changed);
  back[3] = "2026-11-20";
  CHECK_FALSE(merge(contacted, edited(back), contacted).changed);
  back[3] = "2026-11-20T10:01";
  CHECK(merge(contacted, edited(back), contacted).changed);
}
