import { type CommandName, commandPolicies, commands, StackOwner } from '@eight-digit/aws-permissions';
import { permissionsReport } from '../../../tools/permissions/permissions-report';
import { completeBootstrap, completeEnvironments } from '../../support/iam/all-roles';
import { policyProblems } from '../../support/iam/policy-problems';
import { account } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { synthesized } from '../../support/stacks/synthesized';

/** Returns, for all environments, the statements for the command's own calls and for its access to the state. */
function statementsFor(command: CommandName) {
  return completeEnvironments.flatMap((changes) => {
    const owner = StackOwner.fromDocument(synthesized(changes, complete), { accountId: account });
    const { state = [], [command]: own = [] } = commandPolicies(owner, command);
    return [...state, ...own];
  });
}

describe('Policies of npm run permissions', () => {
  // Omits the policies for Terraform, which permissions-report.test.ts compares with those of the bootstrap's roles.
  it.each(Object.keys(commands) as CommandName[])(
    'for %s contain only actions, resources and condition keys that AWS supports',
    async (command) => {
      expect(await policyProblems(statementsFor(command))).toEqual([]);
    },
  );

  it('for the bootstrap contain only actions, resources and condition keys that AWS supports', async () => {
    const { policies } = permissionsReport({
      environment: 'bootstrap',
      document: completeBootstrap(),
      commands: ['deploy'],
      accountId: account,
    });
    expect(await policyProblems(policies.flatMap(({ document: { Statement } }) => Statement))).toEqual([]);
  });
});
