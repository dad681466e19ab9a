import {
  type CommandName,
  changePoliciesOf,
  commandPolicies,
  commands,
  readPoliciesOf,
  StackOwner,
} from '@eight-digit/aws-permissions';
import { type PermissionsReport, permissionsReport, wholeLife } from '../../../tools/permissions/permissions-report';
import { completeBootstrap, completeEnvironments } from '../../support/iam/all-roles';
import { creationCalls } from '../../support/iam/creation-calls';
import { type Call, isAllowed, type Statement } from '../../support/iam/iam-evaluator';
import { account, parseStatements, statementsOf } from '../../support/iam/role-policies';
import { pairwiseEnvironments } from '../../support/stacks/combinations';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { type Changes, fixture } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const mixtures = [0, 1, 2].map((index) => ({ ...pairwiseEnvironments[index]?.changes, name: `mixture${index}` }));
const environments: readonly Changes[] = [...completeEnvironments, ...mixtures];
const names = Object.keys(commands) as CommandName[];

const reports = new Map<string, PermissionsReport>();
function reportOf(changes: Changes, command: CommandName): PermissionsReport {
  const name = changes.name ?? fixture.name;
  const key = `${name} ${command}`;
  const report =
    reports.get(key) ??
    permissionsReport({
      environment: name,
      document: synthesized(changes, complete),
      commands: [command],
      accountId: account,
    });
  reports.set(key, report);
  return report;
}

const ownerOf = (changes: Changes) => StackOwner.fromDocument(synthesized(changes, complete), { accountId: account });
const statementsIn = ({ policies }: PermissionsReport): Statement[] =>
  policies.flatMap(({ document }) => document.Statement);

const rows = environments.map((changes) => ({ name: changes.name ?? fixture.name, changes }));

