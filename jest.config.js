const { availableParallelism } = require('node:os');

// All suites of a worker share the AWS SDK, which reads the environment of the worker. The DynamoDB engines accept any credentials.
process.env.AWS_ACCESS_KEY_ID ??= 'local';
process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
// Otherwise the SDK warns in every suite about the end of its support for Node 20.
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
        // Separate files, because Jest reads and compiles the code again for each suite.
        sourceMaps: true,
      },
    ],
  },
  globalSetup: '<rootDir>/__tests__/support/jest/run-folder.js',
  runtime: '<rootDir>/__tests__/support/jest/shared-packages-runtime.js',
  reporters: ['default', '<rootDir>/__tests__/support/jest/not-run-reporter.js'],
  // Nearly half of a suite's time is waiting: for its own processes, for timeouts and for locks. So there are more suites than cores.
  maxWorkers: availableParallelism() + 3,
  // Only for tests that hang: a busy machine may need ten times as long as a quiet one.
  testTimeout: 180_000,
};
