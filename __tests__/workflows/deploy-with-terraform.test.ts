import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDeployCommand, type DeployOptions } from '../../tools/deploy/deploy-command';
import { Deployment } from '../../tools/deploy/deployment';
import { withJobSummary } from '../../tools/deploy/job-summary';
import type { RecordedCall } from '../support/aws/fake-aws';
import { createDeployableProject, type DeployableProject } from '../support/commands/deployable-project';
import { mainThatWrites } from '../support/commands/local-stack';
import { commandRoles } from '../support/iam/command-roles';
import { authorizedCalls } from '../support/iam/recorded-calls';
import { roleProblems } from '../support/iam/role-problems';
import { describeIf, dockerRegistry, terraform } from '../support/jest/requirement';
import type { Changes } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';
import { Scenario, summaryOf } from '../support/workflows/scenario';
import type { WorkflowRun } from '../support/workflows/workflow-run';

const noChange = { environment: 'prod', hasChanges: false, plans: [{ kind: 'next-apply', ...summaryOf() }] };

/** deploy.yml with the real `npm run deploy` and a simulated AWS. Each test depends on the results of the tests before it. */
describeIf(terraform, 'deploy.yml,', () => {
  describeIf(dockerRegistry, 'with the real npm run deploy:', (registryProgram) => {
    let project: DeployableProject;
    let scenario: Scenario;
    /** Called with the arguments of each `npm run deploy` before the command runs. */
    let before: (words: readonly string[]) => void;

    beforeAll(async () => {
      project = await createDeployableProject(registryProgram);
      configure();
      scenario = await Scenario.start();
      scenario.programs.define('npm run promote staging prod -- --plan --out plan --wait', {
        files: { 'plan/plan.json': JSON.stringify(noChange) },
      });
    });
    beforeEach(() => {
      before = () => undefined;
    });
    afterAll(async () => {
      scenario?.stop();
      await project?.close();
    });

    /** Writes and commits the settings of staging. */
    function configure(logRetentionDays: Changes['logRetentionDays'] = 7): void {
      project.write('main.ts', mainThatWrites(synthesized({ name: 'staging', logRetentionDays }), 'staging'));
      project.commit();
    }

    /** The AWS calls of the two jobs. Each job has its own role. */
    const calls: Record<'plan' | 'deploy', RecordedCall[]> = { plan: [], deploy: [] };

    async function deploy(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<void> {
      before(words);
      const command = createDeployCommand().parse([...words, '--no-verify'], { from: 'user' });
      const [name] = command.processedArgs as [string];
      // The paths in the options `out` and `planFrom` are relative to the folder of the job, not to the folder of the project.
      const folders = Object.entries(command.opts()).map(([key, value]) =>
        key === 'out' || key === 'planFrom' ? [key, `${process.cwd()}/${value}`] : [key, value],
      );
      const options = Object.fromEntries(folders) as DeployOptions;
      const { error } = await project.inProcess((steps) =>
        withJobSummary(
          `The deployment of ${name}`,
          new Deployment(name, options, { stop: new AbortController().signal, steps }),
          variables,
        ),
      );
      calls[words.includes('--plan') ? 'plan' : 'deploy'].push(...project.aws.calls.splice(0));
      if (error) throw error;
    }

    const run = (): Promise<WorkflowRun> =>
      scenario.run(
        'deploy.yml',
        { name: 'push', payload: { repository: { private: true } } },
        { commands: { deploy } },
      );
    const running = () => String(project.account.parameter('/eight-digit/staging/deployed/image'));

    it('the workflow deploys the first version of the app by applying the approved plan', async () => {
      const { results, errors, approvals, summary } = await run();
      expect({ results, errors }).toMatchObject({ results: { staging: 'success', prod: 'skipped' }, errors: [] });
      expect(approvals).toEqual(['staging']);
      expect(summary).toMatch(/#### staging: \d+ to create.*Nothing has been deployed to staging yet\./s);
      expect(summary).toMatch(
        new RegExp(
          `### staging runs version ${project.version()}\n\nImage: .*@sha256:.*\\| Deploy \\| [\\d.]+ s \\|`,
          's',
        ),
      );
      expect(running()).toContain('@sha256:');
    });

    it('the workflow fails if the state has changed since the approved plan was made', async () => {
      configure(30);
      before = ([, ...options]) => {
        if (!options.includes('--plan-from')) return;
        const state = path.join(project.folder, 'terraform.staging.tfstate');
        writeFileSync(
          state,
          readFileSync(state, 'utf8').replace(/"serial": (\d+)/, (_match, serial) => `"serial": ${Number(serial) + 1}`),
        );
      };
      const { results, errors, summary } = await run();
      expect(results).toMatchObject({ staging: 'failure' });
      expect(errors).toEqual([
        expect.stringContaining('The state has changed since the plan was made, so Terraform rejects the plan.'),
      ]);
      expect(summary).toContain('### The deployment of staging failed');
    });

    it.each([
      ['plan', commandRoles['deploy --plan']],
      ['deploy', commandRoles['deploy --plan-from']],
    ] as const)(
      'the job "%s" makes only AWS calls that its role allows, and only in its own environment',
      (job, { roles }) => {
        const made = authorizedCalls(calls[job]);
        expect(made.length).toBeGreaterThan(1);
        expect(roleProblems(roles, 'staging', made)).toEqual([]);
      },
    );
  });
});
