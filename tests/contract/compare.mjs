// SPDX-License-Identifier: Apache-2.0
// Compares triggers.def (as print_table prints it, on standard input) with the type definitions of
// @types/aws-lambda, fact by fact. Each difference stands in differences.txt with its reason; one
// that does not, and a line there that is no difference any more, is a failure.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, "node_modules/@types/aws-lambda/trigger/cognito-user-pool-trigger");
const files = fs.readdirSync(folder).filter((name) => !["_common.d.ts", "index.d.ts"].includes(name));
const program = ts.createProgram(files.map((name) => path.join(folder, name)), { strict: true });
const checker = program.getTypeChecker();
const facts = new Set();

// Without null and undefined, and whether either was there.
function present(type) {
  const parts = type.isUnion() ? type.types : [type];
  const rest = parts.filter((part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
  return { parts: rest, optional: rest.length < parts.length };
}

const all = (parts, flag) => parts.length > 0 && parts.every((part) => part.flags & flag);

function typeName(parts) {
  if (all(parts, ts.TypeFlags.StringLike)) return "text";
  if (all(parts, ts.TypeFlags.BooleanLike)) return "flag";
  const [type] = parts;
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type);
    return all(present(element).parts, ts.TypeFlags.StringLike) ? "texts" : "records";
  }
  if (checker.getIndexInfosOfType(type).length > 0) return "map";
  return undefined; // an object with members
}

function add(trigger, place, type, isOptional) {
  const { parts, optional } = present(type);
  const name = typeName(parts);
  if (name === undefined) return addMembers(trigger, place, parts, isOptional || optional);
  const note = !place.startsWith("response.") && (isOptional || optional) ? " optional" : "";
  const owner = place.startsWith("request.") || place.startsWith("response.") ? trigger : "envelope";
  facts.add(`${owner} ${place} ${name}${note}`);
  if (name === "records") addMembers(trigger, place, present(checker.getTypeArguments(parts[0])[0]).parts, true);
}

function addMembers(trigger, place, parts, isOptional) {
  for (const part of parts) {
    for (const member of checker.getPropertiesOfType(part)) {
      const type = checker.getTypeOfSymbol(member);
      if (type.flags & ts.TypeFlags.Undefined) continue; // a member that is never there
      const optional = isOptional || (member.flags & ts.SymbolFlags.Optional) !== 0;
      add(trigger, place === "" ? member.name : `${place}.${member.name}`, type, optional);
    }
  }
}

function addEvent(trigger, type) {
  for (const event of type.isUnion() ? type.types : [type]) {
    const source = checker.getTypeOfSymbol(event.getProperty("triggerSource"));
    for (const literal of source.isUnion() ? source.types : [source])
      facts.add(`${trigger} source ${literal.value}`);
    addMembers(trigger, "", [event], false);
  }
}

// A file's event is the one with the shortest name; the name is the trigger's.
for (const name of files) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(folder, name)));
  const events = checker.getExportsOfModule(module).filter((symbol) => symbol.name.endsWith("TriggerEvent"));
  events.sort((a, b) => a.name.length - b.name.length);
  addEvent(events[0].name.replace(/TriggerEvent$/, ""), checker.getDeclaredTypeOfSymbol(events[0]));
}

const table = new Set(fs.readFileSync(0, "utf8").split("\n").filter((line) => line !== ""));
const differences = new Set([
  ...[...facts].filter((fact) => !table.has(fact)).map((fact) => `types: ${fact}`),
  ...[...table].filter((fact) => !facts.has(fact)).map((fact) => `table: ${fact}`),
]);

// A reason, then the differences that it explains, each indented.
const known = new Set();
for (const line of fs.readFileSync(path.join(here, "differences.txt"), "utf8").split("\n"))
  if (line.startsWith("  ")) known.add(line.trim());

const unknown = [...differences].filter((line) => !known.has(line)).sort();
const stale = [...known].filter((line) => !differences.has(line)).sort();
for (const line of unknown) console.log(`not explained: ${line}`);
for (const line of stale) console.log(`no difference: ${line}`);
if (facts.size < 100) console.log(`only ${facts.size} facts were read from the types`);
process.exit(unknown.length + stale.length > 0 || facts.size < 100 ? 1 : 0);
