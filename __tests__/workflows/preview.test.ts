import { pullRequest, Scenario } from '../support/workflows/scenario';

const create = 'npm run preview pr-42 -- --yes --accept-data-loss --wait';
const destroy = 'npm run preview pr-42 -- --destroy';
const labels = [{ name: 'preview' }];

describe('preview.yml', () => {
  let scenario: Scenario;

  beforeEach(async () => {
    scenario = await Scenario.start();
    const status = JSON.stringify({ addresses: ['http://192.0.2.7:5000'] });
    scenario.gitHub.pullRequest = { state: 'open', labels };
    scenario.programs.define('npm run --silent status previewpr42 -- --json', { stdout: status });
  });
  afterEach(() => scenario.stop());

  /**
   * Runs preview.yml for an event of a pull request.
   * @param label the label that the event added or removed
   */
  function run(action: string, { label, ...own }: Readonly<Record<string, unknown>> = {}) {
    const event = pullRequest(action, own);
    return scenario.run('preview.yml', {
      ...event,
      payload: { ...event.payload, ...(label ? { label: { name: label } } : {}) },
    });
  }
  const comments = () => scenario.gitHub.comments.map(({ body }) => body);

  it('deploys a preview when a pull request gets the label, and adds the address of the preview to the comment with the plans', async () => {
    scenario.gitHub.comment(42, '<!-- eight-digit: plans and preview -->\n\nThe plans.\n', 'github-actions[bot]');
    const { results, roles, approvals } = await run('labeled', { label: 'preview', labels });
    expect(results).toEqual({ credentials: 'success', deploy: 'success', destroy: 'skipped' });
    expect(scenario.programs.takeCalls()).toContain(create);
    expect({ roles, approvals }).toEqual({ roles: ['deploy: preview-role'], approvals: ['preview'] });
    expect(comments()).toEqual([
      expect.stringMatching(/The plans\.\n\n.*\n### Preview\n\nhttp:\/\/192\.0\.2\.7:5000\n\n.*`previewpr42`/s),
    ]);
  });

  it.each([
    ['a new commit', 'synchronize', { labels }],
    ['a reopened pull request', 'reopened', { labels }],
  ])('deploys the preview again for %s', async (_title, action, own) => {
    expect((await run(action, own)).results).toMatchObject({ deploy: 'success', destroy: 'skipped' });
  });

  it.each([
    ['the label is removed', 'unlabeled', { label: 'preview' }],
    ['the pull request is closed', 'closed', { labels }],
  ])('destroys the preview when %s', async (_title, action, own) => {
    scenario.gitHub.pullRequest = { state: 'closed', labels: [] };
    const { results } = await run(action, own);
    expect(results).toEqual({ credentials: 'success', deploy: 'skipped', destroy: 'success' });
    expect(scenario.programs.takeCalls()).toContain(destroy);
    expect(comments()).toEqual([expect.stringContaining('The preview was destroyed.')]);
  });

  it.each([
    ['was closed before the job started', 'labeled', { state: 'closed', labels }],
    ['lost the label before the job started', 'synchronize', { state: 'open', labels: [] }],
  ] as const)('deploys nothing if the pull request %s', async (_title, action, now) => {
    scenario.gitHub.pullRequest = now;
    const { results, roles } = await run(action, { label: action === 'labeled' ? 'preview' : undefined, labels });
    expect({ results, roles }).toMatchObject({ results: { deploy: 'success' }, roles: [] });
    expect(scenario.programs.takeCalls()).not.toContain(create);
  });

  it('destroys nothing if the label was added again before the job started', async () => {
    const { results, roles } = await run('unlabeled', { label: 'preview' });
    expect({ results, roles }).toMatchObject({ results: { destroy: 'success' }, roles: [] });
    expect(comments()).toEqual([]);
  });

  it.each([
    ['another label', 'labeled', { label: 'bug', labels }],
    ['a commit without the label', 'synchronize', {}],
    ['a closed pull request without the label', 'closed', {}],
  ])('does nothing for %s', async (_title, action, own) => {
    expect((await run(action, own)).results).toEqual({ credentials: 'skipped', deploy: 'skipped', destroy: 'skipped' });
  });

  it('deploys nothing for a pull request from a fork, and says why', async () => {
    const head = { sha: 'abc', repo: { full_name: 'mallory/app' } };
    const { results, summary } = await run('labeled', { label: 'preview', labels, head });
    expect(results).toMatchObject({ deploy: 'skipped', destroy: 'skipped' });
    expect(summary).toContain('comes from mallory/app');
  });

  it('writes no comment if the deployment fails', async () => {
    scenario.programs.define(create, { exitCode: 1 });
    expect((await run('labeled', { label: 'preview', labels })).results).toMatchObject({ deploy: 'failure' });
    expect(comments()).toEqual([]);
  });
});
