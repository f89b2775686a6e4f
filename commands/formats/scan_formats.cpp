#include "formats/scan_formats.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/joined.h"
#include "ndjson/comment_json.h"
#include "ndjson/json_text.h"
#include "text/terminal_safe.h"

namespace cm {
namespace {

std::string no_head(const RuleSet& /*rules*/) { return {}; }

/// "channel/id", or the id alone where the channel is not told.
std::string key_in(const Subject& comment) {
  std::string key(comment.channel);
  if (!key.empty()) key += '/';
  return key.append(comment.id);
}

// --- ndjson --------------------------------------------------------------------------------------

void append_ndjson(const ScannedComment& scanned, std::string& text) {
  text += to_json(scanned.comment.id, scanned.verdict);
  text += '\n';
}

// --- text: one line a comment, as grep prints ------------------------------------------------------

constexpr std::string_view plain = "\x1b[0m";
constexpr std::string_view of_file = "\x1b[35m";
constexpr std::string_view of_line = "\x1b[32m";
constexpr std::string_view of_rule = "\x1b[36m";
constexpr std::string_view of_hit = "\x1b[1;31m";

class TextLine {
 public:
  TextLine(std::string& text, bool coloured) : text_(text), coloured_(coloured) {}

  TextLine& add(std::string_view part) {
    text_ += part;
    return *this;
  }
  TextLine& add(std::string_view part, std::string_view colour) {
    if (!coloured_ || part.empty()) return add(part);
    return add(colour).add(part).add(plain);
  }

 private:
  std::string& text_;
  bool coloured_;
};

struct Stretch {
  std::size_t begin;
  std::size_t end;
};

/// What to highlight, from left to right and without overlaps.
std::vector<Stretch> highlights(const Verdict& verdict) {
  std::vector<Stretch> all;
  for (const MatchRecord& match : verdict.matches) {
    if (match.field != Field::author_name && match.end > match.begin) all.push_back({match.begin, match.end});
  }
  std::sort(all.begin(), all.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::vector<Stretch> merged;
  for (const Stretch& one : all) {
    if (!merged.empty() && one.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, one.end);
    } else {
      merged.push_back(one);
    }
  }
  return merged;
}

std::vector<std::string> rule_ids(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const MatchRecord& match : verdict.matches) {
    ids.push_back(match.mode == RuleMode::shadow ? match.rule + "(shadow)" : match.rule);
  }
  return ids;
}

void append_text(const ScannedComment& scanned, std::string& text) {
  TextLine line(text, scanned.coloured);
  if (scanned.line > 0) {
    line.add(terminal_safe(scanned.file), of_file).add(":").add(std::to_string(scanned.line), of_line).add(":");
  }
  line.add(terminal_safe(key_in(scanned.comment))).add(": ").add(to_string(scanned.verdict.action)).add(" ");
  line.add(joined(rule_ids(scanned.verdict), ","), of_rule).add(": ");
  const std::string_view comment = scanned.comment.text;
  std::size_t at = 0;
  for (const Stretch& hit : highlights(scanned.verdict)) {
    line.add(terminal_safe(comment.substr(at, hit.begin - at)));
    line.add(terminal_safe(comment.substr(hit.begin, hit.end - hit.begin)), of_hit);
    at = hit.end;
  }
  line.add(terminal_safe(comment.substr(at))).add("\n");
}

// --- csv -----------------------------------------------------------------------------------------

constexpr std::string_view csv_head =
    "id,channel,action,score,severity,labels,sentiment,lang,department,capped_by,rules,text\r\n";

/// Quoted where RFC 4180 asks for it; what a spreadsheet would run as a formula gets a ' in front.
void append_cell(std::string_view value, std::string& text) {
  if (text.back() != '\n') text += ',';
  const bool formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
  const bool quoted = formula || value.find_first_of("\",\r\n") != std::string_view::npos;
  if (!quoted) {
    text += value;
    return;
  }
  text += '"';
  if (formula) text += '\'';
  for (const char letter : value) {
    if (letter == '"') text += '"';
    text += letter;
  }
  text += '"';
}

std::string csv_header(const RuleSet& /*rules*/) { return std::string(csv_head); }

void append_csv(const ScannedComment& scanned, std::string& text) {
  const Verdict& verdict = scanned.verdict;
  std::string row = "\n";
  append_cell(scanned.comment.id, row);
  append_cell(scanned.comment.channel, row);
  append_cell(to_string(verdict.action), row);
  row += "," + std::to_string(verdict.score);
  append_cell(to_string(verdict.severity), row);
  append_cell(joined(verdict.labels, " "), row);
  append_cell(verdict.sentiment == Sentiment::unknown ? std::string_view() : to_string(verdict.sentiment), row);
  append_cell(verdict.lang, row);
  append_cell(verdict.department, row);
  append_cell(verdict.capped_by, row);
  append_cell(joined(rule_ids(verdict), " "), row);
  append_cell(scanned.comment.text, row);
  text.append(row, 1).append("\r\n");
}

// --- sarif 2.1.0: one result a match ----------------------------------------------------------------
// Source: OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 (log) to 3.27 (result).

std::string_view sarif_level(Severity severity) {
  switch (severity) {
    case Severity::high:
      return "error";
    case Severity::medium:
      return "warning";
    default:
      return "note";
  }
}

std::string uri_of(std::string_view file) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri;
  for (const char letter : file) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool unreserved = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                            (letter >= '0' && letter <= '9') ||
                            std::string_view("-._~/").find(letter) != std::string_view::npos;
    if (unreserved) {
      uri += letter;
    } else {
      uri.append({'%', digits[byte >> 4U], digits[byte & 0x0FU]});
    }
  }
  return file.starts_with('/') ? "file://" + uri : uri;
}

