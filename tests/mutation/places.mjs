// SPDX-License-Identifier: Apache-2.0
// Where a program can be changed, and into what: walks over a syntax tree and calls `emit` for each
// place. A place is {kind, begin, end, wraps, cuts, changes}: `wraps` are calls that are put around parts
// of the text, `cuts` are operators that go, and `changes` say what each of its mutants does.
import { bare, is_of_macro, place, type_of } from './syntax_tree.mjs';

const comparisons = {
  '<': ['less', '<=', '>='],
  '<=': ['less_equal', '<', '>'],
  '>': ['greater', '>=', '<='],
  '>=': ['greater_equal', '>', '<'],
};
const equalities = { '==': '!=', '!=': '==' };
const arithmetic = {
  '+': ['add', '-'], '-': ['subtract', '+'], '*': ['multiply', '/'], '/': ['divide', '*'],
  '%': ['remainder', '*'], '&': ['bit_and', '|'], '|': ['bit_or', '&'], '^': ['bit_xor', '&'],
  '<<': ['shift_left', '>>'], '>>': ['shift_right', '<<'],
};
const assignments = {
  '+=': ['add_assign', '-='], '-=': ['subtract_assign', '+='], '*=': ['multiply_assign', '+='],
  '/=': ['divide_assign', '*='], '%=': ['remainder_assign', '*='],
  '&=': ['bit_and_assign', '|='], '|=': ['bit_or_assign', '&='], '^=': ['bit_xor_assign', '&='],
  '<<=': ['shift_left_assign', '>>='], '>>=': ['shift_right_assign', '<<='],
};

// What is no code of the running program, or is seen elsewhere.
const not_walked = new Set(['SubstNonTypeTemplateParmExpr', 'CXXDefaultArgExpr', 'CXXDefaultInitExpr',
  'ConceptDecl', 'RequiresExpr', 'UserDefinedLiteral', 'FriendDecl', 'UsingDecl', 'TypeAliasDecl',
  'TypedefDecl']);
const compile_time = new Set(['StaticAssertDecl', 'ConstantExpr', 'EnumDecl', 'CXXNoexceptExpr',
  'UnaryExprOrTypeTraitExpr', 'ShuffleVectorExpr']);
const transparent = new Set(['ImplicitCastExpr', 'ExprWithCleanups', 'MaterializeTemporaryExpr',
  'FullExpr', 'CXXBindTemporaryExpr', 'ParenExpr']);
const calls = new Set(['CallExpr', 'CXXMemberCallExpr']);

const operator_of = (node) => {
  const callee = bare(node.inner[0]);
  return (callee.referencedDecl?.name ?? callee.name ?? '').replace('operator', '');
};

const is_pointer = (node) => type_of(node).includes('*');

class Walker {
  constructor(sources, emit, leave_out) {
    this.sources = sources;
    this.emit = emit;
    this.leave_out = leave_out;
  }

  text(at) {
    return this.sources.get(at.file).slice(at.begin, at.end).replace(/\s+/g, ' ');
  }

  // A place that is the text of `node`; `make` gives its wraps, cuts and changes.
  add(node, context, kind, make) {
    const at = place(node);
    const reason = context.left_out ?? (is_of_macro(node) ? 'made by a macro' : null);
    if (reason || !at || !this.sources.has(at.file)) {
      if (reason) this.leave_out(reason, kind, node);
      return;
    }
    const made = make(at);
    if (made) this.emit({ kind, cuts: [], ...at, ...made });
    else this.leave_out('an operator with no other that fits', kind, node);
  }

  wrap(node, context, kind, call, changes, after = '') {
    this.add(node, context, kind, (at) => {
      const text = this.text(at);
      return { wraps: [{ ...at, call, after }], changes: changes(text) };
    });
  }

  turn(node, context, kind, change) {
    if (context.covered) return;
    this.wrap(node, context, kind, 'turned', (text) => [change(text)]);
  }

