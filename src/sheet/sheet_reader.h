// An edited sheet on its way back: only what people may edit is looked at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace cm {

/// The columns that people edit, in the order of the sheet.
enum class PeopleColumn : std::uint8_t { department, owner, status, last_contact_at, contacts, note };
inline constexpr std::size_t people_column_count = 6;

[[nodiscard]] std::string_view to_string(PeopleColumn column);

/// What stands in those columns, each as one plain spelling: status in lower case, contacts as digits
/// ("0" for nothing), last_contact_at as far as it was told: "2026-11-20", "2026-11-20T10:00" or
/// "2026-11-20T10:00:30Z", line breaks as "\n".
using PeopleCells = std::array<std::string, people_column_count>;

/// Nothing for a column that the sheet does not have.
using EditedCells = std::array<std::optional<std::string>, people_column_count>;

struct EditedRow {
  Place place;
  std::string key;
  EditedCells cells;
};

/// How "05/06/2026" is meant.
enum class DateOrder : std::uint8_t { unknown, day_first, month_first };

struct EditedSheet {
  std::vector<EditedRow> rows;
  std::vector<Problem> problems;  ///< with one of these nothing of the sheet should be taken
};

/// Reads a sheet as `cm export` writes it and as spreadsheets save it: columns in any order, further ones
/// left out, dates in the usual forms. Where `order` is unknown it is told from the sheet's other dates.
[[nodiscard]] EditedSheet read_sheet(std::string_view contents, const std::string& file, DateOrder order);

/// The plain spelling of a date or time that somebody typed; nothing when it cannot be read. Two digits
/// before a dot are a day; before a slash they are what `order` says.
[[nodiscard]] std::optional<std::string> plain_moment(std::string_view typed, DateOrder order);

/// Whether two spellings mean the same: a moment equals a coarser one that it lies in.
[[nodiscard]] bool same_cell(PeopleColumn column, std::string_view left, std::string_view right);

}  // namespace cm
