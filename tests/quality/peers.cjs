// Runs one npm word filter over NDJSON rows from stdin and prints the ids of those it catches:
//   node peers.cjs NAME FOLDER_WITH_NODE_MODULES
"use strict";
const { createRequire } = require("module");
const path = require("path");
const readline = require("readline");

const [name, folder] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(folder), "package.json"));

const makers = {
  obscenity() {
    const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = load("obscenity");
    const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
    return (text) => matcher.hasMatch(text);
  },
  // Its lists of all the languages that are measured and that it has.
  "leo-profanity"() {
    const filter = load("leo-profanity");
    filter.add(filter.getDictionary("fr"));
    return (text) => filter.check(text);
  },
};

const catches = makers[name]();
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const row = JSON.parse(line);
  if (catches(row.text)) process.stdout.write(row.id + "\n");
});
