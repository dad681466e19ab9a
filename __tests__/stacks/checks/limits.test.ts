import type { Ec2Compute, FargateCompute } from '../../../stacks/settings/compute-settings';
import type { DatabaseInstanceSettings } from '../../../stacks/settings/profiles-settings';
import type { AutomaticScale } from '../../../stacks/settings/scale-settings';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { complete, environments } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';

/** Returns the lines about this field in the error message for the fixture with these changes. */
function linesAbout(field: string, changes: Changes): string[] {
  return environmentErrorMessage([fixtureWith(changes)])
    .split('\n')
    .filter((line) => line.startsWith(`  ${field} is `));
}

const hosts = (compute: Partial<Ec2Compute>): Changes => ({
  ...threeTiers,
  compute: { ...threeTiers.compute, ...compute },
});
const database = (settings: Partial<DatabaseInstanceSettings>): Changes => ({
  ...threeTiers,
  profiles: { database: { ...threeTiers.profiles.database, ...settings } },
});
const automatic = (scale: Partial<AutomaticScale>): Changes => ({
  ...balanced,
  scale: { kind: 'automatic', min: 1, max: 100, ...scale },
});
const fargate = (compute: Partial<FargateCompute>) => ({ compute: { ...fixture.compute, ...compute } }) as Changes;

/** Numeric fields, with the lowest and the highest allowed value. `at` returns settings in which the field has the given value. */
const numbers: [field: string, at: (value: number) => Changes, lowest: number, highest: number][] = [
  ['app.container.port', (port) => ({ app: { container: { port } } }), 1, 65_535],
  ['app.postsPerMinute', (postsPerMinute) => ({ app: { postsPerMinute } }), 1, 1_000_000],
  ['compute.cpu', (cpu) => hosts({ cpu }), 128, 196_608],
  ['compute.hosts.min', (min) => hosts({ hosts: { min, max: 100 } }), 1, 100],
  ['compute.hosts.max', (max) => hosts({ hosts: { min: 3, max } }), 3, 100],
  ['compute.memoryMiB', (memoryMiB) => hosts({ memoryMiB }), 512, 33_554_432],
  ['compute.spotPercent', (spotPercent) => fargate({ spotPercent }), 0, 100],
  [
    'ingress.firewall.requestsPerAddress',
    (requestsPerAddress) => ({ ingress: { kind: 'load-balanced', firewall: { requestsPerAddress } } }),
    10,
    2_000_000_000,
  ],
  ['profiles.database.storageGiB', (storageGiB) => database({ storageGiB, maxStorageGiB: 65_536 }), 20, 65_536],
  ['profiles.database.maxStorageGiB', (maxStorageGiB) => database({ storageGiB: 100, maxStorageGiB }), 110, 65_536],
  ['profiles.database.maxStorageGiB', (maxStorageGiB) => database({ storageGiB: 21, maxStorageGiB }), 24, 65_536],
  ['scale.cpuPercent', (cpuPercent) => automatic({ cpuPercent }), 10, 90],
  ['scale.max', (max) => automatic({ min: 3, max }), 3, 100],
  ['scale.min', (min) => automatic({ min }), 1, 100],
  ['scale.requestsPerTask', (requestsPerTask) => automatic({ requestsPerTask }), 1, 1_000_000],
  ['scale.tasks', (tasks) => ({ scale: { kind: 'fixed', tasks } }), 1, 100],
];

const wholeNumber = 'Use a whole number from';

