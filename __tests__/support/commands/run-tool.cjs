/**
 * `node run-tool.cjs tools/plan.ts …` is `node --import tsx tools/plan.ts …` without the thread in which tsx loads ES modules, which
 * are a third of a tool's start. A file of its own, because a `--import` in NODE_OPTIONS has Node load the first file as an ES module.
 */
require('tsx/cjs');
// To optimize WebAssembly takes more time than the few statements of a test gain by it.
require('node:v8').setFlagsFromString('--liftoff-only');

process.argv.splice(1, 1);
require(process.argv[1]);
