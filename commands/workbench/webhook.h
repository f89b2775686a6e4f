// Webhook: tells a chat of something. Slack's form, which Mattermost, Rocket.Chat and many others take too.
#pragma once

#include <string>
#include <string_view>

#include "workbench/workbench.h"

namespace cm {

/// Posts {"text": …} to the address that `secret` keeps. The address lets anybody write there, so it is never
/// logged and stands in no message. Throws Error(wrong_use) for an address that is not https (plain http goes to
/// this machine only), Error(login) when the secret cannot be had, Error(unavailable) when the text was not taken.
void tell_webhook(const SecretSource& secret, std::string_view text, Workbench& bench);

}  // namespace cm
