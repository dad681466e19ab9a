import { synthesizeAll } from '../../tools/shared/synthesize';
import { pullRequest, resource, Scenario, summaryOf } from '../support/workflows/scenario';

const planCommand = 'npm run --silent plan staging -- --json -lock=false';

jest.mock('../../tools/workflows/smoke-test-image', () => ({
  smokeTestImage: async ([file]: readonly string[]) => require('node:fs').writeFileSync(file, 'image'),
}));

jest.mock('../../tools/shared/synthesize', () => require('../support/workflows/synthesized-project'));

jest.mock('../../tools/shared/stacks-at-commit', () => ({
  stacksAt: () => require('../support/workflows/synthesized-project').synthesizeAll(),
}));

describe('pull-request.yml', () => {
  let scenario: Scenario;

  beforeEach(async () => {
    scenario = await Scenario.start();
  });
  afterEach(() => scenario.stop());

  /** Makes the fake `npm run plan` print this summary for staging. */
  function planSays(summary: object, hasChanges = true): void {
    const report = { environment: 'staging', hasChanges, plans: [{ kind: 'next-apply', ...summary }] };
    scenario.programs.define(planCommand, { stdout: JSON.stringify(report), exitCode: hasChanges ? 2 : 0 });
  }

  const run = (event = pullRequest('opened')) => scenario.run('pull-request.yml', event);
  const comments = () => scenario.gitHub.comments.map(({ body }) => body);

  it('tests, builds the image, scans, plans, and comments on the pull request', async () => {
    planSays(summaryOf(), false);
    const { results, roles, summary } = await run();
    expect(results).toEqual({
      credentials: 'success',
      test: 'success',
      image: 'success',
      scan: 'success',
      plan: 'success',
    });
    expect(roles).toEqual(['plan: plan-role']);
    expect(scenario.programs.takeCalls()).toEqual(
      expect.arrayContaining([
        'npm test',
        'npm run scan',
        'tflint --recursive --minimum-failure-severity=warning',
        planCommand,
      ]),
    );
    expect(comments()).toEqual([expect.stringContaining('#### staging: No changes.')]);
    expect(comments()[0]).toContain("#### dev: not planned\n\nThe state is a file on somebody's machine.");
    expect(comments()[0]).toContain(
      'Planned for 0123456789ab in [this run](https://github.com/acme/app/actions/runs/7).',
    );
    expect(summary).toContain('#### staging: No changes.');
  });

  it('succeeds if the costs cannot be calculated, and the comment says why', async () => {
    planSays(summaryOf(), false);
    expect((await run()).results).toMatchObject({ plan: 'success' });
    expect(comments()[0]).toMatch(/### Costs\n\n[^#]*Not counted: everything \(There are no prices for the region/);
  });

  it('fails if a test fails, but still plans the changes', async () => {
    planSays(summaryOf(), false);
    scenario.programs.define('npm test', { exitCode: 1 });
    expect((await run()).results).toMatchObject({ test: 'failure', plan: 'success' });
  });

  it('fails if a scan finds a problem', async () => {
    planSays(summaryOf(), false);
    scenario.programs.define('npm run scan', { exitCode: 1 });
    expect((await run()).results).toMatchObject({ scan: 'failure', test: 'success' });
  });

  it('shows data loss in bold in the comment', async () => {
    const loss = 'aws_dynamodb_table.entries is destroyed: this deletes every item in the table.';
    planSays(summaryOf({ destroyed: [resource('aws_dynamodb_table.entries')], dataLoss: [loss] }));
    await run();
    expect(comments()[0]).toMatch(
      /^#### staging: 1 to destroy\n\n\*\*DATA LOSS: aws_dynamodb_table\.entries is destroyed: .*\*\*\n/m,
    );
  });

  it('updates its own comment, and does not change comments of others', async () => {
    scenario.gitHub.comment(42, '<!-- eight-digit: plans and preview -->');
    for (let other = 0; other < 100; other++) scenario.gitHub.comment(42, 'Nice.');
    planSays(summaryOf({ created: [resource('aws_eip.nat')] }));
    await run();
    planSays(summaryOf({ changed: [resource('aws_eip.nat')] }));
    await run(pullRequest('synchronize'));
    const own = comments().filter((body) => body.includes('### Plans'));
    expect(own).toEqual([expect.stringContaining('#### staging: 1 to change')]);
    expect(own[0]).not.toContain('1 to create');
    expect(comments()[0]).toBe('<!-- eight-digit: plans and preview -->');
  });

  it('writes no comment if the synthesis fails, because then there are no plans', async () => {
    jest.mocked(synthesizeAll).mockRejectedValueOnce(new Error('A setting is wrong.'));
    const { results, errors } = await run();
    expect(results).toMatchObject({ plan: 'failure' });
    expect(errors).toEqual(['plan: A setting is wrong.', expect.stringContaining('plans contains no reports')]);
    expect(comments()).toEqual([]);
  });

  it('reports only one error if a step before the plans fails', async () => {
    scenario.programs.define('npm ci', { exitCode: 1 });
    const { errors } = await run();
    expect(errors.filter((error) => error.startsWith('plan: '))).toEqual([expect.stringContaining('npm ci exited')]);
  });

  it('succeeds again if all jobs are repeated', async () => {
    planSays(summaryOf(), false);
    const { errors } = await scenario.run('pull-request.yml', pullRequest('opened'), { attempts: 2 });
    expect(errors).toEqual([]);
  });

  it('fails if a plan fails, and the comment contains the error', async () => {
    scenario.programs.define(planCommand, { stderr: 'Found Terraform 1.5.0', exitCode: 1 });
    const { results, errors } = await run();
    expect(results).toMatchObject({ plan: 'failure' });
    expect(errors).toEqual(['plan: npm run plan failed for: staging.']);
    expect(comments()).toEqual([
      expect.stringContaining('#### staging: the plan failed\n\n```text\nFound Terraform 1.5.0\n```'),
    ]);
  });

  it.each([
    [
      'a fork',
      { head: { sha: 'abc', repo: { full_name: 'mallory/app' } } },
      'comes from mallory/app. GitHub gives no credentials to forks',
    ],
    ['a deleted fork', { head: { sha: 'abc', repo: null } }, 'comes from a deleted repository.'],
    ['Dependabot', { user: { login: 'dependabot[bot]' } }, 'installs packages that nobody has reviewed'],
  ])(
    'runs only jobs without credentials for a pull request from %s, and says why the others are skipped',
    async (_title, own, reason) => {
      const { results, roles, summary } = await run({ ...pullRequest('opened', own), isFromFork: true });
      expect(results).toMatchObject({
        test: 'success',
        image: 'success',
        scan: 'success',
        plan: 'skipped',
      });
      expect(summary).toContain(reason);
      expect(roles).toEqual([]);
      expect(comments()).toEqual([]);
    },
  );

  it('skips the plans if the repository has not been set up, and names the missing variables', async () => {
    const { results, summary } = await scenario.run('pull-request.yml', pullRequest('opened'), { variables: {} });
    expect(results).toMatchObject({ test: 'success', scan: 'success', plan: 'skipped' });
    expect(summary).toContain('variables of the repository are not set: AWS_PLAN_ROLE_ARN, AWS_REGION.');
  });

  it.each(['labeled', 'unlabeled', 'closed'])('does not run when a pull request is %s', async (action) => {
    expect((await run(pullRequest(action))).results).toEqual({});
  });
});
