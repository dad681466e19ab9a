const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

/** Resolves packages as Jest does, so that the class below extends the runtime of the installed Jest. */
const requireFromJest = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { default: Runtime } = requireFromJest('jest-runtime');

/**
 * The large packages that suites share. They have no state between two uses, except the tokens of cdktf. Three kinds of
 * packages cannot be shared: those that create plain objects that tests compare strictly (@msgpack/msgpack), those that
 * check the class of an argument (@koa/router, for RegExp), and those that use fake timers (pino).
 */
const sharedPackages = new Set([
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

// Does not optimize WebAssembly: that costs more CPU than the few database statements of a suite gain.
setFlagsFromString('--liftoff-only');

/**
 * Compiles a module as a script. V8 compiles a script once for all suites of a process, but a function again for each suite. (Decision 8 in
 * docs/decisions.md has the measurement for these three changes of Node.)
 */
vm.compileFunction = (code, parameters, { filename, parsingContext }) => {
  const before = `(function (${parameters.join()}) {`;
  const script = new vm.Script(`${before}${code}\n})`, { filename, columnOffset: -before.length });
  return script.runInContext(parsingContext);
};

/**
 * The AsyncLocalStorages that Jest creates for a suite and does not disable. Each one slows down all asynchronous code
 * of later suites.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

let tokens;

/** Loads cdktf without the stack traces of its tokens. Jest would look up each line in a source map, and no test reads the traces. */
function loadCdktf() {
  require('cdktf');
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  return require('cdktf/lib/tokens/private/token-map').TokenMap.instance();
}

/**
 * Loads large packages only once for all suites of a worker, outside of Jest's sandbox. It loads all other modules once
 * for each suite, as Jest does. Without sharing, loading the packages takes half of the CPU of a suite that only reads
 * synthesized JSON. Shared packages use the `process.env` of the worker, not that of a test. This file is JavaScript,
 * because Jest does not transform runtimes.
 */
module.exports = class SharedPackagesRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    const [, packageName] = /^((?:@[^/]+\/)?[^./][^/]*)/.exec(name) ?? [];
    try {
      if (!sharedPackages.has(packageName)) return super.requireModuleOrMock(from, name);
      if (packageName.includes('cdktf')) tokens ??= loadCdktf();
      return createRequire(from)(name);
    } catch (error) {
      // Jest prints the code of the first stack frame outside of Jest. Without this, that frame would be in this file.
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
