import { queue } from '../../../stacks/app-resources/queue';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { comparePermissions } from '../../../tools/workflows/compare-permissions';
import { permissionsMarkdown } from '../../../tools/workflows/permissions-markdown';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const stackOf = (changes: Changes) =>
  new SynthesizedStack(synthesized(changes) as unknown as ConstructorParameters<typeof SynthesizedStack>[0]);
const stacks = (changes: Readonly<Record<string, Changes>>) =>
  new Map(Object.entries(changes).map(([name, one]) => [name, stackOf(one)]));

const dev = stacks({ dev: {} });
const withQueue = stacks({ dev: { resources: { jobs: queue() } } });

const withDomain = (name: string): Changes => ({
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name, zone: 'b.example' } },
});
/** Returns the stacks of `dev` and of the bootstrap that creates its roles. */
const withBootstrap = (changes: Changes) =>
  new Map([
    ['bootstrap', new SynthesizedStack(synthesizedBootstrap(complete, [fixtureWith(changes)]) as never)],
    ['dev', new SynthesizedStack(synthesized(changes, complete) as never)],
  ]);

describe('Comparison of permissions', () => {
  it('is empty if the changed settings need no other permissions', () => {
    expect(comparePermissions(dev, stacks({ dev: { logRetentionDays: 30 } }))).toEqual([]);
    expect(comparePermissions(dev, stacks({ dev: { monitoring: {} } }))).toEqual([]);
  });

  it('lists the actions that a new type of resource needs, with the names of the resources', () => {
    const [difference] = comparePermissions(dev, withQueue);
    expect(difference).toMatchObject({ environment: 'dev', kind: 'changed', role: { removed: [] } });
    expect(difference?.role.added).toContain('sqs:CreateQueue on sqs eight-digit-dev-*');
  });

  it('lists changed conditions, one line for each action and value', () => {
    const [difference] = comparePermissions(
      stacks({ staging: withDomain('app.b.example') }),
      stacks({ staging: withDomain('www.b.example') }),
    );
    expect(difference?.role.added).toContainEqual(
      expect.stringMatching(
        /^acm:RequestCertificate on \* if .* acm:DomainNames ForAllValues:StringEquals www\.b\.example$/,
      ),
    );
    expect(difference?.role.removed).toContainEqual(
      expect.stringMatching(/^route53:ChangeResourceRecordSets on .* app\.b\.example .* A$/),
    );
  });

  it('says once that the region changes, and lists only the remaining differences', () => {
    const moved = (changes: Changes) => stacks({ dev: { ...changes, region: 'us-east-1' } });
    const [difference] = comparePermissions(dev, moved({}));
    const none = { added: [], removed: [] };
    expect(difference).toMatchObject({ move: { from: fixture.region, to: 'us-east-1' }, role: none, boundary: none });
    expect(permissionsMarkdown(difference ? [difference] : [])).toBe(
      `**dev** changes its region from ${fixture.region} to us-east-1, which its roles are not allowed to apply. docs/changes.md says how to move an environment.`,
    );
    const [withOther] = comparePermissions(dev, moved({ resources: { jobs: queue() } }));
    expect(withOther?.role.added).toContain('sqs:CreateQueue on sqs eight-digit-dev-*');
    expect(withOther?.role.removed).toEqual([]);
  });

  it('names at most three resources of an action', () => {
    const [difference] = comparePermissions(dev, stacks({ dev: threeTiers }));
    const lines = difference?.role.added.filter((line) => line.startsWith('ec2:CreateTags ')) ?? [];
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ec2:CreateTags on ([^,]+, ){2}[^,]+ and \d+ more if .*ec2:CreateAction StringEquals AllocateAddress/,
      ),
    );
  });

  it.each<[string, Changes, string]>([
    [
      'the actions in app.permissions',
      { app: { permissions: [{ actions: ['ses:SendEmail'], resources: ['*'] }] } },
      'ses:SendEmail on *',
    ],
    ['ECS Exec', { app: { exec: true } }, 'ssmmessages:OpenDataChannel on *'],
  ])("lists the permissions that the app's boundary needs for %s", (_what, changes, line) => {
    const differences = comparePermissions(withBootstrap({}), withBootstrap(changes));
    expect(differences).toEqual([
      {
        environment: 'dev',
        kind: 'changed',
        role: { added: [], removed: [] },
        boundary: { added: expect.arrayContaining([line]), removed: [] },
      },
    ]);
    expect(permissionsMarkdown(differences)).toMatch(
      /^\*\*dev\*\*: the roles of the app need a different permissions boundary\. If the bootstrap creates it, apply the bootstrap before the deployment\.\n\nAdded to the boundary:\n\n- `s/,
    );
  });

  it.each([
    [
      'before the deployment',
      dev,
      withQueue,
      /needs different permissions\. .* apply the bootstrap before the deployment\.\n\nAdded:\n\n- `sqs:/,
    ],
    ['after the deployment', withQueue, dev, /apply the bootstrap after the deployment\.\n\nRemoved:\n\n- `sqs:/],
    [
      'before the deployment of a new environment',
      dev,
      stacks({ dev: {}, staging: balanced }),
      /^\*\*staging\*\* is new: /,
    ],
    [
      'after an environment is destroyed',
      stacks({ dev: {}, staging: balanced }),
      dev,
      /^This change removes \*\*staging\*\* from the bootstrap: /,
    ],
  ])('says to apply the bootstrap %s', (_when, before, after, text) => {
    expect(permissionsMarkdown(comparePermissions(before, after))).toMatch(text);
  });

  it('shows at most 20 lines of a list', () => {
    const added = Array.from({ length: 25 }, (_value, index) => `sqs:Action${index} on *`);
    const text = permissionsMarkdown([
      { environment: 'dev', kind: 'changed', role: { added, removed: [] }, boundary: { added: [], removed: [] } },
    ]);
    expect(text).toMatch(/- `sqs:Action19 on \*`\n- and 5 more$/);
  });
});
