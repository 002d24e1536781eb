// SPDX-License-Identifier: Apache-2.0
// Checks a template of CloudFormation against the schemas that AWS publishes: types and names of properties,
// what is required, which values are allowed; that references lead somewhere, and never in a circle.
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import YAML from 'yaml';

const spec = await loadAwsServiceSpec();

// SAM makes a Lambda function of it; the names that differ.
const samFunction = 'AWS::Serverless::Function';
const onlySam = new Map([['CodeUri', 'Code']]);
const pseudo = /^AWS::(AccountId|NoValue|Partition|Region|StackId|StackName|URLSuffix)$/;

// The short forms of YAML as the long ones of JSON.
const tags = ['Ref', 'Condition', 'GetAtt', 'Sub', 'If', 'Not', 'And', 'Or', 'Equals', 'Join'].flatMap(
  (name) => {
    const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    const split = (value) => (name === 'GetAtt' ? value.split(/\.(.*)/s).slice(0, 2) : value);
    return [
      { tag: `!${name}`, resolve: (value) => ({ [key]: split(value) }) },
      { tag: `!${name}`, collection: 'seq', resolve: (seq) => ({ [key]: seq.toJSON() }) },
    ];
  },
);

export function readYaml(text) {
  const document = YAML.parseDocument(text, { customTags: tags, uniqueKeys: true, schema: 'core' });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) throw problems[0];
  return document.toJS();
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const intrinsic = (value) =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Condition|Fn::\w+)$/.test(Object.keys(value)[0]);

// Calls `found(id, attribute)` for each reference below `value`; `attribute` is undefined for a Ref.
function references(value, found) {
  if (Array.isArray(value)) return value.forEach((each) => references(each, found));
  if (!isObject(value)) return;
  for (const [key, content] of Object.entries(value)) {
    if (key === 'Ref') found(content);
    else if (key === 'Fn::GetAtt') found(content[0], content[1]);
    else if (key === 'Fn::Sub' && typeof content === 'string')
      for (const [, id, attribute] of content.matchAll(/\$\{([\w:]+)(?:\.([\w.]+))?\}/g)) found(id, attribute);
    else references(content, found);
  }
}

// The ids of a circle, or nothing.
export function circle(edges) {
  const done = new Set();
  const walk = (id, way) => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    done.add(id);
    for (const next of edges.get(id) ?? []) {
      const found = walk(next, [...way, id]);
      if (found) return found;
    }
    return undefined;
  };
  for (const id of edges.keys()) {
    const found = walk(id, []);
    if (found) return found;
  }
  return undefined;
}

function checkValue(type, value, path, problems) {
  if (intrinsic(value)) return;
  switch (type.type) {
    case 'ref':
      checkObject(spec.get('typeDefinition', type.reference.$ref), value, path, problems);
      break;
    case 'array':
      if (!Array.isArray(value)) problems.push(`${path} is no list`);
      else value.forEach((each, index) => checkValue(type.element, each, `${path}[${index}]`, problems));
      break;
    case 'map':
      if (!isObject(value)) problems.push(`${path} is no map`);
      else
        Object.entries(value).forEach(([key, each]) =>
          checkValue(type.element, each, `${path}.${key}`, problems),
        );
      break;
    case 'union': {
      const fits = type.types.some((each) => {
        const found = [];
        checkValue(each, value, path, found);
        return found.length === 0;
      });
      if (!fits) problems.push(`${path} fits none of its types`);
      break;
    }
    case 'string':
      if (typeof value !== 'string') problems.push(`${path} is no text`);
      else if (type.allowedValues && !type.allowedValues.includes(value))
        problems.push(`${path} may not be ${value}`);
      break;
    case 'integer':
    case 'number':
      if (typeof value !== 'number') problems.push(`${path} is no number`);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') problems.push(`${path} is no boolean`);
      break;
    default: // json, date-time, tag: anything
  }
}

