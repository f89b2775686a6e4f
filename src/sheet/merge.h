// Three-way merge: what stood in the sheet when it was exported, what an editor made of it, and what the
// store says by now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheet/sheet_reader.h"

namespace cm {

struct CellConflict {
  PeopleColumn column = PeopleColumn::note;
  std::string exported;  ///< what both began with
  std::string in_sheet;
  std::string in_store;
};

struct MergedRow {
  PeopleCells cells;  ///< what the store should say
  bool changed = false;
  std::vector<CellConflict> conflicts;  ///< changed on both sides, to different values; the store's was kept
};

/// A cell that the editor left as it was exported keeps what the store says; one that only the editor
/// changed takes it; one that both changed to the same is fine.
[[nodiscard]] MergedRow merge(const PeopleCells& exported, const EditedCells& edited, const PeopleCells& current);

}  // namespace cm
