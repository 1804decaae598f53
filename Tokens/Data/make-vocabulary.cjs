// Makes cl100k_base.br, which the assembly carries, from the npm package `tiktoken`:
//   npm install tiktoken@1.0.22 && node make-vocabulary.cjs node_modules/tiktoken
// Unpacked it holds the length of each token in rank order, one byte each, and then the tokens' bytes in the same order.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const tiktoken = process.argv[2];
if (!tiktoken) {
  console.error('usage: node make-vocabulary.cjs PATH_OF_THE_TIKTOKEN_PACKAGE');
  process.exit(2);
}

// Each line is `! FIRST_RANK TOKEN TOKEN …`, the tokens in base64.
const { bpe_ranks: ranks } = JSON.parse(fs.readFileSync(path.join(tiktoken, 'encoders', 'cl100k_base.json'), 'utf8'));
const tokens = [];
for (const line of ranks.split('\n').filter(Boolean)) {
  const [, first, ...encoded] = line.split(' ');
  if (Number(first) !== tokens.length) throw new Error(`There is a gap in the ranks before ${first}.`);
  for (const token of encoded) tokens.push(Buffer.from(token, 'base64'));
}

const unpacked = Buffer.concat([Buffer.from(tokens.map(token => token.length)), ...tokens]);
const packed = zlib.brotliCompressSync(unpacked, {
  params: {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_LGWIN]: 22,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: unpacked.length,
  },
});
fs.writeFileSync(path.join(__dirname, 'cl100k_base.br'), packed);
console.log(`${tokens.length} tokens of ${unpacked.length - tokens.length} bytes, packed into ${packed.length}`);
