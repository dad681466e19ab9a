const { createRequire } = require('node:module');

/** Resolves packages as Jest does, so that the class below extends the runtime of the installed Jest. */
const requireFromJest = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { default: Runtime } = requireFromJest('jest-runtime');

/**
 * The large packages that suites share. Except for the tokens of cdktf, they keep no state that affects a later suite. Three kinds of
 * packages cannot be shared: those that create plain objects that tests compare strictly (@msgpack/msgpack), those that check the class of
 * an argument (@koa/router, for RegExp), and those that use timers that tests fake (pino).
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
 * The packages of Jest that it would load into each sandbox, although they depend neither on the suite nor on the classes of the sandbox.
 * They are half of what a suite loads before its first test.
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

let tokens;

/**
 * Loads cdktf, and removes the stack traces that it records for tokens. Jest would look up each line in a source map, and no test reads the
 * traces.
 */
function loadCdktf() {
  require('cdktf');
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  return require('cdktf/lib/tokens/private/token-map').TokenMap.instance();
}

/**
 * A runtime of Jest that loads large packages only once per worker, outside of Jest's sandbox. It loads all other modules once per suite,
 * as Jest does. Without sharing, loading the packages takes half of the CPU time of a suite that only reads synthesized JSON. Shared
 * packages use the `process.env` of the worker, not that of a test. This file is JavaScript, because Jest does not transform runtimes.
 */
module.exports = class SharedPackagesRuntime extends Runtime {
  /** The instances of `AsyncLocalStorage` that Jest itself created for this suite. */
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
   * Gives Jest's own modules an `AsyncLocalStorage` that `teardown` can disable. Jest creates an instance for each suite and never disables
   * it. Before Node 24, each enabled instance slows down the suites that follow: with 55 of them, a promise costs 16 times as much as with
   * one.
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
