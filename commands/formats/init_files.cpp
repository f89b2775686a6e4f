#include "formats/init_files.h"

namespace cm {

std::string_view initial_settings() {
  return R"(# Settings of cm. Every key stands in: man cm-config
# A key that cm does not know is an error with its line and column. Check with: cm doctor
cm = 1

# Comments, verdicts and the journal. "postgresql://…" for a team on several machines.
store = "sqlite:cm.db"

# Shipped packs by name, then files and folders of your own.
rules = ["pack:en", "pack:fr", "pack:ar", "rules/"]

# A complaint about product or service stays visible and is flagged for follow-up, however rude.
protect_complaints = true

# Label group -> sum of scores -> action (flag, hold, hide). A rule's own ceiling still holds.
[policy]
profanity = { flag = 4, hide = 8 }
abuse     = { flag = 4, hide = 8 }
spam      = { flag = 3, hide = 6 }
promotion = { flag = 3, hide = 6 }
complaint = { flag = 1 }

# The most that one run may do; it stops before the deed that would go beyond (exit 7).
[guard]
max_actions      = 200
max_hidden_share = 0.2                  # of one post's comments

[follow_up]
contact_hours = 48
# time_zone   = "Europe/Paris"
# hours       = "09:00-18:00"           # only working time counts: two such days are contact_hours = 18
# days        = ["mon", "tue", "wed", "thu", "fri"]
# departments = { billing = "finance@acme.example", product = "qa@acme.example" }
# escalate    = { billing = { after_hours = 24, to = "head@acme.example" } }

# What replies are held to; see: man cm-reply
# [reply]
# initials = ["AB", "CD"]
# guide    = "tone.toml"
# facts    = { billing = "facts/billing.txt" }

# One [[channel]] for each place where people comment. To try cm without an account, put comments
# as NDJSON, one a line, into a file:
#
# [[channel]]
# name     = "trial"
# platform = "file"
# path     = "comments.ndjson"
#
# [[channel]]
# name     = "blog"
# platform = "wordpress"
# url      = "https://blog.acme.example"
# user     = "moderator"
# secret   = { env = "CM_BLOG_PASSWORD" }   # or { file = "…" }, { command = ["pass", "show", "blog"] }
# pages    = ["*"]
# lang     = ["en", "fr"]
)";
}

std::string_view initial_rules() {
  return R"(# Rules of your own. See: man cm-rules
#
#   cm rules test rules/                    runs the examples below
#   cm scan --all --rules rules/ FILE       shows what they find
#
# A new rule only reports. Once its reports are right, write mode = "enforce" into it.
cm_rules = 1
pack = { id = "local", version = "1" }

[[rule]]
id       = "local.spam.followers"
severity = "medium"
view     = ["fold", "deob"]
words    = ['buy followers', 'cheap followers']
score    = 6
action   = "hide"
labels   = ["spam"]
[rule.test]
match = ['Buy followers here!', 'CHEAP   followers']
clean = ['I lost some followers today']
)";
}

std::string_view initial_gitignore() {
  return R"(# What other people wrote, and what was done about it.
/cm.db*
.cm-quota-*
*.deeds.ndjson
*.csv
*.xlsx
)";
}

}  // namespace cm
