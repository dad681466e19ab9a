const { availableParallelism } = require('node:os');

// All suites of a worker share the AWS SDK, which reads the worker's environment variables. DynamoDB emulators accept any credentials.
process.env.AWS_ACCESS_KEY_ID ??= 'local';
process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
// Without this variable, the SDK warns in every suite that its support for Node 20 ends.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__', '<rootDir>/packages'],
  testMatch: ['**/__tests__/**/*.test.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        // Writes source maps into separate files, because Jest reads and compiles the code again for each suite.
        sourceMaps: true,
      },
    ],
  },
  globalSetup: '<rootDir>/__tests__/support/jest/run-folder.js',
  runtime: '<rootDir>/__tests__/support/jest/shared-packages-runtime.js',
  reporters: ['default', '<rootDir>/__tests__/support/jest/not-run-reporter.js'],
  // Suites wait nearly half of their time for processes, timeouts and locks. So there are more workers than cores.
  maxWorkers: availableParallelism() + 3,
  // Only tests that hang reach this timeout. It is long, because a busy machine may need ten times as long as a quiet one.
  testTimeout: 180_000,
};
