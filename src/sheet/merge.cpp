#include "sheet/merge.h"

namespace cm {

MergedRow merge(const PeopleCells& exported, const EditedCells& edited, const PeopleCells& current) {
  MergedRow merged;
  merged.cells = current;
  for (std::size_t i = 0; i < people_column_count; ++i) {
    const auto column = static_cast<PeopleColumn>(i);
    if (!edited[i] || same_cell(column, *edited[i], exported[i]) || same_cell(column, *edited[i], current[i])) continue;
    if (same_cell(column, exported[i], current[i])) {
      merged.cells[i] = *edited[i];
      merged.changed = true;
    } else {
      merged.conflicts.push_back({column, exported[i], *edited[i], current[i]});
    }
  }
  return merged;
}

}  // namespace cm
