const { createRequire } = require('node:module');

/** Finds the copy of `jest-runtime` that Jest itself uses, so that the class below extends it. */
const requireFromJest = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { default: Runtime } = requireFromJest('jest-runtime');

/**
 * The large packages that suites share. They keep no state that affects a later suite, apart from the tokens of cdktf, which `teardown`
 * clears. These packages cannot be shared: @msgpack/msgpack creates plain objects, which tests compare strictly; @koa/router checks whether
 * an argument is a RegExp of its own realm; and pino uses timers, which tests fake.
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

/**
 * Jest's own packages that suites can share, because they use neither the suite nor the classes of its sandbox. Jest would load them again
 * for each suite. They are half of the code that a suite loads before its first test.
 */
const sharedInternalPackages = new Set([
  '@jest/snapshot-utils',
  '@jest/test-result',
  '@jest/transform',
  'graceful-fs',
  'jest-message-util',
  'jest-util',
  'pretty-format',
  'pure-rand',
]);

// Jest warns about leaks if a worker takes half a second to exit. On a slow machine, Node needs that long to free the memory of the worker,
// although nothing has leaked. `process.exit` leaves this to the operating system.
if (process.argv[1]?.endsWith('processChild.js')) process.once('beforeExit', () => process.exit());

let tokens;

/**
 * Loads cdktf without its stack traces of tokens. No test reads these traces, and Jest would look up each line of them in a source map.
 */
function loadCdktf() {
  require('cdktf');
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  return require('cdktf/lib/tokens/private/token-map').TokenMap.instance();
}

/**
 * A runtime of Jest that loads large packages only once per worker, outside of Jest's sandbox. It loads all other modules once per suite,
 * as Jest does. Otherwise, these packages would take half of the CPU time of a suite that only reads synthesized JSON. Shared packages see
 * the `process.env` of the worker, not that of a test. This file is JavaScript, because Jest does not transform runtimes.
 */
module.exports = class SharedPackagesRuntime extends Runtime {
  /** The instances of `AsyncLocalStorage` that Jest has created for this suite. */
  #storages = [];

  requireModuleOrMock(from, name) {
    const [, packageName] = /^((?:@[^/]+\/)?[^./][^/]*)/.exec(name) ?? [];
    try {
      if (!sharedPackages.has(packageName)) return super.requireModuleOrMock(from, name);
      if (packageName.includes('cdktf')) tokens ??= loadCdktf();
      return createRequire(from)(name);
    } catch (error) {
      // Removes the stack frames in this file, because Jest prints the code at the first frame outside of Jest.
      if (error?.stack)
        error.stack = error.stack
          .split('\n')
          .filter((line) => !line.includes(__filename))
          .join('\n');
      throw error;
    }
  }

  /**
   * Gives Jest's own modules an `AsyncLocalStorage` that `teardown` can disable. Jest creates an instance for each suite, and never
   * disables it. Before Node 24, every enabled instance slows down later suites: with 55 instances, a promise takes 16 times as long as
   * with one.
   */
  requireInternalModule(from, name) {
    if (sharedInternalPackages.has(name)) return createRequire(from)(name);
    const loaded = super.requireInternalModule(from, name);
    if (name !== 'node:async_hooks') return loaded;
    const storages = this.#storages;
    class SuiteStorage extends loaded.AsyncLocalStorage {
      constructor(...args) {
        super(...args);
        storages.push(this);
      }
    }
    return { ...loaded, AsyncLocalStorage: SuiteStorage };
  }

  teardown() {
    for (const storage of this.#storages) storage.disable();
    tokens?.stringTokenMap.clear();
    tokens?.numberTokenMap.clear();
    super.teardown();
  }
};
