import { table } from '@eight-digit/aws-permissions';
import { completeBootstrap, completeEnvironments, completePreview } from '../../../__tests__/support/iam/all-roles';
import { lookUpAction } from '../../../__tests__/support/iam/authorization-reference';
import { actionsOfOperations, providerOperations } from '../../../__tests__/support/iam/provider-operations';
import { appResources } from '../../../__tests__/support/stacks/all-app-resources';
import { environmentsWithEachValue } from '../../../__tests__/support/stacks/combinations';
import { synthesized } from '../../../__tests__/support/stacks/synthesized';

const types = Object.keys(table);

/** The arguments that at least one stack sets, by resource type. An argument with an empty list does not count as set. */
const set = new Map<string, Set<string>>();
const stacks = [...environmentsWithEachValue, ...completeEnvironments, completePreview, { resources: appResources }];
for (const { resource } of [...stacks.map((changes) => synthesized(changes)), completeBootstrap()]) {
  for (const [type, named] of Object.entries(resource)) {
    const own = Object.values(named).flatMap((block) => Object.entries(block));
    const used = own.filter(([, value]) => !Array.isArray(value) || value.length > 0).map(([argument]) => argument);
    set.set(type, new Set([...(set.get(type) ?? []), ...used]));
  }
}

describe('Row', () => {
  it.each(types)(
    'of %s contains the actions that the provider calls, the actions that AWS checks, and no others',
    (type) => {
      const { calls = [], checkedByAws = [] } = providerOperations[type] ?? {};
      const { reads = [], writes = [] } = table[type] ?? {};
      expect([...new Set([...reads, ...writes])].sort()).toEqual(actionsOfOperations([...calls, ...checkedByAws]));
    },
  );

  it.each(types)('of %s omits calls only for arguments that no stack sets', (type) => {
    const { ifSet = {} } = providerOperations[type] ?? {};
    expect(Object.keys(ifSet).filter((argument) => set.get(type)?.has(argument))).toEqual([]);
  });
});

describe('Operations of the provider', () => {
  it('are listed for exactly the types that have a row', () => {
    expect(Object.keys(providerOperations).sort()).toEqual([...types].sort());
  });

  it('are listed for every AWS type that a stack contains', () => {
    const missing = [...set.keys()].filter((type) => type.startsWith('aws_') && !(type in providerOperations));
    expect(missing).toEqual([]);
  });

  it('require only IAM actions that exist', async () => {
    const all = actionsOfOperations(
      Object.values(providerOperations).flatMap(({ calls, checkedByAws = [] }) => [...calls, ...checkedByAws]),
    );
    const unknown = await Promise.all(all.map(async (action) => ((await lookUpAction(action)) ? [] : [action])));
    expect(unknown.flat()).toEqual([]);
  });
});
