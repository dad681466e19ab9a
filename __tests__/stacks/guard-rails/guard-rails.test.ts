import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, Aspects, TerraformHclModule, TerraformResource, Testing } from 'cdktf';
import { StackSynthesizer } from 'cdktf/lib/synthesize/synthesizer';
import { environments } from '../../../environments';
import { bootstrap } from '../../../environments/bootstrap';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { defineStacks } from '../../../stacks/define-stacks';
import type { Environment } from '../../../stacks/environment';
import { ImageRepository } from '../../../stacks/image/image-repository';
import { Bucket } from '../../../stacks/storage/bucket';
import { EntriesDynamodbTable } from '../../../stacks/storage/entries-dynamodb-table';
import { reportSynthesis } from '../../../stacks/synthesis/annotations';
import { balanced, type Changes, fixture, fixtureWith } from '../../support/stacks/fixture-environment';
import { EmptyStack, elementAt, errorAnnotations, violations } from '../../support/stacks/violations';

const outdir = mkdtempSync(join(tmpdir(), 'guard-rails-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const domain = { name: 'app.example.com', zone: 'example.com' };

describe('guard rails', () => {
  const synthesizedErrors = (all: readonly Environment[], once?: Bootstrap) => {
    const app = new App({ outdir, stackTraces: false });
    defineStacks(app, { environments: all, bootstrap: once });
    app.synth();
    return errorAnnotations(app);
  };

  it('accept the environments and the bootstrap of this repository', () => {
    expect(synthesizedErrors(environments, bootstrap)).toEqual([]);
  });

  it('accept the bootstrap with all its parts', () => {
    const whole: Bootstrap = {
      ...bootstrap,
      stateBucket: {},
      github: { repository: 'eight-digit/app', oidc: 'create' },
      terraformCloud: { organization: 'eight-digit', oidc: 'create' },
      budget: { monthlyUsDollars: 50, email: 'alarms@eight-digit.dev' },
    };
    const secured = fixtureWith({ ...balanced, ingress: { kind: 'load-balanced', domain } });
    expect(synthesizedErrors([fixture, secured], whole)).toEqual([]);
  });

  it('reject a permission from the environment file if it applies to all resources', () => {
    const permissions = [{ actions: ['s3:GetObject'], resources: ['*'] }];
    expect(() => synthesizedErrors([fixtureWith({ app: { permissions } })])).toThrow(
      'This policy allows s3:GetObject on *. Name the ARNs.',
    );
  });

  it.each<[string, Changes]>([
    ['dev', {}],
    ['staging', balanced],
    ['staging with a domain and a firewall', { ...balanced, ingress: { kind: 'load-balanced', domain } }],
    ['staging in a dedicated network', { ...balanced, network: fixture.network }],
  ])("accept %s, whether removal is 'destroy' or 'protect'", (_title, changes) => {
    const names = { destroy: 'one', protect: 'two' } as const;
    const both = (['destroy', 'protect'] as const).map((removal) =>
      fixtureWith({ ...changes, removal, name: names[removal], table: undefined }),
    );
    expect(synthesizedErrors(both)).toEqual([]);
  });
});

describe('violation of a guard rail', () => {
  const keepsLogs = /^dev\/log: This log group keeps logs forever\. Set retentionInDays/;

  it('is printed with its construct path, and sets exit code 1', () => {
    const print = jest.spyOn(console, 'error').mockImplementation(() => {});
    try {
      const app = new App({ outdir });
      const stack = new EmptyStack(app, fixture);
      // As in main.ts, an error annotation does not stop the synthesis.
      stack.synthesizer = new StackSynthesizer(stack, true);
      new CloudwatchLogGroup(stack, 'log');
      app.synth();
      reportSynthesis(outdir);
      expect(print).toHaveBeenCalledWith(expect.stringMatching(/^error: dev\/log: This log group keeps logs forever/));
      expect(process.exitCode).toBe(1);
    } finally {
      process.exitCode = undefined;
      print.mockRestore();
    }
  });

  it.each<[string, (stack: EmptyStack) => unknown]>([
    ['an argument', (stack) => new CloudwatchLogGroup(stack, 'log', { retentionInDays: 0 })],
    [
      'an override of a resource',
      (stack) => new CloudwatchLogGroup(stack, 'log', { retentionInDays: 7 }).addOverride('retention_in_days', 0),
    ],
    [
      'an override of the stack',
      (stack) => {
        new CloudwatchLogGroup(stack, 'log', { retentionInDays: 7 });
        stack.addOverride('resource.aws_cloudwatch_log_group.log.retention_in_days', 0);
      },
    ],
    [
      'a change by an aspect that is added later',
      (stack) => {
        new CloudwatchLogGroup(stack, 'log', { retentionInDays: 7 });
        new Vpc(stack, 'vpc');
        Aspects.of(stack).add({
          visit: (node) => node instanceof CloudwatchLogGroup && node.addOverride('retention_in_days', 0),
        });
      },
    ],
    [
      'a change by an aspect of the last construct',
      (stack) => {
        const log = new CloudwatchLogGroup(stack, 'log', { retentionInDays: 7 });
        Aspects.of(log).add({ visit: () => log.addOverride('retention_in_days', 0) });
      },
    ],
    [
      'a resource that an aspect adds',
      (stack) => {
        const vpc = new Vpc(stack, 'vpc');
        Aspects.of(stack).add({ visit: (node) => node === vpc && new CloudwatchLogGroup(stack, 'log') });
      },
    ],
    [
      'a stack to which an aspect adds another resource',
      (stack) => {
        const log = new CloudwatchLogGroup(stack, 'log');
        new Vpc(stack, 'vpc');
        Aspects.of(stack).add({ visit: (node) => node === log && new Vpc(stack, 'another') });
      },
    ],
    [
      'a resource of the class TerraformResource',
      (stack) => new TerraformResource(stack, 'log', { terraformResourceType: 'aws_cloudwatch_log_group' }),
    ],
  ])('is found in %s', (_title, define) => {
    expect(violations(define)).toEqual([expect.stringMatching(keepsLogs)]);
  });

  it('is found if the JSON contains the resources as a list', () => {
    const found = violations((stack) => stack.addOverride('resource', [{ aws_cloudwatch_log_group: { log: [{}] } }]));
    expect(found).toEqual([expect.stringMatching(/^dev: This log group keeps logs forever/)]);
  });

  it('is found in a stack that does not set `removal`, because the default is `protect`', () => {
    const stack = new EmptyStack(new App({ outdir, stackTraces: false }), { ...fixture, removal: undefined });
    new EcrRepository(stack, 'images', { name: 'images' });
    Testing.synth(stack, true);
    expect(errorAnnotations(stack)).toEqual([
      expect.stringMatching(/^dev\/images: The environment has removal: 'protect', but/),
    ]);
  });

  it('is reported with the path of the stack if only an override defines the resource', () => {
    const found = violations((stack) => stack.addOverride('resource.aws_cloudwatch_log_group.log.name', 'log'));
    expect(found).toEqual([expect.stringMatching(/^dev: This log group keeps logs forever/)]);
  });
});

describe('Terraform modules', () => {
  it('are rejected, because the synthesized JSON does not contain their resources', () => {
    const found = violations((stack) => new TerraformHclModule(stack, 'network', { source: 'hashicorp/network/aws' }));
    expect(found).toEqual([
      expect.stringMatching(/^dev\/network: The resources of a module are not in the synthesized JSON/),
    ]);
  });

  it('are rejected even if an override defines them', () => {
    const found = violations((stack) => stack.addOverride('module.db', { source: 'hashicorp/rds/aws' }));
    expect(found).toEqual([expect.stringMatching(/^dev: The resources of a module are not in the synthesized JSON/)]);
  });
});

describe('default tags', () => {
  const untagged =
    /^dev\/other: The resources of this provider have no tags\. Set defaultTags with Project, Environment/;

  it.each([
    ['no default tags', undefined],
    ['two of the three default tags', [{ tags: { Project: 'eight-digit', Environment: 'dev' } }]],
    ['an empty default tag', [{ tags: { Project: '', Environment: 'dev', ManagedBy: 'terraform' } }]],
  ])('must be complete in every AWS provider: a second provider with %s is rejected', (_title, defaultTags) => {
    const found = violations((stack) => new AwsProvider(stack, 'other', { alias: 'other', defaultTags }));
    expect(found).toEqual([expect.stringMatching(untagged)]);
  });

  it('are not required in providers other than AWS', () => {
    expect(violations((stack) => stack.addOverride('provider.random', [{}]))).toEqual([]);
  });

  it('must not be overridden by the tags of a resource; the error lists every overridden tag', () => {
    const named = { Project: 'another', Environment: 'another', Name: 'vpc' };
    expect(violations((stack) => new Vpc(stack, 'vpc', { tags: named }))).toEqual([
      expect.stringContaining(
        'dev/vpc: The tags of this resource override the default tags of the provider: Project, Environment.',
      ),
    ]);
  });

  it('must not be overridden by a resource, even if it overrides only one of them', () => {
    const found = violations((stack) => new Vpc(stack, 'vpc', { tags: { Project: 'another', Name: 'vpc' } }));
    expect(found).toEqual([
      expect.stringMatching(
        /^dev\/vpc: The tags of this resource override the default tags of the provider: Project\. /,
      ),
    ]);
  });

  it('may be combined with other tags of a resource', () => {
    expect(violations((stack) => new Vpc(stack, 'vpc', { tags: { Name: 'vpc' } }))).toEqual([]);
  });

  it.each([undefined, 'NONE', `\${var.tags}`])(
    'must reach the tasks of a service: propagate_tags = %j is rejected',
    (propagateTags) => {
      const found = violations((stack) => new EcsService(stack, 'app', { name: 'app', propagateTags }));
      expect(found).toEqual([
        expect.stringMatching(/^dev\/app: The tasks of this service have no tags\. Set propagate/),
      ]);
    },
  );

  it.each(['SERVICE', 'TASK_DEFINITION'])('reach the tasks of a service with propagate_tags = %s', (propagateTags) => {
    expect(violations((stack) => new EcsService(stack, 'app', { name: 'app', propagateTags }))).toEqual([]);
  });
});

const defineTable = (stack: EmptyStack, removal: Environment['removal']) =>
  elementAt(new EntriesDynamodbTable(stack, 'entries', { name: 'entries', removal }), 'table');
const defineDatabase = (stack: EmptyStack, more: Partial<DbInstanceConfig> = {}) =>
  new DbInstance(stack, 'database', {
    instanceClass: 'db.t4g.micro',
    storageEncrypted: true,
    deletionProtection: true,
    finalSnapshotIdentifier: 'last',
    lifecycle: { preventDestroy: true },
    ...more,
  });

describe('encryption', () => {
  it('must not be turned off in a DynamoDB table', () => {
    const found = violations((stack) =>
      defineTable(stack, 'destroy').addOverride('server_side_encryption.enabled', false),
    );
    expect(found).toEqual([
      expect.stringMatching(/^dev\/entries\/table: This table does not declare its encryption\. Set serverSide/),
    ]);
  });

  it('must be declared in a DynamoDB table', () => {
    const found = violations((stack) => new DynamodbTable(stack, 'table', { name: 'table' }));
    expect(found).toEqual([expect.stringContaining('dev/table: This table does not declare its encryption.')]);
  });

  const stores = [
    ['aws_db_instance', 'storage_encrypted'],
    ['aws_docdb_cluster', 'storage_encrypted'],
    ['aws_efs_file_system', 'encrypted'],
    ['aws_elasticache_replication_group', 'at_rest_encryption_enabled'],
    ['aws_neptune_cluster', 'storage_encrypted'],
    ['aws_rds_cluster', 'storage_encrypted'],
    ['aws_redshift_cluster', 'encrypted'],
  ] as const;
  const defineStore = (type: string, argument: string, value: unknown) =>
    violations((stack) =>
      new TerraformResource(stack, 'store', { terraformResourceType: type }).addOverride(argument, value),
    );

  it.each(stores)('is required in %s', (type, argument) => {
    for (const value of [undefined, false, 'false', `\${var.encrypted}`]) {
      expect(defineStore(type, argument, value)).toEqual([
        `dev/store: This data store is not encrypted. Set ${argument} = true. This replaces an existing data store.`,
      ]);
    }
  });

  it.each(stores)("may be turned on with the string 'true' in %s", (type, argument) => {
    expect(defineStore(type, argument, 'true')).toEqual([]);
  });
});

describe('protection from removal', () => {
  const definitions = {
    table: (stack: EmptyStack, removal: Environment['removal']) => defineTable(stack, removal),
    'image repository': (stack: EmptyStack, removal: Environment['removal']) =>
      elementAt(new ImageRepository(stack, 'images', { name: 'images', removal }), 'repository'),
    bucket: (stack: EmptyStack, removal: Environment['removal']) =>
      elementAt(new Bucket(stack, 'files', { name: 'files', holds: 'logs', days: 7, removal }), 'bucket'),
    database: (stack: EmptyStack, removal: Environment['removal']) =>
      defineDatabase(stack, removal === 'protect' ? {} : { deletionProtection: false, skipFinalSnapshot: true }),
    'load balancer': (stack: EmptyStack, removal: Environment['removal']) =>
      new Lb(stack, 'lb', {
        name: 'app',
        enableDeletionProtection: removal === 'protect',
        lifecycle: { preventDestroy: removal === 'protect' },
      }),
  };
  const kinds = Object.keys(definitions) as (keyof typeof definitions)[];

  it.each(kinds)("is not required of the %s if removal is 'destroy'", (kind) => {
    expect(violations((stack) => definitions[kind](stack, 'destroy'), 'destroy')).toEqual([]);
  });

  it.each(kinds)("is complete for the %s if removal is 'protect'", (kind) => {
    expect(violations((stack) => definitions[kind](stack, 'protect'), 'protect')).toEqual([]);
  });

  it.each<[keyof typeof definitions, string, unknown, string]>([
    ['table', 'deletion_protection_enabled', false, 'dev/entries/table: .* deletion_protection_enabled = true'],
    ['table', 'lifecycle.prevent_destroy', false, 'dev/entries/table: .* prevent_destroy = true'],
    ['image repository', 'force_delete', true, 'dev/images/repository: .* force_delete = false'],
    ['image repository', 'lifecycle', undefined, 'dev/images/repository: .* prevent_destroy = true'],
    ['bucket', 'force_destroy', true, 'dev/files/bucket: .* force_destroy = false'],
    ['bucket', 'lifecycle.prevent_destroy', `\${var.x}`, 'dev/files/bucket: .* prevent_destroy = true'],
    ['database', 'deletion_protection', false, 'dev/database: .* deletion_protection = true'],
    ['database', 'skip_final_snapshot', true, 'dev/database: .* skip_final_snapshot = false'],
    ['database', 'lifecycle.prevent_destroy', false, 'dev/database: .* prevent_destroy = true'],
    ['load balancer', 'enable_deletion_protection', false, 'dev/lb: .* enable_deletion_protection = true'],
    ['load balancer', 'lifecycle.prevent_destroy', false, 'dev/lb: .* prevent_destroy = true'],
  ])('is incomplete for the %s if %s is %j', (kind, argument, value, message) => {
    const found = violations(
      (stack) => definitions[kind](stack, 'protect').addOverride(argument, value ?? null),
      'protect',
    );
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${message}`))]);
  });

  it.each([
    ['aws_alb', 'enable_deletion_protection = true, '],
    ['aws_docdb_cluster', 'deletion_protection = true, '],
    ['aws_efs_file_system', ''],
    ['aws_elasticache_replication_group', ''],
    ['aws_neptune_cluster', 'deletion_protection = true, '],
    ['aws_redshift_cluster', 'skip_final_snapshot = false, '],
  ])('is required for %s', (terraformResourceType, needed) => {
    const found = violations((stack) => {
      const store = new TerraformResource(stack, 'store', { terraformResourceType });
      for (const argument of ['encrypted', 'storage_encrypted', 'at_rest_encryption_enabled']) {
        store.addOverride(argument, true);
      }
      if (needed.startsWith('skip')) store.addOverride('skip_final_snapshot', true);
    }, 'protect');
    expect(found).toEqual([expect.stringMatching(`Set ${needed}lifecycle { prevent_destroy = true }`)]);
  });

  it('is required in full, so the error lists all missing arguments', () => {
    const found = violations(
      (stack) => new EcrRepository(stack, 'images', { name: 'images', forceDelete: true }),
      'protect',
    );
    expect(found).toEqual([
      "dev/images: The environment has removal: 'protect', but this resource can be deleted. Set force_delete = false, lifecycle { prevent_destroy = true }.",
    ]);
  });
});
