#include "language/tag.h"

#include <algorithm>
#include <array>

namespace cm {
namespace {

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// Of the macrolanguage "ara" in ISO 639-3: those that comments are written in.
constexpr std::array<std::string_view, 17> spoken_arabic{"arq", "ary", "arz", "apc", "ajp", "acm", "afb", "aeb", "ayl",
                                                         "acw", "ars", "apd", "acq", "ayn", "acx", "arb", "ara"};

}  // namespace

std::string_view primary_language(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  const bool arabic = std::any_of(spoken_arabic.begin(), spoken_arabic.end(),
                                  [&](std::string_view code) { return equal_but_for_case(code, primary); });
  return arabic ? "ar" : primary;
}

bool same_language(std::string_view a, std::string_view b) {
  return equal_but_for_case(primary_language(a), primary_language(b));
}

}  // namespace cm
