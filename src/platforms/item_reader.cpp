#include "platforms/item_reader.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace cm {
namespace {

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> whole_number(const Json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (!std::in_range<std::int64_t>(number)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) return whole_number(std::string_view(value.get_ref<const std::string&>()));
  return std::nullopt;
}

// Years that a comment can be from; also keeps milliseconds from overflowing.
constexpr double latest_epoch_second = 4102444800.0;  // the year 2100

bool is_nothing(const Json& value) { return value.is_null() || (value.is_object() && value.empty()); }

Json pruned(const Json& value) {
  if (!value.is_object()) return value;
  Json kept = Json::object();
  for (const auto& [key, part] : value.items()) {
    Json inner = pruned(part);
    if (!is_nothing(inner)) kept[key] = std::move(inner);
  }
  return kept;
}

}  // namespace

Json* ItemReader::find(std::string_view key) const {
  if (item_ == nullptr) return nullptr;
  const auto at = item_->find(std::string(key));
  return at == item_->end() ? nullptr : &*at;
}

const Json* ItemReader::peek(std::string_view key) const { return find(key); }

void ItemReader::note_odd(std::string_view key, std::string_view wanted) {
  odd_->push_back("\"" + path_ + std::string(key) + "\" is not " + std::string(wanted));
}

std::string ItemReader::text(std::string_view key) {
  Json* const value = find(key);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string()) {
    note_odd(key, "a text");
    return {};
  }
  std::string result = std::move(value->get_ref<std::string&>());
  item_->erase(std::string(key));
  return result;
}

std::string ItemReader::id(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string() && !value->is_number_integer()) {
    note_odd(key, "a text or a whole number");
    return {};
  }
  std::string result = value->is_string() ? value->get<std::string>() : value->dump();
  item_->erase(std::string(key));
  return result;
}

std::string ItemReader::required_id(std::string_view key) {
  const std::size_t odd_before = odd_->size();
  std::string result = id(key);
  if (!result.empty()) return result;
  odd_->resize(odd_before);
  throw UnreadableFact{"\"" + path_ + std::string(key) + "\" is missing, or neither a text nor a whole number"};
}

std::string ItemReader::body(std::string_view key) {
  const Json* const value = find(key);
  if (value != nullptr && !value->is_string() && !value->is_null()) {
    throw UnreadableFact{"\"" + path_ + std::string(key) + "\" is not a text"};
  }
  return text(key);
}

std::optional<std::int64_t> ItemReader::count(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto number = whole_number(*value);
  if (!number) {
    note_odd(key, "a whole number");
  } else {
    item_->erase(std::string(key));
  }
  return number;
}

std::optional<bool> ItemReader::flag(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_boolean()) {
    note_odd(key, "true or false");
    return std::nullopt;
  }
  const bool result = value->get<bool>();
  item_->erase(std::string(key));
  return result;
}

std::optional<Timestamp> ItemReader::time(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto moment =
      value->is_string() ? parse_iso8601(value->get_ref<const std::string&>()) : std::optional<Timestamp>();
  if (!moment) {
    note_odd(key, "a time");
  } else {
    item_->erase(std::string(key));
  }
  return moment;
}

std::optional<Timestamp> ItemReader::epoch_seconds(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  std::optional<double> seconds;
  if (const auto whole = whole_number(*value)) seconds = static_cast<double>(*whole);
  if (value->is_number_float()) seconds = value->get<double>();
  if (!seconds || !(std::abs(*seconds) <= latest_epoch_second)) {
    note_odd(key, "a time in seconds");
    return std::nullopt;
  }
  item_->erase(std::string(key));
  return from_epoch_ms(std::llround(*seconds * 1000.0));
}

ItemReader ItemReader::object(std::string_view key) {
  Json* const value = find(key);
  std::string path = path_ + std::string(key) + ".";
  if (value == nullptr || value->is_null()) return {nullptr, *odd_, std::move(path)};
  if (!value->is_object()) {
    note_odd(key, "an object");
    return {nullptr, *odd_, std::move(path)};
  }
  return {value, *odd_, std::move(path)};
}

Json ItemReader::take(std::string_view key) {
  Json* const value = find(key);
  if (value == nullptr) return nullptr;
  Json taken = std::move(*value);
  item_->erase(std::string(key));
  return taken;
}

std::string rest_of(const Json& item) {
  const Json kept = pruned(item);
  return is_nothing(kept) ? std::string() : kept.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json& value_at(const Json& object, std::string_view key) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto at = object.find(std::string(key));
  return at == object.end() ? nothing : *at;
}

std::string text_at(const Json& object, std::string_view key) {
  const Json& value = value_at(object, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

Json array_in(Json& reply, std::string_view key, CommentPage& page) {
  if (!reply.is_object()) {
    page.unreadable.push_back({"reply", "it is no JSON object"});
    return Json::array();
  }
  const auto at = reply.find(std::string(key));
  if (at == reply.end() || at->is_null()) return Json::array();
  if (!at->is_array()) {
    page.unreadable.push_back({"reply", "\"" + std::string(key) + "\" is not a list"});
    return Json::array();
  }
  return std::move(*at);
}

}  // namespace cm