describe('numeric setting', () => {
  it.each(numbers)('%s is accepted only within its range', (field, at, lowest, highest) => {
    const isRejected = (value: number) => linesAbout(field, at(value)).some((line) => line.includes(wholeNumber));
    const around = [lowest - 1, lowest, lowest + 0.5, highest, highest + 1];
    expect(around.map(isRejected)).toEqual([true, false, true, false, true]);
  });

  it.each(numbers)(
    '%s outside its range is rejected with a message that contains the range',
    (field, at, lowest, highest) => {
      const [line = ''] = linesAbout(field, at(highest + 1));
      expect(line).toContain(`${field} is ${highest + 1}. ${wholeNumber} ${lowest}`);
      // The upper bound of the memory depends on the host, so the message names no upper bound.
      if (field !== 'compute.memoryMiB') expect(line).toContain(`to ${highest}`);
    },
  );

  it('profiles.database.engineVersion is accepted from 15 to 99', () => {
    const isRejected = (engineVersion: number) =>
      linesAbout('profiles.database.engineVersion', database({ engineVersion })).length > 0;
    expect([14, 15, 99, 100].map(isRejected)).toEqual([true, false, false, true]);
  });
});

const subnets = (count: number) =>
  Object.fromEntries([...'abcdefghijklmnopq'].slice(0, count).map((zone, index) => [zone, `10.0.${index}.0/24`]));
const inNetwork = (cidr: string, publicSubnets: Record<string, string>): Changes => ({
  network: { kind: 'dedicated', cidr, publicSubnets },
});
const named = (name: string, zone = 'b.example'): Changes => ({
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name, zone } },
});
/** Returns a host name of this length in characters. Each of its labels has at most 63 characters. */
const hostName = (length: number) => {
  const name = `${'a'.repeat(50)}.`.repeat(5);
  return `${name.slice(0, length - 2)}.example`.slice(-length);
};

/** Fields with a limited size, which is a length, a count or a prefix length. `at` returns settings in which the field has this size. */
const sizes: [field: string, at: (size: number) => Changes, least: number, most: number][] = [
  ['name', (size) => ({ name: 'a'.repeat(size) }), 1, 16],
  ['network.publicSubnets', (count) => inNetwork('10.0.0.0/16', subnets(count)), 2, 16],
  ['network.cidr', (prefix) => inNetwork(`10.0.0.0/${prefix}`, subnets(2)), 16, 28],
  [
    'network.publicSubnets.a',
    (prefix) => inNetwork('10.0.0.0/16', { a: `10.0.0.0/${prefix}`, b: '10.0.1.0/24' }),
    16,
    28,
  ],
  ['project', (size) => ({ project: 'a'.repeat(size) }), 1, 32],
  ['table.name', (size) => ({ table: { name: 'a'.repeat(size) } }), 3, 255],
];

describe('setting of limited size', () => {
  it.each(sizes)('%s is accepted only if its size is within its range', (field, at, least, most) => {
    const isRejected = (size: number) =>
      linesAbout(field, at(size)).some((line) => !/overlaps|inside network/.test(line));
    expect([least - 1, least, most, most + 1].map(isRejected)).toEqual([true, false, false, true]);
  });

  it.each([
    ['64 characters, the limit of a certificate', 'accepted', `${'a'.repeat(54)}.b.example`],
    ['65 characters', 'rejected', `${'a'.repeat(55)}.b.example`],
    ['65 characters, of which the first label has 63', 'rejected', `${'a'.repeat(63)}.b`],
  ])('ingress.domain.name with %s is %s', (_what, outcome, name) => {
    const lines = linesAbout('ingress.domain.name', named(name, name.replace(/^a+\./, '')));
    expect(lines.length === 0).toBe(outcome === 'accepted');
  });

  it.each([
    [253, 'accepted'],
    [254, 'rejected'],
  ])('ingress.domain.zone with %d characters is %s', (length, outcome) => {
    const zone = hostName(length);
    expect(zone).toHaveLength(length);
    expect(linesAbout('ingress.domain.zone', named('a.b.example', zone)).length === 0).toBe(outcome === 'accepted');
  });

  it.each([
    ['64 characters before the @', 'accepted', `${'a'.repeat(64)}@b.example`],
    ['65 characters before the @', 'rejected', `${'a'.repeat(65)}@b.example`],
    ['254 characters', 'accepted', `a@${hostName(252)}`],
    ['255 characters', 'rejected', `a@${hostName(253)}`],
  ])('monitoring.email with %s is %s', (_what, outcome, email) => {
    const lines = linesAbout('monitoring.email', { ...balanced, monitoring: { email } });
    expect(lines.length === 0).toBe(outcome === 'accepted');
  });

  it.each([
    ['maintenanceWindow', 'tue:10:00-tue:10:29', 'tue:10:00-tue:10:30'],
    ['backupWindow', '10:00-10:29', '10:00-10:30'],
  ])('profiles.database.%s must be at least 30 minutes long', (field, short, shortest) => {
    const isRejected = (window: string) =>
      linesAbout(`profiles.database.${field}`, database({ [field]: window })).length > 0;
    expect([short, shortest].map(isRejected)).toEqual([true, false]);
  });
});

