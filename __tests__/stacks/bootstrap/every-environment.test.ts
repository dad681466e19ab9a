import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { defineStacks } from '../../../stacks/define-stacks';
import type { Environment } from '../../../stacks/environment';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/fixture-environment';
import { mixedEnvironments } from '../../support/mixtures';
import { policiesOf } from '../../support/role-policies';
import { createSynthesisApp } from '../../support/synthesis-app';
import { bootstrapViolations, complete, shipped, synthesizedBootstrap } from '../../support/synthesized-bootstrap';

const shippedChanges: readonly Changes[] = [
  {},
  balanced,
  { ...threeTiers, removal: 'protect' },
  { ...threeTiers, name: 'prodfargate', compute: fixture.compute },
];
const mixedChanges: readonly Changes[] = mixedEnvironments.map(({ changes }, index) => ({
  ...changes,
  name: `mixed${index}`,
  table: undefined,
}));
const allChanges = [...shippedChanges, ...mixedChanges];

/** The plan role has at most two policies for each environment, and AWS attaches ten to a role. */
const groupsOfFive = allChanges.flatMap((_changes, index) =>
  index % 5 === 0 ? [allChanges.slice(index, index + 5)] : [],
);
const groups = groupsOfFive.map((group) => ({
  names: group.map(({ name = fixture.name }) => name).join(', '),
  environments: group.map((changes) => fixtureWith(changes)),
}));

const { stateBucket: _stateBucket, ...none } = shipped;
const { ids: _ids, ...withoutIds } = complete.github;
const parts: readonly [string, Bootstrap][] = [
  ['the state bucket', shipped],
  ['GitHub with ids', { ...none, github: complete.github }],
  ['GitHub without ids', { ...shipped, github: withoutIds }],
  ['Terraform Cloud', { ...none, terraformCloud: complete.terraformCloud }],
  ['the budget', { ...none, budget: complete.budget }],
];

describe('The bootstrap', () => {
  it.each(groups)('with every part, is synthesized together with $names', ({ environments }) => {
    const app = createSynthesisApp();
    defineStacks(app, environments, complete);
    // cdktf throws every error that a guard rail notes.
    expect(() => app.synth()).not.toThrow();
  });

  it.each(parts)('with %s, breaks no guard rail for any environment', (_part, bootstrap) => {
    const all = groups.flatMap(({ environments }) => environments);
    expect(bootstrapViolations(bootstrap, all)).toEqual([]);
  });
});

/** The longest values that the checks accept. */
const longest = {
  project: 'p'.repeat(32),
  region: 'ap-southeast-1',
  table: { name: 't'.repeat(255) },
} as const satisfies Changes;
const longestDomain = { name: `${'a'.repeat(54)}.b.example`, zone: 'b.example' };

function longestOf(changes: Changes, index: number): Environment {
  const { ingress } = changes;
  return fixtureWith({
    ...changes,
    ...longest,
    name: `${'e'.repeat(15)}${String.fromCharCode(97 + index)}`,
    ...(ingress?.kind === 'load-balanced' && {
      ingress: { kind: ingress.kind, firewall: ingress.firewall, domain: longestDomain },
    }),
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, in characters without white space. */
const quotas = { managedPolicy: 6144, managedPolicies: 10, inlinePolicies: 10_240, trustPolicy: 2048 };

describe('The quotas of IAM', () => {
  const bootstrap = {
    ...complete,
    project: longest.project,
    region: longest.region,
    github: { ...complete.github, repository: `${'o'.repeat(39)}/${'r'.repeat(100)}` },
    terraformCloud: { ...complete.terraformCloud, organization: 'g'.repeat(40), project: 'w'.repeat(40) },
  } as const;
  const simple = Array.from({ length: 10 }, (_value, index) => longestOf(balanced, index));
  const stacks = [
    ...groupsOfFive.map((group) => group.map(longestOf)),
    // As many as the plan role has room for.
    simple,
  ].map((environments) => synthesizedBootstrap(bootstrap, environments));
  const roles = stacks.flatMap((stack) =>
    Object.keys(stack.resource.aws_iam_role ?? {}).map((role) => ({ stack, role })),
  );
  const sizes = roles.map(({ stack, role }) => {
    const { managed, inline, trust } = policiesOf(stack, role);
    return {
      managedPolicy: Math.max(...managed.map(({ length }) => length)),
      managedPolicies: managed.length,
      inlinePolicies: inline.join('').length,
      trustPolicy: trust.length,
    };
  });

  it.each(Object.entries(quotas))('%s of %i is enough for every role with the longest names', (quota, limit) => {
    const largest = Math.max(...sizes.map((size) => size[quota as keyof typeof quotas]));
    expect(largest).toBeLessThanOrEqual(limit);
  });
});
