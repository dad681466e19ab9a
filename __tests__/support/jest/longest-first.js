const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The long suites, which start browsers, terraform and local runs, in the order of their start. The longest starts
 * first: if it started last, it would run on one core while the other cores are idle. Suites that mostly wait for
 * timeouts and locks alternate with suites that compute.
 */
const longest = [
  'tools/deploy.test',
  'e2e/changes',
  'app/profiles/process',
  'e2e/pages',
  'app/profiles/stores',
  'tools/start',
  'e2e/state-s3',
  'tools/deploy-states',
  'tools/terraform/remote-run',
  'stacks/bootstrap/all-environments',
  'e2e/combinations',
  'tools/destroy/remote-destruction',
  'e2e/profiles-pages',
  'e2e/prod-life',
  'e2e/state-cloud-runs',
  'e2e/balanced-life',
  'app/http/http-server',
  'e2e/cdktf-cli',
  'workflows/deploy-with-terraform',
  'tools/destroy.test',
  'aws/aws-error',
  'e2e/state-cloud',
  'e2e/',
  'app/outage',
  'app/entries/dynamodb/faulty-store',
  'tools/image/container-image',
  'main.test',
  'tools/plan.test',
  'tools/dev',
  'readme',
  'app/profiles/',
  'tools/',
];

/**
 * Sorts suites in the same order on every machine. (Jest's own order depends on its cache.) This file is JavaScript,
 * because Jest does not transform sequencers.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = longest.findIndex((part) => path.includes(`/__tests__/${part}`));
      return found === -1 ? longest.length : found;
    };
    return [...tests].sort((one, other) => rank(one) - rank(other) || one.path.localeCompare(other.path));
  }
};
