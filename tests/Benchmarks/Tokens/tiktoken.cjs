// Measures the npm package `tiktoken`: node tiktoken.cjs PATH_OF_THE_TIKTOKEN_PACKAGE ROUNDS FILE...
// Writes a line for each file: its tokens, and the shortest time in milliseconds.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const [tiktoken, rounds, ...files] = process.argv.slice(2);
const encoding = require(path.resolve(tiktoken)).get_encoding('cl100k_base');
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  let shortest = Infinity;
  let tokens = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const start = performance.now();
    tokens = encoding.encode_ordinary(text).length;
    shortest = Math.min(shortest, performance.now() - start);
  }

  console.log(`${tokens} ${shortest}`);
}
