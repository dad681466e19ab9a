import { parseReport } from '../../tools/scan/checkov';
import { type Exception, loadExceptions } from '../../tools/scan/exceptions';
import { judge } from '../../tools/scan/judgement';
import { everyBootstrap } from '../support/iam/every-role';
import { balanced, type Changes, fixture, threeTiers } from '../support/stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../support/stacks/synthesized';

const withDomain: Changes = {
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
};
/** The scanned stacks: each shipped one, and variants by one line of an environment's file. */
const stacks: readonly SynthesizedStack[] = [
  synthesized(),
  synthesized(balanced),
  synthesized(withDomain),
  synthesized({ ...threeTiers, removal: 'protect' }),
  synthesized({ ...threeTiers, compute: fixture.compute }),
  everyBootstrap(),
];

const exceptions = loadExceptions();
const rows = exceptions.flatMap((exception) =>
  exception.resources.map((address): [string, string, Exception] => [exception.check, address, exception]),
);

/** Finds a resource by its address, or by a type and `name`. */
function find(stack: SynthesizedStack, address: string, name: string): Record<string, unknown> | undefined {
  const [type = '', named = name] = address.split('.');
  return stack.resource[type]?.[named];
}

/** Whether a value has what is expected of it; null means that it is not given, and one element of a list is enough. */
function has(value: unknown, expected: unknown): boolean {
  if (expected === null) return value === undefined || value === null;
  if (Array.isArray(expected)) {
    return expected.every((item) => [value].flat().some((element) => has(element, item)));
  }
  if (typeof expected !== 'object') return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(expected).every(([key, item]) => has((value as Record<string, unknown>)[key], item));
}

/** Whether a stack has the resource, and everything because of which it has an exception. */
function needs(stack: SynthesizedStack, address: string, exception: Exception): boolean {
  const [, name = ''] = address.split('.');
  const resource = find(stack, address, name);
  return (
    resource !== undefined &&
    has(resource, exception.while ?? {}) &&
    Object.entries(exception.below ?? {}).every(([argument, limit]) => Number(resource[argument]) < limit) &&
    Object.entries(exception.elsewhere ?? {}).every(([other, expected]) => has(find(stack, other, name), expected)) &&
    (exception.absent ?? []).every((other) =>
      other.includes('.') ? find(stack, other, name) === undefined : stack.resource[other] === undefined,
    )
  );
}

describe('An exception of the scan', () => {
  it.each(rows)('%s, %s, is still needed', (_check, address, exception) => {
    expect(stacks.filter((stack) => needs(stack, address, exception))).not.toEqual([]);
  });

  it('is stale where the property that it excuses is gone', () => {
    const database = 'aws_db_instance.profiles_database';
    const [, , inOneZone] = rows.find(([check]) => check === 'CKV_AWS_157') ?? [];
    const twoZones = { database: { ...threeTiers.profiles.database, multiAz: true } };
    expect(inOneZone).toBeDefined();
    expect(inOneZone && needs(synthesized({ ...threeTiers, profiles: twoZones }), database, inOneZone)).toBe(false);
  });

  it.each(exceptions.map((exception) => [exception.check, exception] as const))(
    '%s has a condition, a reason, a day of decision and a day of review within two years',
    (_check, { because, decided, review, while: own = {}, elsewhere = {}, below = {}, absent = [] }) => {
      expect([...Object.keys({ ...own, ...elsewhere, ...below }), ...absent]).not.toEqual([]);
      expect(because).toMatch(/^[A-Z].{30,}\.$/);
      const [from, to] = [decided, review].map((day) => new Date(`${day}T00:00:00Z`).getTime());
      expect(Number(to) - Number(from)).toBeGreaterThan(0);
      expect(Number(to) - Number(from)).toBeLessThanOrEqual(2 * 366 * 86_400_000);
    },
  );

  it('exists once for a check and a resource', () => {
    const keys = rows.map(([check, address]) => `${check} ${address}`);
    expect(keys).toEqual([...new Set(keys)]);
  });
});

const found = {
  check_id: 'CKV_AWS_158',
  check_name: 'Log group is encrypted',
  resource: 'aws_cloudwatch_log_group.app[0]',
};
const report = (passed: number, failed: readonly object[], errors = 0) =>
  JSON.stringify({
    results: { failed_checks: failed },
    summary: { passed, failed: failed.length, parsing_errors: errors, checkov_version: '3.3.30' },
  });
const exception: Exception = {
  check: 'CKV_AWS_158',
  title: 'Log group is encrypted',
  resources: ['aws_cloudwatch_log_group.app'],
  because: 'A key costs money.',
  decided: '2026-01-01',
  review: '2027-01-01',
};

describe('The report of checkov', () => {
  it.each([
    ['of a file that it does not scan', JSON.stringify({ passed: 0, failed: 0, resource_count: 0 }), 'checked nothing'],
    ['without a check', report(0, []), 'checked nothing'],
    ['of a plan that it can read in part only', report(3, [], 1), 'could not read the whole plan'],
  ])('is refused %s', (_what, output, message) => {
    expect(() => parseReport(output)).toThrow(message);
  });

  it('names the resource without its index', () => {
    expect(parseReport(report(1, [found])).findings).toEqual([
      { check: 'CKV_AWS_158', title: 'Log group is encrypted', resource: 'aws_cloudwatch_log_group.app' },
    ]);
  });
});

describe('The judgement', () => {
  const result = parseReport(report(1, [found]));
  const in2026 = new Date('2026-06-01T00:00:00Z');

  it('accepts a finding with an exception', () => {
    expect(judge(result, [exception], in2026)).toEqual({ excused: 1, problems: [] });
  });

  it.each<[string, Exception[]]>([
    ['without an exception', []],
    ['with an exception for another resource', [{ ...exception, resources: ['aws_cloudwatch_log_group.other'] }]],
    ['with an exception from another check', [{ ...exception, check: 'CKV_AWS_338' }]],
  ])('names a finding %s', (_what, exceptionsOf) => {
    expect(judge(result, exceptionsOf, in2026).problems).toEqual([
      'CKV_AWS_158, aws_cloudwatch_log_group.app: Log group is encrypted. Fix it, or add it to tools/scan/exceptions.json with the reason.',
    ]);
  });

  it('names an exception after its day of review', () => {
    expect(judge(result, [exception], new Date('2027-01-02T00:00:00Z')).problems).toEqual([
      'CKV_AWS_158: the review of its exception was due on 2027-01-01. Remove it, or set a new date in tools/scan/exceptions.json.',
    ]);
  });
});
