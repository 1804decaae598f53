// Makes Corpus/golden.txt with the npm package `tiktoken`: node golden.cjs PATH_OF_THE_TIKTOKEN_PACKAGE
// A line of it has a text's name, the number of its tokens, and the beginning of their SHA-256 (as decimals with spaces between).
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const encoding = require(path.resolve(process.argv[2])).get_encoding('cl100k_base');
const corpus = path.join(__dirname, '..', 'Corpus');

const read = name => fs.readFileSync(path.join(corpus, name), 'utf8');
const lines = name => read(name).split('\n').filter(Boolean);
const unescape = text => JSON.parse(`"${text}"`);

function* texts() {
  for (const name of fs.readdirSync(corpus).sort()) {
    if (name.endsWith('.txt') && !['golden.txt', 'odd.txt', 'runs.txt'].includes(name)) yield [name, read(name)];
  }

  // A text in each line, with JSON's escapes.
  for (const [index, line] of lines('odd.txt').entries()) yield [`odd.txt:${index + 1}`, unescape(line)];

  // A number in each line, and a text that is repeated so often.
  for (const [index, line] of lines('runs.txt').entries()) {
    const [count, text] = line.split(' ');
    yield [`runs.txt:${index + 1}`, unescape(text).repeat(Number(count))];
  }
}

const golden = Array.from(texts(), ([name, text]) => {
  const ids = encoding.encode_ordinary(text);
  return `${name} ${ids.length} ${crypto.createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 16)}\n`;
});
fs.writeFileSync(path.join(corpus, 'golden.txt'), golden.join(''));
console.log(`${golden.length} texts`);
