const { default: Sequencer } = require('@jest/test-sequencer');

/** The suites that start browsers, terraform and local runs, the longest first: begun last, one would run on alone. */
const longest = [
  'app/profiles/stores',
  'tools/start',
  'e2e/',
  'app/profiles/process',
  'tools/plan.test',
  'bench/views',
  'main.test',
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
