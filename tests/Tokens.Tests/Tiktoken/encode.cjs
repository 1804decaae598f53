// Encodes texts with the npm package `tiktoken`: node encode.cjs PATH_OF_THE_TIKTOKEN_PACKAGE
// Reads a text from each line, as UTF-16LE in base64 so that lone surrogates survive, and writes a line of its tokens.
'use strict';

const path = require('node:path');
const readline = require('node:readline');

const encoding = require(path.resolve(process.argv[2])).get_encoding('cl100k_base');

readline.createInterface({ input: process.stdin }).on('line', line => {
  const text = Buffer.from(line, 'base64').toString('utf16le');
  process.stdout.write(`${encoding.encode_ordinary(text).join(' ')}\n`);
});
