import { type CommandName, commands } from '@eight-digit/aws-permissions';
import { permissionsReport } from '../../../tools/permissions/permissions-report';
import { completeBootstrap, completeEnvironments } from '../../support/iam/all-roles';
import { policyProblems } from '../../support/iam/authorization-reference';
import { account } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { fixture } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

/** Returns the policy statements for a command in all environments. @param policies names of policies @default all */
function statementsFor(command: CommandName, policies?: readonly string[]) {
  return completeEnvironments.flatMap((changes) =>
    permissionsReport(changes.name ?? fixture.name, synthesized(changes, complete), command, account)
      .policies.filter(({ name }) => policies === undefined || policies.includes(name))
      .flatMap(({ document: { Statement } }) => Statement),
  );
}

describe('Policies of npm run permissions', () => {
  // Omits the policies for Terraform, which permissions-report.test.ts compares with those of the bootstrap's roles.
  it.each(Object.keys(commands) as CommandName[])(
    'for %s contain only actions, resources and condition keys that AWS supports',
    async (command) => {
      expect(await policyProblems(statementsFor(command, [command, 'state']))).toEqual([]);
    },
  );

  it('for the bootstrap contain only actions, resources and condition keys that AWS supports', async () => {
    const { policies } = permissionsReport('bootstrap', completeBootstrap(), 'deploy', account);
    expect(await policyProblems(policies.flatMap(({ document: { Statement } }) => Statement))).toEqual([]);
  });
});
