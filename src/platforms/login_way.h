// LoginWay: how one logs in to a platform by `cm login`: one line of its PlatformKind.
#pragma once

#include <cstdint>
#include <string_view>

namespace cm {

enum class LoginFlow : std::uint8_t {
  typed,     ///< the person makes a secret on the platform's pages and types it
  browser,   ///< OAuth 2.0 in a browser that comes back to this machine
  exchange,  ///< a short-lived token that the person got is exchanged for a long-lived one
};

/// Addresses that begin with "/" are on the channel's own host; the others, where the channel has a
/// `base_url`, are asked there by their path.
struct LoginWay {
  LoginFlow flow = LoginFlow::typed;
  std::string_view where;  ///< what the person makes, and on which page, for the prompt
  std::string_view authorize_url;
  std::string_view token_url;
  std::string_view scopes;           ///< separated by blanks
  std::string_view more_parameters;  ///< of the authorize address: "access_type=offline"
  bool pkce = true;
  bool client_in_header = false;      ///< id and secret as Basic authorization, also without a secret
  bool secret_in_header = false;      ///< the same, only where there is a secret
  std::string_view registration_url;  ///< where cm registers itself; empty: the person registered an application
  std::string_view grant;             ///< of an exchange: "fb_exchange_token"
  std::string_view pages_url;         ///< after an exchange: lists Pages with tokens of their own
  bool https_redirect = false;  ///< the platform takes no address of this machine: the person pastes what came back
  std::string_view client_id_name = "client_id";  ///< in the authorize address
  bool json_tokens = false;          ///< tokens are asked for by JSON ("auth_code"), and come inside "data"
  std::string_view long_lived_url;   ///< where the token of a browser login is changed for one that lives for weeks
  std::string_view when_login = {};  ///< for channels whose option "login" has this value; empty: for all others
};

}  // namespace cm
