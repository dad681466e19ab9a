const { appendFileSync } = require('node:fs');

/**
 * Returns why the jobs that need AWS get no credentials.
 * @param {NodeJS.ProcessEnv} variables the environment variables that GitHub sets, and those in the `env` of the step
 * @returns {string | undefined} undefined if the jobs get credentials
 */
function reasonToSkip(variables) {
  const { AWS_PLAN_ROLE_ARN, AWS_REGION, AUTHOR, GITHUB_REPOSITORY, HEAD_REPOSITORY } = variables;
  const { GITHUB_EVENT_NAME, GITHUB_REF } = variables;
  if (HEAD_REPOSITORY && HEAD_REPOSITORY !== GITHUB_REPOSITORY) {
    return `This pull request comes from ${HEAD_REPOSITORY}. GitHub gives no credentials to forks, so there are no plans, comments or previews. To get them, a maintainer can push the branch to ${GITHUB_REPOSITORY}.`;
  }
  if (AUTHOR === 'dependabot[bot]') {
    return 'This pull request installs packages that nobody has reviewed, so it gets no credentials: there are no plans, comments or previews. After the merge, deploy.yml plans before it changes anything.';
  }
  if (GITHUB_EVENT_NAME === 'workflow_dispatch' && GITHUB_REF !== 'refs/heads/main') {
    return `This run is for ${GITHUB_REF}, and AWS trusts only main, so nothing runs. Start the workflow again, and choose the branch main.`;
  }
  const missing = Object.entries({ AWS_PLAN_ROLE_ARN, AWS_REGION }).filter(([, value]) => !value);
  if (missing.length === 0) return undefined;
  const names = missing.map(([name]) => name).join(', ');
  return `The jobs that need AWS are skipped, because these variables of the repository are not set: ${names}. docs/workflows.md says how to set them.`;
}

/**
 * Decides whether the jobs that need AWS get credentials, and prints the reason if they do not.
 * This file is JavaScript without packages, so that its job needs no `npm ci` and takes only seconds.
 * @param {NodeJS.ProcessEnv} variables the environment variables that GitHub sets, and those in the `env` of the step
 */
function checkCredentials(variables) {
  const reason = reasonToSkip(variables);
  const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = variables;
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, `available=${reason === undefined}\n`);
  if (reason === undefined) return;
  console.log(`::notice::${reason}`);
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, `${reason}\n`);
}

module.exports = { checkCredentials };
if (require.main === module) checkCredentials(process.env);
