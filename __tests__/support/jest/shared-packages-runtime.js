const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

/** Jest's own copy, and no other version: the one that this extends. */
const ofJest = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { default: Runtime } = ofJest('jest-runtime');

/**
 * Large packages that many suites load, and that keep nothing between two uses but cdktf its tokens. What makes plain objects that a
 * test compares strictly cannot be among them (@msgpack/msgpack), nor what asks for the class of what it is given (@koa/router, RegExp),
 * nor what takes its time from fake timers (pino).
 */
const shared = new Set([
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/lib-dynamodb',
  'kysely',
  'pg',
  'cdktf',
  'constructs',
  '@cdktf/provider-aws',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'koa',
  'koa-bodyparser',
  'nunjucks',
  'ipaddr.js',
  'dynalite',
  'level',
  'valibot',
  'playwright-core',
  'axe-core',
]);

// To optimize WebAssembly takes more time of a CPU than the few statements of a suite gain by it.
setFlagsFromString('--liftoff-only');

/**
 * Compiles a module as a script, which V8 compiles once for all the contexts of a process; a function it compiles for each suite anew.
 */
vm.compileFunction = (code, parameters, { filename, parsingContext }) => {
  const before = `(function (${parameters.join()}) {`;
  const script = new vm.Script(`${before}${code}\n})`, { filename, columnOffset: -before.length });
  return script.runInContext(parsingContext);
};

/** What Jest follows a suite's tests with, and does not end: each makes everything asynchronous in the suites after it slower. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

let tokens;

/** cdktf notes where each of thousands of tokens was made, and Jest looks every line up in a source map: no test reads it. */
function loadCdktf() {
  require('cdktf');
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  return require('cdktf/lib/tokens/private/token-map').TokenMap.instance();
}

/**
 * Loads large packages once for all the suites of a worker, and outside of Jest's sandbox; everything else once for each suite, as
 * Jest does. Loading them was half of the CPU of a suite that only looks at synthesized JSON. They see the process's own
 * `process.env`, and not what a test sets. JavaScript, because jest loads it without transforming it.
 */
module.exports = class SharedPackagesRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    const [, packageName] = /^((?:@[^/]+\/)?[^./][^/]*)/.exec(name) ?? [];
    try {
      if (!shared.has(packageName)) return super.requireModuleOrMock(from, name);
      if (packageName.includes('cdktf')) tokens ??= loadCdktf();
      return createRequire(from)(name);
    } catch (error) {
      // Jest shows the code at the first line of the stack that is not its own.
      if (error?.stack)
        error.stack = error.stack
          .split('\n')
          .filter((line) => !line.includes(__filename))
          .join('\n');
      throw error;
    }
  }

  teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    tokens?.stringTokenMap.clear();
    tokens?.numberTokenMap.clear();
    super.teardown();
  }
};
