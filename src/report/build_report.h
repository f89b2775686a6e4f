// From what store and journal counted to the sections of a report.
#pragma once

#include <string>
#include <vector>

#include "model/figures.h"
#include "report/report.h"

namespace cm {

/// All that a report is made from.
struct ReportFigures {
  std::vector<DayFigures> days;    ///< by channel and day
  std::vector<WaitFigures> waits;  ///< the channel of the sum over all is ""
  std::vector<SatisfactionFigures> satisfaction;
  std::vector<AccountFigures> accounts;
  std::vector<DepartmentFigures> departments;
  std::vector<RuleFigures> rules;
  std::optional<std::vector<TopicFigures>> topics;  ///< nothing: they were not asked for
  std::vector<AlertFigures> alerts;                 ///< the oldest first
  std::optional<CampaignFigures> campaign;          ///< nothing: none was named
};

struct ReportChoice {
  FigureWindow window;
  Timestamp now{};
  bool with_names = false;  ///< accounts by id and name; without, by a pseudonym
};

[[nodiscard]] Report build_report(const ReportFigures& figures, const ReportChoice& choice);

}  // namespace cm
