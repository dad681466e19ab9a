const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/**
 * Creates a folder that all suites of a run share, and sets `TEST_RUN_FOLDER` to its path. It is deleted when Jest exits. This file is
 * JavaScript, because Jest does not transform a global setup.
 */
module.exports = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-run-'));
  process.env.TEST_RUN_FOLDER = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
