import type { Bootstrap } from '../../../../stacks/bootstrap/bootstrap';
import { type Call, isAllowed, type Statement } from '../../../support/iam/iam-evaluator';
import { account, managedStatements, policiesOf, statementsOf } from '../../../support/iam/role-policies';
import { complete, shipped } from '../../../support/stacks/fixture-bootstrap';
import type { Changes } from '../../../support/stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../../../support/stacks/synthesized';
import { groups } from '../../../support/stacks/synthesized-groups';
import { previews } from '../../../support/stacks/synthesized-previews';

const { stateBucket: _stateBucket, ...none } = shipped;

describe('Permissions boundary', () => {
  const ofCloud = { ...none, terraformCloud: complete.terraformCloud };
  const ofPreview: Changes = { name: 'previewpr42', table: undefined, expires: '2026-12-31' };
  const inCloud = { kind: 'cloud', organization: 'acme' } as const;

  /** Every role of every environment, with the statements of its policies and of its boundary. */
  const roles = groups.flatMap(({ environments, stacks: { bootstrap, ...stacks } }) =>
    environments.flatMap(({ name }) => {
      const stack = stacks[name];
      if (stack === undefined || bootstrap === undefined) return [];
      return rolesOf(stack, bootstrap).map((role) => ({ name, ...role }));
    }),
  );
  const ofPreviews = previews.flatMap(({ base, stack, bootstrap }) =>
    rolesOf(stack, bootstrap).map((role) => ({ base, ...role })),
  );

  /** Returns the roles in the stack of an environment. `bounds` are the statements of the role's boundary, which the bootstrap defines. */
  function rolesOf(stack: SynthesizedStack, bootstrap: SynthesizedStack) {
    return Object.keys(stack.resource.aws_iam_role ?? {}).map((role) => {
      const { boundary } = policiesOf(stack, role);
      const database = stack.resource.aws_db_instance?.profiles_database?.identifier;
      return {
        role,
        boundary,
        granted: grantsIn(statementsOf(stack, role), String(database)),
        statements: statementsOf(stack, role),
        bounds: boundary === undefined ? [] : managedStatements(bootstrap, boundary),
      };
    });
  }

  it.each(roles)('of the environment $name is set on its role $role', ({ name, boundary }) => {
    expect(boundary).toBe(`arn:aws:iam::${account}:policy/eight-digit-bootstrap-${name}-boundary`);
  });

  it.each(ofPreviews)('of previews is set on the role $role of a preview that copies $base', ({ boundary }) => {
    expect(boundary).toBe(`arn:aws:iam::${account}:policy/eight-digit-bootstrap-preview-boundary`);
  });

  it.each<[string, string, Bootstrap | undefined, Changes]>([
    ['every role', 'an environment, with roles for GitHub', { ...none, github: complete.github }, {}],
    ['every role', 'an environment, with roles for Terraform Cloud', ofCloud, {}],
    ['every role', 'an environment in the account of the bootstrap', { ...complete, account }, { account }],
    ['no role', 'an environment in another account', { ...complete, account }, { account: '210987654321' }],
    ['no role', 'an environment, with a bootstrap without roles', { ...shipped, budget: complete.budget }, {}],
    ['no role', 'an environment, without a bootstrap', undefined, {}],
    ['every role', 'a preview, with roles for GitHub', { ...none, github: complete.github }, ofPreview],
    [
      'every role',
      'a preview in Terraform Cloud, with roles for Terraform Cloud',
      ofCloud,
      { ...ofPreview, state: inCloud },
    ],
    ['no role', 'a preview with a state in a file, with roles for Terraform Cloud', ofCloud, ofPreview],
  ])('is set only if the bootstrap can deploy the environment: on %s of %s', (roles, _what, bootstrap, changes) => {
    const { resource } = synthesized(changes, bootstrap);
    const found = Object.values(resource.aws_iam_role ?? {}).map((role) => role.permissions_boundary !== undefined);
    expect([...new Set(found)]).toEqual([roles === 'every role']);
  });

  it.each(roles)(
    'of the environment $name allows every permission of its role $role',
    ({ granted, statements, bounds }) => {
      expect(granted.filter((call) => !isAllowed(statements, call, bounds))).toEqual([]);
    },
  );

  it.each(ofPreviews)('of previews allows every permission of the role $role of a preview that copies $base', (row) => {
    expect(row.granted.filter((call) => !isAllowed(row.statements, call, row.bounds))).toEqual([]);
  });

  it('allows only actions that the policies of at least one role grant', () => {
    const granted = new Set(roles.flatMap((role) => role.granted.map(({ action }) => action)));
    const bounds = new Set(roles.flatMap((role) => role.bounds.flatMap(({ Action = [] }) => Action)));
    expect([...bounds].filter((action) => !granted.has(action))).toEqual([]);
  });
});

/**
 * Returns the calls that the statements allow. An unusual name replaces each `*`, because the boundary must allow every name that
 * matches the `*`.
 */
function grantsIn(statements: readonly Statement[], database: string): Call[] {
  const tag = `arn:aws:rds:eu-central-1:${account}:db:${database}`;
  return statements.flatMap(({ Action = [], Resource = [] }) =>
    [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        action,
        resource: resource === '*' ? resource : resource.replaceAll('*', 'any/thing:1'),
        context: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': tag },
      })),
    ),
  );
}