/**
 * The sizes that Fargate supports: CPU units, with the GiB of memory that each allows.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const fargateSizes: [cpu: number, memoryGiB: number[]][] = [
  [256, [0.5, 1, 2]],
  [512, [1, 2, 3, 4]],
  [1024, [2, 3, 4, 5, 6, 7, 8]],
  [2048, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
  [4096, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
  [8192, [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]],
  [16_384, [32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120]],
];

describe('task on Fargate', () => {
  const isRejected = (cpu: number, memoryMiB: number) =>
    linesAbout('compute.memoryMiB', fargate({ cpu: cpu as FargateCompute['cpu'], memoryMiB })).length > 0;

  it.each(fargateSizes)('with %d CPU units may have only these GiB of memory: %j', (cpu, memoryGiB) => {
    const halves = Array.from({ length: 2 * 128 }, (_, index) => (index + 1) / 2);
    expect(halves.filter((size) => !isRejected(cpu, size * 1024))).toEqual(memoryGiB);
  });

  it.each([128, 300, 32_768])('must not have %d CPU units', (cpu) => {
    const remedy = `Use a value that Fargate supports: ${fargateSizes.map(([offered]) => offered).join(', ')}.`;
    expect(linesAbout('compute.cpu', fargate({ cpu: cpu as FargateCompute['cpu'] }))).toEqual([
      `  compute.cpu is ${cpu}. ${remedy}`,
    ]);
  });
});

describe('setting of the bootstrap', () => {
  const message = (changes: object) => environmentErrorMessage(environments, { ...complete, ...changes });
  const github = (repository: string) => ({ github: { ...complete.github, repository } });
  const letters = (count: number) => 'a'.repeat(count);

  it.each<[string, (value: number) => object, number, number, string]>([
    [
      'stateBucket.oldVersionsDays',
      (oldVersionsDays) => ({ stateBucket: { oldVersionsDays } }),
      1,
      3650,
      'Use a whole number from 1 to 3650, or remove the setting.',
    ],
    [
      'budget.monthlyUsDollars',
      (monthlyUsDollars) => ({ budget: { ...complete.budget, monthlyUsDollars } }),
      1,
      1_000_000,
      'Use a whole number from 1 to 1000000.',
    ],
    ['github.repository', (length) => github(`${letters(length)}/site`), 1, 39, 'Use OWNER/NAME'],
    ['github.repository', (length) => github(`acme/${letters(length)}`), 1, 100, 'Use OWNER/NAME'],
    [
      'terraformCloud.project',
      (length) => ({ terraformCloud: { ...complete.terraformCloud, project: letters(length) } }),
      3,
      40,
      'Use 3 to 40 letters',
    ],
  ])('%s is accepted at both limits, and rejected with a remedy beyond them', (field, at, least, most, remedy) => {
    expect([least, most].map((value) => message(at(value)))).toEqual(['', '']);
    for (const value of [least - 1, most + 1]) {
      const [, line] = message(at(value)).split('\n');
      expect(line).toMatch(new RegExp(`^ {2}${field} is .*\\. ${remedy}`));
    }
  });
});
