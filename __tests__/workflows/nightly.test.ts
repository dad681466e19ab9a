import { synthesizeAll } from '../../tools/shared/synthesize';
import { resource, Scenario, summaryOf } from '../support/workflows/scenario';

const driftCommand = 'npm run --silent drift staging -- --json --wait';
const night = { name: 'schedule' };

jest.mock('../../tools/shared/synthesize', () => require('../support/workflows/synthesized-project'));

describe('Workflows on main', () => {
  let scenario: Scenario;

  beforeEach(async () => {
    scenario = await Scenario.start();
  });
  afterEach(() => scenario.stop());

  describe('drift.yml', () => {
    const run = (event: { readonly name: string } = night) => scenario.run('drift.yml', event);
    const change = (path: string, before: number, after: number) => [{ path, before, after }];

    function driftSays(drift: object, pending: object, hasChanges = true): void {
      const plans = [
        { kind: 'drift', ...drift },
        { kind: 'next-apply', ...pending },
      ];
      const stdout = JSON.stringify({ environment: 'staging', hasChanges, plans });
      scenario.programs.define(driftCommand, { stdout, exitCode: hasChanges ? 2 : 0 });
    }

    it('opens an issue that lists drift and pending changes separately', async () => {
      driftSays(
        summaryOf({ changed: [resource('aws_lb.main', change('idle_timeout', 60, 90))] }),
        summaryOf({ created: [resource('aws_eip.nat')] }),
      );
      const { results, roles, summary } = await run();
      expect(results).toEqual({ credentials: 'success', drift: 'success' });
      expect(roles).toEqual(['drift: plan-role']);
      const [issue] = scenario.gitHub.issues;
      expect(issue).toMatchObject({ title: 'Drift in staging', state: 'open', labels: ['drift'] });
      expect(issue?.body).toMatch(/#### Changed in AWS since the last apply: 1 to change\n.*idle_timeout: 60 → 90/s);
      expect(issue?.body).toMatch(/#### Changed in the files, but not applied yet: 1 to create\n.*aws_eip\.nat/s);
      expect(issue?.body).toMatch(/### dev: not compared\n\nThe state is a file/);
      expect(summary).toContain('Changed in AWS since the last apply');
    });

    it('updates the issue as long as AWS and the files differ, and closes the issue when they match', async () => {
      driftSays(summaryOf({ changed: [resource('aws_lb.main')] }), summaryOf());
      await run();
      driftSays(summaryOf({ changed: [resource('aws_lb.other')] }), summaryOf());
      await run({ name: 'workflow_dispatch' });
      expect(scenario.gitHub.issues).toMatchObject([{ state: 'open', body: expect.stringContaining('aws_lb.other') }]);
      driftSays(summaryOf(), summaryOf(), false);
      await run();
      expect(scenario.gitHub.issues).toMatchObject([{ state: 'closed' }]);
      expect(scenario.gitHub.comments).toMatchObject([
        { issue: 1, body: expect.stringContaining('No environment differs any more') },
      ]);
    });

    it('opens no issue if AWS and the files do not differ', async () => {
      driftSays(summaryOf(), summaryOf(), false);
      expect((await run()).results).toMatchObject({ drift: 'success' });
      expect(scenario.gitHub.issues).toEqual([]);
    });

    it('fails and leaves the issue open if the synthesis fails', async () => {
      driftSays(summaryOf({ changed: [resource('aws_lb.main')] }), summaryOf());
      await run();
      jest.mocked(synthesizeAll).mockRejectedValueOnce(new Error('A setting is wrong.'));
      expect((await run()).results).toMatchObject({ drift: 'failure' });
      expect(scenario.gitHub.issues).toMatchObject([{ state: 'open' }]);
    });

    it('fails and leaves the issue open if an environment cannot be compared', async () => {
      driftSays(summaryOf({ changed: [resource('aws_lb.main')] }), summaryOf());
      await run();
      scenario.programs.define(driftCommand, { stderr: 'no permission', exitCode: 1 });
      const { results, errors } = await run();
      expect(results).toMatchObject({ drift: 'failure' });
      expect(errors).toContain('drift: The comparison failed for: staging. The summary of this run shows why.');
      expect(scenario.gitHub.issues).toMatchObject([{ state: 'open' }]);
    });
  });

  describe('sweep.yml', () => {
    it('destroys expired previews, in a job of the GitHub environment preview', async () => {
      const { results, roles, approvals } = await scenario.run('sweep.yml', night);
      expect(results).toEqual({ credentials: 'success', sweep: 'success' });
      expect({ roles, approvals }).toEqual({ roles: ['sweep: preview-role'], approvals: ['preview'] });
      expect(scenario.programs.takeCalls()).toContain('npm run preview -- --sweep');
    });

    it('fails if a preview cannot be destroyed', async () => {
      scenario.programs.define('npm run preview -- --sweep', { exitCode: 1 });
      expect((await scenario.run('sweep.yml', night)).results).toMatchObject({ sweep: 'failure' });
    });
  });

  it.each(['deploy.yml', 'drift.yml', 'sweep.yml'])(
    'skip their jobs and say that AWS trusts only main if they run on another branch: %s',
    async (file) => {
      const event = { name: 'workflow_dispatch', ref: 'refs/heads/feature' };
      const { results, roles, summary } = await scenario.run(file, event);
      expect({ roles, done: new Set(Object.values(results)) }).toEqual({
        roles: [],
        done: new Set(['success', 'skipped']),
      });
      expect(summary).toContain('This run is for refs/heads/feature, and AWS trusts only main');
    },
  );

  it.each(['drift.yml', 'sweep.yml'])(
    'skip their jobs and name the missing variables if the repository has not been set up: %s',
    async (file) => {
      const { results, summary } = await scenario.run(file, night, { variables: {} });
      expect(Object.values(results)).toEqual(['success', 'skipped']);
      expect(summary).toContain('variables of the repository are not set: AWS_PLAN_ROLE_ARN, AWS_REGION.');
    },
  );
});
