import type { Values } from '@eight-digit/offline-aws-provider';
import { type DestroyOptions, Destruction } from '../../tools/destroy/destruction';
import { AwsFault } from '../support/aws/fake-aws';
import { AppliedProject } from '../support/commands/applied-project';
import { type CommandResult, captureOutput } from '../support/commands/capture-output';
import { unlistedCalls } from '../support/iam/command-calls';
import { commandRoles } from '../support/iam/command-roles';
import { authorizedCalls } from '../support/iam/recorded-calls';
import { roleProblems } from '../support/iam/role-problems';
import { describeIf, terraform } from '../support/jest/requirement';
import { type Changes, threeTiers } from '../support/stacks/fixture-environment';
import { protectedStack } from '../support/stacks/protected-stack';

jest.mock('../../tools/aws/clients', () => require('../support/aws/loopback-clients'));
jest.mock('../../tools/shared/environment', () => require('../support/commands/applied-project'));
jest.mock('../../tools/shared/synthesize', () => require('../support/commands/applied-project'));

/** The resource types in the stack of these tests. Most of these resources can be protected from deletion. */
const types = [
  'aws_db_instance',
  'aws_dynamodb_table',
  'aws_ecr_repository',
  'aws_ecs_cluster',
  'aws_lb',
  'aws_s3_bucket',
  'aws_ssm_parameter',
];

function documentOf(changes: Changes): object {
  const stack = protectedStack(types, changes);
  return {
    ...stack,
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws' } },
      backend: { local: { path: '../../../prod.tfstate' } },
    },
    resource: { ...stack.resource, aws_ecs_service: { app: { count: 0, name: 'eight-digit-prod-app' } } },
  };
}

const none: DestroyOptions = { plan: false, yes: false, acceptDataLoss: false, liftProtection: false, wait: false };
const all: DestroyOptions = { ...none, acceptDataLoss: true, liftProtection: true, finalSnapshot: false };
const bucket = 'eight-digit-prod-uploads-123456789012-eu-central-1';
const documents = { document: documentOf({}), unprotected: documentOf({ removal: 'destroy' }) };

