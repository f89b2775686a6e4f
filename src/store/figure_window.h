// FigureWindow as SQL: the conditions that the counts of a report share.
//
// Each condition begins with "AND"; its values go into `values` in the order of their places, whose names
// end in `suffix`, so that a statement can hold a condition twice. The window outlives the values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "model/comment.h"
#include "model/figures.h"

namespace cm {

/// `column` holds a moment of the window.
[[nodiscard]] std::string moment_condition(const FigureWindow& window, std::string_view column,
                                           std::vector<SqlValue>& values, std::string_view suffix = "");

/// `column` holds one of the window's channels. With `column || ''` for a column no index is used.
[[nodiscard]] std::string channel_condition(const FigureWindow& window, std::string_view column,
                                            std::vector<SqlValue>& values, std::string_view suffix = "");

/// Whether the brand wrote it itself. "owner" is what files and imports of other tools say.
[[nodiscard]] bool is_of_the_brand(const Author& author);

/// Comment `c` was written in the window, on its channels, and not by the brand itself.
[[nodiscard]] std::string written_condition(const FigureWindow& window, std::vector<SqlValue>& values,
                                            std::string_view suffix = "");

}  // namespace cm
