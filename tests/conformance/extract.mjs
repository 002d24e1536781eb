// SPDX-License-Identifier: Apache-2.0
// Writes the tests of the package @bufbuild/cel-spec, one JSON object a line, to standard output.
//
//   node extract.mjs FOLDER     FOLDER/node_modules holds the package
//
// A line has: file, section, name, expr; what (value, error, check or parse: what the test is about); variables with
// their types and values; expected, a value; type, the static type; needs, the reasons for which it may be refused.
// A value is a list: its kind and its content, numbers as text.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { needs } from './needs.mjs';

const folder = resolve(process.argv[2] ?? '.');
const require = createRequire(join(folder, 'package.json'));
const suite = async (name) => (await import(pathToFileURL(require.resolve(`@bufbuild/cel-spec/testdata/${name}.js`)))).tests;

const primitives = { INT64: 'int', UINT64: 'uint', DOUBLE: 'double', BOOL: 'bool', STRING: 'string', BYTES: 'bytes' };
const wellKnown = { 'google.protobuf.Timestamp': 'timestamp', 'google.protobuf.Duration': 'duration' };

function type(t) {
  if (t.primitive) return primitives[t.primitive];
  if (t.wellKnown) return t.wellKnown === 'ANY' ? 'dyn' : t.wellKnown.toLowerCase();
  if (t.wrapper) return `wrapper(${primitives[t.wrapper]})`;
  if (t.listType) return `list(${type(t.listType.elemType ?? { dyn: {} })})`;
  if (t.mapType) return `map(${type(t.mapType.keyType ?? { dyn: {} })}, ${type(t.mapType.valueType ?? { dyn: {} })})`;
  if (t.messageType) return wellKnown[t.messageType] ?? `message:${t.messageType}`;
  if (t.abstractType) return `${t.abstractType.name}(${(t.abstractType.parameterTypes ?? []).map(type).join(', ')})`;
  if ('null' in t) return 'null';
  if ('type' in t) return 'type';
  return 'dyn';
}

function value(v) {
  const [[kind, content]] = Object.entries(v);
  switch (kind) {
    case 'int64Value': return ['int', content];
    case 'uint64Value': return ['uint', content];
    case 'doubleValue': return ['double', Object.is(content, -0) ? '-0' : String(content)];
    case 'boolValue': return ['bool', content];
    case 'stringValue': return ['string', content];
    case 'bytesValue': return ['bytes', content];
    case 'nullValue': return ['null'];
    case 'listValue': return ['list', (content.values ?? []).map(value)];
    case 'mapValue': return ['map', (content.entries ?? []).map((entry) => [value(entry.key), value(entry.value)])];
    case 'typeValue': return ['type', content];
    case 'enumValue': return ['enum', String(content.value ?? 0)];
    case 'objectValue': {
      const name = content['@type'].replace(/^.*\//, '');
      return wellKnown[name] ? [wellKnown[name], content.value] : ['message', name];
    }
  }
  throw new Error(`a value of the unknown kind ${kind}`);
}

// The type that a value shows, for a variable that is not declared.
function typeOf([kind, content]) {
  const common = (values) => {
    const types = new Set(values.map(typeOf));
    return types.size > 1 ? 'dyn' : [...types][0] ?? 'none';
  };
  if (kind === 'list') return `list(${common(content)})`;
  if (kind === 'map') return `map(${common(content.map(([key]) => key))}, ${common(content.map(([, entry]) => entry))})`;
  return kind === 'message' ? `message:${content}` : kind;
}

// Names that cel-go's own environment for its checks declares: all that the checked tree knows, but not the variables
// of comprehensions.
function environment({ original, checkedAst = '' }) {
  if (original.typeEnv !== undefined) return [];
  const bound = new Set([...checkedAst.matchAll(/\/\/ Variable\n\s*(\w+)/g)].map(([, name]) => name));
  return [...checkedAst.matchAll(/(?<![\w.])(\w+)~(\w+)\^\1(?!\w)/g)]
    .filter(([, name]) => !bound.has(name))
    .map(([, name, kind]) => ({ name, type: kind }));
}

function variables(test) {
  const { original } = test;
  const known = new Map(environment(test).map((variable) => [variable.name, variable]));
  for (const { name, ident, function: overloads } of original.typeEnv ?? [])
    known.set(name, { name, type: overloads ? 'function' : type(ident.type) });
  for (const [name, bound] of Object.entries(original.bindings ?? {})) {
    const content = value(bound.value);
    known.set(name, { name, type: typeOf(content), ...known.get(name), value: content });
  }
  return [...known.values()];
}

// What the test expects. The suites taken from the checks and the parser of cel-go say no values.
function expectation(test, top) {
  const { original } = test;
  if (top === 'parsing') return { what: 'parse', fails: test.ast === undefined };
  if (top === 'checking') return { what: 'check', fails: test.type === undefined, type: test.type, error: test.error };
  const deduced = original.typedResult?.deducedType;
  const static_type = deduced ? { type: type(deduced) } : {};
  if (original.checkOnly) return { what: 'check', fails: false, ...static_type };
  if (original.evalError) return { what: 'error', error: original.evalError.errors?.[0]?.message ?? '' };
  return { what: 'value', expected: value(original.value ?? original.typedResult?.result ?? { boolValue: true }), ...static_type };
}

function shortened(text) {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

// How deep an expression may be is no matter of the language: cel-go was run with a low limit for these.
const limit = /^ERROR: :-1:0: (expression recursion limit|max recursion depth) exceeded/;

function write(test, top, file, section) {
  const { original } = test;
  if (top === 'parsing' && limit.test(test.error ?? '')) return;
  const line = {
    file, section,
    name: original.name ?? shortened(original.expr.replace(/\s+/g, ' ').trim()),
    expr: original.expr,
    ...expectation(test, top),
    variables: variables(test),
  };
  line.needs = needs({
    ...line,
    container: original.container ?? '',
    // cel-go refuses it too unless the check is left out.
    unchecked: original.disableCheck === true && test.checkedAst === undefined,
    checked: test.checkedAst ?? '',
    types: [...line.variables.map((variable) => variable.type), line.type ?? '', line.expected ? typeOf(line.expected) : ''].join(' '),
  });
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function walk(suite, top, file, section) {
  for (const test of suite.tests ?? []) write(test, top, file, section.join('/'));
  for (const inner of suite.suites ?? []) {
    if (top === 'conformance' && file === '') walk(inner, top, inner.name, section);
    else walk(inner, top, file, [...section, inner.name]);
  }
}

for (const name of ['conformance', 'comprehension', 'parsing', 'checking']) {
  const tests = await suite(name);
  walk(tests, tests.name, tests.name === 'conformance' ? '' : tests.name, []);
}