/** Each test starts from the result of the test before it. */
describeIf(terraform, 'npm run destroy prod', () => {
  let project: AppliedProject;

  /** Runs the command. @param interruptAt the printed text at which Ctrl-C interrupts the command */
  function destroy(options: DestroyOptions, interruptAt?: RegExp): Promise<CommandResult> {
    const stop = new AbortController();
    const onOutput = (output: string) => void (interruptAt?.test(output) && stop.abort('SIGINT'));
    return captureOutput(() => new Destruction('prod', options, stop.signal).run(), onOutput);
  }

  /** Returns the types of the resources that AWS does not delete because they are protected or not empty. */
  function protectedTypes(): string[] {
    const isProtected = (values: Values) =>
      values.deletion_protection === true ||
      values.deletion_protection_enabled === true ||
      values.enable_deletion_protection === true ||
      values.force_delete === false ||
      values.force_destroy === false;
    return types.filter((type) => project.account.resources(type).some(isProtected));
  }

  beforeAll(async () => {
    project = await AppliedProject.start('prod', documents);
    await project.terraform('init');
    await project.terraform('apply', '-auto-approve', '-refresh=false');
    const { account } = project;
    const [repository] = account.resources('aws_ecr_repository');
    account.remember('aws_ecr_image', null, { id: 'sha256:1', repository_name: repository?.name ?? null });
    for (const id of ['a', 'b']) account.remember('aws_s3_object', null, { id, bucket });
    project.contents.tagged = [account.arn('rds', 'snapshot:by-hand'), account.arn('ecs', 'task-definition/app:3')];
  });
  afterAll(() => project?.close());

  it('with --plan, lists deletions, blockers, remaining resources, costs and lost data, and changes nothing', async () => {
    const { output, error } = await destroy({ ...none, plan: true });
    expect(error).toBeUndefined();
    expect(output.slice(output.indexOf('13 to'))).toBe(`13 to destroy
  aws_db_instance 1, aws_dynamodb_table 2, aws_ecr_repository 1, aws_ecs_cluster 1, aws_lb 1
  aws_s3_bucket 1, aws_ssm_parameter 6

What prevents the deletion
  the database eight-digit-prod-database: deletion protection is on
  the table eight-digit-prod-entries: deletion protection is on
  the table eight-digit-prod-uploads: deletion protection is on
  the repository eight-digit-prod-app: AWS keeps it while it contains images
  the load balancer eight-digit-prod-app: deletion protection is on
  the bucket ${bucket}: AWS keeps it while it contains objects or old versions of objects
  the database eight-digit-prod-database: AWS would create a final snapshot during the deletion

What stays in AWS
  arn:aws:rds:eu-central-1:123456789012:snapshot:by-hand

Costs in US dollars a month, without visitors
  36.82 end: load balancer 19.71, PostgreSQL with its storage, and secrets 17.01, tables, files, images, logs, data to the internet 0.10
  At most 2.06 if you keep a final snapshot of eight-digit-prod-database (20 GB)
  0.103 for each GB of the snapshot that stays

DATA LOSS
  eight-digit-prod-database: every row in the database
  eight-digit-prod-entries: every item in the table (about 12)
  eight-digit-prod-uploads: every item in the table (about 12)
  eight-digit-prod-app: every image in the repository (1)
  ${bucket}: every file in the bucket (2 with their versions)

Nothing was changed.
`);
    expect(project.json).toEqual(documents.document);
  });

  it('without a terminal, names all missing options and changes nothing', async () => {
    expect((await destroy(none)).error).toBe(
      'Nothing was changed, because without a terminal, the command cannot ask for confirmation. To destroy prod, add to the command: -- --lift-protection --accept-data-loss, and either --final-snapshot or --no-final-snapshot',
    );
    expect(protectedTypes()).toHaveLength(5);
  });

  it("does not lift the protection while the environment's file contains a change that is not applied", async () => {
    project.documents = { ...documents, unprotected: documentOf({ removal: 'destroy', table: { name: 'Another' } }) };
    const { error } = await destroy(all);
    project.documents = documents;
    expect(error).toMatch(
      /^The protection cannot be lifted yet, .*\n {2}aws_dynamodb_table\.entries: delete, create\nNothing was changed\. Undo/,
    );
    expect(protectedTypes()).toHaveLength(5);
  });

  it('reports after Ctrl-C that the protection is lifted, that nothing is deleted, and how to continue', async () => {
    await project.terraform('taint', 'aws_lb.load_balancer');
    const { error } = await destroy({ ...all, finalSnapshot: true }, /Plan to destroy[\s\S]*Plan to destroy \.\.\./);
    expect(error).toBe(
      'Interrupted. The protection is lifted, and nothing is deleted. To protect prod again, run npm run deploy prod. To continue, run npm run destroy prod again.',
    );
    expect(protectedTypes()).toEqual([]);
    expect(project.account.resources('aws_db_instance')).toMatchObject([
      { skip_final_snapshot: false, final_snapshot_identifier: expect.stringMatching(/-final-\d{14}$/) },
    ]);
    expect(project.json).toEqual(documents.document);
  });

  it('reports why AWS rejects a deletion, and how many changes were made', async () => {
    const { account } = project;
    const host = { id: 'lt-1', user_data: Buffer.from('ECS_CLUSTER=eight-digit-prod-cluster\n').toString('base64') };
    account.remember('aws_launch_template', null, host);
    account.remember('aws_autoscaling_group', null, { id: 'hosts', launch_template: [{ id: 'lt-1' }] });
    const { error } = await destroy(all);
    account.remember('aws_autoscaling_group', { id: 'hosts' }, null);
    expect(error).toMatch(
      /^Destroy: failed\.\n.*ClusterContainsContainerInstancesException.*\n12 of 13 changes are done\. To continue, run npm run destroy prod again\.$/,
    );
  });

  it('completes the deletion when it is run again, and lists what remains in AWS and the commands that delete it', async () => {
    const { output, error } = await destroy({ ...none, yes: true });
    expect(error).toBeUndefined();
    expect(output).toContain('\n1 to destroy\n  aws_ecs_cluster 1\n');
    expect(output.slice(output.indexOf('Still'))).toBe(`Still in AWS, with the tags or names of prod:
  snapshots of the database: 1
    A final or a manual snapshot. AWS bills a snapshot per GB until you delete it:
    aws rds delete-db-snapshot --db-snapshot-identifier by-hand --region eu-central-1
  revisions of the task definition: 1
    ECS keeps every revision that has run, at no cost. To delete a revision:
    aws ecs deregister-task-definition --task-definition app:3 --region eu-central-1 && aws ecs delete-task-definitions --task-definitions app:3 --region eu-central-1
`);
  });

  it('rejects an environment that exists in AWS if its state on this machine is empty', async () => {
    const history = () => ({ Parameters: [{ Value: 'none', LastModifiedUser: 'arn:me' }] });
    project.aws.define({ 'ssm:GetParameterHistory': history });
    expect((await destroy(all)).error).toMatch(
      /^prod exists in AWS \(last deployed at an unknown time by arn:me\), but its state \(local\) is empty here, so Terraform cannot destroy it\. Nothing was changed\./,
    );
    project.aws.define({
      'ssm:GetParameterHistory': () => {
        throw new AwsFault('ParameterNotFound', 'The parameter does not exist.');
      },
    });
  });

  it('reports that nothing is left if neither the state nor the AWS account contains resources of the environment', async () => {
    project.contents.tagged = [];
    const { output, error } = await destroy(none);
    expect(error).toBeUndefined();
    expect(output).toMatch(
      /Terraform's state of prod is empty, so there is nothing to destroy\.[\s\S]*\nNothing is left of prod in eu-central-1\.\n$/,
    );
  });

  it('rejects the bootstrap, which is not an environment', async () => {
    const { error } = await captureOutput(() => new Destruction('bootstrap', all, new AbortController().signal).run());
    expect(error).toMatch(/^The bootstrap is not an environment, so npm run destroy does not delete it: /);
  });

  it('makes only AWS calls that the roles for the command allow, and only on resources of prod', () => {
    // The stack of these tests lacks the parameter that records the image, so the command requests an empty name. Ignores these requests.
    const calls = authorizedCalls(project.aws.calls.filter(({ input }) => input.Name !== ''));
    expect(calls.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['s3:ListBucketVersions', 'ssm:DescribeParameters', 'tag:GetResources']),
    );
    expect(roleProblems(commandRoles.destroy.roles, 'prod', calls)).toEqual([]);
    expect(unlistedCalls('destroy', threeTiers, calls)).toEqual([]);
  });
});
