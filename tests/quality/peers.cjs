// Runs one npm word filter over NDJSON rows from stdin and prints the ids it catches.
"use strict";
const { createRequire } = require("module");
const path = require("path");
const [name, folder] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "package.json"));

function obscenity() {
  const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = load("obscenity");
  const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
  return (text) => matcher.hasMatch(text);
}

function leoProfanity() {
  const filter = load("leo-profanity");
  for (const lang of ["fr", "en"]) filter.add(filter.getDictionary ? filter.getDictionary(lang) : []);
  return (text) => filter.check(text);
}

const catches = { obscenity, "leo-profanity": leoProfanity }[name]();
let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => { input += chunk; });
process.stdin.on("end", () => {
  const out = [];
  for (const line of input.split("\n")) {
    if (line === "") continue;
    const row = JSON.parse(line);
    if (catches(row.text)) out.push(row.id);
  }
  process.stdout.write(out.join("\n"));
});
