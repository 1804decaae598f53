// Says how the npm package `tiktoken` sorts characters: node categories.cjs PATH_OF_THE_TIKTOKEN_PACKAGE
// Writes one line for each of \p{L}, \p{N}, \s and the letters of contractions: the code points, in hexadecimal.
'use strict';

const path = require('node:path');

const { Tiktoken } = require(path.resolve(process.argv[2]));

// What an expression does not match gives no tokens; with single bytes for tokens the tokens are what it does match.
const bytes = Array.from({ length: 256 }, (_, value) => Buffer.from([value]).toString('base64'));
let all = '';
for (let code = 0; code < 0x110000; code++) {
  if (code < 0xd800 || code > 0xdfff) all += String.fromCodePoint(code);
}

for (const expression of ['\\p{L}', '\\p{N}', '\\s', '(?i:[stmdrvel])']) {
  const matched = new Tiktoken(`! 0 ${bytes.join(' ')}`, {}, expression).encode_ordinary(all);
  const codes = Array.from(Buffer.from(matched).toString('utf8'), character => character.codePointAt(0).toString(16));
  process.stdout.write(`${codes.join(' ')}\n`);
}
