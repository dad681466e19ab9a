import { queue } from '../../../stacks/app-resources/queue';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { comparePermissions } from '../../../tools/workflows/compare-permissions';
import { permissionsMarkdown } from '../../../tools/workflows/permissions-markdown';
import { balanced, type Changes } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const stackOf = (changes: Changes) =>
  new SynthesizedStack(synthesized(changes) as unknown as ConstructorParameters<typeof SynthesizedStack>[0]);
const stacks = (changes: Readonly<Record<string, Changes>>) =>
  new Map(Object.entries(changes).map(([name, one]) => [name, stackOf(one)]));

const dev = stacks({ dev: {} });
const withQueue = stacks({ dev: { resources: { jobs: queue() } } });

describe('Comparison of permissions', () => {
  it('is empty if the changed settings need no other permissions', () => {
    expect(comparePermissions(dev, stacks({ dev: { logRetentionDays: 30 } }))).toEqual([]);
    expect(comparePermissions(dev, stacks({ dev: { monitoring: {} } }))).toEqual([]);
  });

  it('lists the actions that a new type of resource needs, with the names of the resources', () => {
    const [difference] = comparePermissions(dev, withQueue);
    expect(difference).toMatchObject({ environment: 'dev', kind: 'changed', removed: [] });
    expect(difference?.added).toContain('sqs:CreateQueue on sqs eight-digit-dev-*');
  });

  it.each([
    [
      'before the deployment',
      dev,
      withQueue,
      /needs other permissions\. .* apply the bootstrap before the deployment\.\n\nAdded:\n\n- `sqs:/,
    ],
    ['after the deployment', withQueue, dev, /apply the bootstrap after the deployment\.\n\nRemoved:\n\n- `sqs:/],
    [
      'before the deployment of a new environment',
      dev,
      stacks({ dev: {}, staging: balanced }),
      /^\*\*staging\*\* is new: /,
    ],
    ['after an environment is destroyed', stacks({ dev: {}, staging: balanced }), dev, /^\*\*staging\*\* is removed: /],
  ])('says to apply the bootstrap %s', (_when, before, after, text) => {
    expect(permissionsMarkdown(comparePermissions(before, after))).toMatch(text);
  });

  it('shows at most 20 lines of a list', () => {
    const added = Array.from({ length: 25 }, (_value, index) => `sqs:Action${index} on *`);
    const text = permissionsMarkdown([{ environment: 'dev', kind: 'changed', added, removed: [] }]);
    expect(text).toMatch(/- `sqs:Action19 on \*`\n- and 5 more$/);
  });
});
