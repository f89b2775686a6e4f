// What a figure means is said once, in kpi_table.cpp: the manual and the page repeat it word by word.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "base/files.h"
#include "report/html_escape.h"
#include "report/html_report.h"
#include "report/kpi_table.h"
#include "sample_figures.h"
#include "support/man_text.h"
#include "support/source_folder.h"

namespace cm {
namespace {

TEST_CASE("cm-report(1) defines every figure as the table does") {
  std::string made = ".Bl -tag -width Ds\n";
  for (const Kpi& kpi : kpi_table()) {
    made += ".It Va " + std::string(kpi.id) + " Pq " + man_words(kpi.title) + "\n" + man_wrapped(kpi.definition);
  }
  made += ".El\n";
  check_made_part("cm-report.1", "kpi_table.cpp", made);
}

TEST_CASE("A page says under each chart and table what its figures mean") {
  const Report report = sample_report();
  const std::string html = html_report(report);
  std::set<std::string_view> shown;
  for (const ReportSection& section : report.sections) {
    const std::size_t begin = html.find("<h2 id=\"" + std::string(section.id));
    REQUIRE(begin != std::string::npos);
    const std::string part = html.substr(begin, html.find("</section>", begin) - begin);
    for (const Kpi* kpi : kpis_of(section)) {
      CAPTURE(kpi->id);
      CHECK(part.find("<dd>" + html_escape(kpi->definition) + "</dd>") != std::string::npos);
      shown.insert(kpi->id);
    }
  }
  for (const Kpi& kpi : kpi_table()) {
    CAPTURE(kpi.id);
    CHECK_MESSAGE(shown.contains(kpi.id), "no table shows it");
  }
}

}  // namespace
}  // namespace cm
