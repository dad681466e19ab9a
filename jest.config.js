const { availableParallelism } = require('node:os');

// The SDK, which the suites of a worker share, reads these of the process itself. The engines take any credentials.
process.env.AWS_ACCESS_KEY_ID ??= 'local';
process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
// Without it the SDK warns once in every test file that it will not support Node 20 for ever.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__', '<rootDir>/packages'],
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/support/'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/__tests__/support/jest/run-folder.js',
  runtime: '<rootDir>/__tests__/support/jest/shared-packages-runtime.js',
  reporters: ['default', '<rootDir>/__tests__/support/jest/not-run-reporter.js'],
  // A third of a suite's time is waiting: for its own processes, for time-outs and for a state's locks. So there are more of them than cores.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testSequencer: '<rootDir>/__tests__/support/jest/longest-first.js',
  // For hangs only: a busy machine may take ten times as long as a quiet one.
  testTimeout: 180_000,
};
