import type { Environment } from '../../../stacks/environment';
import { everyPreview } from '../../../stacks/preview';
import { environmentDocument } from '../../../stacks/synthesis/environment-document';
import { policiesOf } from '../../support/iam/role-policies';
import { appResources } from '../../support/stacks/all-app-resources';
import { environmentsWithEachValue, inFives } from '../../support/stacks/combinations';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixtureWith } from '../../support/stacks/fixture-environment';
import { createSynthesisApp } from '../../support/stacks/synthesis-app';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

/** Settings with the longest values that the checks accept. */
const longest = {
  project: 'p'.repeat(32),
  region: 'ap-southeast-1',
  table: { name: 't'.repeat(255) },
} as const satisfies Changes;
const longestDomain = { name: `${'a'.repeat(54)}.b.example`, zone: 'b.example' };

const longestName = (index: number) => `${'e'.repeat(15)}${String.fromCharCode(97 + index)}`;

/**
 * For each environment with the longest names, a function that returns its JSON. Environments that differ only in their names share one
 * synthesis, which saves three seconds: the function replaces the name in the shared JSON.
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
    // Ten environments, each of which adds one policy to the plan role. AWS allows at most ten policies.
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
