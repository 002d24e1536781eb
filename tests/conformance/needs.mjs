// SPDX-License-Identifier: Apache-2.0
// What a test of the suite needs of a language, found by looking at its expression, its types and its values. The
// names that are given here are the reasons that the conformance test may give for a refusal.

const string = /(?<![\w])([rR]?[bB][rR]?|[rR])?("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g;

// The expression without what stands in strings and comments.
export function bare(expression) {
  return expression
    .replace(string, (_, prefix = '', rest) => (/b/i.test(prefix) ? 'b' : '') + rest[0] + rest[0])
    .replace(/\/\/[^\n]*/g, '')
    .replace(/`[^`\n]*`/g, '`');
}

const message = /google\.protobuf|(?<![\w.])(?!in\b)[a-zA-Z_]\w*(\.\w+)*\s*\{|TestAllTypes|NestedEnum|GlobalEnum|NestedMessage/;
const typeNames = /(?<![\w.])(bool|bytes|double|int|list|map|null_type|string|type|uint|dyn)\b(?!\s*\(|\s*:|\s*,\s*\w+\s*,)/;
const stringMethods = ['format', 'reverse', 'quote'];

const rules = [
  ['proto', (t) => message.test(t.bare) || /proto\.(get|has)Ext/.test(t.bare) || /message:|wrapper\(|enum/.test(t.types) ||
    /(?<!checked)\bcel\.expr\.conformance|google\.protobuf\.|google\.(expr|api)\.|wrapper\(/.test(t.checked)],
  ['uint', (t) => /\b(0[xX][\da-fA-F]+|\d+)[uU]\b|\buint\b/.test(t.bare) || /\buint\b/.test(t.types + t.checked)],
  ['bytes', (t) => /\bb["']|\bbytes\b|\bbase64\./.test(t.bare) || /\bbytes\b/.test(t.types + t.checked)],
  ['type-values', (t) => /\btype\s*\(/.test(t.bare) || typeNames.test(t.bare) || /\btype\b/.test(t.types) || /~type\(/.test(t.checked)],
  ['host-functions', (t) => /function/.test(t.types)],
  ['two-variable-comprehensions', (t) =>
    /\.(all|exists|exists_one|existsOne)\(\s*\w+\s*,\s*\w+\s*,|\.transform(List|Map|MapEntry)\(/.test(t.bare) || t.file === 'comprehensions'],
  ['optional-syntax', (t) => /\[\s*\?|\{\s*\?|,\s*\?|\.\?|\boptional\.|\.(optMap|optFlatMap|orValue|hasValue|or)\(/.test(t.bare) || /optional/.test(t.types + t.checked)],
  ['extension:math', (t) => /\bmath\.\w+\(/.test(t.bare)],
  ['extension:block', (t) => /\bcel\.(block|index|iterVar|accuVar)\(/.test(t.bare)],
  ['extension:bind', (t) => /\bcel\.bind\(/.test(t.bare)],
  ...stringMethods.map((name) => [`extension:${name}`, (t) => new RegExp(`\\.${name}\\(`).test(t.bare)]),
  ['dyn', (t) => /\bdyn\s*\(/.test(t.bare) || heterogeneous(t)],
  ['namespaces', (t) => (t.container !== '' && !message.test(t.bare)) || /(^|[^\w\])}"'`?\s.])\s*\.[a-zA-Z_]/.test(t.bare) ||
    t.variables.some(({ name }) => name.includes('.'))],
  ['quoted-names', (t) => t.bare.includes('`')],
  ['other-keys', (t) => /\{\s*(-?\d|true|false|null)/.test(t.bare) || /map\((int|bool|double|null)/.test(t.types + t.checked)],
  ['time-zones', (t) => /'[A-Z]\w+\/\w+'|"[A-Z]\w+\/\w+"/.test(t.expr) && /\.get\w+\(/.test(t.bare)],
  ['null', (t) => /\bnull\b/.test(t.bare) || /\bnull\b/.test(t.types)],
];

// Lists and maps whose parts have several types, and what can only be known at run time. An empty list or map is
// of `dyn` for want of elements, which is no dynamic typing.
function heterogeneous(test) {
  if (test.unchecked) return test.what !== 'error';
  if (test.type === 'dyn') return true;
  return /\bdyn\b/.test(test.types + test.checked) && !/\[\s*\]|\{\s*\}/.test(test.bare);
}

export function needs(test) {
  const seen = { ...test, bare: bare(test.expr) };
  return rules.filter(([, holds]) => holds(seen)).map(([name]) => name);
}
