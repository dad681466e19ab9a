import * as v from 'valibot';
import type { SettingsProblem } from './settings-problem';
import { closed, misshapenFields, stateShape } from './shape';

const mode = v.optional(v.picklist(['block', 'count']));
const firewall = closed({
  commonRules: mode,
  knownBadInputs: mode,
  ipReputation: mode,
  bodySize: mode,
  rate: mode,
  requestsPerAddress: v.optional(v.number()),
});
const subnets = v.record(v.string(), v.string());
const task = { cpu: v.number(), memoryMiB: v.number(), architecture: v.picklist(['ARM64', 'X86_64']) };

/**
 * The shape of `Environment`, for what runs without the compiler: `cdktf` and `npm run synth` strip the types unread. A
 * misspelt field must not silently mean its default.
 */
const shape = closed({
  project: v.string(),
  name: v.string(),
  region: v.string(),
  account: v.optional(v.string()),
  state: stateShape,
  network: v.variant('kind', [
    closed({
      kind: v.literal('dedicated'),
      cidr: v.string(),
      publicSubnets: subnets,
      privateSubnets: v.optional(subnets),
      nat: v.optional(v.picklist(['one', 'per zone'])),
    }),
    closed({ kind: v.literal('default') }),
  ]),
  ingress: v.variant('kind', [
    closed({ kind: v.literal('direct') }),
    closed({
      kind: v.literal('load-balanced'),
      domain: v.optional(closed({ name: v.string(), zone: v.string() })),
      plainHttp: v.optional(v.literal('accepted')),
      firewall: v.optional(v.lazy((value) => (typeof value === 'object' ? firewall : v.literal('off')))),
    }),
  ]),
  compute: v.variant('kind', [
    closed({ kind: v.literal('fargate'), ...task, spotPercent: v.optional(v.number()) }),
    closed({
      kind: v.literal('ec2'),
      ...task,
      instanceType: v.string(),
      hosts: closed({ min: v.number(), max: v.number() }),
    }),
  ]),
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
  profiles: v.optional(
    closed({
      database: closed({
        instanceClass: v.string(),
        storageGiB: v.number(),
        maxStorageGiB: v.number(),
        multiAz: v.optional(v.boolean()),
        engineVersion: v.optional(v.number()),
        allowMajorVersionUpgrade: v.optional(v.boolean()),
        maintenanceWindow: v.optional(v.string()),
        backupWindow: v.optional(v.string()),
        applyImmediately: v.optional(v.boolean()),
      }),
    }),
  ),
  table: v.optional(closed({ name: v.optional(v.string()) })),
  app: v.optional(closed({ allowedOrigins: v.optional(v.array(v.string())), postsPerMinute: v.optional(v.number()) })),
  monitoring: v.optional(closed({ email: v.optional(v.string()) })),
  logRetentionDays: v.number(),
  removal: v.picklist(['destroy', 'protect']),
});

/** Fields that are missing, misspelt or of another type than `Environment` says. */
export function shapeProblems(environment: unknown): SettingsProblem[] {
  return misshapenFields(shape, environment, 'stacks/environment.ts');
}