std::string sarif_head(const RuleSet& rules) {
  std::string text =
      "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
      "\"tool\":{\"driver\":{\"name\":\"cm\",\"rules\":[";
  for (const Rule* rule : rules.standing_rules()) {
    if (text.back() != '[') text += ",\n";
    text += "{\"id\":";
    append_json_string(text, rule->facts.id);
    text += ",\"defaultConfiguration\":{\"level\":\"";
    text += sarif_level(rule->facts.severity);
    text += "\"},\"properties\":{\"tags\":[";
    for (const std::string& label : rule->facts.labels) {
      if (text.back() != '[') text += ',';
      append_json_string(text, label);
    }
    text += "]}}";
  }
  return text + "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n";
}

void append_sarif_result(const ScannedComment& scanned, const MatchRecord& match, std::string& text) {
  text += "{\"ruleId\":";
  append_json_string(text, match.rule);
  // An enforced match has its rule's own level, which is the default (3.27.10).
  if (match.mode == RuleMode::shadow) text += ",\"level\":\"none\",\"kind\":\"informational\"";
  text += ",\"message\":{\"text\":";
  append_json_string(text, "comment " + std::string(scanned.comment.id) + " matches " + match.rule + " in view " +
                               std::string(to_string(match.view)) + "; action " +
                               std::string(to_string(scanned.verdict.action)));
  text += "},\"locations\":[{";
  if (scanned.line > 0) {
    text += "\"physicalLocation\":{\"artifactLocation\":{\"uri\":";
    append_json_string(text, uri_of(scanned.file == "-" ? std::string_view("stdin") : scanned.file));
    text += "},\"region\":{\"startLine\":" + std::to_string(scanned.line) + "}},";
  }
  text += "\"logicalLocations\":[{\"fullyQualifiedName\":";
  append_json_string(text, key_in(scanned.comment));
  text += "}]}],\"properties\":{\"field\":\"";
  text += to_string(match.field);
  text += "\",\"view\":\"";
  text += to_string(match.view);
  text += "\",\"begin\":" + std::to_string(match.begin) + ",\"end\":" + std::to_string(match.end) +
          ",\"score\":" + std::to_string(match.score) + ",\"mode\":\"";
  text += to_string(match.mode);
  text += "\",\"action\":\"";
  text += to_string(scanned.verdict.action);
  text += "\"}}";
}

void append_sarif(const ScannedComment& scanned, std::string& text) {
  bool first = true;
  for (const MatchRecord& match : scanned.verdict.matches) {
    if (!first) text += ",\n";
    append_sarif_result(scanned, match, text);
    first = false;
  }
}

constexpr std::array formats{
    ScanFormat{"ndjson", no_head, append_ndjson, "", ""},
    ScanFormat{"text", no_head, append_text, "", ""},
    ScanFormat{"csv", csv_header, append_csv, "", ""},
    ScanFormat{"sarif", sarif_head, append_sarif, ",\n", "\n]}]}\n"},
};

}  // namespace

std::span<const ScanFormat> scan_formats() { return formats; }

}  // namespace cm
