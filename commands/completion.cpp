// cm completion: a script that completes commands and flags, made from the command line itself.

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/joined.h"
#include "command_table.h"
#include "completion.h"
#include "workbench/choice.h"

namespace cm {
namespace {

struct Flag {
  std::vector<std::string> names;  ///< "--rules", "-v"
  std::string description;
  std::string value;                 ///< "FILE"; empty for a flag without a value
  std::vector<std::string> choices;  ///< the only values it takes, where there are few
};

struct Words {
  std::string path;  ///< "cm rules lint" without the "cm ": "rules lint"; empty for cm itself
  std::string description;
  std::vector<const CLI::App*> commands;
  std::vector<Flag> flags;
};

constexpr std::array<std::string_view, 3> taking_files{"FILE", "PATH", "DIR"};

bool takes_files(const Flag& flag) {
  return std::any_of(taking_files.begin(), taking_files.end(),
                     [&](std::string_view kind) { return flag.value.find(kind) != std::string::npos; });
}

// CLI11 tells the members of a set only in the text "{ndjson,text}".
std::vector<std::string> choices_of(const std::string& type) {
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  std::vector<std::string> choices;
  std::string list = type.substr(open + 1, close - open - 1) + ",";
  for (std::size_t comma = list.find(','); comma != std::string::npos; comma = list.find(',')) {
    std::string word = list.substr(0, comma);
    word = word.substr(0, word.find("->"));
    if (!word.empty()) choices.push_back(word);
    list.erase(0, comma + 1);
  }
  return choices;
}

std::vector<Flag> flags_of(const CLI::App& app) {
  std::vector<Flag> flags;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) continue;
    Flag flag;
    for (const std::string& name : option->get_lnames()) flag.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) flag.names.push_back("-" + name);
    flag.description = option->get_description();
    if (option->get_items_expected_max() > 0) {
      flag.value = option->get_type_name().empty() ? "TEXT" : option->get_type_name();
      flag.choices = choices_of(flag.value);
    }
    flags.push_back(std::move(flag));
  }
  return flags;
}

void collect(const CLI::App& app, const std::string& path, const std::vector<Flag>& inherited,
             std::vector<Words>& all) {
  Words words{path, app.get_description(), app.get_subcommands([](const CLI::App*) { return true; }), flags_of(app)};
  std::vector<Flag> handed_on = inherited;
  // The flags of cm itself may stand after every command; each command has --help of its own.
  if (path.empty()) {
    handed_on = words.flags;
  } else {
    for (const Flag& flag : inherited) {
      const bool has = std::any_of(words.flags.begin(), words.flags.end(),
                                   [&](const Flag& own) { return own.names.front() == flag.names.front(); });
      if (!has) words.flags.push_back(flag);
    }
  }
  const std::vector<const CLI::App*> below = words.commands;
  all.push_back(std::move(words));
  for (const CLI::App* command : below) {
    collect(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), handed_on, all);
  }
}

std::vector<Words> words_of(const CLI::App& app) {
  std::vector<Words> all;
  collect(app, "", {}, all);
  return all;
}

std::string command_names(const Words& words) {
  std::vector<std::string> names;
  for (const CLI::App* command : words.commands) names.push_back(command->get_name());
  return joined(names, " ");
}

// A text between single quotes, for any of the three shells.
std::string shell_word(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n') {
      safe += ' ';
    } else if (letter != '\'') {
      safe += letter;
    }
  }
  return "'" + safe + "'";
}

std::string first_flag_names(const Words& words) {
  std::string text;
  for (const Flag& flag : words.flags) text += (text.empty() ? "" : " ") + joined(flag.names, " ");
  return text;
}

// --- bash and zsh: one script, which finds the command by a case and offers by another ----------

/// Where the two differ.
struct CaseShell {
  std::string_view begin;  ///< up to the case that looks whether `next` is a command; sets word and before
  std::string_view offer_files;
  std::string (*offer_values)(const std::vector<std::string>& values);
  std::string (*offer_flags)(const Words& words);
  std::string (*offer_commands)(const Words& words);
  std::string_view end;
};

/// The paths of all commands as alternatives of a case.
std::string path_pattern(const std::vector<Words>& all) {
  std::string paths;
  for (const Words& words : all) {
    if (words.path.empty()) continue;
    paths += (paths.empty() ? "" : "|") + shell_word(words.path);
  }
  return paths;
}

/// A case of the flags that take a value: what the value can be.
std::string value_cases(const Words& words, const CaseShell& shell) {
  std::string cases;
  for (const Flag& flag : words.flags) {
    if (flag.value.empty()) continue;
    std::string pattern;
    for (const std::string& name : flag.names) pattern += (pattern.empty() ? "" : "|") + name;
    std::string offer;
    if (!flag.choices.empty()) {
      offer = shell.offer_values(flag.choices) + "; ";
    } else if (takes_files(flag)) {
      offer = std::string(shell.offer_files) + "; ";
    }
    cases += "        " + pattern + ") " + offer + "return ;;\n";
  }
  return cases.empty() ? cases : "      case $before in\n" + cases + "      esac\n";
}

