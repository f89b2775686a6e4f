// A word filter of npm over texts, one a line: node peers.cjs PACKAGE WORDS TEXTS
'use strict';
const fs = require('node:fs');

const [, , name, wordsFile, textsFile] = process.argv;
const words = fs.readFileSync(wordsFile, 'utf8').split('\n').filter((word) => word.trim() !== '');
const texts = fs.readFileSync(textsFile, 'utf8').split('\n');

async function filterOf() {
  if (name === 'obscenity') {
    const { RegExpMatcher, DataSet, pattern, parseRawPattern, englishRecommendedTransformers } = require('obscenity');
    const set = new DataSet();
    for (const word of words) {
      set.addPhrase((phrase) => phrase.addPattern(parseRawPattern('|' + word.replace(/[\\[\]?|]/g, '\\$&') + '|')));
    }
    const matcher = new RegExpMatcher({ ...set.build(), ...englishRecommendedTransformers });
    return (text) => matcher.hasMatch(text);
  }
  if (name === 'bad-words') {
    const { Filter } = await import('bad-words');
    const filter = new Filter({ emptyList: true, list: words });
    return (text) => filter.isProfane(text);
  }
  const leo = require('leo-profanity');
  leo.clearList();
  leo.add(words);
  return (text) => leo.check(text);
}

filterOf().then((isHit) => {
  let hits = 0;
  for (const text of texts) if (isHit(text)) ++hits;
  console.log(hits);
});