describe('Permissions', () => {
  it.each(rows)('of $name are known for all resources, and fit into IAM policies', ({ changes }) => {
    const all = names.map((command) => reportOf(changes, command));
    const ofPolicies = all.flatMap(({ policies, warnings }) => (policies.length > 0 ? warnings : []));
    expect(ofPolicies).toEqual([]);
    expect(
      Math.max(...all.flatMap(({ policies }) => policies.map(({ characters }) => characters))),
    ).toBeLessThanOrEqual(6144);
  });

  it('of the bootstrap are known for all resources, and include a warning that only an administrator may have them', () => {
    const { warnings, policies } = permissionsReport({
      environment: 'bootstrap',
      document: completeBootstrap(),
      commands: ['deploy'],
      accountId: account,
    });
    expect(warnings).toEqual([expect.stringContaining('only an administrator may have these policies')]);
    expect(policies.length).toBeGreaterThan(0);
  });

  it.each(rows)('of $name allow the creation of the resources in $name', ({ changes }) => {
    const statements = statementsIn(reportOf(changes, 'deploy'));
    const denied = creationCalls(synthesized(changes, complete)).filter(({ call }) => !isAllowed(statements, call));
    expect(denied.map(({ address }) => address)).toEqual([]);
  });

  it.each(rows)(
    'of $name do not allow the creation of resources in another environment or another project',
    ({ changes, name }) => {
      const statements = statementsIn(reportOf(changes, 'deploy'));
      const calls = creationCalls(synthesized(changes, complete)).map(({ call }) => call);
      const others = [
        { project: fixture.project, name: 'other' },
        { project: 'another', name },
      ].flatMap((owner) => renamed(calls, name, owner));
      expect(others.length).toBeGreaterThan(calls.length);
      const allowed = others.filter((call) => isAllowed(statements, call));
      expect(allowed).toEqual([]);
    },
  );

  it.each(rows)('of $name for npm run plan contain only read-only actions', ({ changes }) => {
    const actions = statementsIn(reportOf(changes, 'plan')).flatMap(({ Effect, Action = [] }) =>
      Effect === 'Allow' ? Action : [],
    );
    expect(actions.filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
  });

  it.each(rows)('of $name to deploy and destroy fit into the ten managed policies of a role', ({ name, changes }) => {
    const { policies } = permissionsReport({
      environment: name,
      document: synthesized(changes, complete),
      commands: wholeLife,
      accountId: account,
    });
    expect(policies.length).toBeLessThanOrEqual(10);
    const of = (...chosen: CommandName[]) =>
      texts(chosen.flatMap((command) => Object.values(commandPolicies(ownerOf(changes), command)).flat()));
    expect(difference(texts(policies.flatMap(({ document }) => document.Statement)), of(...wholeLife))).toEqual([
      [],
      [],
    ]);
  });

  it('have the size in characters that IAM counts, with twelve digits for the account', () => {
    const [policy] = permissionsReport({
      environment: 'dev',
      document: synthesized({}),
      commands: ['status'],
    }).policies;
    const text = JSON.stringify(policy?.document).replaceAll('ACCOUNT_ID', account);
    expect(policy?.characters).toBe(text.length);
  });

  it.each([
    [
      'npm run secret if there are no secrets',
      'dev',
      synthesized({}),
      'secret',
      /^dev has no secrets, because environments\/dev\.ts does not set app\.secrets/,
    ],
    [
      'npm run psql if there is no database',
      'dev',
      synthesized({}),
      'psql',
      /^dev has no database, because environments\/dev\.ts does not set profiles/,
    ],
    [
      'npm run logs in the bootstrap',
      'bootstrap',
      completeBootstrap(),
      'logs',
      /^npm run logs can be used only for environments and not for the bootstrap/,
    ],
  ] as const)('do not exist for %s, and a warning gives the reason', (_what, name, document, command, reason) => {
    const { policies, warnings } = permissionsReport({
      environment: name,
      document,
      commands: [command],
      accountId: account,
    });
    expect({ policies, warnings }).toEqual({ policies: [], warnings: [expect.stringMatching(reason)] });
  });

  it('include a warning that names an unknown resource type and says what to do', () => {
    const stack = synthesized({});
    const document = { ...stack, resource: { ...stack.resource, aws_glacier_vault: { old: {} } } };
    expect(
      permissionsReport({ environment: 'dev', document, commands: ['deploy'], accountId: account }).warnings,
    ).toEqual([
      expect.stringMatching(
        /^The permissions for aws_glacier_vault are unknown\. Add or correct the row .* packages\/aws-permissions/,
      ),
      expect.stringContaining('The roles have no permissions boundary'),
    ]);
  });
});

function texts(statements: readonly unknown[]): ReadonlySet<string> {
  return new Set(statements.flatMap(pairsIn));
}

/** Returns the same calls on resources that are named after another project or environment. Omits calls on all other resources. */
function renamed(
  calls: readonly Call[],
  name: string,
  owner: { readonly project: string; readonly name: string },
): Call[] {
  const renames = ['-', '/'].map((separator) => [
    `${fixture.project}${separator}${name}`,
    `${owner.project}${separator}${owner.name}`,
  ]);
  const moved = calls.map((call) => ({
    ...call,
    resource: renames.reduce((resource, [from = '', to = '']) => resource.replaceAll(from, to), call.resource),
  }));
  return moved.filter(({ resource }, index) => resource !== calls[index]?.resource);
}

describe('Report and role of the bootstrap', () => {
  const bootstrap = completeBootstrap();

  it.each(completeEnvironments.map((changes) => ({ name: changes.name ?? fixture.name, changes })))(
    'contain the same actions for Terraform in $name',
    ({ name, changes }) => {
      for (const [command, role] of [
        ['plan', 'terraform_cloud_plan'],
        ['drift', 'terraform_cloud_plan'],
      ] as const) {
        const ofRole = texts(statementsOf(bootstrap, `${role}_${name}`));
        expect(difference(texts(statementsIn(reportOf(changes, command))), ofRole)).toEqual([[], []]);
      }
      const owner = ownerOf(changes);
      const ofTerraform = Object.values({ ...readPoliciesOf(owner), ...changePoliciesOf(owner) }).flat();
      expect(difference(texts(ofTerraform), texts(statementsOf(bootstrap, `terraform_cloud_run_${name}`)))).toEqual([
        [],
        [],
      ]);
    },
  );

  const forRoles = names.filter((command) => !('isForOperators' in commands[command]));

  it.each(forRoles)('both allow the calls of npm run %s', (command) => {
    for (const changes of completeEnvironments) {
      const name = changes.name ?? fixture.name;
      const { [command]: own = [] } = commandPolicies(ownerOf(changes), command);
      const statements = statementsOf(bootstrap, `github_deploy_${name}`);
      const denied = own.flatMap(callsIn).filter((call) => !isAllowed(statements, call));
      expect({ name, denied }).toEqual({ name, denied: [] });
    }
  });
});

/** Splits a statement into one string for each action and resource, with effect and condition, so that statements can be compared. */
function pairsIn(statement: unknown): string[] {
  const [{ Effect, Action = [], Resource = [], Condition = {} } = { Effect: '' }] = parseStatements(
    JSON.stringify({ Statement: [statement] }),
  );
  // Ignores resources that may remain from earlier settings, because only the policies of the roles contain them.
  const resources = [Resource].flat().filter((resource) => !/access-logs|loadbalancer\/app\/[a-z]/.test(resource));
  return [Action]
    .flat()
    .flatMap((action) => resources.map((resource) => `${Effect} ${action} ${resource} ${JSON.stringify(Condition)}`));
}

function difference(one: ReadonlySet<string>, other: ReadonlySet<string>): [string[], string[]] {
  return [[...one].filter((text) => !other.has(text)), [...other].filter((text) => !one.has(text))];
}

/** Returns a call for each action and resource of a statement, with values that meet its condition. */
function callsIn({ Action = [], Resource = [], Condition = {} }: Statement): Call[] {
  const context = Object.fromEntries(
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).map(([key, values]) => [key, [values].flat()[0] ?? '']),
    ),
  );
  return [Action].flat().flatMap((action) =>
    [Resource].flat().map((resource) => ({
      action,
      resource: resource === '*' ? resource : resource.replaceAll('*', 'x'),
      context,
    })),
  );
}
