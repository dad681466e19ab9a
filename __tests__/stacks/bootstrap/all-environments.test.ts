import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { defineStacks } from '../../../stacks/define-stacks';
import type { Environment } from '../../../stacks/environment';
import { environmentDocument } from '../../../stacks/environment-document';
import { everyPreview, previewEnvironment } from '../../../stacks/preview';
import { type Call, isAllowed, type Statement } from '../../support/iam/iam-evaluator';
import { account, managedStatements, policiesOf, statementsOf } from '../../support/iam/role-policies';
import { appResources } from '../../support/stacks/all-app-resources';
import { allEnvironments, environmentsWithEachValue } from '../../support/stacks/combinations';
import { complete, shipped } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixtureWith } from '../../support/stacks/fixture-environment';
import { createSynthesisApp } from '../../support/stacks/synthesis-app';
import { type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';
import { bootstrapViolations, synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

/** Splits environments into groups of five: the plan role needs up to two policies per environment, and AWS allows ten per role. */
function inFives(environments: readonly Changes[]): Changes[][] {
  return environments.flatMap((_changes, index) => (index % 5 === 0 ? [environments.slice(index, index + 5)] : []));
}
const groups = inFives(allEnvironments).map((group) => synthesizedTogether(group));

interface Synthesis {
  readonly names: string;
  readonly environments: readonly Environment[];
  /** The errors of the synthesis and of the guard rails, or an empty string. */
  readonly errors: string;
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
}

/** Synthesizes these environments and the bootstrap with all its parts, as `npm run synth` does. */
function synthesizedTogether(group: readonly Changes[]): Synthesis {
  const app = createSynthesisApp();
  const environments = group.map((changes) => fixtureWith(changes));
  defineStacks(app, environments, complete);
  const names = environments.map(({ name }) => name);
  const result = { names: names.join(', '), environments, errors: '', stacks: {} };
  try {
    app.synth();
  } catch (error) {
    return { ...result, errors: String(error) };
  }
  const read = (name: string) => JSON.parse(readFileSync(join(app.outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
  return { ...result, stacks: Object.fromEntries(['bootstrap', ...names].map((name) => [name, read(name)])) };
}

const ofEnvironments = new Map(groups.flatMap(({ stacks }) => Object.entries(stacks)));

/** Returns the synthesized JSON of an environment, or an empty object if no group contains the environment. */
function ofGroup({ name }: Environment): object {
  return ofEnvironments.get(name) ?? {};
}

/** Previews that together contain each value of each setting. Each row has a preview, and the bootstrap for all such previews. */
const previews = environmentsWithEachValue.map((changes) => {
  const settings = { base: fixtureWith(changes), days: 7 };
  const preview = previewEnvironment(settings, 'previewpr42', new Date());
  const stack = synthesized({ table: undefined, ...preview }, complete);
  const every = everyPreview(settings);
  /** Returns the JSON of the preview, with the pattern for all previews in place of its name. */
  const ofPreview = () => JSON.parse(JSON.stringify(stack).replaceAll('previewpr42', every.name));
  return {
    base: settings.base.name,
    every,
    ofPreview,
    bootstrap: synthesizedBootstrap(complete, [every], ofPreview),
    stack,
  };
});

const { stateBucket: _stateBucket, ...none } = shipped;
const { ids: _ids, ...withoutIds } = complete.github;
const parts: readonly [string, Bootstrap][] = [
  ['the state bucket', shipped],
  ['GitHub with ids', { ...none, github: complete.github }],
  ['GitHub without ids', { ...shipped, github: withoutIds }],
  ['Terraform Cloud', { ...none, terraformCloud: complete.terraformCloud }],
  ['the budget', { ...none, budget: complete.budget }],
];

describe('Bootstrap', () => {
  it.each(groups)('can be synthesized with all its parts, together with $names', ({ errors }) => {
    expect(errors).toBe('');
  });

  it.each(parts)(
    'with %s, violates no guard rail for environments that together contain each value of each setting',
    (_part, own) => {
      const environments = environmentsWithEachValue.map((changes) => fixtureWith(changes));
      const middle = Math.ceil(environments.length / 2);
      // Splits the environments, because a plan role for all of them would need more policies than AWS allows.
      const halves = [environments.slice(0, middle), environments.slice(middle)];
      expect(halves.flatMap((half) => bootstrapViolations(own, half, ofGroup))).toEqual([]);
    },
  );

  it.each(previews)('violates no guard rail for previews that copy $base', ({ every, ofPreview }) => {
    expect(bootstrapViolations(complete, [every], ofPreview)).toEqual([]);
  });

  it.each(previews)('for previews that copy $base, contains no wildcard name except preview*', ({ bootstrap }) => {
    const texts = JSON.stringify(bootstrap.resource).match(/eight-digit-\w+\*|eight-digit\/\w+\*/g);
    expect([...new Set(texts)].sort()).toEqual(['eight-digit-preview*', 'eight-digit/preview*']);
  });

  it('contains no wildcard in the names of resources if every environment is listed', () => {
    const all = groups.flatMap(({ environments }) => environments);
    const { resource } = synthesizedBootstrap(complete, all, ofGroup);
    expect(JSON.stringify(resource)).not.toMatch(/eight-digit-\w+\*|eight-digit\/\w+\*/);
  });
});

/** Settings with the longest values that the checks accept. */
const longest = {
  project: 'p'.repeat(32),
  region: 'ap-southeast-1',
  table: { name: 't'.repeat(255) },
} as const satisfies Changes;
const longestDomain = { name: `${'a'.repeat(54)}.b.example`, zone: 'b.example' };

const longestName = (index: number) => `${'e'.repeat(15)}${String.fromCharCode(97 + index)}`;

/**
 * Functions that return the JSON of an environment with the longest names. To save three seconds, environments that differ only in their
 * name share one synthesis: the JSON of the first is copied with another name.
 */
const longestDocuments = new Map<Environment, () => object>();
function ofLongest(environment: Environment): object {
  return longestDocuments.get(environment)?.() ?? {};
}

function longestOf(changes: Changes, index: number): Environment {
  const environment = withLongestNames(changes, index);
  longestDocuments.set(environment, () =>
    JSON.parse(firstDocument(changes).replaceAll(longestName(0), longestName(index))),
  );
  return environment;
}

function longestPreviewsOf(changes: Changes): Environment {
  const every = everyPreview({ base: withLongestNames(changes, 0), days: 7 });
  longestDocuments.set(every, () => {
    const text = firstDocument(changes).replaceAll(longestName(0), every.name);
    return JSON.parse(text.replaceAll(`"${longestDomain.name}"`, `"${every.name}.${longestDomain.name}"`));
  });
  return every;
}

const firstDocuments = new Map<Changes, string>();
function firstDocument(changes: Changes): string {
  const environment = withLongestNames(changes, 0);
  const text =
    firstDocuments.get(changes) ?? JSON.stringify(environmentDocument(environment, createSynthesisApp().outdir));
  firstDocuments.set(changes, text);
  return text;
}

function withLongestNames(changes: Changes, index: number): Environment {
  const { ingress } = changes;
  return fixtureWith({
    ...changes,
    ...longest,
    name: longestName(index),
    ...(ingress?.kind === 'load-balanced' && {
      ingress: { kind: ingress.kind, firewall: ingress.firewall, domain: longestDomain, cdn: ingress.cdn },
    }),
  });
}

/**
 * AWS's quotas for a role: sizes in characters without white space, and the number of managed policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const quotas = { managedPolicy: 6144, managedPolicies: 10, inlinePolicies: 10_240, trustPolicy: 2048 };

describe('IAM quota', () => {
  const bootstrap = {
    ...complete,
    project: longest.project,
    region: longest.region,
    github: { ...complete.github, repository: `${'o'.repeat(39)}/${'r'.repeat(100)}` },
    terraformCloud: { ...complete.terraformCloud, organization: 'g'.repeat(40), project: 'w'.repeat(40) },
  } as const;
  const withEverything: Changes = {
    ...balanced,
    ingress: { kind: 'load-balanced', cdn: {} },
    resources: appResources,
  };
  const simple = Array.from({ length: 10 }, (_value, index) => longestOf(withEverything, index));
  const stacks = [
    ...inFives(environmentsWithEachValue).map((group) => group.map(longestOf)),
    // Ten environments that each need one policy: AWS allows the plan role at most ten.
    simple,
    ...environmentsWithEachValue.map((changes) => [longestPreviewsOf(changes)]),
  ].map((environments) => synthesizedBootstrap(bootstrap, environments, ofLongest));
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

  it.each(Object.entries(quotas))('%s (%i) is not exceeded, even with the longest names', (quota, limit) => {
    const largest = Math.max(...sizes.map((size) => size[quota as keyof typeof quotas]));
    expect(largest).toBeLessThanOrEqual(limit);
  });
});

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

  it.each<[string, Bootstrap | undefined, Changes, boolean]>([
    ['with roles of GitHub', { ...none, github: complete.github }, {}, true],
    ['with roles of Terraform Cloud', { ...none, terraformCloud: complete.terraformCloud }, {}, true],
    ['in the account of the bootstrap', { ...complete, account }, { account }, true],
    ['in another account', { ...complete, account }, { account: '210987654321' }, false],
    ['with a bootstrap without roles', { ...shipped, budget: complete.budget }, {}, false],
    ['without a bootstrap', undefined, {}, false],
    ['of a preview, with roles of GitHub', { ...none, github: complete.github }, ofPreview, true],
    ['of a preview, with roles of Terraform Cloud', ofCloud, { ...ofPreview, state: inCloud }, true],
    ['of a preview with another state, with roles of Terraform Cloud', ofCloud, ofPreview, false],
  ])(
    'is set on every role, or on none if the bootstrap cannot deploy the environment: %s',
    (_what, bootstrap, changes, isBounded) => {
      const { resource } = synthesized(changes, bootstrap);
      const found = Object.values(resource.aws_iam_role ?? {}).map((role) => role.permissions_boundary !== undefined);
      expect([...new Set(found)]).toEqual([isBounded]);
    },
  );

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