function checkObject(definition, value, path, problems) {
  if (!isObject(value)) return void problems.push(`${path} is no object`);
  for (const [name, content] of Object.entries(value)) {
    const property = definition.properties[name];
    if (property) checkValue(property.type, content, `${path}.${name}`, problems);
    else problems.push(`${path} has no property ${name}`);
  }
  for (const [name, property] of Object.entries(definition.properties))
    if (property.required && !(name in value)) problems.push(`${path} lacks ${name}`);
}

function resourceSpec(type) {
  const name = type === samFunction ? 'AWS::Lambda::Function' : type;
  return spec.lookup('resource', 'cloudFormationType', 'equals', name).at(0);
}

function checkResource(id, resource, problems) {
  const definition = resourceSpec(resource.Type);
  if (!definition) return void problems.push(`${id}: there is no type ${resource.Type}`);
  const properties = { ...resource.Properties };
  if (resource.Type === samFunction) {
    for (const [name, stands] of onlySam) {
      if (!(name in properties)) problems.push(`${id} lacks ${name}`);
      delete properties[name];
      properties[stands] = {};
    }
  }
  checkObject(definition, properties, id, problems);
}

function checkReferences(template, problems) {
  const edges = new Map();
  const check = (from, value) =>
    references(value, (to, attribute) => {
      if (pseudo.test(to)) return;
      if (attribute === undefined && template.Parameters?.[to]) return;
      const resource = template.Resources[to];
      if (!resource) return void problems.push(`${from} refers to ${to}, which is not there`);
      if (from in template.Resources) edges.get(from).add(to);
      const known = attribute === undefined || attribute in (resourceSpec(resource.Type)?.attributes ?? {});
      if (!known) problems.push(`${from}: ${to} has no attribute ${attribute}`);
    });
  for (const [id, resource] of Object.entries(template.Resources)) {
    edges.set(id, new Set([resource.DependsOn ?? []].flat()));
    check(id, resource.Properties);
  }
  for (const [id, output] of Object.entries(template.Outputs ?? {})) check(id, output);
  const round = circle(edges);
  if (round) problems.push(`a circle: ${round.join(' -> ')}`);
}

function checkNames(template, problems) {
  const ids = [...Object.keys(template.Parameters ?? {}), ...Object.keys(template.Resources)];
  for (const id of ids) {
    if (!/^[A-Za-z0-9]+$/.test(id)) problems.push(`${id} is no id`);
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`${id} stands for two things`);
  }
  const used = new Set();
  const conditions = (value) => {
    if (Array.isArray(value)) value.forEach(conditions);
    else if (isObject(value)) {
      if (Array.isArray(value['Fn::If'])) used.add(value['Fn::If'][0]);
      Object.values(value).forEach(conditions);
    }
  };
  conditions(template.Resources);
  for (const name of used)
    if (!template.Conditions?.[name]) problems.push(`there is no condition ${name}`);
  for (const name of Object.keys(template.Conditions ?? {}))
    if (!used.has(name)) problems.push(`the condition ${name} is not used`);
}

// What is wrong with the template; nothing is an empty list.
export function checkTemplate(template) {
  const problems = [];
  for (const [id, resource] of Object.entries(template.Resources)) checkResource(id, resource, problems);
  checkReferences(template, problems);
  checkNames(template, problems);
  return problems;
}

export const ofType = (template, ...types) =>
  Object.values(template.Resources).filter((resource) => types.includes(resource.Type));

// The members of LambdaConfig that name a trigger; PreTokenGeneration is the older way to say
// PreTokenGenerationConfig.
export function triggerMembers() {
  const config = spec
    .lookup('resource', 'cloudFormationType', 'equals', 'AWS::Cognito::UserPool')
    .only().properties.LambdaConfig;
  const members = Object.keys(spec.get('typeDefinition', config.type.reference.$ref).properties);
  return members.filter((name) => name !== 'KMSKeyID' && name !== 'PreTokenGeneration');
}
