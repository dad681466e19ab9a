const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** Gives all suites of a run one folder for what they share, as `TEST_RUN_FOLDER`. JavaScript, because jest loads it plain. */
module.exports = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'test-run-'));
  process.env.TEST_RUN_FOLDER = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
