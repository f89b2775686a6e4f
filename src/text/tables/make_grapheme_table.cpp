// Writes the table of grapheme classes as C++ from ICU's data: make_grapheme_table FILE

#include <unicode/uchar.h>

#include <array>
#include <fstream>
#include <iostream>
#include <string_view>

namespace {

std::string_view class_of(UChar32 code_point) {
  switch (u_getIntPropertyValue(code_point, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_CONTROL:
      return "control";
    case U_GCB_CR:
      return "cr";
    case U_GCB_LF:
      return "lf";
    case U_GCB_EXTEND:
      return "extend";
    case U_GCB_ZWJ:
      return "zwj";
    case U_GCB_REGIONAL_INDICATOR:
      return "regional";
    case U_GCB_PREPEND:
      return "prepend";
    case U_GCB_SPACING_MARK:
      return "spacing_mark";
    case U_GCB_L:
      return "l";
    case U_GCB_V:
      return "v";
    case U_GCB_T:
      return "t";
    case U_GCB_LV:
      return "lv";
    case U_GCB_LVT:
      return "lvt";
    default:
      break;
  }
  return u_hasBinaryProperty(code_point, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 ? "pictograph" : "other";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_grapheme_table FILE\n";
    return 2;
  }
  std::ofstream out(argv[1]);
  out << "#include \"text/grapheme_classes.h\"\n\nnamespace cm {\nnamespace {\n\n"
         "using enum GraphemeClass;\n\nconstexpr GraphemeRange table[] = {\n";
  UChar32 first = 0;
  std::string_view kind = class_of(0);
  for (UChar32 at = 1; at <= 0x110000; ++at) {
    const std::string_view next = at == 0x110000 ? std::string_view() : class_of(at);
    if (next == kind) continue;
    if (kind != "other") out << "    {" << first << ", " << at - 1 << ", " << kind << "},\n";
    first = at;
    kind = next;
  }
  out << "};\n\n}  // namespace\n\nstd::span<const GraphemeRange> grapheme_ranges() { return table; }\n\n}  // "
         "namespace cm\n";
  return out.good() ? 0 : 1;
}