std::string case_script(const std::vector<Words>& all, const CaseShell& shell) {
  std::string script(shell.begin);
  script += "      " + path_pattern(all) + ") at=$next ;;\n    esac\n  done\n  case $at in\n";
  for (const Words& words : all) {
    script += "    " + shell_word(words.path) + ")\n" + value_cases(words, shell);
    script += "      if [[ $word == -* ]]; then " + shell.offer_flags(words) + "\n      else ";
    script += words.commands.empty() ? std::string(shell.offer_files) : shell.offer_commands(words);
    script += "; fi ;;\n";
  }
  script += "  esac\n}\n";
  return script += shell.end;
}

// --- bash --------------------------------------------------------------------------------------

std::string bash_offer(const std::string& words) {
  return "COMPREPLY=($(compgen -W " + shell_word(words) + " -- \"$word\"))";
}

constexpr CaseShell bash{
    .begin = R"(# bash completion of cm; made by: cm completion bash
_cm() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at= i next
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="${at:+$at }${COMP_WORDS[i]}"
    case $next in
)",
    .offer_files = R"(COMPREPLY=($(compgen -f -- "$word")))",
    .offer_values = [](const std::vector<std::string>& values) { return bash_offer(joined(values, " ")); },
    .offer_flags = [](const Words& words) { return bash_offer(first_flag_names(words)); },
    .offer_commands = [](const Words& words) { return bash_offer(command_names(words)); },
    .end = "complete -o filenames -F _cm cm\n",
};

std::string bash_script(const std::vector<Words>& all) { return case_script(all, bash); }

// --- zsh ---------------------------------------------------------------------------------------

/// A word with its meaning, as _describe takes it.
std::string zsh_described(const std::string& word, std::string_view meaning) {
  std::string safe;
  for (const char letter : meaning) {
    if (letter == ':' || letter == '\\') safe += '\\';
    if (letter != '\'') safe += letter == '\n' ? ' ' : letter;
  }
  return "\n          '" + word + ":" + safe + "'";
}

std::string zsh_flags(const Words& words) {
  std::string list;
  for (const Flag& flag : words.flags) {
    for (const std::string& name : flag.names) list += zsh_described(name, flag.description);
  }
  return "found=(" + list + ")\n        _describe flag found";
}

std::string zsh_commands(const Words& words) {
  std::string list;
  for (const CLI::App* command : words.commands) list += zsh_described(command->get_name(), command->get_description());
  return "found=(" + list + ")\n        _describe command found";
}

constexpr CaseShell zsh{
    .begin = R"(#compdef cm
# zsh completion of cm; made by: cm completion zsh
_cm() {
  local word=$words[CURRENT] before=$words[CURRENT-1] at= i next
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    next="${at:+$at }$words[i]"
    case $next in
)",
    .offer_files = "_files",
    .offer_values = [](const std::vector<std::string>& values) { return "compadd -- " + joined(values, " "); },
    .offer_flags = zsh_flags,
    .offer_commands = zsh_commands,
    .end = R"(if [ "$funcstack[1]" = _cm ]; then _cm "$@"; else compdef _cm cm; fi
)",
};

std::string zsh_script(const std::vector<Words>& all) { return case_script(all, zsh); }

// --- fish --------------------------------------------------------------------------------------

std::string fish_condition(const Words& words) { return "test (__cm_at) = " + shell_word(words.path); }

std::string fish_script(const std::vector<Words>& all) {
  std::string script =
      "# fish completion of cm; made by: cm completion fish\n"
      "function __cm_at\n"
      "  set -l at ''\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    set -l next (string trim -- \"$at $word\")\n"
      "    if contains -- $next";
  for (const Words& words : all) {
    if (!words.path.empty()) script += " " + shell_word(words.path);
  }
  script +=
      "\n      set at $next\n"
      "    end\n"
      "  end\n"
      "  echo \"$at\"\n"
      "end\n"
      "complete -c cm -e\n";
  for (const Words& words : all) {
    const std::string condition = "complete -c cm -n \"" + fish_condition(words) + "\"";
    for (const CLI::App* command : words.commands) {
      script += condition + " -f -a " + command->get_name() + " -d " + shell_word(command->get_description()) + "\n";
    }
    for (const Flag& flag : words.flags) {
      script += condition;
      for (const std::string& name : flag.names) {
        script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (!flag.choices.empty()) {
        script += " -x -a " + shell_word(joined(flag.choices, " "));
      } else if (!flag.value.empty()) {
        script += takes_files(flag) ? " -r" : " -x";
      }
      script += " -d " + shell_word(flag.description) + "\n";
    }
  }
  return script;
}

struct Shell {
  std::string_view name;
  std::string (*script)(const std::vector<Words>&);
};

constexpr std::array shells{
    Shell{"bash", bash_script},
    Shell{"zsh", zsh_script},
    Shell{"fish", fish_script},
};

}  // namespace

std::string completion_script(const CLI::App& app, std::string_view shell) {
  for (const Shell& known : shells) {
    if (known.name == shell) return known.script(words_of(app));
  }
  return {};
}

void add_completion_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("completion", "Print a script that completes cm in a shell");
  command->footer("Example: source <(cm completion bash)");
  const auto shell = std::make_shared<std::string>();
  std::vector<std::string> names;
  names.reserve(shells.size());
  for (const Shell& known : shells) names.emplace_back(known.name);
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(one_of(names));
  command->callback([&app, &chosen, shell] {
    chosen = [&app, shell](Workbench& bench) {
      bench.out().write(completion_script(app, *shell));
      return ExitCode::done;
    };
  });
}

}  // namespace cm
