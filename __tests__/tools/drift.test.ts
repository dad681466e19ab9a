import { PassThrough } from 'node:stream';
import { Steps } from '../../tools/console/steps';
import { detectDrift } from '../../tools/drift/detect-drift';
import { reportAsText } from '../../tools/plan/plan-report';
import { AppliedProject } from '../support/commands/applied-project';
import { describeIf, terraform } from '../support/jest/requirement';

jest.mock('../../tools/shared/synthesize', () => require('../support/commands/applied-project'));

/** Returns a stack with two log groups. @param retention the retention of the log group `app`, in days */
function documentOf(retention: number): object {
  return {
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws' } },
      backend: { local: { path: '../../../dev.tfstate' } },
    },
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: {
      aws_cloudwatch_log_group: {
        app: { name: '/ecs/app', retention_in_days: retention },
        flow: { name: '/vpc/flow', retention_in_days: 7 },
      },
    },
    output: { region: { value: 'eu-central-1' } },
  };
}

/** Each test starts from the result of the test before it. */
describeIf(terraform, 'npm run drift dev', () => {
  const repository = process.cwd();
  const steps = new Steps(new PassThrough() as unknown as NodeJS.WriteStream);
  let project: AppliedProject;

  const detect = () => detectDrift('dev', { json: true, wait: false }, { stop: new AbortController().signal, steps });
  /** Changes the log group `flow` directly in AWS, not with Terraform. */
  function changeFlowLog(attributes: { retention_in_days: number }): void {
    const logs = project.account.resources('aws_cloudwatch_log_group');
    const log = logs.find(({ name }) => name === '/vpc/flow') ?? {};
    project.account.change('aws_cloudwatch_log_group', log, attributes);
  }

  beforeAll(async () => {
    project = await AppliedProject.start('dev', { document: documentOf(7), unprotected: documentOf(7) });
    process.chdir(project.folder);
  });
  afterAll(() => {
    process.chdir(repository);
    project?.close();
  });

  it('compares nothing before the first apply', async () => {
    expect(await detect()).toMatchObject({
      hasChanges: false,
      plans: [],
      remarks: ['dev has not been applied yet, so there is nothing to compare.'],
    });
  });

  it('reports no changes after an apply', async () => {
    await project.terraform('apply', '-auto-approve');
    const report = await detect();
    expect(report).toMatchObject({ hasChanges: false, plans: [{ kind: 'drift' }, { kind: 'next-apply' }] });
    expect(reportAsText(report, false)).toMatch(
      /What has changed since the last apply: No changes\.\n\nWhat the next apply would change: No changes\./,
    );
  });

  it("reports changes in AWS as drift, and changes in the environment's file as part of the next apply", async () => {
    changeFlowLog({ retention_in_days: 30 });
    project.documents = { document: documentOf(14), unprotected: documentOf(14) };
    expect(await detect()).toMatchObject({
      hasChanges: true,
      plans: [
        {
          kind: 'drift',
          summary: {
            changed: [{ address: 'aws_cloudwatch_log_group.flow', changes: [{ before: 7, after: 30 }] }],
            destroyed: [],
          },
        },
        {
          kind: 'next-apply',
          summary: { changed: [{ address: 'aws_cloudwatch_log_group.app', changes: [{ before: 7, after: 14 }] }] },
        },
      ],
    });
  });
});
