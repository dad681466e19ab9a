import { appendFileSync } from 'node:fs';
import { Scenario, summaryOf } from '../support/workflows/scenario';
import type { Command } from '../support/workflows/workflow-run';

const planStaging = 'npm run deploy staging -- --plan --out plan --wait';
const applyStaging = 'npm run deploy staging -- --plan-from plan --yes --accept-data-loss --wait';
const planProd = 'npm run promote staging prod -- --plan --out plan --wait';
const applyProd = 'npm run promote staging prod -- --plan-from plan --yes --accept-data-loss --wait';
const push = { name: 'push', payload: { repository: { private: false } } };

jest.mock('../../tools/workflows/log-in-to-registry', () => ({ writeRegistryLogin: async () => undefined }));

describe('deploy.yml', () => {
  let scenario: Scenario;

  beforeEach(async () => {
    scenario = await Scenario.start();
    plans(planStaging, 'staging');
    plans(planProd, 'prod');
  });
  afterEach(() => scenario.stop());

  /** Makes the fake of this command save a plan that changes one resource of the environment. */
  function plans(command: string, environment: string, own: object = {}): void {
    const change = { path: 'retention_in_days', before: 7, after: 30 };
    const changed = [
      { address: 'aws_cloudwatch_log_group.app', type: 'aws_cloudwatch_log_group', changes: [change], forcedBy: [] },
    ];
    const plan = {
      ...{ environment, version: 'abc', image: 'app@sha256:1', isFirst: false, hasChanges: true },
      plans: [{ kind: 'next-apply', ...summaryOf({ changed }) }],
      ...own,
    };
    scenario.programs.define(command, {
      files: { 'plan/plan.json': JSON.stringify(plan), 'plan/terraform.tfplan': environment },
    });
  }
  const run = () => scenario.run('deploy.yml', push);
  const deployments = () => scenario.programs.takeCalls().filter((call) => /npm run (deploy|promote)/.test(call));

  it('plans, asks for approval and applies, first in staging and then in prod, with a role for each job', async () => {
    const { results, roles, approvals, summary } = await run();
    expect(results).toEqual({
      credentials: 'success',
      'plan-staging': 'success',
      staging: 'success',
      'plan-prod': 'success',
      prod: 'success',
    });
    expect(deployments()).toEqual([planStaging, applyStaging, planProd, applyProd]);
    expect(approvals).toEqual(['staging', 'prod']);
    expect(roles).toEqual([
      'plan-staging: plan-role',
      'staging: staging-role',
      'plan-prod: plan-role',
      'prod: prod-role',
    ]);
    expect(summary).toMatch(
      /#### staging: 1 to change\n.*retention_in_days: 7 → 30.*\n\nVersion abc, image `app@sha256:1`\n\nAfter an approval, the job applies exactly this plan\./s,
    );
  });

  it('asks for no approval for an environment without changes, and still promotes the image to prod', async () => {
    plans(planStaging, 'staging', { hasChanges: false });
    const { results, approvals } = await run();
    expect(results).toMatchObject({ staging: 'skipped', 'plan-prod': 'success', prod: 'success' });
    expect(approvals).toEqual(['prod']);
  });

  it('links to the run in Terraform Cloud if the plan was made there', async () => {
    const run = 'https://app.terraform.io/app/acme/staging/runs/run-1';
    plans(planStaging, 'staging', { plans: [{ kind: 'next-apply', run, withheld: true }] });
    expect((await scenario.run('deploy.yml', push)).summary).toMatch(
      /#### staging: no summary\n\n.*\n\n\[The run in Terraform Cloud\]\(https:\S+\/run-1\)\n\nVersion abc/,
    );
  });

  it('says in the summary that a first deployment needs a second plan', async () => {
    plans(planStaging, 'staging', { isFirst: true });
    expect((await run()).summary).toContain(
      'Nothing has been deployed to staging yet. After an approval, the job applies this plan, and then a second plan',
    );
  });

  describe('after a deployment has pushed an image', () => {
    const attested = async (error?: Error, own: object = {}) => {
      const deploy: Command = async (words, variables) => {
        if (words.includes('--plan')) return scenario.programs.call(planStaging);
        appendFileSync(variables.GITHUB_OUTPUT ?? '', 'sbom=sbom.json\n');
        if (error) throw error;
      };
      const { actions } = await scenario.run('deploy.yml', { ...push, ...own }, { commands: { deploy } });
      return actions.filter((action) => action === 'staging: actions/attest').length;
    };

    it('attaches provenance and an SBOM to the image', async () => {
      expect(await attested()).toBe(2);
    });

    it('attaches provenance and an SBOM even if ECS has rolled the deployment back', async () => {
      expect(await attested(new Error('Rolled back.'))).toBe(2);
    });

    it('attaches neither provenance nor an SBOM in a private repository', async () => {
      expect(await attested(undefined, { payload: { repository: { private: true } } })).toBe(0);
    });
  });

  it('does not promote the image to prod if the deployment to staging failed', async () => {
    scenario.programs.define(applyStaging, { exitCode: 1 });
    const { results, approvals } = await run();
    expect(results).toMatchObject({ staging: 'failure', 'plan-prod': 'skipped', prod: 'skipped' });
    expect(approvals).toEqual(['staging']);
  });

  it('succeeds again if all jobs are repeated', async () => {
    const { errors, approvals } = await scenario.run('deploy.yml', push, { attempts: 2 });
    expect(errors).toEqual([]);
    expect(approvals).toEqual(['staging', 'prod', 'staging', 'prod']);
  });

  it.each(['staging', 'prod'])(
    'asks for no approval if the plan of %s cannot be stored as an artifact',
    async (environment) => {
      const { results } = await scenario.run('deploy.yml', push, { withoutArtifacts: [`plan-${environment}`] });
      expect(results).toMatchObject({ [`plan-${environment}`]: 'failure', [environment]: 'skipped' });
    },
  );

  it('asks for no approval if the plan of staging fails', async () => {
    scenario.programs.define(planStaging, { exitCode: 1 });
    const { results, approvals } = await run();
    expect(results).toMatchObject({
      'plan-staging': 'failure',
      staging: 'skipped',
      'plan-prod': 'skipped',
      prod: 'skipped',
    });
    expect(approvals).toEqual([]);
  });

  it('deploys nothing if the repository has not been set up, and names the missing variables', async () => {
    const { results, summary } = await scenario.run('deploy.yml', push, { variables: {} });
    expect(new Set(Object.values(results))).toEqual(new Set(['success', 'skipped']));
    expect(deployments()).toEqual([]);
    expect(summary).toContain('variables of the repository are not set: AWS_PLAN_ROLE_ARN, AWS_REGION.');
  });

  it('does not run for a pull request', async () => {
    expect((await scenario.run('deploy.yml', { name: 'pull_request', action: 'opened' })).results).toEqual({});
  });
});
