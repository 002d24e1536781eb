// SPDX-License-Identifier: Apache-2.0
// Compiles stacks of the AWS CDK strictly, runs them as the CDK's command does, and gives what they make. Reads
// templates of CloudFormation and SAM through the CDK too.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import ts from 'typescript';

// Why the files do not compile; an empty text if they do. Writes what they compile to beside them.
export function compile(files) {
  const options = {
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
    lib: ['lib.es2022.d.ts'],
  };
  const program = ts.createProgram(files, options);
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return ts.formatDiagnostics(diagnostics, {
    getCurrentDirectory: () => process.cwd(),
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

// Runs the compiled stacks, each stack.js in its folder, as the CDK's command does: it says by variables where the
// output goes and what the context is. One process for all: to load the CDK takes seconds.
export function synthesise(root, contexts) {
  writeFileSync(join(root, 'function.zip'), 'any');
  const script = Object.entries(contexts).map(
    ([name, context]) =>
      `process.env.CDK_OUTDIR = ${JSON.stringify(join(root, name, 'cdk.out'))};
       process.env.CDK_CONTEXT_JSON = ${JSON.stringify(JSON.stringify(context))};
       require(${JSON.stringify(join(root, name, 'stack.js'))});`,
  );
  execFileSync(process.execPath, ['-e', script.join('\n')], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

// The template that a stack has made.
export function synthesised(root, name) {
  const template = JSON.parse(readFileSync(join(root, name, 'cdk.out', 'Triggers.template.json'), 'utf8'));
  for (const resource of Object.values(template.Resources)) delete resource.Metadata;
  return template;
}

// Throws if the CDK cannot read the template, or would write another one.
export function include(file, outdir) {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Included');
  new CfnInclude(stack, 'Template', { templateFile: file });
  return app.synth().getStackByName('Included').template;
}
