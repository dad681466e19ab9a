const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The suites that start browsers, terraform and local runs, the longest first: begun last, one would run on alone. Those that mostly
 * wait, for time-outs and for locks, stand between those that compute: side by side they would leave the processor idle.
 */
const longest = [
  'tools/deploy.test',
  'e2e/changes',
  'app/profiles/process',
  'e2e/pages',
  'app/profiles/stores',
  'tools/start',
  'e2e/state-s3',
  'e2e/combinations',
  'e2e/profiles-pages',
  'e2e/prod-life',
  'e2e/state-cloud-runs',
  'e2e/balanced-life',
  'app/http/http-server',
  'e2e/cdktf-cli',
  'e2e/state-cloud',
  'e2e/',
  'app/outage',
  'app/entries/faulty-store',
  'tools/image/container-image',
  'main.test',
  'tools/plan.test',
  'tools/dev',
  'readme',
  'app/profiles/',
  'tools/',
];

/** Orders a run the same way on every machine, whether jest has seen it before or not. JavaScript, as jest loads it plain. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = longest.findIndex((part) => path.includes(`/__tests__/${part}`));
      return found === -1 ? longest.length : found;
    };
    return [...tests].sort((one, other) => rank(one) - rank(other) || one.path.localeCompare(other.path));
  }
};
