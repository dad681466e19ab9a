const { availableParallelism } = require('node:os');

// The AWS SDK reads its credentials from these variables. They may have any value, because DynamoDB emulators accept any credentials.
process.env.AWS_ACCESS_KEY_ID ??= 'local';
process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
// Without this variable, the SDK warns in every suite that its support for Node 20 is ending.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// Each start of Node reads these certificates, which takes 40 ms. Tests connect only to loopback, so they do not need them.
delete process.env.NODE_EXTRA_CA_CERTS;

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
        // Keeps the source maps out of the compiled files, because Jest reads and compiles these files again for each suite.
        sourceMaps: true,
      },
    ],
  },
  globalSetup: '<rootDir>/__tests__/support/jest/run-folder.js',
  runtime: '<rootDir>/__tests__/support/jest/shared-packages-runtime.js',
  reporters: ['default', '<rootDir>/__tests__/support/jest/not-run-reporter.js'],
  // There are more workers than cores, because suites spend nearly half of their time waiting for processes, timeouts and locks.
  maxWorkers: availableParallelism() + 3,
  // Only tests that hang reach this timeout. It is long, because a busy machine may need ten times as long as a quiet one.
  testTimeout: 600_000,
};
