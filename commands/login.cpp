// cm login: log in to a channel's platform once, and keep what comes of it where only its owner can read it.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "command.h"
#include "config/kept_login.h"
#include "http/redirect_listener.h"
#include "platforms/channel_http.h"
#include "platforms/platform_table.h"
#include "platforms/sign_in.h"
#include "text/terminal_safe.h"
#include "workbench/terminal_prompt.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

// As long as finding a password and a second factor takes.
constexpr std::chrono::minutes patience(10);

// The same each time, since most platforms want the redirect address to be registered.
constexpr std::uint16_t usual_port = 8723;

struct LoginFlags {
  std::string channel;
  std::string client_id;
  std::uint16_t port = usual_port;
};

struct Visit {
  const LoginFlags& flags;
  const ChannelSettings& channel;
  const PlatformKind& kind;
  const LoginWay& way;
  HttpClient& http;
  Workbench& bench;
};

void tell(const std::string& text) { std::cerr << text << '\n'; }

OauthClient client_of_person(const Visit& visit) {
  OauthClient client;
  client.id = visit.flags.client_id.empty() ? ask_person("client id: ") : visit.flags.client_id;
  if (client.id.empty()) throw Error(ErrorKind::wrong_use, "without a client id there is no login");
  client.secret = ask_for_secret("client secret (nothing is shown; empty for a public client): ");
  return client;
}

std::string typed_secret(const Visit& visit) {
  tell(std::string(visit.kind.title) + ": " + std::string(visit.way.where));
  std::string secret = ask_for_secret("secret (nothing is shown): ");
  if (secret.empty()) throw Error(ErrorKind::wrong_use, "an empty secret is none; nothing was kept");
  return secret;
}

// A platform that sends browsers to https addresses only cannot send them to this machine. Whether or not a page
// is there, the address that the browser shows holds the code.
std::string secret_from_pasted_address(const Visit& visit) {
  tell(std::string(visit.kind.title) + ": " + std::string(visit.way.where));
  OauthClient client = client_of_person(visit);
  const std::string redirect = ask_person("redirect address, as registered: ");
  if (!redirect.starts_with("https://")) throw Error(ErrorKind::wrong_use, "a redirect address begins with https://");
  const BrowserLogin login(visit.way, visit.channel, std::move(client), redirect);
  tell("open this in a browser and log in as the account that moderates; then paste the address it ends at:\n\n  " +
       login.address() + "\n");
  return login.finish(ask_for_secret("address (nothing is shown): "), visit.http, visit.bench.clock().now());
}

std::string secret_from_browser(const Visit& visit) {
  const LoginWay& way = visit.way;
  if (way.https_redirect) return secret_from_pasted_address(visit);
  const RedirectListener listener(visit.flags.port);
  tell(std::string(visit.kind.title) + ": " + std::string(way.where));
  OauthClient client;
  if (way.registration_url.empty()) {
    tell("redirect address to register there: " + listener.address());
    client = client_of_person(visit);
  } else {
    client = register_application(way, visit.channel, listener.address(), visit.http);
  }
  const BrowserLogin login(way, visit.channel, std::move(client), listener.address());
  tell("open this in a browser on this machine, and log in as the account that moderates:\n\n  " + login.address() +
       "\n");
  const auto came_back_to = listener.wait(patience);
  if (!came_back_to) throw Error(ErrorKind::login, "nobody logged in in time; run cm login again");
  return login.finish(*came_back_to, visit.http, visit.bench.clock().now());
}

// A Page acts with a token of its own; which Page, only the person knows.
std::string token_of_page(const std::vector<PageToken>& pages) {
  if (pages.empty()) throw Error(ErrorKind::login, "the login has no Page; log in as somebody who moderates one");
  if (pages.size() == 1) return pages.front().token;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    tell("  " + std::to_string(i + 1) + "  " + terminal_safe(pages[i].name) + " (" + terminal_safe(pages[i].id) + ")");
  }
  const std::string answer = ask_person("which Page? ");
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (answer == std::to_string(i + 1) || answer == pages[i].id) return pages[i].token;
  }
  throw Error(ErrorKind::wrong_use, "no Page of the list was chosen; nothing was kept");
}

std::string secret_from_exchange(const Visit& visit) {
  const LoginWay& way = visit.way;
  tell(std::string(visit.kind.title) + ": " + std::string(way.where));
  const OauthClient client = client_of_person(visit);
  const std::string token = ask_for_secret("short-lived token (nothing is shown): ");
  std::string longer = exchange_token(way, visit.channel, client, token, visit.http);
  if (way.pages_url.empty()) return longer;
  return token_of_page(page_tokens(way, visit.channel, longer, visit.http));
}

std::string secret_by(const Visit& visit) {
  switch (visit.way.flow) {
    case LoginFlow::browser:
      return secret_from_browser(visit);
    case LoginFlow::exchange:
      return secret_from_exchange(visit);
    case LoginFlow::typed:
      break;
  }
  return typed_secret(visit);
}

// What the platform says to the new login. Nothing is asked when the settings look elsewhere for it.
ExitCode try_login(const Visit& visit) {
  if (!std::holds_alternative<SecretFromLogin>(visit.channel.secret)) {
    tell("cm.toml does not use it yet; write in the [[channel]] \"" + visit.channel.name +
         "\":  secret = { login = true }");
    return ExitCode::done;
  }
  ExitCode code = ExitCode::done;
  for (const Diagnosis& line : visit.bench.platform(visit.channel).diagnose()) {
    tell((line.good ? "  ok   " : "  BAD  ") + line.check + ": " + terminal_safe(line.found));
    if (!line.good && code == ExitCode::done) code = exit_code_of(line.kind);
  }
  return code;
}

ExitCode run_login(const LoginFlags& flags, Workbench& bench) {
  const ChannelSettings channel = bench.channels({flags.channel}).front();
  const PlatformKind& kind = bench.platform_kind(channel);
  if (kind.make == nullptr || !kind.needs_secret) {
    throw Error(ErrorKind::wrong_use,
                "channel \"" + channel.name + "\": " + std::string(kind.title) + " needs no login");
  }
  if (!at_a_terminal()) {
    throw Error(ErrorKind::wrong_use, "cm login asks a person, and there is no terminal: run \"cm login " +
                                          channel.name +
                                          "\" once at one, as the user that cm runs as; cron then "
                                          "uses what it kept");
  }
  ChannelHttp http(channel, bench.clock(), bench.log());
  const Visit visit{flags, channel, kind, login_way_of(kind, channel), http.client(), bench};
  const SecretFromLogin login = login_of(channel.name, channel.folder);
  keep_login(login, secret_by(visit), bench.environment());
  tell("the login is kept in \"" + kept_login_file(login, bench.environment()).string() + "\"");
  return try_login(visit);
}

}  // namespace

void add_login_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("login", "Log in to a channel once, and keep the login");
  command->footer("Example: cm login video");
  const auto flags = std::make_shared<LoginFlags>();
  command->add_option("CHANNEL", flags->channel, "A channel of cm.toml")->required();
  command->add_option("--client-id", flags->client_id, "The application's public id (default: it is asked for)")
      ->type_name("ID");
  command->add_option("--port", flags->port, "Where the browser comes back to on this machine (default: 8723)")
      ->type_name("PORT");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_login(*flags, bench); }; });
}

}  // namespace cm
