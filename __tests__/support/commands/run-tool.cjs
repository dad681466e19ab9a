/**
 * `node run-tool.cjs tools/plan.ts …` runs like `node --import tsx tools/plan.ts …`, but without the thread in which
 * tsx loads ES modules. That thread takes a third of a tool's start. This is a separate CommonJS file, because with a
 * `--import` in NODE_OPTIONS, Node loads the first file as an ES module.
 */
require('tsx/cjs');
// Optimizing WebAssembly takes longer than it saves for the few statements of a test.
require('node:v8').setFlagsFromString('--liftoff-only');

process.argv.splice(1, 1);
require(process.argv[1]);
