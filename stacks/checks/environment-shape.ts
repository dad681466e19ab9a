import * as v from 'valibot';
import type { Problem } from './problem';

const mode = v.optional(v.picklist(['block', 'count']));
const firewall = closed({
  commonRules: mode,
  knownBadInputs: mode,
  ipReputation: mode,
  bodySize: mode,
  rate: mode,
  requestsPerAddress: v.optional(v.number()),
});

/**
 * The shape of `Environment`, for what runs without the compiler: `cdktf` and `npm run synth` strip the types unread. A
 * misspelt field must not silently mean its default.
 */
const shape = closed({
  project: v.string(),
  name: v.string(),
  region: v.string(),
  account: v.optional(v.string()),
  state: v.variant('kind', [
    closed({ kind: v.literal('local') }),
    closed({ kind: v.literal('s3'), bucket: v.string(), region: v.string() }),
    closed({ kind: v.literal('cloud'), organization: v.string(), workspace: v.optional(v.string()) }),
  ]),
  network: v.variant('kind', [
    closed({ kind: v.literal('dedicated'), cidr: v.string(), publicSubnets: v.record(v.string(), v.string()) }),
    closed({ kind: v.literal('default') }),
  ]),
  ingress: v.variant('kind', [
    closed({ kind: v.literal('direct') }),
    closed({
      kind: v.literal('load-balanced'),
      domain: v.optional(closed({ name: v.string(), zone: v.string() })),
      firewall: v.optional(v.lazy((value) => (typeof value === 'object' ? firewall : v.literal('off')))),
    }),
  ]),
  compute: closed({
    kind: v.literal('fargate'),
    cpu: v.number(),
    memoryMiB: v.number(),
    architecture: v.picklist(['ARM64', 'X86_64']),
    spotPercent: v.optional(v.number()),
  }),
  scale: v.variant('kind', [
    closed({ kind: v.literal('fixed'), tasks: v.number() }),
    closed({
      kind: v.literal('automatic'),
      min: v.number(),
      max: v.number(),
      cpuPercent: v.optional(v.number()),
      requestsPerTask: v.optional(v.number()),
    }),
  ]),
  table: v.optional(closed({ name: v.optional(v.string()) })),
  app: v.optional(closed({ allowedOrigins: v.optional(v.array(v.string())), postsPerMinute: v.optional(v.number()) })),
  monitoring: v.optional(closed({ email: v.optional(v.string()) })),
  logRetentionDays: v.number(),
  removal: v.picklist(['destroy', 'protect']),
});

/** An object with these fields and no others. valibot's own strictObject reports only the first field too many. */
function closed<Fields extends v.ObjectEntries>(fields: Fields) {
  return v.objectWithRest(fields, v.never(`There is no such field; there are ${Object.keys(fields).join(', ')}.`));
}

/** Fields that are missing, misspelt or of another type than `Environment` says. */
export function shapeProblems(environment: unknown): Problem[] {
  const { issues = [] } = v.safeParse(shape, environment);
  return issues.map((issue) => ({
    field: v.getDotPath(issue) ?? 'it',
    value: issue.input,
    remedy: remedyOf(issue),
  }));
}

function remedyOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'never') return issue.message;
  if (issue.input === undefined) return 'Add it; stacks/environment.ts says what it holds.';
  return `Use ${expected(issue)}.`;
}

/** `("destroy" | "protect")` as a person would say it. */
function expected(issue: v.BaseIssue<unknown>): string {
  const text = (issue.expected ?? '').replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
  return { string: 'a text', number: 'a number', Object: 'an object', Array: 'a list' }[text] ?? text;
}
