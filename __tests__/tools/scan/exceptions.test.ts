import { type Exception, loadExceptions } from '../../../tools/scan/exceptions';
import { completeBootstrap } from '../../support/iam/all-roles';
import { balanced, type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const withDomain: Changes = {
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
};
/** The stacks that need exceptions: those of the shipped environments, variants with another setting, and the bootstrap. */
const stacks: readonly SynthesizedStack[] = [
  synthesized(),
  synthesized(balanced),
  synthesized(withDomain),
  synthesized({ ...threeTiers, removal: 'protect' }),
  synthesized({ ...threeTiers, compute: fixture.compute }),
  completeBootstrap(),
];

const exceptions = loadExceptions();
const rows = exceptions.flatMap((exception) =>
  exception.resources.map((address): [string, string, Exception] => [exception.check, address, exception]),
);

/** Finds a resource by its address. @param name the name of the resource if `address` is only a type */
function find(stack: SynthesizedStack, address: string, name: string): Record<string, unknown> | undefined {
  const [type = '', named = name] = address.split('.');
  return stack.resource[type]?.[named];
}

/** Whether a value contains the expected value. Null matches a missing value. Each item of an expected list must match some item. */
function contains(value: unknown, expected: unknown): boolean {
  if (expected === null) return value === undefined || value === null;
  if (Array.isArray(expected)) {
    return expected.every((item) => [value].flat().some((element) => contains(element, item)));
  }
  if (typeof expected !== 'object') return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(expected).every(([key, item]) => contains((value as Record<string, unknown>)[key], item));
}

/** Whether a stack has the resource, and meets all conditions under which the exception is needed. */
function needs(stack: SynthesizedStack, address: string, exception: Exception): boolean {
  const [, name = ''] = address.split('.');
  const resource = find(stack, address, name);
  return (
    resource !== undefined &&
    contains(resource, exception.while ?? {}) &&
    Object.entries(exception.below ?? {}).every(([argument, limit]) => Number(resource[argument]) < limit) &&
    Object.entries(exception.otherResources ?? {}).every(([other, expected]) =>
      contains(find(stack, other, name), expected),
    ) &&
    (exception.absent ?? []).every((other) =>
      other.includes('.') ? find(stack, other, name) === undefined : stack.resource[other] === undefined,
    )
  );
}

describe('Exception of npm run scan', () => {
  it.each(rows)('for the check %s and the resource %s is still needed', (_check, address, exception) => {
    expect(stacks.filter((stack) => needs(stack, address, exception))).not.toEqual([]);
  });

  it('is not needed by a stack that does not meet the condition of the exception', () => {
    const database = 'aws_db_instance.profiles_database';
    const [, , inOneZone] = rows.find(([check]) => check === 'CKV_AWS_157') ?? [];
    const twoZones = { database: { ...threeTiers.profiles.database, multiAz: true } };
    expect(inOneZone).toBeDefined();
    expect(inOneZone && needs(synthesized({ ...threeTiers, profiles: twoZones }), database, inOneZone)).toBe(false);
  });

  it.each(exceptions.map((exception) => [exception.check, exception] as const))(
    'for the check %s has a condition, a reason, and a review date within two years of the decision',
    (_check, { reason, decided, review, while: own = {}, otherResources = {}, below = {}, absent = [] }) => {
      expect([...Object.keys({ ...own, ...otherResources, ...below }), ...absent]).not.toEqual([]);
      expect(reason).toMatch(/^[A-Z].{30,}\.$/);
      const [from, to] = [decided, review].map((day) => new Date(`${day}T00:00:00Z`).getTime());
      expect(Number(to) - Number(from)).toBeGreaterThan(0);
      expect(Number(to) - Number(from)).toBeLessThanOrEqual(2 * 366 * 86_400_000);
    },
  );

  it('is the only exception for its check and resource', () => {
    const keys = rows.map(([check, address]) => `${check} ${address}`);
    expect(keys).toEqual([...new Set(keys)]);
  });
});