  // Where `operator` stands between two operands.
  find_operator(left, right, operator) {
    const text = this.sources.get(left.file).slice(left.end, right.begin);
    const from = text.replace(/\/\/.*|\/\*[^]*?\*\//g, (comment) => ' '.repeat(comment.length));
    if (from.trim() !== operator) return null;
    const begin = left.end + from.indexOf(operator);
    return { begin, end: begin + operator.length };
  }

  binary(node, context, kind, call, others) {
    this.add(node, context, kind, (at) => {
      const [left, right] = node.inner.map(place);
      const cut = left && right && this.find_operator(left, right, node.opcode);
      if (!cut) return null;
      const sides = [this.text(left), this.text(right)];
      return {
        wraps: [{ ...at, call }],
        cuts: [{ ...cut, into: ',' }],
        changes: others.map((other) => `${sides.join(` ${node.opcode} `)} -> ${sides.join(` ${other} `)}`),
      };
    });
  }

  // && and || become one another, and each operand what makes it matter no more.
  logic(node, context) {
    const other = node.opcode === '&&' ? '||' : '&&';
    const forced = node.opcode === '&&';
    this.add(node, context, 'logic', (at) => {
      const [left, right] = node.inner.map(place);
      if (!left || !right || node.inner.some(is_of_macro)) return null;
      const sides = [this.text(left), this.text(right)];
      return {
        wraps: [at, left, right].map((part) => ({ ...part, call: 'turned' })),
        changes: [`${sides.join(` ${node.opcode} `)} -> ${sides.join(` ${other} `)}`],
      };
    });
    for (const side of node.inner) {
      if (bare(side).opcode !== node.opcode) {
        this.wrap(side, context, 'operand', `forced_${forced}`, (text) => [`${text} -> ${forced}`]);
      }
      this.walk(side, { ...context, covered: true, cast: null });
    }
  }

  condition(node, context, only_false) {
    const changes = (text) => only_false ? [`${text} -> false`] : [`${text} -> true`, `${text} -> false`];
    const call = only_false ? 'forced_false' : 'condition';
    this.wrap(node, context, 'condition', call, changes);
    this.walk(node, { ...context, covered: true, cast: null });
  }

  unary(node, context) {
    const { opcode, isPostfix } = node;
    const step = opcode === '++' || opcode === '--';
    const names = { '++': 'increment', '--': 'decrement', '-': 'negated', '~': 'complement' };
    if (opcode === '!') this.turn(node, context, 'negation', (text) => `${text} -> ${text.slice(1)}`);
    if (names[opcode]) {
      this.add(node, context, step ? 'step' : 'arithmetic', (at) => {
        const begin = isPostfix ? at.end - opcode.length : at.begin;
        const cut = { begin, end: begin + opcode.length, into: '' };
        const text = this.text(at);
        const other = opcode === '++' ? '--' : opcode === '--' ? '++' : '';
        return {
          wraps: [{ ...at, call: names[opcode] + (isPostfix ? '_after' : '') }],
          cuts: [cut],
          changes: [`${text} -> ${text.replace(opcode, other)}`],
        };
      });
    }
    this.walk(node.inner[0], { ...context, covered: opcode === '!', cast: null });
  }

  literal(node, context) {
    this.add(node, context, 'literal', (at) => {
      const text = this.text(at);
      const changes = [`${text} -> ${text} + 1`];
      if (node.kind === 'IntegerLiteral' && node.value === '1') changes.push(`${text} -> 0`);
      return { wraps: [{ ...at, call: 'literal', cast: context.cast }], changes };
    });
  }

  // A statement that may be left out. `list`: it stands in a list of statements.
  statement(node, context, list) {
    if (!node?.kind) return;
    const inner = bare(node);
    const drops = calls.has(inner.kind) || inner.kind === 'CompoundAssignOperator' ||
      (inner.kind === 'BinaryOperator' && inner.opcode === '=') ||
      (inner.kind === 'CXXOperatorCallExpr' && /^[^=!<>]?=$/.test(operator_of(inner)));
    if (drops) {
      this.wrap(node, context, 'statement', 'drop', (text) => [`${text} dropped`]);
    } else if (list && (node.kind === 'BreakStmt' || node.kind === 'ContinueStmt')) {
      this.wrap(node, context, 'statement', 'leave', (text) => [`${text} dropped`]);
    }
    this.walk(node, { ...context, covered: false, cast: null });
  }

  all(nodes, context) {
    for (const node of nodes ?? []) this.walk(node, context);
  }

  walk(node, outer) {
    if (!node?.kind || not_walked.has(node.kind) || node.kind.endsWith('Attr')) return;
    if (node.isImplicit || node.explicitlyDefaulted) return;
    let context = outer;
    if (compile_time.has(node.kind)) context = { ...context, left_out: 'decided at compile time' };
    const inner = node.inner ?? [];
    const plain = { ...context, covered: false, cast: null };
    switch (node.kind) {
      case 'VarDecl': return this.variable(node, plain);
      case 'FieldDecl': return this.all(inner, { ...plain, left_out: 'default of a member' });
      case 'IfStmt': {
        const parts = [...inner];
        if (node.hasInit) this.walk(parts.shift(), plain);
        this.branch(node, parts, plain, false);
        return parts.forEach((part) => this.statement(part, plain, false));
      }
      case 'WhileStmt': {
        const parts = [...inner];
        this.branch(node, parts, plain, true);
        return this.statement(parts[0], plain, false);
      }
      case 'DoStmt':
        this.statement(inner[0], plain, false);
        return this.condition(inner[1], plain, true);
      case 'ForStmt':
        this.walk(inner[0], plain);
        if (inner[2]?.kind) this.condition(inner[2], plain, true);
        this.walk(inner[3], plain);
        return this.statement(inner[4], plain, false);
      case 'CXXForRangeStmt':
        this.walk(inner[0], plain);
        this.all(inner[1]?.inner?.[0]?.inner, plain);
        return this.statement(inner.at(-1), plain, false);
      case 'ConditionalOperator':
        this.condition(inner[0], plain, false);
        this.walk(inner[1], { ...plain, cast: context.cast });
        return this.walk(inner[2], { ...plain, cast: context.cast });
      case 'CompoundStmt':
        return inner.forEach((part) => this.statement(part, plain, true));
      case 'CaseStmt':
      case 'DefaultStmt':
        inner.slice(0, -1).forEach((part) => this.walk(part, plain));
        return this.statement(inner.at(-1), plain, true);
      case 'ReturnStmt': return this.give_back(node, plain);
      case 'UnaryOperator': return this.unary(node, context);
      case 'BinaryOperator': return this.operation(node, context);
      case 'CompoundAssignOperator':
        if (assignments[node.opcode]) {
          const [call, other] = assignments[node.opcode];
          this.binary(node, plain, 'arithmetic', call, [other]);
        }
        return this.all(inner, plain);
      case 'CXXOperatorCallExpr': {
        const operator = operator_of(node);
        const other = { ...equalities, '<': '>=', '>': '<=', '<=': '>', '>=': '<' }[operator];
        if (other && inner.length === 3) {
          this.turn(node, context, 'comparison', (text) => `${text} -> !(${text})`);
        }
        return this.all(inner.slice(1), plain);
      }
      // Its operands come in the order of the operator that it has been rewritten to.
      case 'CXXRewrittenBinaryOperator':
        return this.turn(node, context, 'comparison', (text) => `${text} -> !(${text})`);
      case 'IntegerLiteral':
      case 'FloatingLiteral':
      case 'CharacterLiteral': return this.literal(node, context);
      case 'CXXBoolLiteralExpr':
        return this.turn(node, context, 'literal',
          (text) => `${text} -> ${text === 'true' ? 'false' : 'true'}`);
      default:
        return this.all(inner, this.below(node, context, plain));
    }
  }

  // What the expressions below a node are read as.
  below(node, context, plain) {
    if (!transparent.has(node.kind)) return plain;
    const cast = ['IntegralCast', 'IntegralToFloating', 'FloatingCast'].includes(node.castKind)
      ? type_of(node) : context.cast;
    return { ...context, cast };
  }

  variable(node, context) {
    const constant = /^const /.test(node.type.qualType) && node.init &&
      ['IntegerLiteral', 'CXXBoolLiteralExpr', 'CharacterLiteral'].includes(bare(node.inner[0]).kind);
    const left_out = node.constexpr || constant || !context.in_function || node.storageClass === 'static'
      ? 'decided at compile time' : context.left_out;
    this.all(node.inner, { ...context, left_out });
  }

  // Takes declaration and condition of an `if` or `while` from `parts`.
  branch(node, parts, context, only_false) {
    if (node.hasVar) {
      this.walk(parts.shift(), context);
      this.leave_out('a condition that declares', 'condition', parts.shift());
    } else if (node.isConstexpr) {
      this.walk(parts.shift(), { ...context, left_out: 'decided at compile time' });
    } else {
      this.condition(parts.shift(), context, only_false);
    }
  }

  give_back(node, context) {
    const [value] = node.inner ?? [];
    if (!value) return;
    const inner = bare(value);
    const type = type_of(value);
    const has_own = ['UnaryOperator', 'BinaryOperator', 'CXXOperatorCallExpr', 'CXXBoolLiteralExpr',
      'CXXRewrittenBinaryOperator', 'ConditionalOperator'].includes(inner.kind);
    if (type === 'bool' && !has_own) {
      this.turn(value, context, 'return', (text) => `return ${text} -> return !(${text})`);
    } else if (type === 'void' && calls.has(inner.kind)) {
      this.wrap(value, context, 'statement', 'drop', (text) => [`${text} dropped`]);
    }
    this.walk(value, context);
  }

  operation(node, context) {
    const { opcode, inner } = node;
    const plain = { ...context, covered: false, cast: null };
    if (opcode === '&&' || opcode === '||') return this.logic(node, plain);
    if (comparisons[opcode]) {
      const [call, ...others] = comparisons[opcode];
      this.binary(node, plain, 'comparison', call, others);
    } else if (equalities[opcode]) {
      this.turn(node, context, 'comparison', (text) => `${text} -> !(${text})`);
    } else if (arithmetic[opcode]) {
      const [call, other] = arithmetic[opcode];
      const [left, right] = inner.map(is_pointer);
      if ((opcode === '+' && right) || (opcode === '-' && left && right)) {
        this.leave_out('an operator with no other that fits', 'arithmetic', node);
      } else {
        this.binary(node, plain, 'arithmetic', call, [other]);
      }
    }
    return this.all(inner, plain);
  }
}

// Walks over `tree`; `sources` holds the texts of the files that may be changed.
export function find_places(tree, sources, emit, leave_out) {
  const walker = new Walker(sources, emit, leave_out);
  const functions = new Set(['FunctionDecl', 'CXXMethodDecl', 'CXXConstructorDecl',
    'CXXDestructorDecl', 'CXXConversionDecl']);
  const declarations = (node) => {
    if (!node?.kind || node.isImplicit || node.explicitlyDefaulted) return;
    if (functions.has(node.kind)) {
      for (const part of node.inner ?? []) {
        if (part.kind === 'ParmVarDecl') {
          walker.all(part.inner, { left_out: 'default of a parameter' });
        } else {
          const left_out = node.immediate ? 'decided at compile time' : null;
          walker.walk(part, { in_function: true, left_out, covered: false, cast: null });
        }
      }
    } else if (['NamespaceDecl', 'LinkageSpecDecl', 'CXXRecordDecl', 'FunctionTemplateDecl',
      'ClassTemplateDecl', 'ClassTemplateSpecializationDecl'].includes(node.kind)) {
      (node.inner ?? []).forEach(declarations);
    } else {
      walker.walk(node, { in_function: false, left_out: null, covered: false, cast: null });
    }
  };
  declarations(tree);
}
