#include "rules/rule_archive.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace cm {
namespace {

// Every enum in here counts from 0; this is the last of each.
constexpr std::uint8_t last_of(RuleKind /*kind*/) { return static_cast<std::uint8_t>(RuleKind::protect); }
constexpr std::uint8_t last_of(Severity /*severity*/) { return static_cast<std::uint8_t>(Severity::high); }
constexpr std::uint8_t last_of(RuleMode /*mode*/) { return static_cast<std::uint8_t>(RuleMode::off); }
constexpr std::uint8_t last_of(Action /*action*/) { return static_cast<std::uint8_t>(Action::hide); }
constexpr std::uint8_t last_of(Field /*field*/) { return static_cast<std::uint8_t>(Field::author_name); }
constexpr std::uint8_t last_of(View /*view*/) { return static_cast<std::uint8_t>(View::deob); }
constexpr std::uint8_t last_of(Boundary /*boundary*/) { return static_cast<std::uint8_t>(Boundary::none); }
constexpr std::uint8_t last_of(UnknownFact /*unknown*/) { return static_cast<std::uint8_t>(UnknownFact::match); }

template <typename Value>
constexpr bool is_number = std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>;

// --- the parts of a rule, in the order in which they are written and read --------------------------

template <typename Archive>
void visit(Archive& archive, Range& range) {
  archive(range.min, range.max);
}

template <typename Archive>
void visit(Archive& archive, When& when) {
  archive(when.links, when.mentions, when.hashtags, when.emoji, when.emoji_share, when.capitals_share, when.length);
  archive(when.age_days, when.prior_comments, when.role_not, when.role, when.lang);
  archive(when.repeats_min, when.repeats_within_minutes, when.unknown);
}

template <typename Archive>
void visit(Archive& archive, Pattern& pattern) {
  archive(pattern.text, pattern.place);
}

template <typename Archive>
void visit(Archive& archive, RuleCase& one) {
  archive(one.text, one.age_days, one.prior_comments, one.repeats, one.role, one.author_name, one.lang, one.expect,
          one.place);
}

template <typename Archive>
void visit(Archive& archive, RuleFacts& facts) {
  archive(facts.id, facts.kind, facts.severity, facts.mode, facts.score, facts.ceiling, facts.cap, facts.unless);
  archive(facts.labels, facts.department, facts.contact_hours, facts.move_to);
}

template <typename Archive>
void visit(Archive& archive, Rule& rule) {
  archive(rule.facts, rule.lang, rule.fields, rule.views, rule.boundary, rule.words, rule.regexes, rule.excepts);
  archive(rule.when, rule.must_match, rule.must_leave, rule.cases, rule.regexes_compile, rule.place);
}

template <typename Archive>
void visit(Archive& archive, WordsFile& file) {
  archive(file.path, file.digest);
}

template <typename Archive>
void visit(Archive& archive, RulePack& pack) {
  archive(pack.id, pack.version, pack.lang, pack.file, pack.words_files, pack.rules);
}

// --- the two ways ----------------------------------------------------------------------------------

class Writer {
 public:
  explicit Writer(std::string& bytes) : bytes_(bytes) {}

  template <typename... Values>
  void operator()(Values&... values) {
    (put(values), ...);
  }

 private:
  void put_size(std::size_t size) {
    auto number = static_cast<std::uint32_t>(size);
    put(number);
  }
  template <typename Number>
  requires is_number<Number>
  void put(Number& number) { bytes_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void put(Enum& value) { bytes_ += static_cast<char>(value); }
  void put(bool& value) { bytes_ += value ? '\1' : '\0'; }
  void put(std::string& text) {
    put_size(text.size());
    bytes_ += text;
  }
  void put(std::filesystem::path& path) {
    std::string text = path.string();
    put(text);
  }
  /// Files repeat: each is written where it first stands, and then by its number.
  void put(Place& place) {
    const auto known = std::find(files_.rbegin(), files_.rend(), place.file);
    const std::size_t number =
        known == files_.rend() ? files_.size() : static_cast<std::size_t>(files_.rend() - known - 1);
    put_size(number);
    if (number == files_.size()) {
      put(place.file);
      files_.push_back(place.file);
    }
    put(place.line);
    put(place.column);
  }
  template <typename Value>
  void put(std::vector<Value>& values) {
    put_size(values.size());
    for (Value& value : values) put(value);
  }
  template <typename Value>
  void put(std::optional<Value>& value) {
    bool there = value.has_value();
    put(there);
    if (there) put(*value);
  }
  template <typename Parts>
  requires std::is_class_v<Parts>
  void put(Parts& parts) { visit(*this, parts); }

  std::string& bytes_;
  std::vector<std::string> files_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename... Values>
  void operator()(Values&... values) {
    (take(values), ...);
  }

  /// Whether all was there and nothing is left.
  [[nodiscard]] bool good() const { return good_ && bytes_.empty(); }

 private:
  std::string_view take_bytes(std::size_t size) {
    if (size > bytes_.size()) {
      good_ = false;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  /// A number of things of a byte or more each: there cannot be more of them than bytes.
  std::size_t take_size() {
    std::uint32_t size = 0;
    take(size);
    if (size > bytes_.size()) {
      good_ = false;
      return 0;
    }
    return size;
  }
  template <typename Number>
  requires is_number<Number>
  void take(Number& number) {
    const std::string_view bytes = take_bytes(sizeof number);
    if (bytes.size() == sizeof number) std::memcpy(&number, bytes.data(), sizeof number);
  }
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void take(Enum& value) {
    std::uint8_t number = 0;
    take(number);
    if (number > last_of(value)) {
      good_ = false;
      return;
    }
    value = static_cast<Enum>(number);
  }
  void take(bool& value) {
    std::uint8_t number = 0;
    take(number);
    if (number > 1) good_ = false;
    value = number == 1;
  }
  void take(std::string& text) { text = take_bytes(take_size()); }
  void take(std::filesystem::path& path) {
    std::string text;
    take(text);
    path = text;
  }
  void take(Place& place) {
    std::uint32_t number = 0;
    take(number);
    if (number == files_.size()) take(files_.emplace_back());
    if (number < files_.size()) {
      place.file = files_[number];
    } else {
      good_ = false;
    }
    take(place.line);
    take(place.column);
  }
  template <typename Value>
  void take(std::vector<Value>& values) {
    const std::size_t size = take_size();
    values.clear();
    for (std::size_t i = 0; i < size && good_; ++i) take(values.emplace_back());
  }
  template <typename Value>
  void take(std::optional<Value>& value) {
    bool there = false;
    take(there);
    if (there) take(value.emplace());
  }
  template <typename Parts>
  requires std::is_class_v<Parts>
  void take(Parts& parts) { visit(*this, parts); }

  std::string_view bytes_;
  std::vector<std::string> files_;
  bool good_ = true;
};

}  // namespace

std::string archived(const std::vector<RulePack>& packs) {
  std::string bytes;
  std::vector<RulePack> copy = packs;  // visit() is the same for reading and takes what may change
  Writer writer(bytes);
  writer(copy);
  return bytes;
}

std::optional<std::vector<RulePack>> unarchived(std::string_view bytes) {
  std::vector<RulePack> packs;
  Reader reader(bytes);
  reader(packs);
  if (!reader.good()) return std::nullopt;
  return packs;
}

}  // namespace cm
