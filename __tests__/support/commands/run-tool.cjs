/**
 * `node run-tool.cjs tools/plan.ts …` runs like `node --import tsx tools/plan.ts …`, but starts in half of the CPU time or less. It needs
 * neither the thread in which tsx loads ES modules nor esbuild: it compiles like Jest, and each file only once in a run of the tests. This
 * is a separate CommonJS file, because with a `--import` in NODE_OPTIONS, Node loads the first file as an ES module.
 */
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { setFlagsFromString } = require('node:v8');

function compile(file) {
  const { transformSync } = require('@swc/core');
  return transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code;
}

/** Returns the compiled code of a file. Source files are the same during a run. */
function compiled(file) {
  const name = createHash('sha256').update(`compiled ${file}`).digest('hex');
  const shared = path.join(process.env.TEST_RUN_FOLDER ?? '', name);
  if (existsSync(shared)) return readFileSync(shared, 'utf8');
  const code = compile(file);
  // The file is renamed when it is complete, because other processes may read it at any time.
  writeFileSync(`${shared}.${process.pid}`, code);
  renameSync(`${shared}.${process.pid}`, shared);
  return code;
}

require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
// Optimizing WebAssembly takes longer than it saves for the few statements of a test.
setFlagsFromString('--liftoff-only');

process.argv.splice(1, 1);
require(process.argv[1]);
